"""Each caller may make so many requests in any minute, and is told how many are left."""

import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor

import pytest

from ocrwtf.core import moving_windows, rate_limits
from ocrwtf.core.moving_windows import MovingWindows
from ocrwtf.core.problems import TooManyRequests
from ocrwtf.core.rate_limits import Policy, RateLimits, headers
from tests.unit.core.clock import Clock

API, UPLOAD = Policy("api", 3), Policy("upload", 2)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(moving_windows, "time", clock)
    monkeypatch.setattr(rate_limits, "time", clock)
    return clock


def passes(limits: RateLimits, *policies: Policy, caller: str = "rina") -> bool:
    try:
        limits.hit(policies, caller)
    except TooManyRequests:
        return False
    return True


def test_exactly_ten_of_two_hundred_parallel_requests_pass() -> None:
    limits, barrier = RateLimits(), threading.Barrier(200)

    def hit(_: int) -> bool:
        barrier.wait(timeout=30)
        return passes(limits, Policy("api", 10))

    with ThreadPoolExecutor(200) as pool:
        assert sum(pool.map(hit, range(200))) == 10


def test_a_refusal_says_when_there_is_room_and_then_there_is(clock: Clock) -> None:
    limits = RateLimits()
    limits.hit([UPLOAD], "rina")
    clock.now += 20.5
    limits.hit([UPLOAD], "rina")
    with pytest.raises(TooManyRequests) as refused:
        limits.hit([UPLOAD], "rina")
    assert refused.value.headers() == {
        "Retry-After": "40",
        "RateLimit-Policy": '"upload";q=2;w=60',
        "RateLimit": '"upload";r=0;t=40',
    }
    clock.now += 39
    assert not passes(limits, UPLOAD)
    clock.now += 1
    assert passes(limits, UPLOAD)


def test_the_window_moves_so_a_boundary_doubles_nothing(clock: Clock) -> None:
    limits = RateLimits()
    clock.now += 59
    assert sum(passes(limits, API) for _ in range(9)) == 3
    clock.now += 2
    assert sum(passes(limits, API) for _ in range(9)) == 0


def test_callers_and_policies_are_counted_apart() -> None:
    limits = RateLimits()
    assert [passes(limits, UPLOAD) for _ in range(3)] == [True, True, False]
    assert passes(limits, UPLOAD, caller="dewi")
    assert passes(limits, API)


def test_who_is_refused_by_one_policy_is_not_counted_with_another(clock: Clock) -> None:
    limits = RateLimits()
    assert [passes(limits, UPLOAD, API) for _ in range(5)] == [True, True, False, False, False]
    assert headers(limits.hit([API], "rina"))["RateLimit"] == '"api";r=0;t=60'
    clock.now += 60.5
    assert [passes(limits, API) for _ in range(4)] == [True, True, True, False]
    assert [passes(limits, UPLOAD, API) for _ in range(5)] == [False] * 5
    assert [passes(limits, UPLOAD) for _ in range(2)] == [True, True]


def test_callers_who_came_once_do_not_stay_in_memory(clock: Clock) -> None:
    windows = MovingWindows()
    for number in range(999):
        windows.acquire_entry(str(number), 1, 60)
    clock.now += 61
    windows.acquire_entry("last", 1, 60)
    assert list(windows._times) == list(windows._expiry) == ["last"]


def test_a_window_is_only_looked_at_and_counted_behind_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    windows, locked = MovingWindows(), list[bool]()
    recent = windows._recent

    def seen(key: str, expiry: int, now: float) -> deque[float]:
        locked.append(windows._lock.locked())
        return recent(key, expiry, now)

    monkeypatch.setattr(windows, "_recent", seen)
    windows.acquire_entry("a", 1, 60)
    windows.get_moving_window("a", 1, 60)
    assert locked == [True, True]
