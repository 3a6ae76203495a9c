"""Engines in processes of their own: what ends one costs its page and nothing more."""

import os
import signal
from pathlib import Path

from bench.ocr.engines import EngineProcess
from bench.ocr.reading import PageRead


class Fragile:
    """Reads its environment as text; ends on a page named `bad`."""

    def read(self, image: Path) -> PageRead:
        if image.name == "bad":
            os.kill(os.getpid(), signal.SIGKILL)
        return PageRead((), int(os.environ.get("BENCH_TURN", "0")), os.getpid(), 0.0, 0.0)


def test_a_page_that_ends_an_engine_is_not_read_and_the_next_one_is() -> None:
    with EngineProcess(Fragile) as engine:
        assert engine.read(Path("bad")) is None
        assert engine.read(Path("good")) is not None


def test_an_engine_lives_in_one_process_of_its_own_with_its_own_environment() -> None:
    with EngineProcess(Fragile, {"BENCH_TURN": "90"}) as engine:
        first, second = (engine.read(Path("good")) for _ in range(2))
    assert first == second
    assert first is not None
    assert first.rotation == 90
    assert first.wall_seconds != os.getpid()
    assert "BENCH_TURN" not in os.environ


def test_every_cold_start_is_of_a_fresh_process() -> None:
    with EngineProcess(Fragile) as engine:
        before = engine.read(Path("good"))
        assert (engine.cold_start_seconds(Path("good")) or 0) > 0
        assert engine.read(Path("good")) != before
