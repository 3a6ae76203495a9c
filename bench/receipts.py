"""Accuracy and speed of reading on real receipts, beside Tesseract 5 on the same pages in the same run.

`make bench-receipts DATA=folder`: images in DATA/*/, their words in DATA/box/NAME.csv or .txt (four corners, then the
text; ICDAR 2019 SROIE). F1 compares the words of a page as multisets, regardless of case, added up over all pages.
"""

import argparse
import csv
import io
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageOps

from bench.processes import below, machine, peak_megabytes
from ocrwtf.ocr.reader import Reader

PROCESSES = 2
IMAGES = (".jpg", ".jpeg", ".png", ".webp")
Words = Counter[str]
Read = Callable[[Path], str]


@dataclass
class Score:
    """Of one engine over all pages."""

    name: str
    seconds: list[float] = field(default_factory=list)
    hits: int = 0
    read: int = 0
    wanted: int = 0

    def add(self, read: Words, truth: Words, seconds: float) -> None:
        self.seconds.append(seconds)
        self.hits += (read & truth).total()
        self.read += read.total()
        self.wanted += truth.total()

    @property
    def f1(self) -> float:
        return 2 * self.hits / max(1, self.read + self.wanted)

    @property
    def p95(self) -> float:
        return sorted(self.seconds)[int(0.95 * (len(self.seconds) - 1))]

    def show(self) -> None:
        median = statistics.median(self.seconds)
        print(f"{self.name:22} F1 {self.f1:.3f}   seconds a page: median {median:.2f}, p95 {self.p95:.2f}")


def words(text: str) -> Words:
    return Counter(text.casefold().split())


def truth(image: Path) -> Words:
    """The words in the box file of the same name. Raises FileNotFoundError."""
    found = next(path for path in sorted(image.parent.parent.glob(f"box/{image.stem}.*")))
    rows = csv.reader(io.StringIO(found.read_text("utf-8", errors="replace")), quoting=csv.QUOTE_NONE)
    return words(" ".join(",".join(row[8:]) for row in rows))


def upright(image: Path, folder: Path) -> Path:
    """The page as Tesseract needs it: turned as its EXIF says, and uncompressed: no time goes into unpacking."""
    target = folder / f"{image.stem}.ppm"
    with Image.open(image) as opened:
        ImageOps.exif_transpose(opened).convert("RGB").save(target)
    return target


def tesseract(languages: str) -> Read:
    """One process a page and one thread: its default threading is several times slower."""
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}

    def read(page: Path) -> str:
        command = ["tesseract", str(page), "stdout", "-l", languages, "--psm", "3"]
        return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout

    return read


def installed_languages() -> str | None:
    """`eng+ind` as far as they are there; None without Tesseract."""
    if not shutil.which("tesseract"):
        return None
    done = subprocess.run(["tesseract", "--list-langs"], check=True, capture_output=True, text=True)
    return "+".join(name for name in ("eng", "ind") if name in done.stdout.split()) or None


def ours(reader: Reader) -> Read:
    """From the file as it was received to its text; decoding in the sandbox and three pictures of the page included."""

    def read(image: Path) -> str:
        with image.open("rb") as file:
            return reader.read_page(file, 1, timeout_seconds=300).page.text

    return read


def timed(read: Read, page: Path) -> tuple[Words, float]:
    started = time.monotonic()
    text = read(page)
    return words(text), time.monotonic() - started


def compare(images: list[Path], reader: Reader, folder: Path) -> Iterator[Score]:
    """One page after the other, by each engine in turn, so that a busy moment of the machine meets both."""
    own, peer, languages = Score("OCR.WTF"), Score("Tesseract"), installed_languages()
    for image in images:
        expected = truth(image)
        own.add(*_arguments(ours(reader), image, expected))
        if languages:
            peer.add(*_arguments(tesseract(languages), upright(image, folder), expected))
    yield own
    if languages:
        yield peer


def _arguments(read: Read, page: Path, expected: Words) -> tuple[Words, Words, float]:
    found, seconds = timed(read, page)
    return found, expected, seconds


def pages_a_minute(read: Read, pages: list[Path]) -> float:
    started = time.monotonic()
    with ThreadPoolExecutor(PROCESSES) as threads:
        list(threads.map(read, pages))
    return len(pages) * 60 / (time.monotonic() - started)


def reading_peaks() -> list[float]:
    """Megabytes: the most that each reading process ever held."""
    return [peak_megabytes(one.pid) for one in below(os.getpid()) if "ocrwtf.ocr.reader_process" in one.command]


def show_ratio(own: Score, peer: Score) -> None:
    ratios = sorted(mine / theirs for mine, theirs in zip(own.seconds, peer.seconds, strict=True))
    p95 = ratios[int(0.95 * (len(ratios) - 1))]
    print(f"{'time ÷ Tesseract':22} median of pages {statistics.median(ratios):.2f}, p95 {p95:.2f}, "
          f"all pages together {sum(own.seconds) / sum(peer.seconds):.2f}")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=None, help="only the first so many pages")
    arguments = parser.parse_args()
    images = sorted(path for path in arguments.folder.glob("*/*") if path.suffix.lower() in IMAGES)[: arguments.limit]
    with tempfile.TemporaryDirectory() as name, Reader(PROCESSES) as reader:
        ours(reader)(images[0])  # the models are loaded before anything is timed
        scores = list(compare(images, reader, Path(name)))
        print(f"{len(images)} pages; {machine()}")
        for score in scores:
            score.show()
        if len(scores) == 2:
            show_ratio(*scores)
        print(f"{'pages a minute':22} OCR.WTF {pages_a_minute(ours(reader), images):.0f} ({PROCESSES} processes)")
        if languages := installed_languages():
            pages = [upright(image, Path(name)) for image in images]
            print(f"{'':22} Tesseract {pages_a_minute(tesseract(languages), pages):.0f} ({PROCESSES} at once)")
        print(f"{'peak of a process':22} {', '.join(f'{peak:.0f} MB' for peak in reading_peaks())}")


if __name__ == "__main__":
    main()
