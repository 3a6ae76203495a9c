"""A phone that scans the code on the screen is a driver of the account until somebody there unpairs it."""

import re
import urllib.parse
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from ocrwtf.core import database
from ocrwtf.users.models import Role
from ocrwtf.users.people import by_hand, jobs, pairing
from ocrwtf.users.people.problems import PairingOver
from tests.integration.conftest import Person
from tests.integration.documents import picture

NewPairing = Callable[[], dict[str, Any]]
Pair = Callable[..., Any]

OVER = (403, "/problems/pairing-over")


def told(answer: Any) -> tuple[int, str | None]:
    return answer.status_code, answer.json().get("type")


def phones(client: TestClient, person: Person) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.get("/api/phones", headers=person.headers).json()["items"]
    return items


def test_a_phone_has_a_name_and_the_role_of_a_driver_and_nothing_else(
    client: TestClient, person: Person, phone: dict[str, str]
) -> None:
    me = client.get("/api/users/me", headers=phone).json()
    assert (me["name"], me["role"], me["isPhone"]) == ("HP Sutrisno", "driver", True)
    assert (me["email"], me["username"], me["hasPassword"]) == (None, None, False)
    assert me["accountId"] == str(person.account_id)
    assert [(item["id"], item["name"]) for item in phones(client, person)] == [(me["id"], "HP Sutrisno")]


def test_two_phones_may_have_one_name_and_nobody_logs_in_with_it(
    client: TestClient, person: Person, new_pairing: NewPairing, pair: Pair
) -> None:
    for _ in range(2):
        assert pair(new_pairing()["token"], "rina").status_code == 200
    assert [item["name"] for item in phones(client, person)] == ["rina", "rina"]
    with database.transaction() as session:
        found = session.execute(text("SELECT FROM find_login('HP Sutrisno')")).all()
    assert found == []
    answer = client.post("/api/auth/login", json={"username": "rina", "password": "None"})
    assert answer.status_code == 401


def test_the_screen_sees_that_it_was_paired(
    client: TestClient, person: Person, new_pairing: NewPairing, pair: Pair
) -> None:
    made = new_pairing()
    path = f"/api/phones/pairings/{made['id']}"
    assert client.get(path, headers=person.headers).json()["phone"] is None
    pair(made["token"], "HP Joko")
    assert client.get(path, headers=person.headers).json()["phone"]["name"] == "HP Joko"


def test_a_colleague_does_not_see_somebody_elses_code(
    client: TestClient, new_pairing: NewPairing, new_colleague: Callable[[Role], Person]
) -> None:
    path = f"/api/phones/pairings/{new_pairing()['id']}"
    colleague = new_colleague(Role.OWNER)
    assert client.get(path, headers=colleague.headers).status_code == 404
    assert client.delete(path, headers=colleague.headers).status_code == 404


def test_a_code_is_good_once(client: TestClient, person: Person, new_pairing: NewPairing, pair: Pair) -> None:
    token = new_pairing()["token"]
    assert pair(token).status_code == 200
    assert told(pair(token)) == OVER
    assert told(client.post("/api/auth/pairing", json={"token": token})) == OVER
    assert len(phones(client, person)) == 1


def test_of_many_phones_at_once_one_is_paired(
    client: TestClient,
    person: Person,
    new_pairing: NewPairing,
    pair: Pair,
    in_parallel: Callable[[int, Callable[[int], int]], list[int]],
) -> None:
    token = new_pairing()["token"]
    codes = in_parallel(20, lambda n: int(pair(token, f"HP {n}").status_code))
    assert sorted(codes) == [200] + [403] * 19
    assert len(phones(client, person)) == 1


def test_a_phone_that_found_the_code_unused_and_comes_second_is_not_there(
    client: TestClient, person: Person, new_pairing: NewPairing, pair: Pair
) -> None:
    token = new_pairing()["token"]
    with database.transaction() as session:
        known = pairing._found(session, token)
    assert pair(token, "HP Joko").status_code == 200
    with pytest.raises(PairingOver), database.transaction(person.account_id) as session:
        pairing._paired(session, known, "HP Tono")
    assert [item["name"] for item in phones(client, person)] == ["HP Joko"]


def test_a_code_ends_after_ten_minutes_and_is_forgotten(
    client: TestClient, person: Person, new_pairing: NewPairing, pair: Pair
) -> None:
    made = new_pairing()
    ends = datetime.fromisoformat(made["expiresAt"])
    assert timedelta(minutes=9) < ends - datetime.now(ends.tzinfo) <= timedelta(minutes=10)
    with database.transaction(person.account_id) as session:
        session.execute(text("UPDATE pairings SET expires_at = now() - interval '61 minutes'"))
    assert told(pair(made["token"])) == OVER
    jobs.forget_over_invitations.func(0)
    assert client.get(f"/api/phones/pairings/{made['id']}", headers=person.headers).status_code == 404


def test_a_code_that_was_put_away_is_refused(
    client: TestClient, person: Person, new_pairing: NewPairing, pair: Pair
) -> None:
    made = new_pairing()
    assert client.delete(f"/api/phones/pairings/{made['id']}", headers=person.headers).status_code == 204
    assert told(pair(made["token"])) == OVER


