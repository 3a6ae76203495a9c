"""Reads documents, for the rest of the product: files are opened in disposable children, pixels read in a pool."""

import os
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, BinaryIO, Self, cast, get_args

from ocrwtf.core.sandbox.client import ChildDiedError, ChildTimedOutError, Sandbox, ServerLostError
from ocrwtf.core.sandbox.wire import Limits, Refusal, Result
from ocrwtf.ocr.choice import PPOCR, EngineArguments
from ocrwtf.ocr.errors import CODES, DocumentError
from ocrwtf.ocr.limits import MAX_PAGES, MAX_READ_PX, MAX_SIDE_PX, PAGE_SECONDS
from ocrwtf.ocr.media_type import HEIC, SIGNATURE_BYTES, MediaType, media_type_of
from ocrwtf.ocr.page import Line, Page, Polygon
from ocrwtf.ocr.pool import Raster, ReaderPool, Reading, command_of
from ocrwtf.ocr.whole import mean_confidence
from ocrwtf.ocr.wire import lines_from_json

_DECODE = "ocrwtf.ocr.decode"
_MAX_FRAME_PX = 2**31
_JPEG_START = b"\xff\xd8\xff"
_sandbox = Sandbox(_DECODE)


@dataclass(frozen=True, slots=True)
class Probe:
    """What a document is, before anything is charged. The size is page 1's, upright, in pixels."""

    media_type: MediaType
    page_count: int
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class PageImages:
    """WebP without metadata: as large as it was read (see `limits`), 1280 px and 320 px wide."""

    full: bytes
    medium: bytes
    thumbnail: bytes


@dataclass(frozen=True, slots=True)
class JpegPicture:
    """RGB."""

    data: bytes
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class ReadPage:
    page: Page
    images: PageImages


def probe(file: BinaryIO) -> Probe:
    """Opens the document in a disposable child; an image is decoded to its end.

    Raises
    ------
    DocumentError: it will not be read, and why; retryable when the machine, not the document, was the reason.
    """
    meta = _in_child("probe", file, {}, 60.0).meta
    media_type = meta.get("media_type")
    if media_type not in get_args(MediaType):
        raise DocumentError("unreadable-document")
    pages = _whole(meta, "page_count", MAX_PAGES)
    size = _whole(meta, "width_px", _MAX_FRAME_PX), _whole(meta, "height_px", _MAX_FRAME_PX)
    return Probe(cast("MediaType", media_type), pages, *size)


