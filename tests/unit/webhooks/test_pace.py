"""When a delivery is tried again, when a server is let be, and when enough is enough."""

from datetime import UTC, datetime, timedelta

import pytest

from ocrwtf.webhooks.pace import FAILURES_BEFORE_REST, LONGEST_SECONDS, PAUSES_SECONDS, next_attempt, rests_until

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)


def pause(tries: int, chance: float = 0, retry_after: str | None = None) -> float:
    again = next_attempt(tries, NOW, chance, retry_after)
    assert again
    return (again - NOW).total_seconds()


def test_each_pause_is_as_long_as_the_one_before_or_longer_and_they_end_after_a_day() -> None:
    pauses = [pause(tries + 1) for tries in range(len(PAUSES_SECONDS))]
    assert pauses == sorted(pauses)
    assert timedelta(days=1) < timedelta(seconds=sum(pauses)) < timedelta(days=2)
    assert next_attempt(len(PAUSES_SECONDS) + 1, NOW, 0) is None


def test_what_failed_together_does_not_come_back_together() -> None:
    assert pause(4, chance=0) == 600
    assert 600 < pause(4, chance=0.5) < 660


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("120", 120),
        ("3", 5),
        ("999999999", LONGEST_SECONDS),
        ("Fri, 27 Nov 2026 08:10:00 GMT", 600),
        ("Fri, 27 Nov 2020 08:10:00 GMT", 5),
        ("Fri, 27 Nov 2026 08:10:00 -0000", 5),
        ("soon", 5),
        ("-5", 5),
        ("", 5),
        ("1e9", 5),
    ],
)
def test_a_server_may_ask_for_more_time_but_not_for_ever(asked: str, seconds: float) -> None:
    assert pause(1, retry_after=asked) == seconds


def test_a_server_that_fails_again_and_again_is_let_be_longer_each_time() -> None:
    assert rests_until(FAILURES_BEFORE_REST - 1, NOW) is None
    rests = [rests_until(failures, NOW) for failures in range(FAILURES_BEFORE_REST, FAILURES_BEFORE_REST + 20)]
    assert rests == sorted(filter(None, rests))
    assert rests[-1] == NOW + timedelta(hours=1)
