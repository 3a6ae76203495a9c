"""Who has the link of an invitation joins the account, once, as what the owner said."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from ocrwtf.core import database
from ocrwtf.users import passwords
from ocrwtf.users.models import Role
from ocrwtf.users.people import invitations, jobs
from tests.integration.conftest import Person, changed_settings
from tests.integration.users.people.conftest import PASSWORD

Invite = Callable[..., dict[str, Any]]
Accept = Callable[..., Any]

OVER = (403, "/problems/invitation-over")


def told(answer: Any) -> tuple[int, str | None]:
    return answer.status_code, answer.json().get("type")


def look(client: TestClient, token: str) -> Any:
    return client.post("/api/auth/invitation", json={"token": token})


def me(client: TestClient, joined: Any) -> dict[str, Any]:
    bearer = {"Authorization": f"Bearer {joined.json()['accessToken']}"}
    user: dict[str, Any] = client.get("/api/users/me", headers=bearer).json()
    return user


def people(person: Person) -> int:
    with database.transaction(person.account_id) as session:
        return int(session.scalar(text("SELECT count(*) FROM users")) or 0)


def end_all(person: Person) -> None:
    with database.transaction(person.account_id) as session:
        session.execute(text("UPDATE invitations SET expires_at = now()"))


@pytest.mark.parametrize("role", ["staff", "driver"])
def test_who_accepts_is_in_the_account_with_the_role(
    client: TestClient, person: Person, invite: Invite, accept: Accept, role: str
) -> None:
    joined = accept(invite(role)["token"], username=f"tono-{person.user_id.hex[-8:]}")
    assert joined.status_code == 200
    assert "HttpOnly" in joined.headers["set-cookie"]
    user = me(client, joined)
    assert (user["accountId"], user["role"], user["email"]) == (str(person.account_id), role, None)
    body = {"username": user["username"], "password": PASSWORD}
    assert client.post("/api/auth/login", json=body).status_code == 200


def test_before_accepting_one_is_told_who_invites_and_as_what_and_no_more(
    client: TestClient, person: Person, invite: Invite
) -> None:
    made = invite("driver", label="Pak Sutrisno")
    answer = look(client, made["token"]).json()
    assert answer == {
        "invitedBy": person.email.partition("@")[0],
        "role": "driver",
        "email": None,
        "expiresAt": made["expiresAt"],
    }


def test_a_link_is_good_once(client: TestClient, invite: Invite, accept: Accept) -> None:
    token = invite()["token"]
    assert accept(token).status_code == 200
    assert told(accept(token)) == OVER
    assert told(look(client, token)) == OVER


def test_of_many_who_accept_at_once_one_joins(
    person: Person,
    invite: Invite,
    accept: Accept,
    in_parallel: Callable[[int, Callable[[int], int]], list[int]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(passwords, "hash_password", lambda _: "not a hash")  # twenty find no place at once
    token = invite()["token"]
    codes = in_parallel(20, lambda _: int(accept(token).status_code))
    assert sorted(codes) == [200] + [403] * 19
    assert people(person) == 2


def test_it_ends_after_seven_days_and_is_forgotten(
    client: TestClient, person: Person, invite: Invite, accept: Accept
) -> None:
    made = invite()
    created, ends = (datetime.fromisoformat(made[name]) for name in ("createdAt", "expiresAt"))
    assert timedelta(days=6, hours=23) < ends - created <= timedelta(days=7, minutes=1)
    end_all(person)
    assert told(accept(made["token"])) == OVER
    assert client.get("/api/invitations", headers=person.headers).json()["items"] == []
    jobs.forget_over_invitations.func(0)
    with database.transaction(person.account_id) as session:
        assert session.execute(text("SELECT FROM invitations")).all() == []


def test_a_withdrawn_one_is_refused(client: TestClient, person: Person, invite: Invite, accept: Accept) -> None:
    made = invite()
    path = f"/api/invitations/{made['id']}"
    assert client.delete(path, headers=person.headers).status_code == 204
    assert told(accept(made["token"])) == OVER
    assert client.delete(path, headers=person.headers).status_code == 404


@pytest.mark.parametrize("token", ["", "x", "ü", "0" * 43])
def test_a_wrong_token_is_refused_as_one_that_is_over(client: TestClient, accept: Accept, token: str) -> None:
    assert (told(accept(token)), told(look(client, token))) == (OVER, OVER)


def test_the_list_has_open_ones_with_their_links_newest_first(
    client: TestClient, person: Person, invite: Invite
) -> None:
    first, second = invite("driver", label="Pak Sutrisno"), invite("staff", email="rina@contoh.id")
    items = client.get("/api/invitations", headers=person.headers).json()["items"]
    assert [item["link"] for item in items] == [second["link"], first["link"]]
    assert [(item["label"], item["email"]) for item in items] == [(None, "rina@contoh.id"), ("Pak Sutrisno", None)]


def test_a_second_one_to_the_same_address_replaces_the_first(
    client: TestClient, person: Person, invite: Invite
) -> None:
    first = invite("staff", email="Rina.Dua@contoh.id")
    second = invite("driver", email="rina.dua@contoh.id")
    assert told(look(client, first["token"])) == OVER
    assert look(client, second["token"]).json()["role"] == "driver"
    assert len(client.get("/api/invitations", headers=person.headers).json()["items"]) == 1


def test_two_to_one_address_at_once_leave_one(
    client: TestClient, person: Person, in_parallel: Callable[[int, Callable[[int], int]], list[int]]
) -> None:
    body = {"role": "staff", "email": "serentak@contoh.id"}
    codes = in_parallel(8, lambda _: client.post("/api/invitations", json=body, headers=person.headers).status_code)
    assert codes == [201] * 8
    assert len(client.get("/api/invitations", headers=person.headers).json()["items"]) == 1


def test_nobody_is_invited_who_is_here_oneself_among_them(
    client: TestClient, person: Person, new_colleague: Callable[[Role], Person]
) -> None:
    for address in (person.email.upper(), new_colleague(Role.STAFF).email):
        body = {"role": "staff", "email": address}
        answer = client.post("/api/invitations", json=body, headers=person.headers)
        assert told(answer) == (409, "/problems/already-here")


def test_an_inviter_learns_nothing_of_addresses_elsewhere_and_the_invited_is_told(
    person: Person, new_person: Callable[[], Person], invite: Invite, accept: Accept
) -> None:
    token = invite("staff", email=new_person().email)["token"]
    assert told(accept(token)) == (409, "/problems/address-has-account")
    assert people(person) == 1


def test_who_fails_may_try_again_with_another_name(person: Person, invite: Invite, accept: Accept) -> None:
    token, taken = invite()["token"], person.email.partition("@")[0]
    assert told(accept(token, username=taken.upper())) == (409, "/problems/username-taken")
    assert accept(token).status_code == 200


def test_the_address_of_the_invitation_counts_and_is_not_proved_by_a_copied_link(
    client: TestClient, invite: Invite, accept: Accept
) -> None:
    joined = accept(invite("staff", email="budi.satu@contoh.id")["token"], email="lain@contoh.id")
    user = me(client, joined)
    assert (user["email"], user["emailVerified"]) == ("budi.satu@contoh.id", False)


def test_who_was_invited_by_link_may_give_an_address(client: TestClient, invite: Invite, accept: Accept) -> None:
    user = me(client, accept(invite()["token"], email="budi.dua@contoh.id"))
    assert (user["email"], user["emailVerified"]) == ("budi.dua@contoh.id", False)


@pytest.mark.parametrize("role", ["owner", "admin", ""])
def test_nobody_is_invited_as_owner(client: TestClient, person: Person, role: str) -> None:
    assert client.post("/api/invitations", json={"role": role}, headers=person.headers).status_code == 422


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("  Pak   Sutrisno ", "Pak Sutrisno"),
        ("Ñusa\u0301 \u202egnp", "Ñusá gnp"),
        ("سوتريسنو", "سوتريسنو"),
        ("李", "李"),
    ],
)
def test_a_label_is_shown_as_it_was_meant(invite: Invite, label: str, shown: str) -> None:
    assert invite(label=label)["label"] == shown


@pytest.mark.parametrize("label", ["", "  ", "\u202e\u200b", "x" * 61])
def test_a_label_that_is_none_is_refused(client: TestClient, person: Person, label: str) -> None:
    body = {"role": "staff", "label": label}
    assert client.post("/api/invitations", json=body, headers=person.headers).status_code == 422


def test_the_secret_is_stored_nowhere(person: Person, invite: Invite) -> None:
    token = invite()["token"]
    with database.transaction(person.account_id) as session:
        rows = session.scalars(text("SELECT invitations::text FROM invitations")).all()
    assert rows
    assert [row for row in rows if token in row] == []


def test_with_another_key_of_the_server_a_link_is_not_shown_and_still_good(
    client: TestClient, person: Person, invite: Invite, accept: Accept
) -> None:
    token = invite()["token"]
    with changed_settings(JWT_SECRET="another-secret-of-the-server-0123456789"):
        assert accept(token).status_code == 200
    invite()
    with (
        changed_settings(JWT_SECRET="another-secret-of-the-server-0123456789"),
        database.transaction(person.account_id) as session,
    ):
        (row,) = invitations.listed(session)
        assert invitations.token_of(row) is None
    assert client.get("/api/invitations", headers=person.headers).json()["items"][0]["link"]


def test_another_site_cannot_make_a_browser_join(client: TestClient, invite: Invite) -> None:
    body = {"token": invite()["token"], "username": "siapa-saja", "password": PASSWORD}
    answer = client.post("/api/auth/invitation/accept", json=body, headers={"Sec-Fetch-Site": "cross-site"})
    assert told(answer) == (403, "/problems/foreign-origin")
