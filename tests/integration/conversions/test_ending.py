"""Cancelled, failed, interrupted or taken over: the credit comes back once, and nothing goes on running."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import select, text

from ocrwtf.conversions import jobs, soffice
from ocrwtf.conversions.errors import SlidesError
from ocrwtf.conversions.models import Conversion
from ocrwtf.core import queue, storage
from ocrwtf.core.database import transaction
from ocrwtf.core.sandbox import program
from ocrwtf.core.sandbox.program import JailDeniedError, Program
from ocrwtf.credits.models import CreditEntry, Reason
from ocrwtf.events.models import Event
from tests.integration.conftest import Person, credits_of
from tests.integration.conversions.conftest import Convert, needs_soffice, work
from tests.integration.decks import deck

pytestmark = needs_soffice

Send = Callable[..., Response]
Running = Callable[[], bool]


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> Running:
    """Whether a process is alive that this test's conversions have begun, or one that it began: all have its mark."""
    mark, run = {"TRIED_BY": uuid4().hex}, program.run

    def marked(of: Program, *arguments: Any, **more: Any) -> bytes:
        return run(replace(of, environment={**of.environment, **mark}), *arguments, **more)

    def is_running() -> bool:
        return any(mark["TRIED_BY"].encode() in environment for environment in _environments())

    monkeypatch.setattr(program, "run", marked)
    return is_running


def _environments() -> Iterator[bytes]:
    for file in Path("/proc").glob("[0-9]*/environ"):
        try:
            yield file.read_bytes()
        except OSError:  # it ended meanwhile
            continue


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch, running: Running) -> Running:
    """The program waits in its sandbox for ever before it converts; true once it has begun."""
    run = program.run

    def wait(of: Program, *arguments: Any, **more: Any) -> bytes:
        command = ["/usr/bin/sleep", "1000"]
        return run(Program(command, {}, [*of.shown, "/usr/bin/sleep"], of.input_name, of.output), *arguments, **more)

    monkeypatch.setattr(program, "denied", lambda: None)
    monkeypatch.setattr(program, "run", wait)
    return running


def wait_for(running: Running, worker: threading.Thread) -> None:
    while worker.is_alive() and not running():
        worker.join(0.05)
    assert running()


def test_cancelling_one_that_waits_gives_the_credit_back(client: TestClient, person: Person, send: Send) -> None:
    before = credits_of(person.account_id)
    made = send(deck()).json()
    answers = [client.post(f"/api/conversions/{made['id']}/cancel", headers=person.headers) for _ in range(2)]
    assert [answer.json()["status"] for answer in answers] == ["cancelled"] * 2
    work(person, made["id"])
    assert client.get(f"/api/conversions/{made['id']}", headers=person.headers).json()["status"] == "cancelled"
    assert credits_of(person.account_id) == before


def test_cancelling_one_that_runs_kills_the_program(
    client: TestClient, person: Person, send: Send, slow: Running
) -> None:
    before, made = credits_of(person.account_id), send(deck()).json()
    worker = threading.Thread(target=work, args=(person, made["id"]))
    worker.start()
    wait_for(slow, worker)
    assert client.post(f"/api/conversions/{made['id']}/cancel", headers=person.headers).status_code == 200
    worker.join(20)
    assert not worker.is_alive()
    assert (credits_of(person.account_id), slow()) == (before, False)


def test_one_that_has_ended_cannot_be_cancelled(client: TestClient, person: Person, convert: Convert) -> None:
    answer = client.post(f"/api/conversions/{convert()['id']}/cancel", headers=person.headers)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/conversion-finished")


def test_after_a_conversion_no_program_runs_any_more(convert: Convert, running: Running) -> None:
    assert convert()["status"] == "completed"
    assert not running()


def test_one_that_takes_too_long_fails_is_refunded_and_killed(
    client: TestClient, person: Person, send: Send, monkeypatch: pytest.MonkeyPatch, running: Running
) -> None:
    monkeypatch.setattr(soffice, "CONVERSION_SECONDS", 0.3)
    before, made = credits_of(person.account_id), send(deck()).json()
    work(person, made["id"])
    told = client.get(f"/api/conversions/{made['id']}", headers=person.headers).json()
    assert (told["status"], told["error"]["type"]) == ("failed", "/problems/conversion-timed-out")
    assert (credits_of(person.account_id), running()) == (before, False)


