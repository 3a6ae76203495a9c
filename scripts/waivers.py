"""Advisories that may stand for a while: `waivers.toml`, each with a reason and a last day."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from scripts.terminal import SetupError

FILE = Path(__file__).with_name("waivers.toml")


@dataclass(frozen=True)
class Finding:
    """A pinned package and an advisory about it; `ids` are all its names (CVE, GHSA, PYSEC)."""

    package: str
    ids: frozenset[str]
    about: str


def waived(today: date, path: Path = FILE) -> set[str]:
    """The ids that may stand today.

    Raises
    ------
    SetupError: one has no id, no day or no reason, or its day is over.
    """
    listed = tomllib.loads(path.read_text()).get("waiver", [])
    return {_checked(each, today) for each in listed}


def _checked(waiver: dict[str, Any], today: date) -> str:
    name, until = waiver.get("id"), waiver.get("until")
    if not isinstance(name, str) or not name or not str(waiver.get("reason", "")).strip():
        raise SetupError(f"a waiver in {FILE.name} needs an id and a reason: {waiver}")
    if type(until) is not date:
        raise SetupError(f"the waiver of {name} needs a day until which it stands: until = 2027-01-31")
    if until < today:
        raise SetupError(f"the waiver of {name} ended on {until}: look at the advisory again")
    return name


def unwaived(found: Iterable[Finding], waived_ids: set[str]) -> list[Finding]:
    return [finding for finding in found if not finding.ids & waived_ids]
