"""LibreOffice, taken for hostile code: one run a presentation, with a profile of its own, where it reaches nothing.

Source of the settings: org.openoffice.Office.Common of LibreOffice 7.4 and newer, PDF export filter options.
"""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

from ocrwtf.conversions.errors import SlidesError
from ocrwtf.conversions.kind import DeckKind
from ocrwtf.conversions.limits import CONVERSION_SECONDS
from ocrwtf.core.sandbox import program
from ocrwtf.core.sandbox.jail import WORK
from ocrwtf.core.sandbox.program import Program

PACKAGES: Final = (
    "libreoffice-impress-nogui",
    "fonts-crosextra-carlito",
    "fonts-crosextra-caladea",
    "fonts-liberation2",
)
INSTALL: Final = f"sudo apt install --no-install-recommends {' '.join(PACKAGES)}"
_FILTERS = {
    DeckKind.PPTX: "Impress MS PowerPoint 2007 XML",
    DeckKind.OUTLINE: "Impress MS PowerPoint 2007 XML",
    DeckKind.PPT: "MS PowerPoint 97",
    DeckKind.ODP: "impress8",
}
"""By what was found in the file: by itself LibreOffice would look again, and take a flat file or HTML for one, too."""
_SOFTWARE = (
    *("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache"),
    *("/usr/share/libreoffice", "/etc/libreoffice"),
    *("/usr/share/fonts", "/usr/share/fontconfig", "/usr/share/xml/fontconfig", "/etc/fonts", "/var/cache/fontconfig"),
)
_RESTART = 81  # EXITHELPER_NORMAL_RESTART: the first run with an empty profile fills it and asks for another
_SETTINGS = {
    "/org.openoffice.Office.Common/Security/Scripting": {
        "BlockUntrustedRefererLinks": "true",
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": "3",
        "DisableActiveContent": "true",
    },
    "/org.openoffice.Office.Common/Save/Document": {"LoadPrinter": "false"},
    "/org.openoffice.Office.Common/Misc": {"FirstRun": "false"},
    "/org.openoffice.Office.Calc/Content/Update": {"Link": "1"},
}
_EXPORT = {
    "ExportNotes": ("boolean", "false"),
    "ExportFormFields": ("boolean", "false"),
    "ExportBookmarks": ("boolean", "true"),
    "UseTaggedPDF": ("boolean", "true"),
}


def folder() -> Path | None:
    """Where its programs lie, if it is installed."""
    found = shutil.which("soffice", path="/usr/bin:/usr/local/bin:/opt/libreoffice/program")
    programs = Path(found).resolve().parent if found else Path("/usr/lib/libreoffice/program")
    return programs if (programs / "soffice.bin").exists() else None


def refuse_unavailable() -> None:
    """Raises SlidesError: converter-missing, converter-not-isolated; never is anything converted without a sandbox."""
    if not folder():
        raise SlidesError("converter-missing")
    if program.denied():
        raise SlidesError("converter-not-isolated")


def converted(kind: DeckKind, deck: BinaryIO, is_wanted: Callable[[], bool], *, notes: bool = False) -> bytes:
    """The PDF, not to be trusted: a page for each slide that is not hidden, or for its notes.

    Raises
    ------
    SlidesError; ProgramStoppedError: `is_wanted` said no.
    """
    refuse_unavailable()
    try:
        return program.run(_program(kind, notes=notes), deck, CONVERSION_SECONDS, is_wanted)
    except program.ProgramTimedOutError as error:
        raise SlidesError("conversion-timed-out") from error
    except program.ProgramFailedError as error:
        raise SlidesError("conversion-failed") from error
    except program.JailDeniedError as error:
        raise SlidesError("converter-not-isolated") from error


def _program(kind: DeckKind, *, notes: bool) -> Program:
    programs = folder()
    if not programs:
        raise SlidesError("converter-missing")
    name = f"deck.{DeckKind.PPTX if kind == DeckKind.OUTLINE else kind}"
    command = [
        *(f"{programs}/soffice.bin", "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
        *(f"-env:UserInstallation=file://{WORK}/profile", f"--infilter={_FILTERS[kind]}"),
        *("--convert-to", _export(notes=notes), "--outdir", f"{WORK}/out", f"{WORK}/{name}"),
    ]
    return Program(
        command=command,
        environment={
            "HOME": str(WORK),
            "LANG": "C.UTF-8",
            "LD_LIBRARY_PATH": str(programs),
            "SAL_USE_VCLPLUGIN": "svp",
        },
        shown=[*_SOFTWARE, *([] if programs.is_relative_to("/usr/lib") else [str(programs.parent)])],
        input_name=name,
        output="out",
        files={"profile/user/registrymodifications.xcu": _profile()},
        again_code=_RESTART,
    )


def _export(*, notes: bool) -> str:
    only_notes = ("boolean", str(notes).lower())
    options = _EXPORT | {"ExportNotesPages": only_notes, "ExportOnlyNotesPages": only_notes}
    told = {name: {"type": kind, "value": value} for name, (kind, value) in options.items()}
    return f"pdf:impress_pdf_Export:{json.dumps(told, separators=(',', ':'))}"


def _profile() -> str:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, settings in _SETTINGS.items()
        for name, value in settings.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry"'
        ' xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>"
    )
