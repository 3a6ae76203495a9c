"""Tesseract 5 as its command: one process a page and one thread, as its default threading is several times slower."""

import os
import shutil
import subprocess
import time
from functools import cache
from itertools import groupby
from pathlib import Path
from resource import struct_rusage

from bench.ocr.reading import PageRead, ReadWord
from bench.processes import MEGABYTE

_WORD_LEVEL = "5"
_KILLED_IN_TIME = ("timeout", "--signal=KILL", "280")
"""Before the time-out of the process around it, which would leave Tesseract behind."""


class Tesseract:
    """See `Engine`."""

    def __init__(self) -> None:
        self._peak_megabytes = 0.0

    def read(self, image: Path) -> PageRead:
        started = time.perf_counter()
        table, usage = _run(image)
        wall = time.perf_counter() - started
        self._peak_megabytes = max(self._peak_megabytes, usage.ru_maxrss * 1024 / MEGABYTE)
        return PageRead(lines_of(table), None, wall, usage.ru_utime + usage.ru_stime, self._peak_megabytes)


def name() -> str:
    done = subprocess.run(["tesseract", "--version"], check=True, capture_output=True, text=True)
    return f"{done.stdout.splitlines()[0]}, {languages()}, psm 3"


@cache
def languages() -> str | None:
    """`eng+ind` as far as they are installed; None without Tesseract."""
    if not shutil.which("tesseract"):
        return None
    done = subprocess.run(["tesseract", "--list-langs"], check=True, capture_output=True, text=True)
    return "+".join(language for language in ("eng", "ind") if language in done.stdout.split()) or None


def lines_of(table: str) -> tuple[tuple[ReadWord, ...], ...]:
    """From Tesseract's TSV: level, page, block, paragraph, line, word, left, top, width, height, confidence, text."""
    rows = [row for line in table.splitlines() if len(row := line.split("\t", 11)) == 12]
    words = [row for row in rows if row[0] == _WORD_LEVEL and row[11].strip()]
    return tuple(tuple(_word(row) for row in line) for _, line in groupby(words, key=lambda row: row[1:5]))


def _word(row: list[str]) -> ReadWord:
    left, top, width, height = map(float, row[6:10])
    right, bottom = left + width, top + height
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return ReadWord(row[11].strip(), float(row[10]) / 100, corners)


def _run(image: Path) -> tuple[str, struct_rusage]:
    """What it printed and what it used. Raises CalledProcessError."""
    command = [*_KILLED_IN_TIME, "tesseract", str(image), "stdout", "-l", languages() or "eng", "--psm", "3", "tsv"]
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        output = process.stdout.read() if process.stdout else b""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return output.decode("utf-8", errors="replace"), usage
