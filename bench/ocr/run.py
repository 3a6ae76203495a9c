"""Reads every page with every engine in turn, so that a busy moment of the machine meets them all."""

import math
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import CalledProcessError

from bench.ocr import tesseract
from bench.ocr.engines import EngineProcess
from bench.ocr.judge import PageScore, judged
from bench.ocr.ours import ONE_THREAD, Ours
from bench.ocr.rapid import Rapid
from bench.ocr.truth import Source, Truth, upright
from bench.processes import below, peak_megabytes
from ocrwtf.ocr.errors import DocumentError
from ocrwtf.ocr.reader import Reader

OURS, PEER, RAPID = "OCR.WTF", "Tesseract", "RapidOCR"
PROCESSES = 2
MOST_THROUGHPUT_PAGES = 40
_READING_PROCESS = "ocrwtf.ocr.reader_process"


@dataclass
class Results:
    """`scores` and `kinds` are in the order of the pages; the other figures are by engine."""

    kinds: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    scores: dict[str, list[PageScore]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    cold_start_seconds: dict[str, float | None] = field(default_factory=dict)
    peak_megabytes: dict[str, float] = field(default_factory=dict)
    pages_a_minute: dict[str, float] = field(default_factory=dict)
    reading_process_megabytes: float = 0.0


def run(sources: Sequence[Source]) -> Results:
    results = Results()
    with _processes() as processes:
        results.scores = {label: [] for label in processes}
        for number, source in enumerate(sources):
            with tempfile.TemporaryDirectory() as folder:
                truth = source(Path(folder))
                image = upright(truth.file, Path(folder))
                if number == 0:
                    results.cold_start_seconds = _cold_starts(processes, image)
                _tell(f"{number + 1} of {len(sources)} pages: {truth.name}")
                _read(truth, image, processes, results)
    _tell("pages a minute …")
    _throughput(sources, results)
    return results


@contextmanager
def _processes() -> Iterator[Mapping[str, EngineProcess]]:
    with ExitStack() as stack:
        found = {OURS: stack.enter_context(EngineProcess(Ours, ONE_THREAD))}
        if tesseract.languages():
            found[PEER] = stack.enter_context(EngineProcess(tesseract.Tesseract))
        found[RAPID] = stack.enter_context(EngineProcess(Rapid))
        yield found


def _cold_starts(processes: Mapping[str, EngineProcess], image: Path) -> dict[str, float | None]:
    """Tesseract's is its first page: it starts anew for each, and the Python around it is ours."""
    starts = {label: process.cold_start_seconds(image) for label, process in processes.items()}
    if PEER in processes and (again := processes[PEER].read(image)):
        starts[PEER] = again.wall_seconds
    return starts


def _read(truth: Truth, image: Path, processes: Mapping[str, EngineProcess], results: Results) -> None:
    results.kinds.append(truth.kind)
    results.names.append(truth.name)
    for label, process in processes.items():
        read = process.read(image)
        results.scores[label].append(judged(truth, read))
        if read is None:
            results.failures.append(f"{label} failed on {truth.name}")
        else:
            results.peak_megabytes[label] = max(read.peak_megabytes, results.peak_megabytes.get(label, 0.0))


def _throughput(sources: Sequence[Source], results: Results) -> None:
    """Two pages at once: ours from the files as received, sandbox included; Tesseract from files without compression.

    RapidOCR takes all processors for one page as it comes, so its pages are read one after the other, as they were.
    """
    step = math.ceil(len(sources) / MOST_THROUGHPUT_PAGES)
    with tempfile.TemporaryDirectory() as folder:
        files = [source(Path(folder)).file for source in sources[::step]]
        results.pages_a_minute[OURS] = _ours_a_minute(files, results)
        if tesseract.languages():
            images = [upright(file, Path(folder)) for file in files]
            results.pages_a_minute[PEER] = _a_minute(_tesseract_page, images, PEER, results)
    walls = [page.wall_seconds for page in results.scores[RAPID][::step] if page.wall_seconds]
    results.pages_a_minute[RAPID] = 60 * len(walls) / sum(walls) if walls else 0.0


def _ours_a_minute(files: Sequence[Path], results: Results) -> float:
    with Reader(PROCESSES) as reader:

        def page(path: Path) -> bool:
            try:
                with path.open("rb") as file:
                    reader.read_page(file, 1, timeout_seconds=300)
            except DocumentError:
                return False
            return True

        _a_minute(page, [files[0]] * PROCESSES, OURS, Results())  # both have loaded their models
        pages = _a_minute(page, files, OURS, results)
        held = [peak_megabytes(one.pid) for one in below(os.getpid()) if _READING_PROCESS in one.command]
        results.reading_process_megabytes = max(held)
        return pages


def _tesseract_page(image: Path) -> bool:
    try:
        tesseract.Tesseract().read(image)
    except CalledProcessError:
        return False
    return True


def _a_minute(read: Callable[[Path], bool], files: Sequence[Path], label: str, results: Results) -> float:
    """Pages that were read, a minute; the others are named."""
    started = time.perf_counter()
    with ThreadPoolExecutor(PROCESSES) as threads:
        done = list(threads.map(read, files))
    seconds = time.perf_counter() - started
    failed = [file.name for file, good in zip(files, done, strict=True) if not good]
    results.failures += [f"{label}, two at once, failed on {name}" for name in failed]
    return 60 * sum(done) / seconds


def _tell(what: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{what}", end="", file=sys.stderr, flush=True)
