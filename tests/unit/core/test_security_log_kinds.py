"""Every kind of the security log has words in both languages and is recorded by something."""

import re
from pathlib import Path

import pytest

from ocrwtf.core.security_log import LogKind

ROOT = Path(__file__).resolve().parent.parent.parent.parent


def recorded() -> set[str]:
    own = ROOT / "ocrwtf" / "core" / "security_log.py"
    texts = [path.read_text() for path in (ROOT / "ocrwtf").rglob("*.py") if path != own]
    return {name for text in texts for name in re.findall(r"\bLogKind\.([A-Z_]+)", text)}


def test_every_kind_is_recorded_by_something() -> None:
    assert {kind.name for kind in LogKind} == recorded()


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_kind_has_words(language: str) -> None:
    words = (ROOT / "web" / "src" / "i18n" / language / "catatan.ts").read_text()
    assert set(re.findall(r"'log\.kind\.(\w+)': '.+',", words)) == {kind.value for kind in LogKind}
