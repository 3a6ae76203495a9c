"""Presentations and their PDFs, opened in disposable children; what a child says is checked in every part."""

from dataclasses import dataclass
from typing import Any, BinaryIO

from ocrwtf.conversions.errors import CODES, SlidesError
from ocrwtf.conversions.kind import DeckKind
from ocrwtf.conversions.limits import (
    CHILD_SECONDS,
    MAX_FONT_CHARACTERS,
    MAX_FONTS,
    MAX_SLIDES,
    PICTURES_AT_ONCE,
)
from ocrwtf.core.sandbox.client import ChildDiedError, ChildTimedOutError, Sandbox, ServerLostError
from ocrwtf.core.sandbox.wire import Limits, Refusal, Result

_ENTRY = "ocrwtf.conversions.in_child.entry"
_FAILED = "conversion-failed"
_sandbox = Sandbox(_ENTRY)


@dataclass(frozen=True, slots=True)
class Looked:
    kind: DeckKind
    slides: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """`content` is what the converter gets; `fonts` are those that the deck names."""

    content: bytes
    fonts: list[str]
    has_notes: bool


@dataclass(frozen=True, slots=True)
class Finished:
    """`fonts` are those in the PDF, named without spaces."""

    pdf: bytes
    pages: int
    fonts: list[str]


def look(file: BinaryIO, *, outline: bool = False) -> Looked:
    """What it is, before anything is charged.

    Raises
    ------
    SlidesError: it will not be converted, and why; retryable when the machine, not the file, was the reason.
    """
    meta = _in_child("look_at_outline" if outline else "look", file, {}).meta
    if meta.get("kind") not in set(DeckKind):
        raise SlidesError("unreadable-presentation")
    return Looked(DeckKind(meta["kind"]), _whole(meta, "slides"))


def prepare(file: BinaryIO, kind: DeckKind) -> Prepared:
    """Raises SlidesError."""
    result = _in_child("prepare", file, {"kind": kind})
    match result.blobs, result.meta.get("has_notes"):
        case [content], bool(has_notes):
            return Prepared(content, _names(result.meta), has_notes)
    raise SlidesError("unreadable-presentation")


def finish(file: BinaryIO) -> Finished:
    """Raises SlidesError."""
    result = _in_child("finish", file, {}, _FAILED)
    return Finished(_pdf(result), _whole(result.meta, "pages"), _names(result.meta))


def handout(file: BinaryIO) -> bytes:
    """Raises SlidesError."""
    return _pdf(_in_child("handout", file, {}, _FAILED))


def pictures(file: BinaryIO, first: int) -> list[bytes]:
    """Of some pages from number `first` on, as WebP; none when there are no more.

    Raises
    ------
    SlidesError.
    """
    made = _in_child("pictures", file, {"first": first, "count": PICTURES_AT_ONCE}, _FAILED).blobs
    if len(made) > PICTURES_AT_ONCE or not all(blob.startswith(b"RIFF") for blob in made):
        raise SlidesError(_FAILED)
    return made


def _in_child(
    function: str, file: BinaryIO, arguments: dict[str, Any], otherwise: str = "unreadable-presentation"
) -> Result:
    """`otherwise` is what is said of a child that died over the file."""
    limits = Limits(wall_seconds=CHILD_SECONDS, result_bytes=320 * 1024**2)
    try:
        return _sandbox.run(f"{_ENTRY}:{function}", file.fileno(), arguments, limits)
    except Refusal as refusal:
        raise _error(refusal) from None
    except ChildTimedOutError as error:
        raise SlidesError("conversion-timed-out") from error
    except ServerLostError as error:
        raise SlidesError("conversion-interrupted", retryable=True) from error
    except ChildDiedError as error:
        raise SlidesError(otherwise) from error


def _error(refusal: Refusal) -> SlidesError:
    params = {name: value for name, value in refusal.params.items() if type(value) is int}
    if CODES.get(refusal.code) != params.keys():
        return SlidesError("unreadable-presentation")
    return SlidesError(refusal.code, retryable=False, **params)


def _whole(meta: dict[str, Any], name: str) -> int:
    value = meta.get(name)
    if type(value) is not int or not 1 <= value <= MAX_SLIDES:
        raise SlidesError("unreadable-presentation")
    return value


def _names(meta: dict[str, Any]) -> list[str]:
    names = meta.get("fonts")
    if not isinstance(names, list) or len(names) > MAX_FONTS:
        raise SlidesError("unreadable-presentation")
    if not all(type(name) is str and name.isprintable() and len(name) <= MAX_FONT_CHARACTERS for name in names):
        return []  # names only: a deck is not refused for them
    return names


def _pdf(result: Result) -> bytes:
    match result.blobs:
        case [pdf] if pdf.startswith(b"%PDF-"):
            return pdf
    raise SlidesError(_FAILED)
