"""An account always keeps an owner, and who hands it on or leaves it proves who it is."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from ocrwtf.core import database
from ocrwtf.users.models import Role
from tests.integration.conftest import Person


@pytest.fixture
def other(new_colleague: Callable[[Role], Person]) -> Person:
    """A second owner."""
    return new_colleague(Role.OWNER)


@pytest.fixture
def staff(new_colleague: Callable[[Role], Person]) -> Person:
    return new_colleague(Role.STAFF)


def patch(client: TestClient, by: Person, whose: UUID, **wanted: Any) -> tuple[int, str | None]:
    answer = client.patch(f"/api/people/{whose}", json=wanted, headers=by.headers)
    return answer.status_code, answer.json().get("type")


def transfer(client: TestClient, by: Person, to: UUID, password: str | None) -> tuple[int, str | None]:
    body = {"userId": str(to), "password": password}
    answer = client.post("/api/people/transfer", json=body, headers=by.headers)
    return answer.status_code, answer.json().get("type")


def leave(client: TestClient, who: Person, password: str | None = None) -> int:
    return client.post("/api/people/leave", json={"password": password}, headers=who.headers).status_code


def roles(account_id: UUID) -> list[str]:
    with database.transaction(account_id) as session:
        return sorted(session.scalars(text("SELECT role FROM users WHERE removed_at IS NULL")))


def test_the_last_owner_is_neither_demoted_nor_leaves(client: TestClient, person: Person, staff: Person) -> None:
    assert patch(client, person, person.user_id, role="staff") == (409, "/problems/last-owner")
    assert leave(client, person, person.password) == 409
    assert roles(person.account_id) == ["owner", "staff"]
    assert staff


def test_a_blocked_owner_does_not_count(client: TestClient, person: Person, other: Person) -> None:
    assert patch(client, person, other.user_id, isActive=False)[0] == 200
    assert patch(client, person, person.user_id, role="staff") == (409, "/problems/last-owner")


def test_an_owner_demotes_themselves_while_there_is_another(client: TestClient, person: Person, other: Person) -> None:
    assert patch(client, person, person.user_id, role="staff")[0] == 200
    assert roles(person.account_id) == ["owner", "staff"]
    assert client.get("/api/people", headers=other.headers).status_code == 200


@pytest.mark.parametrize("attempt", range(5))
def test_of_two_owners_who_demote_each_other_at_once_one_remains(
    client: TestClient,
    person: Person,
    other: Person,
    in_parallel: Callable[[int, Callable[[int], int]], list[int]],
    attempt: int,
) -> None:
    pair = [(person, other), (other, person)]
    codes = in_parallel(2, lambda n: patch(client, pair[n][0], pair[n][1].user_id, role="staff")[0])
    assert (attempt, sorted(codes), roles(person.account_id)) == (attempt, [200, 403], ["owner", "staff"])


def test_of_two_owners_who_leave_at_once_one_remains(
    client: TestClient,
    person: Person,
    other: Person,
    in_parallel: Callable[[int, Callable[[int], int]], list[int]],
) -> None:
    both = [person, other]
    codes = in_parallel(2, lambda n: leave(client, both[n], both[n].password))
    assert (sorted(codes), roles(person.account_id)) == ([204, 409], ["owner"])


@pytest.mark.parametrize("password", [None, "salah-sekali"])
def test_nobody_becomes_owner_without_the_callers_password(
    client: TestClient, person: Person, staff: Person, password: str | None
) -> None:
    expected = (403, f"/problems/{'wrong-password' if password else 'password-needed'}")
    assert patch(client, person, staff.user_id, role="owner", password=password) == expected
    assert transfer(client, person, staff.user_id, password) == expected
    assert roles(person.account_id) == ["owner", "staff"]


def test_a_transfer_makes_one_the_owner_and_the_other_staff(client: TestClient, person: Person, staff: Person) -> None:
    link = client.post("/api/invitations", json={"role": "driver"}, headers=person.headers).json()["link"]
    assert transfer(client, person, staff.user_id, person.password) == (200, None)
    assert client.get("/api/people", headers=person.headers).status_code == 403
    people = client.get("/api/people", headers=staff.headers).json()["items"]
    assert [(item["id"], item["role"]) for item in people] == [
        (str(staff.user_id), "owner"),
        (str(person.user_id), "staff"),
    ]
    told = client.post("/api/auth/invitation", json={"token": link.partition("=")[2]}).json()
    assert told["invitedBy"] == staff.email.partition("@")[0]


def test_nothing_is_handed_to_nobody_to_oneself_or_to_another_account(
    client: TestClient, person: Person, new_person: Callable[[], Person]
) -> None:
    stranger = new_person()
    assert transfer(client, person, stranger.user_id, person.password) == (404, "/problems/not-found")
    assert transfer(client, person, person.user_id, person.password) == (409, "/problems/not-yourself")
    assert roles(person.account_id) == ["owner"]


def test_somebody_blocked_becomes_no_owner(client: TestClient, person: Person, staff: Person) -> None:
    patch(client, person, staff.user_id, isActive=False)
    blocked = (409, "/problems/person-blocked")
    assert transfer(client, person, staff.user_id, person.password) == blocked
    assert patch(client, person, staff.user_id, role="owner", password=person.password) == blocked
    assert roles(person.account_id) == ["owner", "staff"]


def test_who_leaves_is_out_and_the_others_stay(client: TestClient, person: Person, staff: Person) -> None:
    assert leave(client, staff, "salah-sekali") == 403
    assert leave(client, staff, staff.password) == 204
    assert client.get("/api/users/me", headers=staff.headers).status_code == 401
    assert roles(person.account_id) == ["owner"]


def test_a_driver_who_is_a_person_may_leave_and_a_phone_may_not(
    client: TestClient, person: Person, new_colleague: Callable[[Role], Person], phone: dict[str, str]
) -> None:
    driver = new_colleague(Role.DRIVER)
    assert leave(client, driver, driver.password) == 204
    answer = client.post("/api/people/leave", json={}, headers=phone)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/not-allowed")
    assert roles(person.account_id) == ["driver", "owner"]
