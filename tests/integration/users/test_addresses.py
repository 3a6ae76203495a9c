"""Addresses are proven by a letter, and changed by one."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text
from structlog.testing import capture_logs

from ocrwtf.core import database
from ocrwtf.core.throttle import Throttle
from ocrwtf.users import addresses, service
from ocrwtf.users.people import by_hand
from tests.integration import mailbox
from tests.integration.conftest import Person
from tests.integration.mailbox import Mailbox


@pytest.fixture(autouse=True)
def fresh_throttles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "_by_address", Throttle(amount=50, per_seconds=300))


@pytest.fixture
def verified(box: Mailbox) -> Any:
    """A service where an address has to be proven before the first login."""
    with mailbox.set_up(box, REGISTRATION="verified"):
        yield box


def registration(**more: str) -> dict[str, str]:
    name = f"r{uuid4().hex[:12]}"
    return {"email": f"{name}@contoh.id", "username": name, "password": "rahasia-sekali"} | more


def register(client: TestClient, body: dict[str, str]) -> tuple[int, bytes]:
    answer = client.post("/api/auth/register", json=body, headers={"Accept-Language": "en"})
    return answer.status_code, answer.content


def log_in(client: TestClient, body: dict[str, str]) -> Any:
    credentials = {"email": body["email"], "password": body["password"]}
    answer = client.post("/api/auth/login", json=credentials, headers={"Accept-Language": "en"})
    client.cookies.clear()  # all tests share the client
    return answer


def proof(box: Mailbox, address: str) -> str:
    return mailbox.link_in(box.to(address)[-1]).partition("#surel=")[2]


def verify(client: TestClient, token: str) -> Any:
    return client.post("/api/auth/email/verify", json={"token": token}, headers={"Accept-Language": "en"})


def ask_for_change(client: TestClient, person: Person, email: str, password: str | None = None) -> Any:
    body = {"email": email, "password": password or person.password}
    return client.post("/api/users/me/email", json=body, headers=person.headers)


def me(client: TestClient, person: Person) -> Any:
    return client.get("/api/users/me", headers=person.headers).json()


def test_a_newcomer_is_let_in_after_proving_the_address(
    client: TestClient, verified: Mailbox, owner_engine: Engine
) -> None:
    body = registration()
    assert register(client, body) == (202, b"")
    assert mailbox.leave(owner_engine) == ["email_link"]
    assert verified.received[-1]["Subject"] == "Verify your e-mail for OCR.WTF"
    assert log_in(client, body).json()["type"] == "/problems/email-not-verified"
    assert verify(client, proof(verified, body["email"])).status_code == 204
    assert log_in(client, body).status_code == 200


def test_who_is_registered_gets_the_same_answer_and_a_letter_that_says_so(
    client: TestClient, verified: Mailbox, owner_engine: Engine, person: Person
) -> None:
    assert register(client, registration(email=person.email.upper())) == (202, b"")
    assert mailbox.leave(owner_engine) == ["already_registered"]
    assert len(verified.to(person.email)) == 1


def test_a_username_that_is_somebodys_is_not_told_but_made_free(
    client: TestClient, verified: Mailbox, owner_engine: Engine, person: Person
) -> None:
    taken = person.email.partition("@")[0]
    body = registration(username=taken)
    assert register(client, body) == (202, b"")
    mailbox.leave(owner_engine)
    verify(client, proof(verified, body["email"]))
    token = log_in(client, body).json()["accessToken"]
    name = client.get("/api/users/me", headers={"Authorization": f"Bearer {token}"}).json()["username"]
    assert name.startswith(f"{taken}-")


def test_that_the_address_is_not_proven_is_told_after_the_right_password_alone(
    client: TestClient, verified: Mailbox, owner_engine: Engine
) -> None:
    assert verified
    body = registration()
    register(client, body)
    mailbox.leave(owner_engine)
    wrong = log_in(client, body | {"password": "salah-sekali"})
    unknown = log_in(client, registration())
    assert {wrong.json()["type"], unknown.json()["type"]} == {"/problems/wrong-credentials"}
    assert mailbox.leave(owner_engine) == []
    right = log_in(client, body)
    assert (right.status_code, "spam folder" in right.json()["detail"]) == (403, True)
    assert "set-cookie" not in right.headers
    assert mailbox.leave(owner_engine) == ["email_link"]


def test_where_registration_is_open_the_newcomer_is_let_in_and_gets_a_letter(
    client: TestClient, box: Mailbox, owner_engine: Engine
) -> None:
    body = registration()
    assert register(client, body)[0] == 201
    assert log_in(client, body).status_code == 200
    assert mailbox.leave(owner_engine) == ["email_link"]
    assert len(box.to(body["email"])) == 1


def test_without_a_mail_server_nothing_is_posted_until_the_user_asks_and_the_link_is_in_the_log_once(
    client: TestClient, owner_engine: Engine, person: Person
) -> None:
    mailbox.leave(owner_engine)
    register(client, registration())
    assert mailbox.leave(owner_engine) == []
    assert client.post("/api/users/me/email/verification", headers=person.headers).status_code == 202
    with capture_logs() as lines:
        mailbox.leave(owner_engine)
    [link] = [line["link"] for line in lines if line["event"] == "mail.no_server"]
    assert verify(client, link.partition("#surel=")[2]).status_code == 204
    assert me(client, person)["emailVerified"] is True


def test_who_is_verified_gets_no_further_letter_and_others_five_an_hour(
    client: TestClient, owner_engine: Engine, person: Person
) -> None:
    mailbox.leave(owner_engine)
    codes = [client.post("/api/users/me/email/verification", headers=person.headers).status_code for _ in range(6)]
    assert codes == [202] * 5 + [429]
    assert mailbox.leave(owner_engine) == ["email_link"] * 5


def test_an_address_changes_when_the_new_one_is_proven_and_the_old_one_is_warned(
    client: TestClient, box: Mailbox, owner_engine: Engine, person: Person
) -> None:
    new = f"{uuid4().hex}@contoh.id"
    assert ask_for_change(client, person, new).status_code == 202
    assert mailbox.leave(owner_engine) == ["new_email_link", "new_email_notice"]
    assert new in mailbox.plain(box.to(person.email)[0])
    assert me(client, person)["email"] == person.email
    assert verify(client, proof(box, new)).status_code == 204
    assert (me(client, person)["email"], me(client, person)["emailVerified"]) == (new, True)
    assert verify(client, proof(box, new)).status_code == 410


def test_a_new_password_stops_a_change_of_address(
    client: TestClient, box: Mailbox, owner_engine: Engine, person: Person
) -> None:
    new = f"{uuid4().hex}@contoh.id"
    ask_for_change(client, person, new)
    mailbox.leave(owner_engine)
    with database.transaction() as session:
        by_hand.set_password(session, person.email, "kuda-nil-merah")
    assert verify(client, proof(box, new)).status_code == 410


def test_a_change_of_address_makes_links_to_the_old_one_void(
    client: TestClient, box: Mailbox, owner_engine: Engine, person: Person
) -> None:
    new = f"{uuid4().hex}@contoh.id"
    client.post("/api/auth/password/forgot", json={"email": person.email})
    ask_for_change(client, person, new)
    mailbox.leave(owner_engine)
    verify(client, proof(box, new))
    token = mailbox.link_in(box.to(person.email)[0]).partition("#sandi=")[2]
    body = {"token": token, "password": "kuda-nil-biru"}
    assert client.post("/api/auth/password/reset", json=body).status_code == 410


def test_an_address_that_is_somebodys_is_told_to_who_reads_its_letters_alone(
    client: TestClient, box: Mailbox, owner_engine: Engine, new_person: Callable[[], Person]
) -> None:
    mine, other = new_person(), new_person()
    assert ask_for_change(client, mine, other.email).status_code == 202
    mailbox.leave(owner_engine)
    answer = verify(client, proof(box, other.email))
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/already-registered")
    assert me(client, mine)["email"] == mine.email


def test_a_change_of_address_needs_the_password(client: TestClient, person: Person, owner_engine: Engine) -> None:
    mailbox.leave(owner_engine)
    answer = ask_for_change(client, person, "baru@contoh.id", "salah-sekali")
    assert (answer.status_code, mailbox.leave(owner_engine)) == (403, [])


def test_expired_links_are_forgotten(client: TestClient, person: Person, owner_engine: Engine) -> None:
    from ocrwtf.users import jobs  # noqa: PLC0415

    client.post("/api/users/me/email/verification", headers=person.headers)
    with database.transaction(person.account_id) as session:
        session.execute(text("UPDATE one_time_links SET expires_at = now() - interval '1 second'"))
    jobs.forget_old_links.func(0)
    with database.transaction(person.account_id) as session:
        assert session.scalars(text("SELECT count(*) FROM one_time_links")).one() == 0
    mailbox.leave(owner_engine)  # its letter has nothing to say any more


def test_letters_of_one_user_are_counted_together(
    client: TestClient, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "_letters", Throttle(amount=2, per_seconds=3600))
    codes = [ask_for_change(client, person, f"{uuid4().hex}@contoh.id").status_code for _ in range(3)]
    assert codes == [202, 202, 429]
