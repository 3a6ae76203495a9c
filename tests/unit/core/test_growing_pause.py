"""Many places that try one name are slowed down more and more; its owner at a known place is not."""

import pytest

from ocrwtf.core import growing_pause
from ocrwtf.core.growing_pause import GrowingPause
from ocrwtf.core.problems import TooManyRequests
from tests.unit.core.clock import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(growing_pause, "time", clock)
    return clock


@pytest.fixture
def pause() -> GrowingPause:
    return GrowingPause(free=3, per_seconds=300, longest_seconds=60)


def told_to_wait(pause: GrowingPause, place: str = "there") -> int:
    """Seconds; 0 when the try passes."""
    try:
        pause.hit("rina", place)
    except TooManyRequests as refused:
        return int(str(refused.params["retry_after_seconds"]))
    return 0


def use_up(pause: GrowingPause, tries: int = 3) -> None:
    for number in range(tries):
        pause.hit("rina", f"place {number}")


def test_the_pause_doubles_up_to_the_longest_one_whatever_the_place(clock: Clock, pause: GrowingPause) -> None:
    use_up(pause)
    waits = []
    for number in range(8):
        waits.append(told_to_wait(pause, f"other {number}"))
        clock.now += waits[-1]
        assert told_to_wait(pause, f"another {number}") == 0
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


def test_a_refused_try_does_not_lengthen_the_pause(clock: Clock, pause: GrowingPause) -> None:
    use_up(pause)
    assert {told_to_wait(pause) for _ in range(50)} == {1}
    clock.now += 1
    assert told_to_wait(pause) == 0


def test_a_quiet_while_ends_it(clock: Clock, pause: GrowingPause) -> None:
    use_up(pause)
    clock.now += 300
    use_up(pause)
    assert told_to_wait(pause) == 1


@pytest.mark.usefixtures("clock")
def test_a_place_that_is_trusted_does_not_wait_and_only_for_its_name(pause: GrowingPause) -> None:
    pause.trust("rina", "office")
    pause.trust("dewi", "there")
    use_up(pause)
    assert (told_to_wait(pause, "office"), told_to_wait(pause, "there")) == (0, 1)


@pytest.mark.usefixtures("clock")
def test_another_name_does_not_wait(pause: GrowingPause) -> None:
    use_up(pause)
    pause.hit("dewi", "there")
    assert told_to_wait(pause) == 1


def test_names_that_came_once_do_not_stay_in_memory(clock: Clock, pause: GrowingPause) -> None:
    for number in range(999):
        pause.hit(str(number), "there")
    clock.now += 301
    pause.hit("last", "there")
    assert list(pause._tries) in ([], ["last"])


def test_trusted_places_take_bounded_memory(monkeypatch: pytest.MonkeyPatch, pause: GrowingPause) -> None:
    monkeypatch.setattr(growing_pause, "_MAX_TRUSTED", 2)
    for place in ("a", "b", "a", "c"):
        pause.trust("rina", place)
    assert [place for _, place in pause._trusted] == ["a", "c"]
