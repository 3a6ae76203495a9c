"""So many at once and no more; who waits gets the next free place; an error gives its place back."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from ocrwtf.core import admission
from ocrwtf.core.admission import Places
from ocrwtf.core.problems import ServiceUnavailable
from ocrwtf.files import service as files_service
from ocrwtf.scans import made_file, turning
from ocrwtf.users import passwords

REQUEST_THREADS = 40
"""Of a process, as AnyIO has them."""


@pytest.fixture
def places() -> Places:
    return Places("testing", 3)


@pytest.fixture
def held(places: Places) -> Iterator[ExitStack]:
    """All places are taken, until this is closed."""
    with ExitStack() as held:
        for _ in range(3):
            held.enter_context(places.taken())
        yield held


def take(places: Places) -> bool:
    try:
        with places.taken():
            return True
    except ServiceUnavailable:
        return False


def test_an_error_gives_its_place_back(places: Places) -> None:
    for _ in range(10):
        with pytest.raises(ZeroDivisionError), places.taken():
            raise ZeroDivisionError
    assert take(places)


@pytest.mark.usefixtures("held")
def test_who_gets_no_place_in_time_is_told_when_to_come_back(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "WAIT_SECONDS", 0.01)
    for _ in range(2):
        with pytest.raises(ServiceUnavailable) as refused, places.taken():
            pass
        assert refused.value.headers() == {"Retry-After": "3"}


def test_one_waits_for_the_next_place_and_others_are_refused_at_once(
    places: Places, held: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "WAIT_SECONDS", 30)
    with ThreadPoolExecutor(1) as threads, held:
        waiting = threads.submit(take, places)
        until_locked(places._waiting)
        assert not take(places)
        held.close()
        assert waiting.result()


def test_slow_work_of_all_kinds_together_leaves_threads_for_the_rest() -> None:
    made = (made_file._making, made_file._making_for_links)
    kinds = (files_service.opening, passwords._hashing, turning.place, *made)
    assert sum(places.threads for places in kinds) < REQUEST_THREADS


def until_locked(lock: threading.Lock) -> None:
    while not lock.locked():
        pass
