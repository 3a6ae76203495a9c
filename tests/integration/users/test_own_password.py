"""A new password by who knows the old one; hashes that came from elsewhere."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from pwdlib.hashers.bcrypt import BcryptHasher
from sqlalchemy import Engine, text

from ocrwtf.core import database
from ocrwtf.core.throttle import Throttle
from ocrwtf.users import proof_of_identity, service
from ocrwtf.users.people import by_hand
from tests.integration import mailbox
from tests.integration.conftest import Person
from tests.integration.mailbox import Mailbox

NEW = "kuda-nil-biru"


@pytest.fixture(autouse=True)
def fresh_throttles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "_by_address", Throttle(amount=50, per_seconds=300))


def change(client: TestClient, person: Person, old: str | None, new: str = NEW, **more: Any) -> Any:
    body = {"oldPassword": old, "newPassword": new} | more
    return client.post("/api/users/me/password", json=body, headers=person.headers)


def log_in(client: TestClient, person: Person, password: str) -> Any:
    answer = client.post("/api/auth/login", json={"email": person.email, "password": password})
    client.cookies.clear()  # all tests share the client
    return answer


def new_key(client: TestClient, person: Person) -> dict[str, str]:
    answer = client.post("/api/api-keys", json={"name": "ERP", "scopes": ["read"]}, headers=person.headers)
    return {"Authorization": f"Bearer {answer.json()['key']}"}


def test_the_session_that_asks_goes_on_and_all_else_ends(client: TestClient, person: Person) -> None:
    key, other = new_key(client, person), log_in(client, person, person.password).json()
    assert change(client, person, person.password).status_code == 204
    assert client.get("/api/users/me", headers=person.headers).status_code == 200
    for headers in (key, {"Authorization": f"Bearer {other['accessToken']}"}):
        assert client.get("/api/users/me", headers=headers).status_code == 401
    codes = [log_in(client, person, password).status_code for password in (person.password, NEW)]
    assert codes == [401, 200]


def test_keys_go_on_when_that_is_wanted(client: TestClient, person: Person) -> None:
    key = new_key(client, person)
    change(client, person, person.password, keepApiKeys=True)
    assert client.get("/api/users/me", headers=key).status_code == 200


def test_keys_of_others_in_the_account_go_on(client: TestClient, person: Person, new_driver: Any) -> None:
    key = new_key(client, person)
    driver = new_driver(person)
    with database.transaction(person.account_id) as session:
        session.execute(text("UPDATE api_keys SET user_id = :id"), {"id": driver.user_id})
    change(client, person, person.password)
    assert client.get("/api/users/me", headers=key).status_code == 200


def test_the_wrong_old_password_changes_nothing_and_logs_nobody_out(client: TestClient, person: Person) -> None:
    answer = change(client, person, "salah-sekali")
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/wrong-password")
    assert client.get("/api/users/me", headers=person.headers).status_code == 200
    assert log_in(client, person, person.password).status_code == 200


def test_who_has_no_password_gets_a_first_one_soon_after_a_login_alone(client: TestClient, person: Person) -> None:
    with database.transaction(person.account_id) as session:
        session.execute(text("UPDATE users SET password_hash = NULL"))
        session.execute(text("UPDATE sessions SET created_at = now() - interval '11 minutes'"))
    assert change(client, person, None).json()["type"] == "/problems/login-too-old"
    with database.transaction(person.account_id) as session:
        session.execute(text("UPDATE sessions SET created_at = now() - interval '9 minutes'"))
    assert change(client, person, None).status_code == 204
    assert log_in(client, person, NEW).status_code == 200


def test_guesses_are_counted_together_wherever_the_password_is_asked_for(client: TestClient, person: Person) -> None:
    """In one stolen session."""
    wrong = {"password": "salah-sekali"}
    asked = [("/api/users/me/email", wrong | {"email": "a@b.id"}), ("/api/people/leave", wrong)] * 5
    codes = {client.post(path, json=body, headers=person.headers).status_code for path, body in asked}
    assert codes == {403}
    assert change(client, person, person.password).status_code == 429


def test_an_api_key_changes_neither_password_nor_address(client: TestClient, person: Person) -> None:
    key = new_key(client, person)
    email = client.post("/api/users/me/email", json={"email": "a@b.id", "password": "x"}, headers=key)
    password = client.post("/api/users/me/password", json={"oldPassword": "x", "newPassword": NEW}, headers=key)
    again = client.post("/api/users/me/email/verification", headers=key)
    assert {answer.json()["type"] for answer in (email, password, again)} == {"/problems/not-for-keys"}


def test_of_two_changes_at_once_one_is_refused(
    client: TestClient, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    require = proof_of_identity.require

    def while_it_changes(*arguments: Any) -> str | None:
        found = require(*arguments)
        with database.transaction() as session:
            by_hand.set_password(session, person.email, "kuda-nil-hijau")
        return found

    monkeypatch.setattr(proof_of_identity, "require", while_it_changes)
    assert change(client, person, person.password).status_code == 403
    assert log_in(client, person, "kuda-nil-hijau").status_code == 200


def test_the_user_is_told_by_a_letter(client: TestClient, person: Person, box: Mailbox, owner_engine: Engine) -> None:
    change(client, person, person.password)
    assert mailbox.leave(owner_engine) == ["password_changed"]
    [message] = box.to(person.email)
    assert mailbox.link_in(message) == "https://ocr.example/masuk?lupa=1"


def test_an_imported_hash_is_upgraded_at_the_login_and_the_login_lasts(client: TestClient, person: Person) -> None:
    with database.transaction(person.account_id) as session:
        imported = BcryptHasher(rounds=4).hash(person.password)
        session.execute(text("UPDATE users SET password_hash = :hash"), {"hash": imported})
    token = log_in(client, person, person.password).json()["accessToken"]
    with database.transaction(person.account_id) as session:
        stored = session.scalars(text("SELECT password_hash FROM users")).one()
    assert stored.startswith("$argon2id$")
    assert client.get("/api/users/me", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    assert log_in(client, person, person.password).status_code == 200
