"""Tries of logins are counted by all processes together in a real Valkey, and here when it is lost."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from ocrwtf.core import throttle
from ocrwtf.core.problems import TooManyRequests
from ocrwtf.core.shared_counts import SharedCounts
from ocrwtf.core.throttle import Throttle
from tests.integration.limits.conftest import Valkey


@pytest.fixture
def shared(valkey: Valkey) -> Iterator[SharedCounts]:
    counts = SharedCounts(valkey.url)
    throttle.share(counts)
    yield counts
    throttle.share(None)
    counts.close()


def passes(one: Throttle, *key: str) -> bool:
    try:
        one.hit(*key)
    except TooManyRequests:
        return False
    return True


def of_process(name: str = "login name", amount: int = 10) -> Throttle:
    """Each as an API process of its own has it."""
    return Throttle(amount, 300, name)


@pytest.mark.usefixtures("shared")
def test_exactly_ten_of_many_guesses_at_two_processes_pass() -> None:
    both = [of_process(), of_process()]
    with ThreadPoolExecutor(30) as threads:
        passed = list(threads.map(lambda number: passes(both[number % 2], "rina", "203.0.113.9"), range(120)))
    assert sum(passed) == 10


@pytest.mark.usefixtures("shared")
def test_a_refusal_says_when_there_is_more_and_success_clears_for_all(valkey: Valkey) -> None:
    for _ in range(10):
        of_process().hit("rina")
    with pytest.raises(TooManyRequests) as refused:
        of_process().hit("rina")
    assert int(refused.value.headers()["Retry-After"]) in range(290, 301)
    assert not any(b"rina" in key for key in valkey.stored())
    of_process().clear("rina")
    assert passes(of_process(), "rina")


@pytest.mark.usefixtures("shared")
def test_throttles_do_not_count_for_each_other() -> None:
    assert passes(of_process("login name", 1), "x")
    assert passes(of_process("login address", 1), "x")
    assert not passes(of_process("login name", 1), "x")


@pytest.mark.usefixtures("shared")
def test_one_without_a_name_counts_in_its_process() -> None:
    assert passes(Throttle(1, 300), "x")
    assert passes(Throttle(1, 300), "x")


def test_a_lost_server_is_no_error_and_no_open_door(shared: SharedCounts, valkey: Valkey) -> None:
    here = of_process()
    valkey.kill()
    assert [passes(here, "rina") for _ in range(11)] == [True] * 10 + [False]
    assert shared.is_lost
    here.clear("rina")
    assert passes(here, "rina")


def test_after_the_end_of_a_service_counts_are_in_the_process(shared: SharedCounts, valkey: Valkey) -> None:
    shared.close()
    assert passes(of_process(), "rina")
    assert valkey.stored() == []
