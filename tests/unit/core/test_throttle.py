"""A throttle lets exactly so many through within any window, says when the next may come, and forgets."""

import importlib
import pkgutil
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from ocrwtf import users
from ocrwtf.core import moving_windows, throttle
from ocrwtf.core.problems import TooManyRequests
from ocrwtf.core.throttle import Throttle
from tests.unit.core.clock import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(moving_windows, "time", clock)
    monkeypatch.setattr(throttle, "time", clock)
    return clock


def _passes(throttle: Throttle, *key: str) -> bool:
    try:
        throttle.hit(*key)
    except TooManyRequests:
        return False
    return True


def test_exactly_ten_of_two_hundred_parallel_hits_pass() -> None:
    throttle, barrier = Throttle(10, per_seconds=60), threading.Barrier(200)

    def hit(_: int) -> bool:
        barrier.wait(timeout=30)
        return _passes(throttle, "login", "rina")

    with ThreadPoolExecutor(200) as pool:
        assert sum(pool.map(hit, range(200))) == 10


def test_a_try_passes_at_the_second_that_was_told_and_not_before(clock: Clock) -> None:
    throttle = Throttle(2, per_seconds=60)
    throttle.hit("a")
    clock.now += 20.5
    throttle.hit("a")
    with pytest.raises(TooManyRequests) as refused:
        throttle.hit("a")
    told = refused.value.params["retry_after_seconds"]
    assert told == 40
    clock.now += 39
    assert not _passes(throttle, "a")
    clock.now += 1
    assert _passes(throttle, "a")


def test_the_window_moves_so_a_boundary_doubles_nothing(clock: Clock) -> None:
    throttle = Throttle(10, per_seconds=60)
    clock.now += 59
    assert sum(_passes(throttle, "a") for _ in range(20)) == 10
    clock.now += 2
    assert sum(_passes(throttle, "a") for _ in range(20)) == 0


def test_keys_that_read_alike_when_joined_are_different() -> None:
    throttle = Throttle(1, per_seconds=60)
    throttle.hit("a/b", "c")
    assert _passes(throttle, "a", "b/c")
    assert _passes(throttle, "a\ud800")


def test_clearing_forgets_one_key_only() -> None:
    throttle = Throttle(1, per_seconds=60)
    throttle.hit("a")
    throttle.hit("b")
    throttle.clear("a")
    assert _passes(throttle, "a")
    assert not _passes(throttle, "b")


def test_keys_that_came_once_do_not_stay_in_memory(clock: Clock) -> None:
    throttle = Throttle(1, per_seconds=1)
    for number in range(999):
        throttle.hit(str(number))
    clock.now += 5
    throttle.hit("last")
    assert len(throttle._windows._times) == 1


def test_every_limit_of_people_is_counted_by_all_processes_together_and_for_itself() -> None:
    """One without a name counts in each process for itself; two of one name count for each other."""
    found = {
        held
        for module in pkgutil.walk_packages(users.__path__, "ocrwtf.users.")
        for held in vars(importlib.import_module(module.name)).values()
        if isinstance(held, Throttle)
    }
    names = [one._item.namespace for one in found]
    assert len(names) > 10
    assert "throttle " not in names
    assert len(names) == len(set(names))
