"""A forgotten password: a letter with a link, good once, for whoever has the name; and nothing to see for others."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from ocrwtf.cli import accounts
from ocrwtf.core import database
from ocrwtf.core.throttle import Throttle
from ocrwtf.users import credentials, passwords, service
from ocrwtf.users.identity_models import Identity
from ocrwtf.users.people import by_hand
from tests.integration import mailbox
from tests.integration.conftest import Person
from tests.integration.mailbox import Mailbox

NEW = "kuda-nil-biru"


@pytest.fixture(autouse=True)
def fresh_throttles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(credentials, "_asked_by_address", Throttle(amount=30, per_seconds=3600))
    monkeypatch.setattr(service, "_by_address", Throttle(amount=50, per_seconds=300))


@pytest.fixture
def token(client: TestClient, person: Person, box: Mailbox, owner_engine: Engine) -> str:
    """Of the link that the person got."""
    forget(client, person.email)
    assert mailbox.leave(owner_engine) == ["password_link"]
    [message] = box.to(person.email)
    address, _, token = mailbox.link_in(message).partition("#sandi=")
    assert address == "https://ocr.example/masuk"
    return token


def forget(client: TestClient, name: str) -> Any:
    return client.post("/api/auth/password/forgot", json={"email": name})


def reset(client: TestClient, token: str, password: str = NEW) -> Any:
    body = {"token": token, "password": password}
    return client.post("/api/auth/password/reset", json=body, headers={"Accept-Language": "en"})


def log_in(client: TestClient, person: Person, password: str) -> int:
    answer = client.post("/api/auth/login", json={"email": person.email, "password": password})
    client.cookies.clear()  # all tests share the client
    return answer.status_code


def test_the_link_sets_a_new_password_and_logs_nobody_in(client: TestClient, person: Person, token: str) -> None:
    answer = reset(client, token)
    assert (answer.status_code, answer.content, "set-cookie" in answer.headers) == (204, b"", False)
    assert (log_in(client, person, person.password), log_in(client, person, NEW)) == (401, 200)


def test_the_link_is_good_once(client: TestClient, person: Person, token: str) -> None:
    reset(client, token)
    again = reset(client, token, "kuda-nil-hijau")
    assert (again.status_code, again.json()["type"]) == (410, "/problems/one-time-link-over")
    assert "ask for a new one" in again.json()["detail"]
    assert log_in(client, person, NEW) == 200


def test_of_many_at_once_one_uses_the_link(
    client: TestClient, token: str, in_parallel: Callable[..., list[int]]
) -> None:
    codes = in_parallel(6, lambda n: reset(client, token, f"kuda-nil-biru-{n}").status_code)
    assert sorted(codes) == [204] + [410] * 5


def test_an_expired_link_and_one_that_was_never_ours_have_the_same_answer(
    client: TestClient, person: Person, token: str
) -> None:
    with database.transaction(person.account_id) as session:
        session.execute(text("UPDATE one_time_links SET expires_at = now()"))
    expired, unknown = reset(client, token).json(), reset(client, "x" * 43).json()
    assert {key: expired[key] for key in ("type", "detail")} == {key: unknown[key] for key in ("type", "detail")}


def test_a_new_password_ends_sessions_refresh_tokens_and_keys_of_that_user(
    client: TestClient, person: Person, token: str
) -> None:
    key = client.post("/api/api-keys", json={"name": "ERP", "scopes": ["read"]}, headers=person.headers).json()["key"]
    login = client.post("/api/auth/login", json={"email": person.email, "password": person.password}).json()
    client.cookies.clear()
    reset(client, token)
    for secret in (key, login["accessToken"], person.headers["Authorization"].split()[1]):
        assert client.get("/api/users/me", headers={"Authorization": f"Bearer {secret}"}).status_code == 401
    assert client.post("/api/auth/refresh", json={"refreshToken": login["refreshToken"]}).status_code == 401


def test_any_new_password_makes_links_void(client: TestClient, person: Person, token: str) -> None:
    with database.transaction() as session:
        by_hand.set_password(session, person.email, "kuda-nil-merah")
    assert reset(client, token).status_code == 410


def test_a_blocked_user_cannot_use_the_link(client: TestClient, person: Person, token: str) -> None:
    with database.transaction() as session:
        by_hand.set_active(session, person.email, active=False)
    assert reset(client, token).status_code == 410


def test_a_link_to_prove_an_address_sets_no_password(
    client: TestClient, person: Person, box: Mailbox, owner_engine: Engine
) -> None:
    client.post("/api/users/me/email/verification", headers=person.headers)
    mailbox.leave(owner_engine)
    proof = mailbox.link_in(box.to(person.email)[0]).partition("#surel=")[2]
    assert reset(client, proof).status_code == 410
    assert client.post("/api/auth/email/verify", json={"token": proof}).status_code == 204


def test_the_letter_proves_the_address_too(client: TestClient, person: Person, token: str) -> None:
    reset(client, token)
    with database.transaction(person.account_id) as session:
        assert session.scalars(text("SELECT email_verified FROM users")).one() is True


@pytest.mark.parametrize(("proven", "stay"), [("false", 0), ("true", 1)])
def test_who_came_in_by_a_provider_before_the_address_was_proven_does_so_no_more(
    client: TestClient, person: Person, token: str, proven: str, stay: int
) -> None:
    who = {"account_id": person.account_id, "user_id": person.user_id, "issuer": "https://id.example"}
    with database.transaction(person.account_id) as session:
        session.add(Identity(**who, subject=str(person.user_id)))
        session.execute(text("UPDATE users SET email_verified = CAST(:proven AS boolean)"), {"proven": proven})
    reset(client, token)
    with database.transaction(person.account_id) as session:
        assert session.scalar(text("SELECT count(*) FROM identities")) == stay


@pytest.mark.parametrize(
    ("password", "says"),
    [("pendek", "at least 8"), ("x" * 129, "at most 128"), ("password123", "easy to guess"), ("PASSWORD", "easy")],
)
def test_a_bad_password_is_refused_with_a_sentence_and_the_link_stays_good(
    client: TestClient, token: str, password: str, says: str
) -> None:
    answer = reset(client, token, password)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "password")
    assert says in answer.json()["errors"][0]["message"]
    assert reset(client, token).status_code == 204


@pytest.mark.parametrize("password", ["a" * 72 + "b", "пароль-для-склада", "🙂" * 128, " spasi di ujung "])
def test_long_and_foreign_passwords_work(client: TestClient, person: Person, token: str, password: str) -> None:
    assert reset(client, token, password).status_code == 204
    assert log_in(client, person, password) == 200
    assert log_in(client, person, password[:-1]) == 401


@pytest.mark.parametrize("kind", ["known", "unknown", "blocked", "without password", "nonsense", "odd"])
def test_the_answer_is_the_same_whoever_is_meant(client: TestClient, person: Person, box: Mailbox, kind: str) -> None:
    assert box
    names = {"unknown": f"{uuid4().hex}@contoh.id", "nonsense": "'; --", "odd": "ｒｉｎａ@ｃｏｎｔｏｈ.id"}
    with database.transaction() as session:
        by_hand.set_active(session, person.email, active=kind != "blocked")
        if kind == "without password":
            session.execute(text("UPDATE users SET password_hash = NULL"))
    answer = forget(client, names.get(kind, person.email))
    assert (answer.status_code, answer.content) == (202, b"")
    assert not {"set-cookie", "location"} & set(answer.headers)


def test_who_is_blocked_or_unknown_gets_no_letter_and_leaves_no_name(
    client: TestClient, person: Person, box: Mailbox, owner_engine: Engine
) -> None:
    with database.transaction() as session:
        by_hand.set_active(session, person.email, active=False)
    for name in (person.email, "nobody@contoh.id"):
        forget(client, name)
    with owner_engine.connect() as connection:
        rows = connection.execute(text("SELECT args::text FROM procrastinate_jobs WHERE queue_name = 'post'"))
        arguments = rows.scalars().all()
    assert [set(argument) & {"@"} for argument in arguments] == [set(), set()]
    mailbox.leave(owner_engine)
    assert box.received == []


def test_a_user_without_a_password_gets_a_first_one(client: TestClient, person: Person, token: str) -> None:
    with database.transaction(person.account_id) as session:
        session.execute(text("UPDATE users SET password_hash = NULL"))
    assert reset(client, token).status_code == 204
    assert log_in(client, person, NEW) == 200


def test_a_name_is_sent_five_letters_an_hour_whether_it_is_somebody_or_not(
    client: TestClient, person: Person, box: Mailbox
) -> None:
    assert box
    for name in (person.email, f"{uuid4().hex}@contoh.id"):
        codes = [forget(client, name).status_code for _ in range(6)]
        assert codes == [202] * 5 + [429]
    assert forget(client, person.email.upper()).status_code == 429


def test_an_address_asks_so_often_only(client: TestClient, box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    assert box
    monkeypatch.setattr(credentials, "_asked_by_address", Throttle(amount=2, per_seconds=3600))
    assert [forget(client, f"{uuid4().hex}@contoh.id").status_code for _ in range(3)] == [202, 202, 429]


def test_the_link_is_neither_stored_nor_logged(
    person: Person, token: str, owner_engine: Engine, capfd: pytest.CaptureFixture[str]
) -> None:
    with owner_engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM one_time_links WHERE user_id = :id"), {"id": person.user_id})
        assert token not in str([tuple(row) for row in rows])
    captured = capfd.readouterr()
    assert token not in captured.out + captured.err


def test_letters_speak_the_users_language(
    client: TestClient, person: Person, box: Mailbox, owner_engine: Engine
) -> None:
    for language, subject in (("en", "A new password for OCR.WTF"), ("id", "Kata sandi baru untuk OCR.WTF")):
        client.patch("/api/users/me", json={"locale": language}, headers=person.headers)
        forget(client, person.email)
        mailbox.leave(owner_engine)
        assert box.received[-1]["Subject"] == subject


def test_the_owner_of_the_machine_prints_a_fresh_link(
    client: TestClient, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "opened_database", nullcontext)
    result = CliRunner().invoke(accounts.user, ["link", person.email])
    address, _, token = result.output.strip().partition("/masuk#sandi=")
    assert (result.exit_code, address) == (0, "http://127.0.0.1:8000")
    assert reset(client, token).status_code == 204
    nobody = CliRunner().invoke(accounts.user, ["link", "nobody@contoh.id"])
    assert (nobody.exit_code, nobody.output.startswith("Error: Nobody")) == (1, True)


def counted_work(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each Argon2id that is done from here on."""
    work: list[str] = []

    def counting(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **more: Any) -> Any:
            work.append(name)
            return real(*arguments, **more)

        return call

    for name in ("hash", "verify"):
        monkeypatch.setattr(passwords._argon2, name, counting(name, getattr(passwords._argon2, name)))
    return work


