"""A waiver has a reason and a last day, or it is none."""

from datetime import date
from pathlib import Path

import pytest

from scripts.terminal import SetupError
from scripts.waivers import FILE, Finding, unwaived, waived

TODAY = date(2026, 11, 27)
FOUND = Finding("some 1.0", frozenset({"CVE-2026-1", "GHSA-aaaa-bbbb-cccc"}), "…")


def file_of(folder: Path, *lines: str) -> Path:
    path = folder / "waivers.toml"
    path.write_text("\n".join(["[[waiver]]", *lines]))
    return path


def test_a_waiver_stands_until_its_day_by_any_of_the_names(tmp_path: Path) -> None:
    lines = ('id = "CVE-2026-1"', "until = 2026-11-27", 'reason = "we never call it"')
    allowed = waived(TODAY, file_of(tmp_path, *lines))
    assert unwaived([FOUND], allowed) == []
    assert unwaived([FOUND], set()) == [FOUND]


@pytest.mark.parametrize(
    "lines",
    [
        ('id = "CVE-2026-1"', 'reason = "x"'),
        ('id = "CVE-2026-1"', 'reason = "x"', 'until = "2027-01-31"'),
        ('id = "CVE-2026-1"', 'reason = "x"', "until = 2026-11-26"),
        ('id = "CVE-2026-1"', "until = 2027-01-31"),
        ('id = "CVE-2026-1"', 'reason = " "', "until = 2027-01-31"),
        ('reason = "x"', "until = 2027-01-31"),
    ],
)
def test_one_without_day_reason_or_id_or_past_its_day_fails(tmp_path: Path, lines: tuple[str, ...]) -> None:
    with pytest.raises(SetupError, match="waiver"):
        waived(TODAY, file_of(tmp_path, *lines))


def test_our_own_can_be_read() -> None:
    assert waived(date(2026, 1, 1), FILE) >= set()
