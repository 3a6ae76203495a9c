"""Every kind of the security log has words in both languages and is recorded by something."""

import re
from pathlib import Path

import pytest

from ocrwtf.core.security_log import LogKind

ROOT = Path(__file__).resolve().parent.parent.parent.parent
TO_COME = {
    LogKind.INVITED: "people are invited",
    LogKind.INVITATION_WITHDRAWN: "people are invited",
    LogKind.INVITATION_ACCEPTED: "people are invited",
    LogKind.ROLE_CHANGED: "an account has several people",
    LogKind.MEMBER_REMOVED: "an account has several people",
    LogKind.OWNERSHIP_TRANSFERRED: "an account has several people",
    LogKind.DEVICE_PAIRED: "drivers' phones are paired",
    LogKind.MAIL_LINK_SENT: "mail is sent",
    LogKind.MAIL_LINK_USED: "mail is sent",
    LogKind.EMAIL_CHANGED: "mail is sent",
    LogKind.IDENTITY_LINKED: "people sign in by others",
    LogKind.IDENTITY_UNLINKED: "people sign in by others",
    LogKind.ACCOUNT_DELETION_ASKED: "accounts can be deleted",
    LogKind.ACCOUNT_DELETION_WITHDRAWN: "accounts can be deleted",
}
"""What nothing records yet, and with what it will come; to be emptied."""


def recorded() -> set[str]:
    own = ROOT / "ocrwtf" / "core" / "security_log.py"
    texts = [path.read_text() for path in (ROOT / "ocrwtf").rglob("*.py") if path != own]
    return {name for text in texts for name in re.findall(r"\bLogKind\.([A-Z_]+)", text)}


def test_every_kind_is_recorded_or_said_to_come() -> None:
    missing = {kind for kind in LogKind if kind.name not in recorded()}
    assert missing == set(TO_COME)


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_kind_has_words(language: str) -> None:
    words = (ROOT / "web" / "src" / "i18n" / language / "catatan.ts").read_text()
    assert set(re.findall(r"'log\.kind\.(\w+)': '.+',", words)) == {kind.value for kind in LogKind}
