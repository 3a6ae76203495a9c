"""The `tesseract` program: where it is, what it can read, and one page through it."""

import os
import resource
import shutil
import subprocess
from dataclasses import dataclass
from functools import partial

from ocrwtf.core.sandbox.isolation import die_with
from ocrwtf.ocr.errors import EngineFailedError, EngineUnavailableError

SYSTEM_PATH = "/usr/bin:/bin"
"""Only programs of the system are run on documents, whatever the PATH of who starts us says."""
ENVIRONMENT = {"PATH": SYSTEM_PATH, "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}
"""One thread: with its default threading a page takes six times as long."""
_MAX_MEMORY_BYTES = 2 * 1024**3
_USUAL = ("ind", "eng")
_ISO_639_1 = {"id": "ind", "en": "eng", "ms": "msa", "jv": "jav"}
_NO_LANGUAGE = "osd"
"""In the list of languages, but only tells which way up a page is."""
_SAID = 200


@dataclass(frozen=True, slots=True)
class Tesseract:
    """`path` of the program and `languages` as its option -l takes them, such as `ind+eng`."""

    path: str
    languages: str

    def version(self) -> str:
        """Such as 5.3.0."""
        return _said_by(self.path, "--version").split()[1]

    def table(self, image: bytes) -> str:
        """What it reads on one page (a file of any type that it knows), as its TSV.

        It is killed when the thread that called this ends, so also when its process is killed.

        Raises
        ------
        EngineFailedError: it could not read the page.
        """
        ended = subprocess.run(  # noqa: S603  a program of the system, and languages that it named itself
            [self.path, "-", "-", "-l", self.languages, "--psm", "3", "tsv"],
            input=image,
            capture_output=True,
            env=ENVIRONMENT,
            check=False,
            preexec_fn=partial(_confine, os.getpid()),  # only our own two calls of the system
        )
        if ended.returncode:
            said = ended.stderr.decode(errors="replace").strip()[-_SAID:]
            raise EngineFailedError(f"tesseract ended with code {ended.returncode}: {said}")
        return ended.stdout.decode(errors="replace")


def _confine(parent: int) -> None:
    die_with(parent)
    resource.setrlimit(resource.RLIMIT_AS, (_MAX_MEMORY_BYTES, _MAX_MEMORY_BYTES))


def installed(wanted: str | None) -> Tesseract:
    """The installed program for the wanted languages: `id`, `eng`, `ind+eng`; None: Indonesian and English if there.

    Raises
    ------
    EngineUnavailableError: tesseract-missing (or it does not run), language-missing.
    """
    path = shutil.which("tesseract", path=SYSTEM_PATH)
    if path is None:
        raise EngineUnavailableError("tesseract-missing")
    try:
        listed = _said_by(path, "--list-langs").splitlines()[1:]
    except (OSError, subprocess.SubprocessError) as error:
        raise EngineUnavailableError("tesseract-missing") from error
    return Tesseract(path, _chosen(wanted, sorted({*listed} - {_NO_LANGUAGE})))


def _chosen(wanted: str | None, there: list[str]) -> str:
    if wanted is None:
        names = [name for name in _USUAL if name in there]
        missing = None if names else "+".join(_USUAL)
    else:
        names = [_ISO_639_1.get(part.lower(), part) for part in wanted.split("+")]
        missing = next((part for part, name in zip(wanted.split("+"), names, strict=True) if name not in there), None)
    if missing is not None:
        raise EngineUnavailableError("language-missing", language=missing, there=", ".join(there))
    return "+".join(names)


def _said_by(path: str, option: str) -> str:
    command = [path, option]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, env=ENVIRONMENT, timeout=20)  # noqa: S603
    return ended.stdout
