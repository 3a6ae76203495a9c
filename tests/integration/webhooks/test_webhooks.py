"""Webhooks as their owner makes, changes and removes them; whoever else, and whatever is wrong, is refused."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text
from standardwebhooks import WebhookVerificationError

from ocrwtf.webhooks.models import TOLD
from ocrwtf.webhooks.service import MOST
from tests.integration.conftest import Person
from tests.integration.webhooks.conftest import Hook, Receiver, happen, set_row, work


def make(client: TestClient, person: Person, url: object = "https://erp.contoh.id/ocr", **more: Any) -> Any:
    return client.post("/api/webhooks", json={"url": url, **more}, headers=person.headers)


def test_a_webhook_is_shown_as_it_was_made_but_for_its_secret(client: TestClient, person: Person) -> None:
    answer = make(client, person, description=" ERP gudang ", events=["scan.completed", "scan.failed"])
    made = answer.json()["webhook"]
    assert (answer.status_code, answer.headers["location"]) == (201, f"/api/webhooks/{made['id']}")
    listed = client.get("/api/webhooks", headers=person.headers).json()
    assert (listed["items"], listed["available"]) == ([made], list(TOLD))
    assert (made["description"], made["events"]) == ("ERP gudang", ["scan.completed", "scan.failed"])
    assert "whsec" not in json.dumps(listed) + json.dumps(
        client.get(answer.headers["location"], headers=person.headers).json()
    )


def test_no_secret_is_in_the_database(client: TestClient, person: Person, owner_engine: Engine) -> None:
    secret = make(client, person).json()["secret"].removeprefix("whsec_")
    with owner_engine.connect() as connection:
        rows = str(connection.execute(text("SELECT * FROM webhook_endpoints")).all())
    assert secret not in rows


@pytest.mark.parametrize(
    "url",
    [
        "http://erp.contoh.id/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://169.254.169.254/latest/meta-data/",
        "https://erp.contoh.id:22/",
        "https://a:b@erp.contoh.id/",
        "file:///etc/passwd",
        "https://①②⑦.⓪.⓪.①/",
    ],
)
def test_an_address_within_or_of_another_kind_is_refused_with_a_sentence(
    client: TestClient, person: Person, url: str
) -> None:
    answer = make(client, person, url)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/webhook-address-refused")
    assert "https://" in answer.json()["detail"]
    assert client.get("/api/webhooks", headers=person.headers).json()["items"] == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"url": ""},
        {"url": 5},
        {"url": "https://erp.contoh.id/" + "x" * 500},
        {"url": "https://erp.contoh.id/", "events": []},
        {"url": "https://erp.contoh.id/", "events": ["scan.completed", "scan.completed"]},
        {"url": "https://erp.contoh.id/", "events": ["scan.progress"]},
        {"url": "https://erp.contoh.id/", "events": ["webhook.test"]},
        {"url": "https://erp.contoh.id/", "events": ["*"]},
        {"url": "https://erp.contoh.id/", "description": "x" * 101},
        {"url": "https://erp.contoh.id/", "secret": "whsec_aaaa"},
    ],
)
def test_a_wrong_body_is_422(client: TestClient, person: Person, body: dict[str, object]) -> None:
    answer = client.post("/api/webhooks", json=body, headers=person.headers)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid-request")


def test_what_is_not_in_a_change_stays(client: TestClient, person: Person) -> None:
    path = f"/api/webhooks/{make(client, person, events=['scan.failed'], description='A').json()['webhook']['id']}"

    def change(**body: Any) -> dict[str, Any]:
        answer: dict[str, Any] = client.patch(path, json=body, headers=person.headers).raise_for_status().json()
        return answer

    assert change(description="B")["events"] == ["scan.failed"]
    assert change(events=None)["events"] is None
    found = change(url="https://lain.contoh.id/x", isActive=False)
    assert (found["url"], found["isActive"], found["description"]) == ("https://lain.contoh.id/x", False, "B")
    refused = client.patch(path, json={"url": "https://10.0.0.1/"}, headers=person.headers)
    assert refused.json()["type"] == "/problems/webhook-address-refused"


def test_there_are_so_many_and_no_more_also_at_once(
    client: TestClient, person: Person, in_parallel: Callable[..., list[int]]
) -> None:
    codes = in_parallel(MOST + 6, lambda _: make(client, person).status_code)
    assert sorted(codes) == [201] * MOST + [409] * 6
    assert make(client, person).json()["type"] == "/problems/too-many-webhooks"


def test_one_that_is_deleted_is_gone_with_its_log(hook: Hook, receiver: Receiver, client: TestClient) -> None:
    happen(hook.owner)
    work(hook)
    assert client.delete(hook.path, headers=hook.owner.headers).status_code == 204
    happen(hook.owner)
    work(hook)
    assert len(receiver.told) == 1
    for more in ("", "/deliveries"):
        assert client.get(f"{hook.path}{more}", headers=hook.owner.headers).status_code == 404


def test_a_new_secret_signs_beside_the_old_one_for_a_day(hook: Hook, receiver: Receiver) -> None:
    new = Hook(hook.client, hook.owner, hook.id, hook.post("/secret", {}).json()["secret"])
    happen(hook.owner, number=1)
    work(hook)
    assert new.verified(receiver.told[0]) == hook.verified(receiver.told[0])
    set_row(hook, old_secret_until=datetime.now(UTC) - timedelta(seconds=1))
    happen(hook.owner, number=2)
    work(hook)
    assert new.verified(receiver.told[1])
    with pytest.raises(WebhookVerificationError):
        hook.verified(receiver.told[1])


def test_an_old_secret_that_others_have_is_ended_at_once(hook: Hook, receiver: Receiver) -> None:
    new = Hook(hook.client, hook.owner, hook.id, hook.post("/secret", {"endOldNow": True}).json()["secret"])
    happen(hook.owner)
    work(hook)
    assert new.verified(receiver.told[0])
    with pytest.raises(WebhookVerificationError):
        hook.verified(receiver.told[0])


def test_the_security_log_says_who_sends_what_where(client: TestClient, hook: Hook, receiver: Receiver) -> None:
    hook.change(description="x")
    hook.post("/secret", {})
    client.delete(hook.path, headers=hook.owner.headers)
    items = client.get("/api/security-log", headers=hook.owner.headers).json()["items"]
    kinds = [item["kind"] for item in items if item["kind"].startswith("webhook")]
    assert kinds == ["webhook_deleted", "webhook_secret_changed", "webhook_changed", "webhook_made"]
    assert {item["detail"]["host"] for item in items if item["kind"].startswith("webhook")} == {
        receiver.server.address.removeprefix("http://")
    }


def test_the_log_of_deliveries_comes_in_pieces(hook: Hook, receiver: Receiver) -> None:
    for number in range(5):
        happen(hook.owner, number=number)
    work(hook)
    found: list[int] = []
    cursor: dict[str, Any] = {}
    while True:
        piece = hook.get("/deliveries", limit=2, **cursor)
        found += [item["payload"]["data"]["number"] for item in piece["items"]]
        if not piece["nextCursor"]:
            break
        cursor = {"cursor": piece["nextCursor"]}
    assert (found, len(receiver.told)) == ([4, 3, 2, 1, 0], 5)


def test_what_was_told_one_webhook_is_not_in_the_log_of_another(
    hook: Hook, new_hook: Callable[..., Hook], receiver: Receiver
) -> None:
    other = new_hook(hook.owner, receiver.url)
    delivery = hook.post("/test").json()
    for path in (f"{other.path}/deliveries/{delivery['id']}", f"{hook.path}/deliveries/{UUID(int=0)}"):
        assert hook.client.get(path, headers=hook.owner.headers).status_code == 404
        assert hook.client.post(f"{path}/replay", headers=hook.owner.headers).status_code == 404