def test_known_and_unknown_names_take_the_same_hash_work(
    client: TestClient, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = counted_work(monkeypatch)
    for stored in (None, "", "!", "plain text", "$2b$12$short", "$argon2id$v=19$m=19456,t=2,p=1$x$y"):
        with database.transaction(person.account_id) as session:
            session.execute(text("UPDATE users SET password_hash = :stored"), {"stored": stored})
        assert log_in(client, person, "salah-sekali") == 401
        assert (stored, work) == (stored, ["verify"])
        work.clear()
    client.post("/api/auth/login", json={"email": f"{uuid4().hex}@contoh.id", "password": "salah-sekali"})
    assert work == ["verify"]
    work.clear()
    for name in (person.email, f"{uuid4().hex}@contoh.id"):
        forget(client, name)
    assert work == []


def test_who_has_no_living_link_makes_us_hash_nothing(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    work = counted_work(monkeypatch)
    assert reset(client, "x" * 43).status_code == 410
    assert work == []


@pytest.mark.parametrize("path", ["password/forgot", "password/reset", "email/verify"])
def test_another_sites_page_cannot_make_a_browser_ask(client: TestClient, path: str) -> None:
    body = {"email": "a@contoh.id"} if path == "password/forgot" else {"token": "x", "password": NEW}
    answer = client.post(f"/api/auth/{path}", json=body, headers={"Origin": "https://evil.example"})
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/foreign-origin")
