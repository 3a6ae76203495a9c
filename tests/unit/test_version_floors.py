"""No lock file pins a version that an advisory speaks against; needs no network, as an audit does."""

import re
from pathlib import Path

import pytest
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
FLOORS = {
    "starlette": ("1.3.1", "CVE-2026-54283: limits of urlencoded forms were ignored"),
    "python-multipart": ("0.0.27", "CVE-2026-42561: endless headers of a part"),
    "pyjwt": ("2.15.0", "CVE-2026-102267, -102273, -102275, -48523: keys by redirect, algorithms past the list"),
    "pillow": ("12.2", "CVE-2026-40192: FITS bomb"),
    "fastapi-sso": ("0.22", "CVE-2025-14546: the state was not bound to the browser"),
    "fastapi-users": ("15.0.2", "GHSA-5j53-63w8-8625: the same"),
    "authlib": ("1.6.6", "CVE-2025-68158: the same"),
    "weasyprint": ("68.0", "CVE-2025-68616: its fetcher followed redirects"),
}
"""The lowest version that may be pinned, where one is pinned at all, and why."""
USED = {"starlette", "python-multipart", "pyjwt", "pillow"}
NEVER = {
    "pypdf": "parses in pure Python, with a new way to hang it each month; pages are rendered by PDFium in a child"
}
"""What the service must not have at all, and why."""


def pins(text: str) -> dict[str, Version]:
    return {
        name: Version(number) for name, number in re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^ ;\\]+)", text, re.MULTILINE)
    }


def below(pinned: dict[str, Version]) -> dict[str, str]:
    return {name: why for name, (floor, why) in FLOORS.items() if name in pinned and pinned[name] < Version(floor)}


@pytest.mark.parametrize("lock", LOCKS)
def test_no_pin_is_below_its_floor(lock: str) -> None:
    pinned = pins((ROOT / lock).read_text())
    assert set(pinned) >= USED
    assert below(pinned) == {}


def test_the_service_has_nothing_that_it_must_not_have() -> None:
    assert pins((ROOT / "requirements.lock").read_text()).keys() & NEVER.keys() == set()


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_a_lower_pin_is_found(name: str) -> None:
    floor = FLOORS[name][0]
    assert below(pins(f"{name}==0.0.1 \\\n    --hash=sha256:0\n")).keys() == {name}
    assert below(pins(f"{name}=={floor} ; python_version >= '3.11' \\\n")) == {}
