"""A real worker is killed in the middle of its work: nothing is lost and nothing is charged twice."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from tests.integration.conftest import Person, Urls, credits_of
from tests.integration.documents import picture, text_pdf
from tests.integration.scans.conftest import Upload, rows

Worker = Callable[[], subprocess.Popen[bytes]]
LONGEST_SECONDS = 120


def wait_for(condition: Callable[[], bool]) -> None:
    """Look until it holds: what happens in another process announces itself here by its rows alone."""
    deadline, pause = monotonic() + LONGEST_SECONDS, threading.Event()
    while not condition():
        assert monotonic() < deadline, "it did not happen in time"
        pause.wait(0.05)


@pytest.fixture(autouse=True)
def nothing_else_to_do(owner_engine: Engine) -> None:
    """What other tests left unread would keep a worker busy for minutes."""
    with owner_engine.begin() as connection:
        connection.execute(text("UPDATE scans SET status = 'failed' WHERE status IN ('pending', 'processing')"))
        connection.execute(text("DELETE FROM procrastinate_jobs"))


@pytest.fixture
def worker(urls: Urls, shared_data_dir: Path, tmp_path: Path) -> Iterator[Worker]:
    """Starts real workers, each in a process group of its own."""
    own = {"DATABASE_URL": urls.app, "DATA_DIR": str(shared_data_dir), "OCR_PROCESSES": "1"}
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "ocrwtf", "worker"]
        with (tmp_path / f"worker{len(started)}.log").open("wb") as log:
            started.append(
                subprocess.Popen(command, env=os.environ | own, stdout=log, stderr=log, start_new_session=True)  # noqa: S603
            )
        return started[-1]

    yield start
    for process in started:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture
def statuses(client: TestClient) -> Callable[[Person], list[str]]:
    def look(person: Person) -> list[str]:
        items: list[dict[str, Any]] = client.get("/api/scans", headers=person.headers).json()["items"]
        return [item["status"] for item in items]

    return look


def test_kill_9_in_the_middle_loses_nothing_and_charges_once(
    person: Person, upload: Upload, worker: Worker, statuses: Callable[[Person], list[str]]
) -> None:
    first = worker()
    upload(person, picture("SATU"), text_pdf("Dua", "dua"), picture("TIGA"))
    wait_for(lambda: "processing" in statuses(person))
    kill(first)
    assert "completed" not in statuses(person)[:1]
    worker()
    wait_for(lambda: statuses(person) == ["completed"] * 3)
    assert (credits_of(person.account_id), rows(person.account_id, "pages")) == (7, 4)
    assert rows(person.account_id, "credit_entries") == 4  # the day's refill and three scans


def test_a_real_worker_gives_a_lost_scan_a_new_job(
    person: Person,
    upload: Upload,
    worker: Worker,
    statuses: Callable[[Person], list[str]],
    forget_jobs: Callable[[str], None],
) -> None:
    scan = upload(person, text_pdf("Hilang")).json()["items"][0]
    forget_jobs(scan["id"])
    worker()
    wait_for(lambda: statuses(person) == ["completed"])
    assert credits_of(person.account_id) == 9


def test_a_worker_that_is_asked_to_end_gives_its_work_back_at_once(
    person: Person, upload: Upload, worker: Worker, statuses: Callable[[Person], list[str]], owner_engine: Engine
) -> None:
    first = worker()
    upload(person, text_pdf(*(f"Halaman {n}" for n in range(20))))
    wait_for(lambda: "processing" in statuses(person))
    first.terminate()
    assert first.wait(30) == 0
    with owner_engine.connect() as connection:
        jobs = connection.execute(
            text("SELECT status::text, attempts FROM procrastinate_jobs WHERE queue_name = 'reading'")
        )
        assert jobs.all() == [("todo", 0)]  # an orderly stop uses up none of its runs
    worker()
    wait_for(lambda: statuses(person) == ["completed"])
    assert (credits_of(person.account_id), rows(person.account_id, "pages")) == (9, 20)
