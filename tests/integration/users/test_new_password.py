"""The owner of the machine gives a user a new password: the old one and all sessions end."""

from contextlib import nullcontext
from typing import Any

import pytest
from click.testing import CliRunner, Result
from fastapi.testclient import TestClient

from ocrwtf.cli import accounts
from ocrwtf.core import database
from ocrwtf.users import passwords, service
from ocrwtf.users.people import by_hand
from ocrwtf.users.problems import WrongCredentials
from tests.integration.conftest import Person


@pytest.fixture(autouse=True)
def database_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command uses the test's database and leaves it open."""
    monkeypatch.setattr(accounts, "opened_database", nullcontext)


def run(email: str) -> Result:
    return CliRunner().invoke(accounts.user, ["password", email])


def log_in(client: TestClient, person: Person, password: str) -> int:
    answer = client.post("/api/auth/login", json={"email": person.email, "password": password})
    client.cookies.clear()  # all tests share the client
    return answer.status_code


def test_the_new_password_is_shown_once_and_the_old_one_fits_no_more(client: TestClient, person: Person) -> None:
    result = run(person.email.upper())
    new = result.output.split()[1]
    assert (result.exit_code, result.output.count(new)) == (0, 1)
    assert (log_in(client, person, person.password), log_in(client, person, new)) == (401, 200)


def test_sessions_of_that_user_end_and_those_of_others_go_on(
    client: TestClient, person: Person, new_person: Any
) -> None:
    other = new_person()
    run(person.email)
    assert client.get("/api/users/me", headers=person.headers).status_code == 401
    assert client.get("/api/users/me", headers={"Cookie": f"session={person.session_token}"}).status_code == 401
    assert client.get("/api/users/me", headers=other.headers).status_code == 200


def test_a_login_with_the_old_password_that_is_under_way_fails(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    verify = passwords.verify

    def while_it_changes(*arguments: Any) -> bool:
        assert run(person.email).exit_code == 0
        return verify(*arguments)

    monkeypatch.setattr(passwords, "verify", while_it_changes)
    with pytest.raises(WrongCredentials):
        service.log_in(person.email, person.password, "192.0.2.1")


def test_a_blocked_user_stays_blocked(client: TestClient, person: Person) -> None:
    with database.transaction() as session:
        by_hand.set_active(session, person.email, active=False)
    assert log_in(client, person, run(person.email).output.split()[1]) == 401


def test_nobody_of_that_name_is_an_error_with_a_sentence() -> None:
    result = run("nobody@contoh.id")
    assert (result.exit_code, result.output) == (1, "Error: Nobody is registered as nobody@contoh.id.\n")
