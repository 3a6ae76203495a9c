"""Documents read from end to end, in the sandbox and with the real models."""

import io
import os
import tempfile
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from PIL import Image, ImageDraw, ImageFont

from ocrwtf.core.sandbox.client import ChildDiedError, ChildTimedOutError, ServerLostError
from ocrwtf.core.sandbox.wire import Limits, Refusal, Result
from ocrwtf.ocr import reader as reader_module
from ocrwtf.ocr.errors import DocumentError
from ocrwtf.ocr.reader import Probe, Reader, probe
from ocrwtf.ocr.reader_process import NICE
from tests.unit.ocr.documents import heic_bytes, image_bytes, pdf_bytes

RECEIPT = Path(__file__).parents[3] / "samples" / "receipt.jpg"


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader(1) as reader:
        yield reader


def file_of(content: bytes) -> BinaryIO:
    file = tempfile.TemporaryFile()  # noqa: SIM115  closed by the test
    file.write(content)
    file.flush()
    return file


def written(size: tuple[int, int], text: str, letter_px: int) -> Image.Image:
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).text((size[0] // 10, size[1] // 2), text, "black", ImageFont.load_default(letter_px))
    return image


def test_the_sample_receipt_is_read(reader: Reader) -> None:
    with RECEIPT.open("rb") as file:
        page = reader.read_page(file, 1).page
    words = [word.text for line in page.lines for word in line.words]
    assert {"SUMBER", "REJEKI", "335.775", "302.500", "PPN", "Kembali", "14.225", "Darmo"} <= set(words)
    assert page.engine.startswith("pp-ocrv6-small 4.0")
    assert 0.9 < (page.confidence or 0) <= 1
    assert " ".join(words) == " ".join(line.text for line in page.lines)


def test_the_same_page_twice_gives_the_same_result(reader: Reader) -> None:
    with file_of(image_bytes(written((400, 120), "Surat Jalan", 40), "PNG")) as file:
        assert reader.read_page(file, 1) == reader.read_page(file, 1)


def test_reading_lets_others_go_first(reader: Reader) -> None:
    with file_of(image_bytes(written((300, 100), "Surat", 40), "PNG")) as file:
        reader.read_page(file, 1)
    (pid,) = reader._pool.pids()
    assert os.getpriority(os.PRIO_PROCESS, pid) == os.getpriority(os.PRIO_PROCESS, 0) + NICE


def test_places_are_those_of_the_full_photo(reader: Reader) -> None:
    with file_of(image_bytes(written((4800, 1200), "Surat", 300), "JPEG")) as file:
        page = reader.read_page(file, 1).page
    assert (page.width_px, page.height_px) == (4800, 1200)
    left, top = page.lines[0].polygon[0]
    assert left == pytest.approx(480, abs=90)
    assert top == pytest.approx(640, abs=120)


def test_an_empty_page_has_no_lines_and_no_confidence(reader: Reader) -> None:
    with file_of(image_bytes(Image.new("RGB", (300, 300), "white"), "PNG")) as file:
        found = reader.read_page(file, 1)
    assert (found.page.lines, found.page.confidence) == ((), None)
    assert Image.open(io.BytesIO(found.images.thumbnail)).size == (300, 300)


def test_a_text_layer_needs_no_recognition(reader: Reader) -> None:
    with file_of(pdf_bytes("BT /F1 24 Tf 72 700 Td (Surat Jalan) Tj ET", pages=2)) as file:
        page = reader.read_page(file, 2).page
    assert (page.number, page.engine, page.text, page.confidence) == (2, "pdf-text", "Surat Jalan", 1.0)


@pytest.mark.parametrize(
    ("mode", "form", "options"),
    [("RGB", "JPEG", {}), ("RGBA", "PNG", {}), ("CMYK", "TIFF", {"compression": "tiff_lzw"})],
)
def test_fifty_megapixels_need_half_of_the_memory_that_a_child_may_have(
    mode: str, form: str, options: dict[str, str]
) -> None:
    limits = Limits(memory_bytes=Limits().memory_bytes // 2)
    with file_of(image_bytes(Image.new(mode, (7070, 7070)), form, **options)) as file:
        result = reader_module._sandbox.run("ocrwtf.ocr.decode:read_page", file.fileno(), {"number": 1}, limits)
    assert result.meta["pixels"] == [2828, 2828]


def test_a_photo_whose_decoder_needs_a_thread_is_read(reader: Reader) -> None:
    with file_of(heic_bytes(3)) as file:
        assert probe(file) == Probe("image/heic", 1, 64, 128)
        assert Image.open(io.BytesIO(reader.read_page(file, 1).images.full)).size == (64, 128)


def test_a_document_is_probed() -> None:
    with RECEIPT.open("rb") as file:
        assert probe(file) == Probe("image/jpeg", 1, 1080, 1440)


def test_an_abort_of_the_parser_is_an_unreadable_document(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """PDFium aborts its process when it gets no memory for what a page unpacks to."""
    monkeypatch.setattr(reader_module, "Limits", partial(Limits, memory_bytes=256 * 1024**2))
    bomb = zlib.compress(zlib.compress(bytes(400 * 1024**2), 1)).decode("latin-1")
    plain = pdf_bytes(bomb).replace(b"4 0 obj <<", b"4 0 obj <</Filter [/FlateDecode/FlateDecode]", 1)
    with file_of(plain) as file, pytest.raises(DocumentError) as failed:
        reader.read_page(file, 1)
    assert (failed.value.code, failed.value.retryable) == ("unreadable-document", False)


@pytest.mark.parametrize(
    ("raised", "code", "retryable"),
    [
        (ChildDiedError("signal"), "unreadable-document", False),
        (ChildTimedOutError(), "reading-timed-out", True),
        (ServerLostError(), "reader-crashed", True),
        (Refusal("no-pages"), "no-pages", False),
        (Refusal("too-many-pages", pages=60, limit=50), "too-many-pages", False),
        (Refusal("too-many-pages", pages="sixty", limit=50), "unreadable-document", False),
        (Refusal("insufficient-credits"), "unreadable-document", False),
    ],
)
def test_what_happens_to_a_child_becomes_an_error_of_the_document(
    monkeypatch: pytest.MonkeyPatch, raised: Exception, code: str, *, retryable: bool
) -> None:
    def run(*_: object) -> Result:
        raise raised

    monkeypatch.setattr(reader_module._sandbox, "run", run)
    with RECEIPT.open("rb") as file, pytest.raises(DocumentError) as failed:
        probe(file)
    assert (failed.value.code, failed.value.retryable) == (code, retryable)


GOOD = {"width_px": 10, "height_px": 10, "lines": [], "pixels": None}
PICTURES = [b"RIFF", b"RIFF", b"RIFF"]


@pytest.mark.parametrize(
    ("meta", "blobs"),
    [
        ({}, PICTURES),
        (GOOD | {"width_px": 0}, PICTURES),
        (GOOD | {"width_px": "10"}, PICTURES),
        (GOOD | {"lines": None}, PICTURES),
        (GOOD, [b"<svg", b"RIFF", b"RIFF"]),
        (GOOD, PICTURES[:2]),
        (GOOD | {"pixels": [2, 2]}, [*PICTURES, b"too short"]),
        (GOOD | {"pixels": [16_384, 1]}, [*PICTURES, bytes(16_384 * 3)]),
        (GOOD | {"pixels": [4_000, 2_001]}, [*PICTURES, bytes(4_000 * 2_001 * 3)]),
    ],
)
def test_a_child_that_was_taken_over_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, reader: Reader, meta: dict[str, Any], blobs: list[bytes]
) -> None:
    monkeypatch.setattr(reader_module._sandbox, "run", lambda *_: Result(meta, blobs))
    with RECEIPT.open("rb") as file, pytest.raises(DocumentError) as failed:
        reader.read_page(file, 1)
    assert failed.value.code == "unreadable-document"


def test_a_turned_page_s_size_pictures_and_polygons_stand_upright(reader: Reader) -> None:
    image = Image.new("RGB", (700, 300), "white")
    draw = ImageDraw.Draw(image)
    for row in range(4):
        draw.text((4, 10 + 70 * row), f"SURAT JALAN NO {row}", "black", font=ImageFont.load_default(60))
    with file_of(image_bytes(image.transpose(Image.Transpose.ROTATE_90).resize((600, 1400)), "PNG")) as file:
        found = reader.read_page(file, 1)
    page = found.page
    assert (page.rotation, page.width_px, page.height_px) == (90, 1400, 600)
    assert Image.open(io.BytesIO(found.images.full)).size == (1400, 600)
    assert page.text.split()[:3] == ["SURAT", "JALAN", "NO"]
    corners = [corner for line in page.lines for corner in line.polygon]
    assert all(0 <= x <= 1400 and 0 <= y <= 600 for x, y in corners)
    assert min(x for x, _ in corners) == 0
    assert page.lines[0].polygon[0][1] < 80
