"""Tesseract reads behind the same interface as our own engine, and dies with the process that uses it."""

import os
import select
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from ocrwtf.ocr.choice import chosen
from ocrwtf.ocr.errors import DocumentError
from ocrwtf.ocr.pool import Raster, ReaderPool, Reading, command_of
from ocrwtf.ocr.tesseract.program import SYSTEM_PATH
from scripts import tesseract

RECEIPT = Path(__file__).parents[3] / "samples" / "receipt.jpg"
HANGING = """#!/bin/sh
case "$1" in
  --version) echo tesseract 5.9.9;;
  *) echo $$ > "$0.pid"; exec /bin/sleep 600;;
esac
"""
installed = pytest.mark.skipif(
    shutil.which("tesseract", path=SYSTEM_PATH) is None,
    reason=tesseract.MISSING,
)


def read(image: Image.Image) -> Reading:
    with ReaderPool(1, command_of(chosen("tesseract"))) as pool:
        return pool.read(Raster(image.width, image.height, image.convert("RGB").tobytes()), 60)


def receipt() -> Image.Image:
    with Image.open(RECEIPT) as image:
        return image.convert("RGB")


@installed
def test_the_sample_receipt_is_read_with_places_and_certainty() -> None:
    reading = read(receipt())
    words = {word.text: word for line in reading.lines for word in line.words}
    assert {"SUMBER", "REJEKI", "Surabaya", "Kembali"} <= words.keys()
    assert (reading.rotation, reading.engine.split()[0]) == (0, "tesseract")
    assert words["SUMBER"].polygon[0] == pytest.approx((453, 146), abs=10)
    assert all(0 <= word.confidence <= 1 for word in words.values())


@installed
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_is_turned_upright(degrees: int) -> None:
    reading = read(receipt().rotate(degrees, expand=True))  # counterclockwise
    assert reading.rotation == degrees
    assert "SUMBER" in reading.lines[0].text


@installed
@pytest.mark.parametrize("size", [(1, 1), (1, 2000), (600, 400)])
def test_a_page_without_text_has_no_lines(size: tuple[int, int]) -> None:
    assert read(Image.new("RGB", size, "white")).lines == ()


def test_it_does_not_outlive_the_process_that_reads(tmp_path: Path) -> None:
    program = tmp_path / "tesseract"
    program.write_text(HANGING)
    program.chmod(0o755)
    os.mkfifo(f"{program}.pid")
    command = command_of(("tesseract", str(program), "ind"))
    with ThreadPoolExecutor(1) as threads, ReaderPool(1, command) as pool:
        reading = threads.submit(pool.read, Raster(9, 9, bytes(243)), 60)
        hanging = os.pidfd_open(int(Path(f"{program}.pid").read_text()))
        pool.close()
        assert isinstance(reading.exception(), DocumentError)
    assert select.select([hanging], [], [], 10)[0]
    os.close(hanging)
