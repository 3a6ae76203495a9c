"""An owner with a webhook to a real server on the loopback, which the operator named."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from standardwebhooks import Webhook

from ocrwtf.core import database
from ocrwtf.events import service as events_service
from ocrwtf.events.models import EventKind
from ocrwtf.webhooks import jobs
from tests.integration.conftest import Person, changed_settings
from tests.integration.users.local_server import Asked, LocalServer, Said, running


@dataclass
class Receiver:
    """A customer's server: what it was told, and what it answers."""

    server: LocalServer
    says: Said = field(default_factory=lambda: Said(status=204))

    @property
    def url(self) -> str:
        return f"{self.server.address}/ocr"

    @property
    def told(self) -> list[Asked]:
        return self.server.asked

    def messages(self) -> list[dict[str, Any]]:
        return [json.loads(asked.body) for asked in self.told]

    def kinds(self) -> list[str]:
        return [message["type"] for message in self.messages()]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with running() as server, changed_settings(WEBHOOK_HOSTS=server.address.removeprefix("http://")):
        receiver = Receiver(server)
        server.answers["/ocr"] = lambda _: receiver.says
        yield receiver


@dataclass(frozen=True)
class Hook:
    """A webhook as its owner sees it."""

    client: TestClient
    owner: Person
    id: str
    secret: str

    @property
    def path(self) -> str:
        return f"/api/webhooks/{self.id}"

    def get(self, more: str = "", **query: Any) -> dict[str, Any]:
        answer = self.client.get(f"{self.path}{more}", params=query, headers=self.owner.headers)
        found: dict[str, Any] = answer.raise_for_status().json()
        return found

    def post(self, more: str, body: Any = None, **headers: str) -> Any:
        return self.client.post(f"{self.path}{more}", json=body, headers={**self.owner.headers, **headers})

    def change(self, **body: Any) -> Any:
        return self.client.patch(self.path, json=body, headers=self.owner.headers)

    def deliveries(self, **query: Any) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.get("/deliveries", **query)["items"]
        return items

    def verified(self, asked: Asked) -> Any:
        """What a receiver's library makes of it. Raises WebhookVerificationError."""
        return Webhook(self.secret).verify(asked.body, asked.headers)


@pytest.fixture
def new_hook(client: TestClient) -> Callable[..., Hook]:
    def make(owner: Person, url: str, **body: Any) -> Hook:
        answer = client.post("/api/webhooks", json={"url": url, **body}, headers=owner.headers)
        made = answer.raise_for_status().json()
        return Hook(client, owner, made["webhook"]["id"], made["secret"])

    return make


@pytest.fixture
def hook(new_hook: Callable[..., Hook], person: Person, receiver: Receiver) -> Hook:
    return new_hook(person, receiver.url)


def happen(person: Person, kind: EventKind = EventKind.SCAN_COMPLETED, **data: Any) -> None:
    with database.transaction(person.account_id) as session:
        events_service.record(session, person.account_id, kind, data)


def waiting_for(hook: Hook) -> int:
    """Jobs in the queue for that webhook."""
    with database.transaction() as session:
        own = text("SELECT count(*) FROM procrastinate_jobs WHERE args ->> 'endpoint_id' = :id AND status = 'todo'")
        return int(session.execute(own, {"id": hook.id}).scalar_one())


def work(hook: Hook) -> None:
    """What the worker does about it."""
    jobs.call_endpoint.func(None, account_id=str(hook.owner.account_id), endpoint_id=hook.id)


def set_row(hook: Hook, **values: Any) -> None:
    """Change the webhook's row, as time would have."""
    given = ", ".join(f"{name} = :{name}" for name in values)
    with database.transaction(hook.owner.account_id) as session:
        session.execute(text(f"UPDATE webhook_endpoints SET {given} WHERE id = :id"), {"id": UUID(hook.id), **values})  # noqa: S608  names of a test


def all_due(hook: Hook) -> None:
    """The pauses are over: the server's, and those of all that failed."""
    set_row(hook, paused_until=None)
    with database.transaction(hook.owner.account_id) as session:
        due = "UPDATE webhook_deliveries SET next_attempt_at = now() WHERE status = 'pending'"
        session.execute(text(due))