def test_who_scanned_is_told_who_shows_the_code(client: TestClient, person: Person, new_pairing: NewPairing) -> None:
    answer = client.post("/api/auth/pairing", json={"token": new_pairing()["token"]})
    assert answer.json() == {"madeBy": person.email.partition("@")[0]}


def test_unpaired_is_out_at_once_and_what_it_captured_stays(
    client: TestClient, person: Person, phone: dict[str, str]
) -> None:
    files = [("file", ("nota.png", picture("DARI SOPIR")))]
    scan = client.post("/api/scans/upload", files=files, headers=phone).json()["items"][0]
    (known,) = phones(client, person)
    assert client.delete(f"/api/phones/{known['id']}", headers=person.headers).status_code == 204
    assert client.get("/api/users/me", headers=phone).status_code == 401
    assert phones(client, person) == []
    assert client.get(f"/api/scans/{scan['id']}", headers=person.headers).status_code == 200
    assert client.delete(f"/api/phones/{known['id']}", headers=person.headers).status_code == 404


def test_staff_pairs_and_unpairs_phones_but_no_people(
    client: TestClient, person: Person, new_colleague: Callable[[Role], Person], phone: dict[str, str]
) -> None:
    staff = new_colleague(Role.STAFF)
    assert client.post("/api/phones/pairings", headers=staff.headers).status_code == 201
    assert client.delete(f"/api/phones/{person.user_id}", headers=staff.headers).status_code == 404
    phone_id = client.get("/api/users/me", headers=phone).json()["id"]
    assert client.delete(f"/api/phones/{phone_id}", headers=staff.headers).status_code == 204


def test_a_phone_stays_logged_in_for_long_from_its_last_use(
    client: TestClient, person: Person, phone: dict[str, str]
) -> None:
    phone_id = client.get("/api/users/me", headers=phone).json()["id"]
    with database.transaction(person.account_id) as session:
        session.execute(
            text("UPDATE sessions SET last_used_at = now() - interval '1 hour', expires_at = now() + interval '1 day'")
        )
    client.get("/api/users/me", headers=phone)
    client.get("/api/users/me", headers=person.headers)
    left = text("SELECT user_id, round(extract(epoch FROM expires_at - now()) / 86400) FROM sessions")
    with database.transaction(person.account_id) as session:
        days = {str(user_id): int(day) for user_id, day in session.execute(left)}
    assert days == {phone_id: 180, str(person.user_id): 30}


def test_a_phone_does_not_name_itself_anew(client: TestClient, phone: dict[str, str]) -> None:
    answer = client.patch("/api/users/me", json={"username": "bukan-hp"}, headers=phone)
    assert told(answer) == (403, "/problems/not-allowed")
    assert client.patch("/api/users/me", json={"locale": "en"}, headers=phone).json()["locale"] == "en"


@pytest.mark.parametrize("name", ["HP Sutrisno 🚚", "Tỉnh Đắk", "x" * 60, "هاتف"])
def test_a_name_in_any_script(
    client: TestClient, person: Person, new_pairing: NewPairing, pair: Pair, name: str
) -> None:
    assert pair(new_pairing()["token"], name).status_code == 200
    assert [item["name"] for item in phones(client, person)] == [name]


@pytest.mark.parametrize("name", ["", "   ", "\u202e", "x" * 61])
def test_a_name_that_is_none_is_refused_and_the_code_still_good(new_pairing: NewPairing, pair: Pair, name: str) -> None:
    token = new_pairing()["token"]
    assert pair(token, name).status_code == 422
    assert pair(token).status_code == 200


def test_the_picture_is_a_code_of_the_link(new_pairing: NewPairing) -> None:
    made = new_pairing()
    assert re.match(r"http://testserver/masuk#pasang=[\w-]{43}$", made["link"])
    picture_of = urllib.parse.unquote(made["qr"])
    assert picture_of.startswith("data:image/svg+xml")
    assert "<svg" in picture_of


def test_the_secret_is_stored_nowhere(person: Person, new_pairing: NewPairing) -> None:
    token = new_pairing()["token"]
    with database.transaction(person.account_id) as session:
        rows = session.scalars(text("SELECT pairings::text FROM pairings")).all()
    assert rows
    assert [row for row in rows if token in row] == []


def test_another_site_cannot_make_a_browser_a_phone(client: TestClient, new_pairing: NewPairing) -> None:
    body = {"token": new_pairing()["token"], "name": "HP"}
    answer = client.post("/api/auth/pairing/accept", json=body, headers={"Sec-Fetch-Site": "cross-site"})
    assert told(answer) == (403, "/problems/foreign-origin")


def test_a_phone_is_in_the_list_of_users_of_the_machine_by_its_name(phone: dict[str, str]) -> None:
    assert phone
    with database.transaction() as session:
        names = session.scalars(text("SELECT username FROM list_users() WHERE email IS NULL")).all()
    assert "HP Sutrisno" in names


def test_the_command_line_blocks_no_phone_by_its_name(phone: dict[str, str], client: TestClient) -> None:
    with database.transaction() as session:
        assert not by_hand.set_active(session, "HP Sutrisno", active=False)
    assert client.get("/api/users/me", headers=phone).status_code == 200