def test_where_namespaces_are_denied_by_then_it_fails_and_is_never_run_without(
    client: TestClient, person: Person, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = send(deck()).json()

    def denied(*_arguments: object, **_more: object) -> bytes:
        raise JailDeniedError("namespaces")

    monkeypatch.setattr(program, "run", denied)
    work(person, made["id"])
    told = client.get(f"/api/conversions/{made['id']}", headers=person.headers).json()
    assert (told["status"], told["error"]["type"]) == ("failed", "/problems/converter-not-isolated")


def test_what_a_run_made_goes_when_another_has_taken_over(
    person: Person, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, put = send(deck()).json(), list[str]()
    store = storage.put

    def overtaken(key: str, content: bytes) -> None:
        if not put:
            with transaction(person.account_id) as session:
                session.execute(text("UPDATE conversions SET claim = claim + 1"))
        put.append(key)
        store(key, content)

    monkeypatch.setattr(storage, "put", overtaken)
    work(person, made["id"])
    assert put
    with pytest.raises(FileNotFoundError):
        list(storage.get(put[0]))


def test_a_worker_that_is_asked_to_end_gives_it_back_to_the_queue(
    client: TestClient, person: Person, send: Send, slow: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = threading.Event()
    monkeypatch.setattr(jobs, "stopping", asked)
    made = send(deck()).json()
    worker = threading.Thread(target=work, args=(person, made["id"]))
    worker.start()
    wait_for(slow, worker)
    asked.set()
    worker.join(20)
    assert not slow()
    assert client.get(f"/api/conversions/{made['id']}", headers=person.headers).json()["status"] == "processing"
    with transaction() as session:
        waiting = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND args ->> 'conversion_id' = :id"
        assert session.scalar(text(waiting), {"id": made["id"]}) == 2
    assert queue.stopping is not asked


def test_giving_up_twice_refunds_once(person: Person, send: Send) -> None:
    made = send(deck()).json()
    arguments = {"account_id": str(person.account_id), "conversion_id": made["id"]}
    for _ in range(2):
        jobs.give_up(arguments, SlidesError("conversion-failed"))
    with transaction(person.account_id) as session:
        refunds = session.scalars(select(CreditEntry).where(CreditEntry.reason == Reason.REFUND)).all()
    assert [(entry.amount, entry.reference) for entry in refunds] == [(1, made["id"])]


def test_a_conversion_whose_job_was_lost_gets_another(person: Person, send: Send) -> None:
    made = send(deck()).json()
    lost = "DELETE FROM procrastinate_jobs WHERE args ->> 'conversion_id' = :id"
    with transaction() as session:
        session.execute(text(lost), {"id": made["id"]})
    jobs.enqueue_stranded.func(0)
    with transaction() as session:
        found = session.scalars(
            text("SELECT args FROM procrastinate_jobs WHERE args ->> 'conversion_id' = :id"), {"id": made["id"]}
        ).all()
    assert found == [{"account_id": str(person.account_id), "conversion_id": made["id"]}]


def test_each_step_is_told(person: Person, convert: Convert) -> None:
    made = convert(deck("Satu", "Dua"))
    of_this = (Event.data["conversionId"].astext == made["id"],)
    with transaction(person.account_id) as session:
        told = session.execute(select(Event.kind, Event.data["step"].astext).where(*of_this).order_by(Event.sequence))
        assert [tuple(row) for row in told] == [
            ("conversion.created", None),
            ("conversion.progress", "preparing"),
            ("conversion.progress", "converting"),
            ("conversion.progress", "pictures"),
            ("conversion.progress", "pictures"),
            ("conversion.completed", None),
        ]


def test_deleting_one_that_waits_gives_the_credit_back(client: TestClient, person: Person, send: Send) -> None:
    before, made = credits_of(person.account_id), send(deck()).json()
    assert client.delete(f"/api/conversions/{made['id']}", headers=person.headers).status_code == 204
    with transaction(person.account_id) as session:
        assert session.get(Conversion, UUID(made["id"])) is None
    assert credits_of(person.account_id) == before
