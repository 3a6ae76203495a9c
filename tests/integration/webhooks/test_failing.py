"""A server that does not take what it is told: tried again, let be, switched off; and told again when it is back."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from ocrwtf.webhooks import jobs, pace
from tests.integration import mailbox
from tests.integration.conftest import Person, changed_settings
from tests.integration.users.local_server import Said
from tests.integration.webhooks.conftest import Hook, Receiver, all_due, happen, set_row, waiting_for, work


def seconds_until(moment: str) -> float:
    return (datetime.fromisoformat(moment) - datetime.now(UTC)).total_seconds()


@pytest.mark.parametrize("status", [300, 302, 400, 401, 404, 422, 429, 500, 503])
def test_only_2xx_is_taken(hook: Hook, receiver: Receiver, status: int) -> None:
    receiver.says = Said(status=status)
    happen(hook.owner)
    work(hook)
    (delivery,) = hook.deliveries()
    assert (delivery["status"], delivery["attempts"][0]["status"]) == ("pending", status)
    assert 3 < seconds_until(delivery["nextAttemptAt"]) < 6
    assert hook.get()["failingSince"]


def test_what_failed_is_told_again_and_then_no_more(hook: Hook, receiver: Receiver) -> None:
    receiver.says = Said(status=500)
    happen(hook.owner, number=1)
    work(hook)
    work(hook)
    assert len(receiver.told) == 1
    receiver.says = Said(status=200)
    all_due(hook)
    work(hook)
    work(hook)
    (delivery,) = hook.deliveries()
    assert [attempt["status"] for attempt in delivery["attempts"]] == [500, 200]
    assert (delivery["status"], delivery["nextAttemptAt"], hook.get()["failingSince"]) == ("delivered", None, None)
    first, second = (asked.headers for asked in receiver.told)
    assert first["webhook-id"] == second["webhook-id"]


def test_one_that_fails_does_not_keep_the_others_waiting(hook: Hook, receiver: Receiver) -> None:
    def says(asked: Any) -> Said:
        return Said(status=500 if json.loads(asked.body)["data"].get("number") == 0 else 204)

    receiver.server.answers["/ocr"] = says
    for number in range(3):
        happen(hook.owner, number=number)
    work(hook)
    assert [delivery["status"] for delivery in hook.deliveries()] == ["delivered", "delivered", "pending"]


def test_a_server_may_ask_for_time(hook: Hook, receiver: Receiver) -> None:
    receiver.says = Said(status=503, headers={"Retry-After": "900"})
    happen(hook.owner)
    work(hook)
    assert 850 < seconds_until(hook.deliveries()[0]["nextAttemptAt"]) < 901


def test_a_server_that_is_away_is_let_be_whatever_waits_for_it(hook: Hook, receiver: Receiver) -> None:
    receiver.says = Said(status=500)
    for number in range(pace.FAILURES_BEFORE_REST + 5):
        happen(hook.owner, number=number)
    work(hook)
    assert len(receiver.told) == pace.FAILURES_BEFORE_REST
    assert 5 < seconds_until(hook.get()["pausedUntil"]) < 11
    jobs.find_work.func(0)
    assert waiting_for(hook) == 0
    set_row(hook, paused_until=datetime.now(UTC) - timedelta(seconds=1))
    jobs.find_work.func(0)
    assert waiting_for(hook) == 1
    work(hook)
    assert len(receiver.told) == pace.FAILURES_BEFORE_REST + 1
    assert seconds_until(hook.get()["pausedUntil"]) > 15


def test_after_a_day_of_trying_a_delivery_is_given_up(hook: Hook, receiver: Receiver) -> None:
    receiver.says = Said(status=500)
    happen(hook.owner)
    for _ in range(len(pace.PAUSES_SECONDS) + 3):
        all_due(hook)
        work(hook)
    (delivery,) = hook.deliveries(status="failed")
    assert len(delivery["attempts"]) == len(receiver.told) == len(pace.PAUSES_SECONDS) + 1
    assert delivery["nextAttemptAt"] is None


def test_who_is_not_there_says_why(hook: Hook, receiver: Receiver) -> None:
    receiver.server.server_close()
    happen(hook.owner)
    work(hook)
    (attempt,) = hook.deliveries()[0]["attempts"]
    assert (attempt["status"], attempt["why"]) == (None, "not-reached")


def test_a_server_within_is_not_called_once_the_operator_no_longer_names_it(hook: Hook, receiver: Receiver) -> None:
    happen(hook.owner)
    with changed_settings(WEBHOOK_HOSTS=""):
        work(hook)
    assert (hook.deliveries()[0]["attempts"][0]["why"], receiver.told) == ("not-public", [])


def test_gone_switches_it_off_at_once(hook: Hook, receiver: Receiver) -> None:
    receiver.says = Said(status=410)
    happen(hook.owner)
    happen(hook.owner)
    work(hook)
    assert len(receiver.told) == 1
    found = hook.get()
    assert (found["isActive"], found["whyStopped"]) == (False, "gone")
    happen(hook.owner)
    jobs.find_work.func(0)
    assert waiting_for(hook) == 0


@pytest.mark.parametrize(("days", "active"), [(4.9, True), (5.1, False)])
def test_five_days_of_failures_switch_it_off(hook: Hook, receiver: Receiver, days: float, active: bool) -> None:  # noqa: FBT001
    receiver.says = Said(status=500)
    happen(hook.owner)
    set_row(hook, failing_since=datetime.now(UTC) - timedelta(days=days), failures=90)
    work(hook)
    found = hook.get()
    assert (found["isActive"], found["whyStopped"]) == (active, None if active else "failing")


def test_the_owner_gets_a_letter_when_it_was_switched_off(hook: Hook, receiver: Receiver, owner_engine: Engine) -> None:
    host = receiver.server.address.removeprefix("http://")
    receiver.says = Said(status=410)
    happen(hook.owner)
    with mailbox.running() as box, mailbox.set_up(box):
        mailbox.leave(owner_engine)
        box.received.clear()
        box.envelopes.clear()
        with changed_settings(WEBHOOK_HOSTS=host):
            work(hook)
        mailbox.leave(owner_engine)
        (letter,) = box.to(hook.owner.email)
    assert host in letter["Subject"]
    assert mailbox.link_in(letter).endswith("/akun#webhook")


def test_once_it_is_mended_and_on_again_only_what_happens_from_then_on_is_told(hook: Hook, receiver: Receiver) -> None:
    set_row(hook, is_active=False, why_stopped="failing", failures=90)
    happen(hook.owner, number=1)
    assert hook.change(isActive=True).json()["whyStopped"] is None
    happen(hook.owner, number=2)
    work(hook)
    assert [message["data"] for message in receiver.messages()] == [{"number": 2}]


def test_what_was_given_up_can_be_told_again_all_at_once(hook: Hook, receiver: Receiver) -> None:
    receiver.says = Said(status=500)
    for number in range(3):
        happen(hook.owner, number=number)
    for _ in range(2 * len(pace.PAUSES_SECONDS) + 30):
        all_due(hook)
        work(hook)
    assert len(hook.deliveries(status="failed")) == 3
    receiver.told.clear()
    receiver.says = Said(status=204)
    later = {"since": (datetime.now(UTC) + timedelta(minutes=1)).isoformat()}
    assert hook.post("/replay", later).json() == {"count": 0}
    earlier = {"since": (datetime.now(UTC) - timedelta(hours=1)).isoformat()}
    assert hook.post("/replay", earlier).json() == {"count": 3}
    work(hook)
    assert [message["data"]["number"] for message in receiver.messages()] == [0, 1, 2]


def test_a_replay_is_the_same_message_again(hook: Hook, receiver: Receiver) -> None:
    happen(hook.owner, number=1)
    work(hook)
    (delivery,) = hook.deliveries()
    answer = hook.post(f"/deliveries/{delivery['id']}/replay", **{"Idempotency-Key": uuid4().hex})
    assert (answer.status_code, answer.json()["status"]) == (202, "pending")
    work(hook)
    first, second = receiver.told
    assert (first.body, first.headers["webhook-id"]) == (second.body, second.headers["webhook-id"])
    assert hook.verified(second)
    assert len(hook.deliveries()[0]["attempts"]) == 2


def test_a_test_goes_to_that_webhook_alone_and_at_once(
    new_hook: Callable[..., Hook], person: Person, receiver: Receiver
) -> None:
    one, other = new_hook(person, receiver.url, events=["scan.failed"]), new_hook(person, receiver.url)
    set_row(one, paused_until=datetime.now(UTC) + timedelta(hours=1), failures=9)
    answer = one.post("/test")
    assert (answer.status_code, answer.json()["event"]) == (202, "webhook.test")
    jobs.find_work.func(0)
    assert (waiting_for(one), waiting_for(other)) == (1, 1)
    work(one)
    work(other)
    (message,) = receiver.messages()
    assert (message["type"], message["data"]) == ("webhook.test", {"webhookId": one.id})
    assert one.get(answer.headers["location"].removeprefix(one.path))["status"] == "delivered"


@pytest.mark.parametrize("what", ["/test", "/deliveries/{delivery}/replay", "/replay"])
def test_nothing_is_sent_to_one_that_is_off(hook: Hook, receiver: Receiver, what: str) -> None:
    happen(hook.owner)
    work(hook)
    path = what.format(delivery=hook.deliveries()[0]["id"])
    hook.change(isActive=False).raise_for_status()
    answer = hook.post(path, {"since": "2026-01-01T00:00:00Z"} if what == "/replay" else None)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/webhook-is-off")
    assert len(receiver.told) == 1


def test_what_is_deleted_while_it_is_called_stays_deleted(client: TestClient, hook: Hook, receiver: Receiver) -> None:
    def delete(_: Any) -> Said:
        client.delete(hook.path, headers=hook.owner.headers).raise_for_status()
        return Said(status=204)

    receiver.server.answers["/ocr"] = delete
    happen(hook.owner)
    work(hook)
    work(hook)
    assert client.get(hook.path, headers=hook.owner.headers).status_code == 404
    assert len(receiver.told) == 1
