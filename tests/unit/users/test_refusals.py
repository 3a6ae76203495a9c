"""Every reason why somebody did not get in has a sentence on the pages, in both languages."""

import re
from pathlib import Path

from ocrwtf.users.sign_in import Refusal

WEB = Path(__file__).resolve().parents[3] / "web" / "src"


def test_the_pages_know_every_reason() -> None:
    known = re.search(r"const WHYS = \[(.*?)\]", (WEB / "shell" / "refusal.ts").read_text(), re.DOTALL)
    assert known
    assert re.findall(r"'([a-z-]+)'", known[1]) == [reason.value for reason in Refusal]


def test_every_reason_has_a_sentence_in_both_languages() -> None:
    for language in ("id", "en"):
        words = (WEB / "i18n" / language / "lewat.ts").read_text()
        assert set(re.findall(r"'elsewhere\.why\.([a-z-]+)'", words)) == {reason.value for reason in Refusal}
