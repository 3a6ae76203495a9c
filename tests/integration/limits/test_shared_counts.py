"""Counts in a real Valkey are shared and exact; when it is lost, nobody who calls notices, and the operator does."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from time import monotonic

import pytest

from ocrwtf.core import metrics
from ocrwtf.core.problems import TooManyRequests
from ocrwtf.core.rate_limits import Policy, RateLimits
from tests.integration.events.conftest import wait_for
from tests.integration.limits.conftest import Valkey

TEN = Policy("api", 10)
New = Callable[[], RateLimits]


@pytest.fixture
def limits_of(valkey: Valkey) -> Iterator[New]:
    """Each as of an API process of its own."""
    made: list[RateLimits] = []

    def new() -> RateLimits:
        made.append(RateLimits(valkey.url))
        return made[-1]

    yield new
    for limits in made:
        limits.close()


def passes(limits: RateLimits, caller: str = "rina") -> bool:
    try:
        limits.hit([TEN], caller)
    except TooManyRequests:
        return False
    return True


def is_lost(limits: RateLimits) -> bool:
    assert limits.shared
    return limits.shared.is_lost


def test_exactly_ten_of_many_at_two_processes_pass(limits_of: New) -> None:
    both = [limits_of(), limits_of()]
    with ThreadPoolExecutor(30) as threads:
        passed = list(threads.map(lambda number: passes(both[number % 2]), range(120)))
    assert sum(passed) == 10
    assert not is_lost(both[0])


def test_what_remains_is_told_and_nobody_stands_there_by_name(limits_of: New, valkey: Valkey) -> None:
    (standing,) = limits_of().hit([TEN], "address 203.0.113.9")
    assert (standing.remaining, standing.more_in_seconds) == (9, 60)
    (key,) = valkey.stored()
    assert b"203" not in key
    with pytest.raises(TooManyRequests) as refused:
        list(map(limits_of().hit, repeat([TEN]), repeat("address 203.0.113.9", 10)))
    assert int(refused.value.headers()["Retry-After"]) in range(50, 61)


def test_a_server_that_dies_under_load_costs_no_request_and_limits_go_on(limits_of: New, valkey: Valkey) -> None:
    limits, losses = limits_of(), metrics.REDIS_LOST._value.get()
    with ThreadPoolExecutor(20) as threads:
        running = threads.map(lambda number: passes(limits, f"u{number % 8}"), range(400))
        valkey.kill()
        list(running)  # none raises
    assert is_lost(limits)
    assert [passes(limits, "dewi") for _ in range(11)] == [True] * 10 + [False]
    assert metrics.REDIS_LOST._value.get() == losses + 1


def test_a_server_that_hangs_is_waited_for_once_and_shortly(limits_of: New, valkey: Valkey) -> None:
    limits = limits_of()
    passes(limits)
    valkey.freeze()
    started = monotonic()
    assert passes(limits)
    assert is_lost(limits)
    assert all(passes(limits, f"u{number}") for number in range(100))
    assert monotonic() - started < 2
    valkey.thaw()


def test_it_is_used_again_by_itself_once_it_is_back(
    limits_of: New, valkey: Valkey, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    limits = limits_of()
    valkey.kill()
    assert passes(limits)
    valkey.start()
    wait_for(lambda: not is_lost(limits))
    assert passes(limits)
    assert len([key for key in valkey.stored() if b"api" in key]) == 1
    said = caplog.text + "".join(capsys.readouterr())
    assert "limits.redis_lost" in said
    assert "limits.redis_back" in said


def test_one_that_is_away_at_the_start_keeps_nothing_from_starting(valkey: Valkey) -> None:
    valkey.kill()
    limits = RateLimits(valkey.url.replace("redis:", "valkey:"))
    assert passes(limits)
    limits.close()
