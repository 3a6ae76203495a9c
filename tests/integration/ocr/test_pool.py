"""The processes that read are replaced when they crash, hang or grow, and never outlive the one that started them."""

import errno
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from ocrwtf.ocr.errors import DocumentError
from ocrwtf.ocr.pool import Raster, ReaderPool

PRETENDED = (sys.executable, str(Path(__file__).with_name("pretended_reader.py")))
CRASHES, HANGS, GROWS, TALKS_NONSENSE, TALKS_TOO_MUCH, COMPLAINS, SHOUTS, GIVES_UP = 13, 14, 15, 16, 17, 18, 19, 20


@pytest.fixture
def pool() -> Iterator[ReaderPool]:
    with ReaderPool(1, PRETENDED) as pool:
        yield pool


def reader(pool: ReaderPool, width: int = 1) -> int:
    """The pid of the process that read the page."""
    return int(pool.read(Raster(width, 1, bytes(width * 3)), 20).lines[0].text)


def failure(pool: ReaderPool, width: int, timeout_seconds: float = 20) -> tuple[str, bool]:
    with pytest.raises(DocumentError) as failed:
        pool.read(Raster(width, 1, bytes(width * 3)), timeout_seconds)
    return failed.value.code, failed.value.retryable


def refused_starts(monkeypatch: pytest.MonkeyPatch, refusals: int) -> list[int]:
    """The next starts of a process fail as on a machine without room; one entry for each attempt."""
    start, attempts = subprocess.Popen, list[int]()

    def popen(*arguments: Any, **options: Any) -> Any:
        attempts.append(1)
        if len(attempts) <= refusals:
            raise OSError(errno.EAGAIN, "no room")
        return start(*arguments, **options)

    monkeypatch.setattr("ocrwtf.ocr.pool.subprocess.Popen", popen)
    return attempts


def ends(pid: int, within_seconds: float = 10) -> bool:
    with suppress(ProcessLookupError):
        descriptor = os.pidfd_open(pid)
        ended = bool(select.select([descriptor], [], [], within_seconds)[0])
        os.close(descriptor)
        return ended
    return True


def test_one_process_reads_page_after_page(pool: ReaderPool) -> None:
    assert pool.read(Raster(1, 1, bytes(3)), 20).engine == "pretended 1"
    assert reader(pool) == reader(pool) == pool.pids()[0]


@pytest.mark.parametrize("width", [CRASHES, TALKS_NONSENSE])
def test_a_crash_is_retryable_and_the_process_replaced(pool: ReaderPool, width: int) -> None:
    before = reader(pool)
    assert failure(pool, width) == ("reader-crashed", True)
    assert reader(pool) != before
    assert ends(before)


def test_a_page_that_the_engine_gives_up_is_retryable_and_its_process_goes_on(
    pool: ReaderPool, caplog: pytest.LogCaptureFixture
) -> None:
    before = reader(pool)
    assert failure(pool, GIVES_UP) == ("reader-crashed", True)
    assert reader(pool) == before
    assert [record.getMessage() for record in caplog.records] == ["page not read: no table"]


def test_more_text_than_a_page_can_hold_is_not_taken(pool: ReaderPool) -> None:
    before = reader(pool)
    assert failure(pool, TALKS_TOO_MUCH) == ("too-much-text", False)
    assert reader(pool) != before


def test_a_page_that_takes_too_long_is_given_up_and_the_process_replaced(pool: ReaderPool) -> None:
    before = reader(pool)
    assert failure(pool, HANGS, 0.3) == ("reading-timed-out", True)
    assert reader(pool) != before
    assert ends(before)


def test_a_process_that_has_grown_is_replaced_after_its_page(pool: ReaderPool) -> None:
    before = reader(pool, GROWS)
    assert ends(before)
    assert reader(pool) != before


def test_a_process_killed_while_idle_costs_no_page(pool: ReaderPool) -> None:
    before = reader(pool)
    os.kill(before, signal.SIGKILL)
    assert ends(before)
    assert reader(pool) != before


@pytest.mark.parametrize("width", [CRASHES, HANGS])
@pytest.mark.parametrize("refusals", [1, 3])
def test_a_process_that_cannot_be_started_is_tried_again_at_the_next_page(
    pool: ReaderPool, monkeypatch: pytest.MonkeyPatch, width: int, refusals: int
) -> None:
    before = reader(pool)
    attempts = refused_starts(monkeypatch, refusals)
    descriptors = len(list(Path("/proc/self/fd").iterdir()))
    assert failure(pool, width, 1)[1]
    assert ends(before)
    while len(attempts) < refusals:
        assert failure(pool, 1) == ("reader-crashed", True)
    assert reader(pool) == pool.pids()[0] != before
    assert len(list(Path("/proc/self/fd").iterdir())) == descriptors


