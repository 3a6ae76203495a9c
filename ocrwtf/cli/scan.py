"""`ocrwtf scan FILE…`: reads files on this machine; no server, no database, nothing is stored."""

import sys
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, get_args

import click

from ocrwtf.cli.document import Document, PendingDocument
from ocrwtf.cli.engine import unavailable
from ocrwtf.cli.formats import FORMATS, Format
from ocrwtf.cli.language import terminal_language
from ocrwtf.config import settings
from ocrwtf.core.errors import Language, Problem, Wording
from ocrwtf.files.problems import problem_of
from ocrwtf.ocr.choice import EngineArguments, EngineName, chosen
from ocrwtf.ocr.errors import DocumentError, EngineUnavailableError
from ocrwtf.ocr.reader import Reader

_INTERRUPTED = 130  # 128 + SIGINT, as shells report it
_FILES_AHEAD = 4
"""Files opened before the first one is done, so that no process waits for the next file."""
_MISSING = Wording("{path}: tidak ada berkas dengan nama itu.", "{path}: there is no such file.")
_FOLDER = Wording("{path}: ini folder. Sebutkan berkasnya.", "{path}: this is a folder. Name the files in it.")
_CLOSED = Wording("{path}: berkas ini tidak boleh dibuka oleh Anda.", "{path}: you may not open this file.")
_NEEDS_FOLDER = Wording(
    "PDF butuh folder: tambahkan --out FOLDER, atau arahkan satu dokumen ke sebuah berkas.",
    "A PDF needs a folder: add --out FOLDER, or send one document to a file.",
)
_PAGE = Wording("{path}: halaman {number}: {problem}", "{path}: page {number}: {problem}")
_PROGRESS = Wording("{done} dari {total} berkas", "{done} of {total} files")


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--format", "form", type=click.Choice(sorted(FORMATS)), default="text", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="A folder; one file is written for each.")
@click.option("--engine", type=click.Choice(get_args(EngineName)), help="What reads; else what OCR_ENGINE says.")
@click.option("--lang", metavar="LANGUAGES", help="What Tesseract expects, such as id or id+en; only for Tesseract.")
def scan(files: tuple[Path, ...], form: str, out: Path | None, engine: EngineName | None, lang: str | None) -> None:
    """Read photos and PDFs. Exit code 0: all read, 1: some failed, 2: wrong use."""
    language = terminal_language()
    chosen_form = FORMATS[form]
    _check_use(files, language)
    _check_output(files, chosen_form, out, language)
    arguments = _engine(engine, lang, language)
    targets = _targets(files, out, chosen_form.suffix)
    if out is None:
        click.echo(chosen_form.head, nl=False)
    try:
        complete = [
            _deliver(document, chosen_form, target, language)
            for document, target in _read(files, targets, arguments, language, pictures=chosen_form.binary)
        ]
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    sys.exit(0 if all(complete) else 1)


def _check_use(files: tuple[Path, ...], language: Language) -> None:
    """Says all that is wrong before anything is read."""
    wrong = [sentence for sentence in (_wrong_with(path, language) for path in files) if sentence]
    if wrong:
        _stop(wrong)


def _check_output(files: tuple[Path, ...], form: Format, out: Path | None, language: Language) -> None:
    if form.binary and out is None and (len(files) > 1 or sys.stdout.isatty()):
        _stop([_NEEDS_FOLDER.in_language(language, {})])


def _engine(name: EngineName | None, lang: str | None, language: Language) -> EngineArguments:
    try:
        return chosen(name or settings().ocr_engine, lang)
    except EngineUnavailableError as error:
        _stop([unavailable(error, language)])


def _wrong_with(path: Path, language: Language) -> str | None:
    wording = None
    try:
        with path.open("rb"):
            pass
    except IsADirectoryError:
        wording = _FOLDER
    except PermissionError:
        wording = _CLOSED
    except OSError:
        wording = _MISSING
    return wording.in_language(language, {"path": path}) if wording else None


def _stop(sentences: list[str]) -> NoReturn:
    for sentence in sentences:
        click.echo(f"ocrwtf: {sentence}", err=True)
    sys.exit(2)


def _targets(files: tuple[Path, ...], out: Path | None, suffix: str) -> list[Path | None]:
    """A file in the folder for each input, numbered where two inputs share a name; None: standard output."""
    if out is None:
        return [None] * len(files)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.BadParameter(f"that folder cannot be made ({error.strerror})", param_hint="--out") from error
    taken: set[str] = set()
    targets: list[Path | None] = []
    for path in files:
        name, count = path.name, 1
        while name in taken:
            count += 1
            name = f"{path.stem}-{count}{path.suffix}"
        taken.add(name)
        targets.append(out / (name + suffix))
    return targets


def _read(
    files: tuple[Path, ...],
    targets: list[Path | None],
    engine: EngineArguments,
    language: Language,
    *,
    pictures: bool,
) -> Iterator[tuple[Document, Path | None]]:
    """The documents in the order of the command line, read by all processes at once."""
    processes = settings().ocr_processes
    with (
        Reader(processes, engine) as reader,
        _threads(processes, reader) as executor,
        _progress(len(files), language) as step,
    ):
        waiting: deque[PendingDocument] = deque()
        upcoming = iter(files)
        for target in targets:
            while len(waiting) < _FILES_AHEAD and (path := next(upcoming, None)) is not None:
                waiting.append(PendingDocument(path, reader, executor, pictures=pictures))
            yield waiting.popleft().result(), target
            step()


@contextmanager
def _threads(count: int, reader: Reader) -> Iterator[Executor]:
    """On an early end nobody waits for pages: the reader is closed first, so that none goes on."""
    executor = ThreadPoolExecutor(count)
    try:
        yield executor
    finally:
        reader.close()
        executor.shutdown(cancel_futures=True)


@contextmanager
def _progress(total: int, language: Language) -> Iterator[Callable[[], None]]:
    """One line on the terminal that is wiped at the end; nothing where stderr is a file."""
    shown = sys.stderr.isatty()
    done = -1

    def step() -> None:
        nonlocal done
        done += 1
        if shown:
            click.echo("\r" + _PROGRESS.in_language(language, {"done": done, "total": total}), nl=False, err=True)

    step()
    try:
        yield step
    finally:
        if shown:
            click.echo("\r\033[K", nl=False, err=True)


def _deliver(document: Document, form: Format, target: Path | None, language: Language) -> bool:
    """Writes one document and says on stderr what could not be read; whether all of it was."""
    rendered = form.render(document, language)
    if target is None:
        click.echo(rendered, nl=False)
    elif rendered or not form.binary:
        target.write_bytes(form.head + rendered)
    for sentence in _failures(document, language):
        click.echo(f"ocrwtf: {sentence}", err=True)
    return document.complete


def _failures(document: Document, language: Language) -> list[str]:
    if document.error:
        return [f"{document.path}: {_sentence(problem_of(document.error), language)}"]
    return [
        _PAGE.in_language(
            language, {"path": document.path, "number": number, "problem": _sentence(problem_of(page), language)}
        )
        for number, page in enumerate(document.pages, 1)
        if isinstance(page, DocumentError)
    ]


def _sentence(problem: Problem, language: Language) -> str:
    return problem.detail.in_language(language, problem.params)
