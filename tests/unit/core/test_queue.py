"""When a job runs again, and when it is given up."""

from typing import Any

import pytest
from procrastinate.jobs import Job
from procrastinate.utils import utcnow

from ocrwtf.core import queue
from ocrwtf.core.queue import MAX_RETRIES


class Passing(Exception):  # noqa: N818
    retryable = True


class Lasting(Exception):  # noqa: N818
    retryable = False


class _Context:
    def __init__(self, attempts: int) -> None:
        self.job = Job(id=1, queue="q", lock=None, queueing_lock=None, task_name="t", attempts=attempts)


@pytest.fixture
def run() -> Any:
    """A job that raises the given error, at its n-th retry; gives what was given up."""

    def make(error: Exception, attempts: int) -> list[Exception]:
        given_up: list[Exception] = []

        def fail() -> None:
            raise error

        name = f"test.{id(error)}"
        task = queue.job(name, lambda _arguments, why: given_up.append(why))(fail)
        try:
            task.func(_Context(attempts))
        except type(error):
            given_up.append(KeyError("raised"))
        finally:
            queue.queue.tasks.pop(name)
        return given_up

    return make


@pytest.mark.parametrize("error", [Passing(), ValueError()])
def test_an_error_that_may_pass_goes_back_to_the_queue(run: Any, error: Exception) -> None:
    assert [type(item) for item in run(error, 0)] == [KeyError]


def test_an_error_that_lasts_is_given_up_at_once_and_is_no_failure_of_the_queue(run: Any) -> None:
    assert [type(item) for item in run(Lasting(), 0)] == [Lasting]


def test_the_last_run_gives_up(run: Any) -> None:
    assert [type(item) for item in run(Passing(), MAX_RETRIES)] == [Passing]


def test_an_unforeseen_error_is_given_up_and_shown_to_the_queue(run: Any) -> None:
    assert [type(item) for item in run(ValueError(), MAX_RETRIES)] == [ValueError, KeyError]


@pytest.mark.parametrize(("attempts", "seconds"), [(0, 2), (1, 4), (2, 8)])
def test_pauses_between_runs_grow(attempts: int, seconds: int) -> None:
    job = _Context(attempts).job
    decision = queue.BackOff().get_retry_decision(exception=Passing(), job=job)
    assert decision is not None
    assert decision.retry_at is not None
    assert 0 < (decision.retry_at - utcnow()).total_seconds() <= seconds
