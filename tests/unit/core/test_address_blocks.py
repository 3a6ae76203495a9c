"""An address that keeps failing is held off for a minute, then for longer, never for good; all on the machine know."""

import stat
from pathlib import Path

import pytest

from ocrwtf.core import address_blocks, moving_windows
from ocrwtf.core.address_blocks import AddressBlocked, AddressBlocks, BlockFile
from tests.unit.core.clock import Clock

HERE = "203.0.113.9"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(moving_windows, "time", clock)
    monkeypatch.setattr(address_blocks, "time", clock)
    return clock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "blocks.json"


@pytest.fixture
def blocks(path: Path, clock: Clock) -> AddressBlocks:  # noqa: ARG001
    return AddressBlocks(path, failures=3)


def fail(blocks: AddressBlocks, times: int, address: str = HERE) -> None:
    for _ in range(times):
        if blocks.failed(address):
            blocks.block(address)


def test_one_failure_too_many_within_a_minute_blocks_and_a_slow_one_does_not(
    blocks: AddressBlocks, clock: Clock
) -> None:
    fail(blocks, 3)
    clock.now += 61
    fail(blocks, 3)
    blocks.refuse(HERE)
    fail(blocks, 1)
    with pytest.raises(AddressBlocked) as refused:
        blocks.refuse(HERE)
    assert refused.value.headers()["Retry-After"] == "60"
    blocks.refuse("203.0.113.10")


def test_it_ends_by_itself_and_lasts_longer_each_time_up_to_a_quarter_of_an_hour(
    blocks: AddressBlocks, clock: Clock
) -> None:
    lasted = []
    for _ in range(7):
        fail(blocks, 4)
        with pytest.raises(AddressBlocked) as refused:
            blocks.refuse(HERE)
        lasted.append(int(refused.value.headers()["Retry-After"]))
        clock.now += lasted[-1] + 0.5
        blocks.refuse(HERE)
    assert lasted == [60, 120, 240, 480, 900, 900, 900]


def test_after_a_quiet_hour_it_begins_anew(blocks: AddressBlocks, path: Path, clock: Clock) -> None:
    fail(blocks, 4)
    fail(blocks, 4, "198.51.100.1")
    clock.now += 60 + 3601
    fail(blocks, 4)
    assert BlockFile(path).blocks()[HERE].seconds == 60
    assert list(BlockFile(path).blocks()) == [HERE]


def test_another_process_knows_and_can_lift_it(blocks: AddressBlocks, path: Path) -> None:
    fail(blocks, 4)
    other = AddressBlocks(path, failures=3)
    assert other.is_blocked(HERE)
    with BlockFile(path).changed() as listed:
        del listed[HERE]
    assert not blocks.is_blocked(HERE)
    assert not other.is_blocked(HERE)


def test_only_the_owner_may_read_who_was_here(blocks: AddressBlocks, path: Path) -> None:
    fail(blocks, 4)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_list_that_cannot_be_written_blocks_all_the_same(blocks: AddressBlocks, path: Path) -> None:
    path.parent.write_text("no folder")
    fail(blocks, 4)
    assert blocks.is_blocked(HERE)


@pytest.mark.parametrize("content", ["", "[", "[1]", '[{"address": 1}]', "{}", "\0"])
def test_a_broken_list_blocks_nobody_and_is_replaced(blocks: AddressBlocks, path: Path, content: str) -> None:
    path.parent.mkdir()
    path.write_text(content)
    blocks.refuse(HERE)
    fail(blocks, 4)
    assert list(BlockFile(path).blocks()) == [HERE]


def test_with_no_limit_of_failures_nobody_is_blocked(path: Path) -> None:
    blocks = AddressBlocks(path, failures=0)
    fail(blocks, 1_000)
    assert not blocks.is_blocked(HERE)


def test_of_very_many_the_oldest_are_forgotten(
    blocks: AddressBlocks, path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(address_blocks, "_MOST", 2)
    for number in range(3):
        clock.now += 1
        fail(blocks, 4, str(number))
    assert sorted(BlockFile(path).blocks()) == ["1", "2"]
