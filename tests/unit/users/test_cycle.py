"""When an account's documents are deleted."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ocrwtf.users.cycle import CYCLE, deletes_at, due_until, last_boundary, next_boundary

JOINED = datetime(2026, 1, 31, 23, 59, tzinfo=UTC)
DAYS = st.floats(0, 4000, allow_nan=False).map(lambda days: timedelta(days=days))


def test_cycles_are_thirty_days_from_joining() -> None:
    assert next_boundary(JOINED, JOINED) == JOINED + CYCLE
    assert next_boundary(JOINED, JOINED + timedelta(days=29)) == JOINED + CYCLE
    assert next_boundary(JOINED, JOINED + timedelta(days=30)) == JOINED + 2 * CYCLE


def test_what_came_on_the_first_day_goes_at_the_first_boundary() -> None:
    assert deletes_at(JOINED, JOINED) == JOINED + CYCLE


def test_what_came_a_moment_later_stays_for_almost_sixty_days() -> None:
    assert deletes_at(JOINED, JOINED + timedelta(seconds=1)) == JOINED + 2 * CYCLE


@given(DAYS)
def test_a_document_is_kept_thirty_to_sixty_days_and_goes_at_a_boundary(after: timedelta) -> None:
    created_at = JOINED + after
    gone_at = deletes_at(JOINED, created_at)
    assert timedelta(days=30) <= gone_at - created_at < timedelta(days=60)
    assert (gone_at - JOINED) % CYCLE == timedelta(0)


@given(DAYS, DAYS)
def test_what_is_due_is_what_was_announced(after: timedelta, later: timedelta) -> None:
    created_at, moment = JOINED + after, JOINED + later
    assert (created_at <= due_until(JOINED, moment)) == (deletes_at(JOINED, created_at) <= moment)


@given(DAYS)
def test_to_the_microsecond(after: timedelta) -> None:
    gone_at = deletes_at(JOINED, JOINED + after)
    assert due_until(JOINED, gone_at) >= JOINED + after > due_until(JOINED, gone_at - timedelta(microseconds=1))


def test_the_last_boundary_is_the_moment_itself_or_before() -> None:
    assert last_boundary(JOINED, JOINED + 2 * CYCLE) == JOINED + 2 * CYCLE
    assert last_boundary(JOINED, JOINED + timedelta(days=59)) == JOINED + CYCLE
    assert last_boundary(JOINED, JOINED) == JOINED
