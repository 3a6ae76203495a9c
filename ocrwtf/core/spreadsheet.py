"""Text that a spreadsheet is to show and not to calculate: documents and their senders are not trusted."""

import re

_CALCULATES = "=+\\-@＝＋－＠"
"""What a formula starts with; programs that fold letters take the wide ones too."""
_START = re.compile(rf"^[^\S\r\n]*(?=[{_CALCULATES}])")
_BEHIND_SEPARATOR = re.compile(rf";(?=[^\S\r\n]*[{_CALCULATES}])")
_CONTROLS = {**dict.fromkeys([*range(32), *range(0x7F, 0xA0), 0x2028, 0x2029], " ")}


def as_text(value: str) -> str:
    """For a cell of a CSV file (OWASP ASVS 5.0, 1.2.10): on one line, with an apostrophe before a formula's first sign.

    Behind a semicolon too: where the comma is the decimal sign, programs take semicolons to part cells.
    """
    line = value.translate(_CONTROLS)
    return _START.sub(lambda found: f"'{found[0]}", _BEHIND_SEPARATOR.sub(";'", line), count=1)
