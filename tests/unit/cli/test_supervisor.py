"""A service that dies comes back ever more slowly, and one that cannot start is given up."""

import pytest

from ocrwtf.cli.supervisor import Child, KeepsFailing


def ends_at_once(child: Child, *, times: int) -> list[float]:
    """The pauses after each of so many ends right after the start."""
    pauses = []
    for _ in range(times):
        child.started_at = 100.0
        child.plan_restart(100.5)
        pauses.append(child.due_at - 100.5)
    return pauses


def test_the_pause_grows_to_half_a_minute_for_one_that_is_killed() -> None:
    child = Child("worker", [], {}, was_killed=True)
    assert ends_at_once(child, times=7) == [1, 2, 4, 8, 16, 30, 30]


def test_one_that_ends_by_itself_at_each_start_is_given_up() -> None:
    child = Child("api", [], {})
    ends_at_once(child, times=4)
    with pytest.raises(KeepsFailing, match="api"):
        ends_at_once(child, times=1)


def test_a_long_life_makes_up_for_earlier_ends() -> None:
    child = Child("api", [], {})
    ends_at_once(child, times=4)
    child.started_at = 100.0
    child.plan_restart(110.0)
    assert child.due_at == 111.0


def test_one_that_has_worked_is_not_given_up_however_long_its_database_is_away() -> None:
    child = Child("worker", [], {})
    child.plan_restart(10.0)
    assert ends_at_once(child, times=7) == [2, 4, 8, 16, 30, 30, 30]
