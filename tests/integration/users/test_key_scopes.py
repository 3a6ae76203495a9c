"""Every route, with a key of each scope: what it needs is said by a rule here and by the table in the code."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from starlette.testclient import WebSocketDenialResponse

from ocrwtf.core.problems import NotFound
from ocrwtf.events.stream import Stream
from ocrwtf.users.models import Scope
from ocrwtf.users.scopes import NEEDED
from tests.integration.conftest import Person
from tests.integration.test_every_route import ABOUT, BY_ID, OWN, documented_routes

ROUTES = sorted((OWN | BY_ID | ABOUT | {("GET", "/api/auth/session")}) & documented_routes())


SETTINGS = {
    "/api/field-memory",
    "/api/webhooks",
    "/api/webhooks/{webhook_id}",
    "/api/webhooks/{webhook_id}/secret",
}
"""What the account is set to: where everything that happens is sent, too."""


def needed(method: str, path: str) -> str | None:
    """By what the route does; None where no key may go."""
    people = (
        "/api/people",
        "/api/invitations",
        "/api/phones",
        "/api/archive",
        "/api/cleanup",
        "/api/users/delete-account",
    )
    closed = ("/api/auth/", "/api/api-keys", "/api/security-log", "/api/users/me", *people)
    if path.startswith(closed) and (method, path) != ("GET", "/api/users/me"):
        return None
    if path.endswith("/hold"):
        return None
    if method == "GET" or path == "/api/credits/quote":
        return "read"
    if path.startswith("/api/reviews/"):
        return None  # a person's own word
    if path in ("/api/scans/upload", "/api/upload"):
        return "capture"
    return "admin" if path in SETTINGS else "write"


@pytest.fixture(scope="module")
def owner(new_person: Callable[[], Person]) -> Person:
    return new_person()


@pytest.fixture(scope="module")
def keys(client: TestClient, owner: Person) -> dict[str, dict[str, str]]:
    """Headers with a key that has the one scope."""
    made = {}
    for scope in Scope:
        body = {"name": scope, "scopes": [scope]}
        key = client.post("/api/api-keys", json=body, headers=owner.headers).json()["key"]
        made[scope.value] = {"Authorization": f"Bearer {key}"}
    return made


@pytest.fixture(autouse=True)
def short_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing_here(*_: object) -> None:
        raise NotFound

    monkeypatch.setattr(Stream, "start", nothing_here)


def refusal(answer: Response) -> str | None:
    """What a key is refused with for what it is; None when it got further."""
    if answer.headers.get("content-type") != "application/problem+json":
        return None
    kind = str(answer.json()["type"]).rpartition("/")[2]
    return kind if kind in ("not-for-keys", "insufficient-scope", "not-authenticated", "not-allowed") else None


@pytest.mark.parametrize("scope", list(Scope))
@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_a_key_gets_as_far_as_its_scope(
    client: TestClient, keys: dict[str, dict[str, str]], method: str, path: str, scope: Scope
) -> None:
    nobodys = re.sub(r"\{\w+_id\}", str(UUID(int=0)), path).format(number="1", form="xlsx")
    answer = client.request(method, nobodys, headers=keys[scope.value])
    needs = needed(method, path)
    if needs == scope:
        assert refusal(answer) is None
    else:
        expected = "insufficient-scope" if needs else "not-for-keys"
        assert (answer.status_code, refusal(answer)) == (403, expected)
        assert not needs or f'scope="{needs}"' in answer.headers["www-authenticate"]


def test_the_table_names_routes_that_exist() -> None:
    assert set(NEEDED) - {("GET", "/ws")} <= documented_routes()


def test_the_keys_and_their_maker_are_there_after_all_of_that(
    client: TestClient, owner: Person, keys: dict[str, dict[str, str]]
) -> None:
    assert len(client.get("/api/api-keys", headers=owner.headers).json()["items"]) == len(keys)
    assert len(client.get("/api/auth/sessions", headers=owner.headers).json()["items"]) == 1


def test_a_socket_asks_for_the_scope_too(client: TestClient, keys: dict[str, dict[str, str]]) -> None:
    with pytest.raises(WebSocketDenialResponse) as refused, client.websocket_connect("/ws", headers=keys["capture"]):
        pass
    assert refused.value.status_code == 403
