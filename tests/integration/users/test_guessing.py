"""Who guesses passwords from many addresses is slowed down, and the owner of the name is not locked out."""

import itertools

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ocrwtf.core.growing_pause import GrowingPause
from ocrwtf.core.throttle import Throttle
from ocrwtf.main import create_app
from ocrwtf.users import service
from tests.integration.conftest import Person

WRONG = "not-the-password"


@pytest.fixture(scope="module")
def app(client: TestClient) -> FastAPI:
    """Served already by the shared client."""
    assert client
    return create_app()


@pytest.fixture(autouse=True)
def fresh_throttles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "_by_name", Throttle(amount=3, per_seconds=300))
    monkeypatch.setattr(service, "_by_name_anywhere", GrowingPause(free=5, per_seconds=300, longest_seconds=60))
    monkeypatch.setattr(service, "_by_address", Throttle(amount=50, per_seconds=300))


def log_in(app: FastAPI, person: Person, address: str, password: str = WRONG) -> int:
    client = TestClient(app, client=(address, 50_000))
    return client.post("/api/auth/login", json={"email": person.email, "password": password}).status_code


def test_one_network_has_one_count_however_many_addresses_it_uses(app: FastAPI, person: Person) -> None:
    codes = [log_in(app, person, f"2001:db8:1:2::{number}") for number in range(1, 5)]
    assert codes == [401, 401, 401, 429]
    assert log_in(app, person, "2001:db8:1:3::1") == 401


def test_guesses_from_many_addresses_are_slowed_down(app: FastAPI, person: Person) -> None:
    codes = [log_in(app, person, f"203.0.113.{number}") for number in range(1, 8)]
    assert codes == [401] * 5 + [429, 429]


def test_the_owner_logs_in_from_a_known_address_during_the_attack(app: FastAPI, person: Person) -> None:
    assert log_in(app, person, "198.51.100.1", person.password) == 200
    attack = (log_in(app, person, f"203.0.113.{number}") for number in itertools.count(1))
    assert 429 in itertools.islice(attack, 10)
    assert log_in(app, person, "198.51.100.1", person.password) == 200
    assert log_in(app, person, "198.51.100.2", person.password) == 429


def test_one_address_alone_makes_nobody_wait(app: FastAPI, person: Person) -> None:
    codes = [log_in(app, person, "203.0.113.1") for _ in range(20)]
    assert codes == [401] * 3 + [429] * 17
    assert log_in(app, person, "198.51.100.1", person.password) == 200
