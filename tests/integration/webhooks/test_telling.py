"""A customer's server is told what happened: signed, in order, once, whatever dies in between."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from ocrwtf import worker
from ocrwtf.core import database, strangers
from ocrwtf.core.queue import queue, stopping
from ocrwtf.events import jobs as events_jobs
from ocrwtf.events.models import EventKind
from ocrwtf.webhooks import jobs, sending
from ocrwtf.webhooks.models import TOLD
from tests.integration.conftest import Person
from tests.integration.documents import picture
from tests.integration.users.local_server import Asked, Said
from tests.integration.webhooks.conftest import Hook, Receiver, happen, waiting_for, work


def test_what_happens_is_told_signed_and_in_order(hook: Hook, receiver: Receiver) -> None:
    for number in range(5):
        happen(hook.owner, number=number)
    work(hook)
    told = [hook.verified(asked) for asked in receiver.told]
    assert [message["data"]["number"] for message in told] == list(range(5))
    assert [message["sequence"] for message in told] == list(range(told[0]["sequence"], told[0]["sequence"] + 5))
    assert {message["type"] for message in told} == {"scan.completed"}
    assert [item["status"] for item in hook.deliveries()] == ["delivered"] * 5
    assert receiver.told[0].headers["Content-Type"] == "application/json"


def test_an_upload_is_told_with_what_a_list_shows_of_it(client: TestClient, hook: Hook, receiver: Receiver) -> None:
    files = [("file", ("surat jalan é.png", picture("WEBHOOK")))]
    scan = client.post("/api/scans/upload", files=files, headers=hook.owner.headers).json()["items"][0]
    work(hook)
    (created,) = [message for message in receiver.messages() if message["type"] == "scan.created"]
    assert (created["data"]["scanId"], created["data"]["filename"]) == (scan["id"], "surat jalan é.png")
    assert created["timestamp"].endswith("Z")


def test_what_happened_before_it_was_made_is_not_told(
    new_hook: Callable[..., Hook], person: Person, receiver: Receiver
) -> None:
    happen(person, number=1)
    hook = new_hook(person, receiver.url)
    happen(person, number=2)
    work(hook)
    assert [message["data"] for message in receiver.messages()] == [{"number": 2}]


def test_it_is_told_only_what_it_asked_for_and_never_of_progress(
    new_hook: Callable[..., Hook], person: Person, receiver: Receiver
) -> None:
    some, every = new_hook(person, receiver.url, events=["scan.failed"]), new_hook(person, receiver.url)
    for kind in EventKind:
        happen(person, kind)
    work(some)
    assert receiver.kinds() == ["scan.failed"]
    receiver.told.clear()
    work(every)
    assert receiver.kinds() == list(TOLD)
    assert not {"scan.progress", "conversion.progress", "webhook.test"} & set(receiver.kinds())


def test_another_accounts_are_never_told(hook: Hook, receiver: Receiver, new_person: Callable[[], Person]) -> None:
    happen(new_person(), number=1)
    work(hook)
    assert receiver.told == []


def test_an_error_is_worded_in_the_language_it_was_made_in(
    client: TestClient, person: Person, new_hook: Callable[..., Hook], receiver: Receiver
) -> None:
    english = new_hook(person, receiver.url)
    headers = {**person.headers, "Accept-Language": "id"}
    made = client.post("/api/webhooks", json={"url": receiver.url}, headers=headers).json()
    happen(person, EventKind.SCAN_FAILED, error={"code": "no-text-found", "params": {}})
    work(english)
    work(Hook(client, person, made["webhook"]["id"], made["secret"]))
    titles = [message["data"]["error"]["title"] for message in receiver.messages()]
    assert len(titles) == len(set(titles)) == 2
    assert all(message["data"]["error"]["type"] == "/problems/no-text-found" for message in receiver.messages())


def test_the_look_gives_each_one_job_and_not_two(hook: Hook) -> None:
    jobs.find_work.func(0)
    assert waiting_for(hook) == 0
    happen(hook.owner)
    jobs.find_work.func(0)
    jobs.find_work.func(0)
    assert waiting_for(hook) == 1


def test_jobs_of_one_webhook_run_one_after_another(hook: Hook) -> None:
    happen(hook.owner)
    jobs.find_work.func(0)
    with database.transaction() as session:
        own = text("SELECT lock FROM procrastinate_jobs WHERE args ->> 'endpoint_id' = :id")
        assert session.execute(own, {"id": hook.id}).scalar_one() == f"webhooks.call {hook.id}"


def test_the_worker_looks_every_two_seconds() -> None:
    assert jobs in worker.JOBS
    periodic = queue.periodic_registry.periodic_tasks
    assert [task.cron for (name, _), task in periodic.items() if name == jobs.find_work.name] == ["* * * * * */2"]


def test_who_is_killed_after_sending_sends_it_again_with_the_same_id(
    hook: Hook, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    happen(hook.owner, number=1)

    def killed(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(sending, "record", killed)
        with pytest.raises(SystemExit):
            work(hook)
    work(hook)
    assert [message["data"] for message in receiver.messages()] == [{"number": 1}] * 2
    assert len({asked.headers["webhook-id"] for asked in receiver.told}) == 1
    (delivery,) = hook.deliveries()
    assert (delivery["status"], delivery["messageId"]) == ("delivered", receiver.told[0].headers["webhook-id"])


def test_who_is_killed_before_sending_has_lost_nothing(
    hook: Hook, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        happen(hook.owner, number=number)

    def killed(*_: object, **__: object) -> strangers.Reply:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(strangers, "post", killed)
        with pytest.raises(SystemExit):
            work(hook)
    happen(hook.owner, number=3)
    work(hook)
    assert [message["data"]["number"] for message in receiver.messages()] == [0, 1, 2, 3]


def test_no_connection_is_held_while_it_is_called(
    hook: Hook, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_then: list[int] = []
    real = strangers.post

    def looked(*arguments: Any, **options: Any) -> strangers.Reply:
        open_then.append(database._engines[-1].pool.checkedout())  # type: ignore[attr-defined]
        return real(*arguments, **options)

    monkeypatch.setattr(strangers, "post", looked)
    happen(hook.owner)
    work(hook)
    assert (open_then, len(receiver.told)) == ([0], 1)


def test_a_worker_that_is_to_end_leaves_the_rest_to_another(hook: Hook, receiver: Receiver) -> None:
    for number in range(3):
        happen(hook.owner, number=number)

    def told_to_end(_: Asked) -> Said:
        stopping.set()
        return Said(status=204)

    receiver.server.answers["/ocr"] = told_to_end
    try:
        work(hook)
    finally:
        stopping.clear()
    assert len(receiver.told) == 1
    receiver.server.answers["/ocr"] = lambda _: Said(status=204)
    work(hook)
    assert [message["data"]["number"] for message in receiver.messages()] == [0, 1, 2]


def test_the_name_of_a_file_that_was_deleted_is_told_no_more(
    client: TestClient, hook: Hook, receiver: Receiver
) -> None:
    files = [("file", ("rahasia.png", picture("HAPUS")))]
    scan = client.post("/api/scans/upload", files=files, headers=hook.owner.headers).json()["items"][0]
    client.delete(f"/api/scans/{scan['id']}", headers=hook.owner.headers).raise_for_status()
    work(hook)
    assert "scan.deleted" in receiver.kinds()
    assert "rahasia" not in str(receiver.messages()) + str(hook.deliveries())


def test_the_log_goes_with_the_events_after_seven_days(hook: Hook, receiver: Receiver) -> None:
    happen(hook.owner)
    work(hook)
    with database.transaction(hook.owner.account_id) as session:
        session.execute(text("UPDATE events SET created_at = now() - interval '8 days'"))
    events_jobs.forget_old.func(0)
    assert (hook.deliveries(), len(receiver.told)) == ([], 1)


def test_more_than_a_batch_is_told_whole(hook: Hook, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "BATCH", 7)
    for number in range(20):
        happen(hook.owner, number=number)
    work(hook)
    assert [message["data"]["number"] for message in receiver.messages()] == list(range(20))


def test_of_two_that_work_at_once_nothing_is_told_to_be_told_twice(
    hook: Hook, in_parallel: Callable[..., list[Any]]
) -> None:
    for number in range(20):
        happen(hook.owner, number=number)

    def note(_: int) -> None:
        with database.transaction(hook.owner.account_id) as session:
            sending.note_what_happened(session, UUID(hook.id))

    in_parallel(8, note)
    assert len(hook.deliveries(limit=100)) == 20