def test_a_page_read_by_a_process_that_has_grown_counts_though_no_other_can_be_started(
    pool: ReaderPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused_starts(monkeypatch, 1)
    before = reader(pool, GROWS)
    assert ends(before)
    assert reader(pool) != before


def test_who_finds_no_free_process_in_time_is_told_to_come_back(pool: ReaderPool) -> None:
    reader(pool)
    with ThreadPoolExecutor(1) as threads:
        busy = threads.submit(failure, pool, HANGS, 3)
        while not pool._idle.empty():
            assert not busy.done()
        assert failure(pool, 1, 0.1) == ("reading-timed-out", True)
        assert busy.result() == ("reading-timed-out", True)


def test_many_threads_share_few_processes() -> None:
    with ReaderPool(2, PRETENDED) as pool, ThreadPoolExecutor(20) as threads:
        assert set(threads.map(lambda _: reader(pool), range(60))) <= set(pool.pids())


def test_closing_ends_the_processes_and_who_still_reads() -> None:
    with ThreadPoolExecutor(1) as threads, ReaderPool(1, PRETENDED) as pool:
        pid = reader(pool)
        waiting = threads.submit(failure, pool, HANGS)
        pool.close()
        assert waiting.result()[0] == "reader-crashed"
    assert ends(pid)


def test_the_last_words_of_a_process_that_died_are_logged_without_what_it_read(
    pool: ReaderPool, caplog: pytest.LogCaptureFixture
) -> None:
    failure(pool, COMPLAINS)
    assert "ended by itself, code 3" in caplog.text
    assert f"'{'x' * 300}', 'Some.Error', 'no more memory'" in caplog.text


def test_a_process_killed_while_idle_is_logged_once(pool: ReaderPool, caplog: pytest.LogCaptureFixture) -> None:
    before = reader(pool)
    os.kill(before, signal.SIGKILL)
    assert ends(before)
    with pytest.MonkeyPatch.context() as patch:
        refused_starts(patch, 4)  # two for each page
        assert [failure(pool, 1)[0] for _ in range(2)] == ["reader-crashed"] * 2
    assert [record.getMessage() for record in caplog.records] == ["reading process ended by itself, code -9: []"]


@pytest.mark.parametrize(("width", "timeout_seconds"), [(HANGS, 0.3), (TALKS_TOO_MUCH, 20)])
def test_a_process_that_we_end_is_not_logged(
    pool: ReaderPool, caplog: pytest.LogCaptureFixture, width: int, timeout_seconds: float
) -> None:
    failure(pool, width, timeout_seconds)
    pool.close()
    assert caplog.records == []


def test_a_process_that_ends_while_the_pool_closes_is_not_logged(
    pool: ReaderPool, caplog: pytest.LogCaptureFixture
) -> None:
    pool._closed = True
    failure(pool, COMPLAINS)
    assert caplog.records == []


def test_a_process_that_says_a_lot_goes_on_and_takes_bounded_space(pool: ReaderPool) -> None:
    (process,) = pool._all
    assert reader(pool, SHOUTS) == reader(pool, SHOUTS) == process.pid
    assert 8192 < os.fstat(process._words.file.fileno()).st_size <= 1024**2
    assert reader(pool) == process.pid
    assert os.fstat(process._words.file.fileno()).st_size == 0


_PARENT = """
import os, threading
from ocrwtf.ocr.pool import ReaderPool
pool = ReaderPool(1)
(process,) = pool._all
friend = os.fork()
if friend == 0:
    os.close(process._lifeline)
    threading.Event().wait()
print(friend, *pool.pids(), flush=True)
threading.Event().wait()
"""
"""A friend of the parent keeps the socket open, so that only the lifeline can end the reader."""


def test_a_killed_parent_leaves_no_reader_behind() -> None:
    command = [sys.executable, "-c", _PARENT]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:  # noqa: S603  our own words
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        parent.kill()
    friend, reader_pid = pids
    ended = ends(reader_pid)
    os.kill(friend, signal.SIGKILL)
    assert ended
