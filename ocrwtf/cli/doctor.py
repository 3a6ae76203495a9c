"""`ocrwtf doctor`: what this machine has and lacks, each with the command that helps."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import click

from ocrwtf.cli.language import terminal_language
from ocrwtf.conversions import soffice
from ocrwtf.core.errors import Wording
from ocrwtf.core.sandbox import client, program


@dataclass(frozen=True)
class Check:
    """One question; `missing` is None where all is well, else what is wrong and what helps."""

    name: Wording
    missing: Callable[[], Wording | None]


def _parsers() -> Wording | None:
    lacks = {"network", "files"} - client.isolation_here()
    if not lacks:
        return None
    named = ", ".join(sorted(lacks))
    return Wording(
        f"mesin ini tidak mengizinkan pemisahan dari {named}; lapisan lain tetap ada (docs/architecture.md)",
        f"this machine does not let them be kept from {named}; other layers stay (docs/architecture.md)",
    )


def _slides() -> Wording | None:
    if soffice.folder():
        return None
    return Wording(f"tidak terpasang: {soffice.INSTALL}", f"not installed: {soffice.INSTALL}")


def _slides_sandbox() -> Wording | None:
    denied = program.denied()
    if not denied:
        return None
    return Wording(
        f"ditolak ({denied}), jadi tidak ada yang dikonversi; lihat docs/operations.md, Slides",
        f"denied ({denied}), so nothing is converted; see docs/operations.md, Slides",
    )


def _tesseract() -> Wording | None:
    if shutil.which("tesseract", path="/usr/bin:/bin"):
        return None
    command = "sudo apt install tesseract-ocr tesseract-ocr-ind"
    return Wording(f"opsional, tidak terpasang: {command}", f"optional, not installed: {command}")


CHECKS: Final = (
    Check(Wording("dokumen dibuka terpisah", "documents are opened apart"), _parsers),
    Check(Wording("LibreOffice untuk slide", "LibreOffice for slides"), _slides),
    Check(Wording("slide dikonversi terpisah", "slides are converted apart"), _slides_sandbox),
)
OPTIONAL: Final = (Check(Wording("mesin baca kedua", "second engine"), _tesseract),)
"""Said too, and no fault when missing."""


@click.command()
def doctor() -> None:
    """Look at what this machine has and lacks for all of OCR.WTF to work.

    Ends with 1 when something is missing that is not optional.
    """
    wrong = [check for check in CHECKS if not _said(check)]
    for check in OPTIONAL:
        _said(check)
    if wrong:
        raise SystemExit(1)


def _said(check: Check) -> bool:
    language = terminal_language()
    missing = check.missing()
    word = "ok" if missing is None else "–"
    told = check.name.in_language(language, {})
    click.echo(f"{word:3} {told}" + (f": {missing.in_language(language, {})}" if missing else ""))
    return missing is None