class Reader:
    """Owns the processes that read; used from any number of threads."""

    def __init__(self, processes: int, engine: EngineArguments = PPOCR) -> None:
        self._pool = ReaderPool(processes, command_of(engine))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the processes; whoever still waits for a page gets reader-crashed."""
        self._pool.close()

    def read_page(self, file: BinaryIO, number: int, timeout_seconds: float = PAGE_SECONDS) -> ReadPage:
        """Reads page `number` (from 1). `timeout_seconds` holds for decoding and for reading, each.

        Raises
        ------
        DocumentError: see `probe`; reading-timed-out and reader-crashed are retryable.
        """
        result = _in_child("read_page", file, {"number": number}, timeout_seconds)
        meta, (full, medium, thumbnail, *raw) = result.meta, _blobs(result)
        images = PageImages(full, medium, thumbnail)
        size = _whole(meta, "width_px", _MAX_FRAME_PX), _whole(meta, "height_px", _MAX_FRAME_PX)
        if not raw:
            return ReadPage(_page(number, size, Reading("pdf-text", 0, _text_layer(meta))), images)
        raster = _raster(meta, raw[0])
        reading = self._pool.read(raster, timeout_seconds)
        page = _page(number, size, reading)
        seen = raster.width_px, raster.height_px
        page = replace(page, lines=_scaled(page, seen if reading.rotation in (0, 180) else seen[::-1]))
        if reading.rotation:
            images = turned_images(file, number, reading.rotation, timeout_seconds)
        return ReadPage(page, images)


def _page(number: int, upright: tuple[int, int], reading: Reading) -> Page:
    """`upright` is the size before the reading turned the page."""
    width, height = upright if reading.rotation in (0, 180) else upright[::-1]
    confidence = mean_confidence(reading.lines)
    return Page(number, width, height, reading.rotation, confidence, reading.engine, reading.lines)


def turned_images(file: BinaryIO, number: int, degrees: int, timeout_seconds: float) -> PageImages:
    """The pictures of page `number` turned clockwise from the page as it is in the file.

    Raises
    ------
    DocumentError: see `probe`.
    """
    result = _in_child("turned_pictures", file, {"number": number, "degrees": degrees}, timeout_seconds)
    return PageImages(*_blobs(result))


def jpeg_picture(file: BinaryIO, timeout_seconds: float) -> JpegPicture:
    """A page's full picture, which is WebP, as JPEG: for PDF, which does not know WebP.

    Raises
    ------
    DocumentError: see `probe`.
    """
    result = _in_child("jpeg_picture", file, {}, timeout_seconds)
    size = _whole(result.meta, "width_px", MAX_SIDE_PX), _whole(result.meta, "height_px", MAX_SIDE_PX)
    match result.blobs:
        case [data] if data.startswith(_JPEG_START):
            return JpegPicture(data, *size)
    raise DocumentError("unreadable-document")


def _in_child(function: str, file: BinaryIO, arguments: dict[str, Any], timeout_seconds: float) -> Result:
    """Only the decoder of HEIC gets threads: it starts one whatever it is told."""
    start = os.pread(file.fileno(), SIGNATURE_BYTES, 0)
    limits = Limits(wall_seconds=timeout_seconds, threads=media_type_of(start) == HEIC)
    try:
        return _sandbox.run(f"{_DECODE}:{function}", file.fileno(), arguments, limits)
    except Refusal as refusal:
        raise _document_error(refusal) from None
    except ChildTimedOutError as error:
        raise DocumentError("reading-timed-out", retryable=True) from error
    except ServerLostError as error:
        raise DocumentError("reader-crashed", retryable=True) from error
    except ChildDiedError as error:
        raise DocumentError("unreadable-document") from error


def _document_error(refusal: Refusal) -> DocumentError:
    """What the child says is checked: only codes we know, with whole numbers as their parameters."""
    params = {name: value for name, value in refusal.params.items() if type(value) is int}
    if CODES.get(refusal.code) != params.keys():
        return DocumentError("unreadable-document")
    return DocumentError(refusal.code, retryable=False, **params)


def _whole(meta: dict[str, Any], name: str, most: int) -> int:
    value = meta.get(name)
    if type(value) is not int or not 1 <= value <= most:
        raise DocumentError("unreadable-document")
    return value


def _blobs(result: Result) -> list[bytes]:
    wanted = 3 if result.meta.get("pixels") is None else 4
    if len(result.blobs) != wanted or not all(blob.startswith(b"RIFF") for blob in result.blobs[:3]):
        raise DocumentError("unreadable-document")
    return result.blobs


def _raster(meta: dict[str, Any], data: bytes) -> Raster:
    match meta["pixels"]:
        case [int(width), int(height)] if 1 <= width <= MAX_SIDE_PX and 1 <= height <= MAX_SIDE_PX:
            if len(data) == width * height * 3 and width * height <= MAX_READ_PX:
                return Raster(width, height, data)
    raise DocumentError("unreadable-document")


def _text_layer(meta: dict[str, Any]) -> tuple[Line, ...]:
    try:
        return lines_from_json(meta.get("lines"))
    except ValueError as error:
        raise DocumentError("unreadable-document") from error


def _scaled(page: Page, seen: tuple[int, int]) -> tuple[Line, ...]:
    """The lines from pixels of the upright page as it was seen to pixels of the full page, and not beyond its edges."""

    def along(place: float, seen_side: int, side: int) -> float:
        return round(min(max(place * side / seen_side, 0.0), side), 1)

    def scaled(polygon: Polygon) -> Polygon:
        points = ((along(x, seen[0], page.width_px), along(y, seen[1], page.height_px)) for x, y in polygon)
        return cast("Polygon", tuple(points))

    return tuple(
        replace(
            line,
            polygon=scaled(line.polygon),
            words=tuple(replace(word, polygon=scaled(word.polygon)) for word in line.words),
        )
        for line in page.lines
    )
