"""The real networks on small pages: what is read, which way up, and what is no text."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from bench.pages import generate
from ocrwtf.ocr.engine import Pixels, Reading
from ocrwtf.ocr.ppocr import models
from ocrwtf.ocr.ppocr.engine import PpocrEngine


@pytest.fixture(scope="module")
def engine() -> PpocrEngine:
    return PpocrEngine()


def blank(width: int, height: int, shade: int = 255) -> Pixels:
    return np.full((height, width, 3), shade, np.uint8)


def page_with(
    text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, size: tuple[int, int], spacing: int = 14
) -> Pixels:
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).multiline_text((30, 30), text, "black", font=font, spacing=spacing)
    return np.asarray(image)


def text_of(reading: Reading) -> str:
    return "\n".join(line.text for line in reading.lines)


def share_read(reading: Reading, truth: tuple[str, ...]) -> float:
    wanted = Counter(word.casefold() for word in truth)
    return (Counter(text_of(reading).casefold().split()) & wanted).total() / wanted.total()


@pytest.mark.parametrize(
    ("kind", "rotation"), [("clean", 0), ("turned_90", 270), ("turned_180", 180), ("turned_270", 90)]
)
def test_a_page_is_read_whichever_way_it_lies(engine: PpocrEngine, kind: str, rotation: int) -> None:
    page = generate(4, "receipt", kind, 0.7)
    reading = engine.read(page.image)
    assert reading.rotation == rotation
    assert share_read(reading, page.texts) > 0.9


def test_the_same_page_twice_is_read_the_same(engine: PpocrEngine) -> None:
    page = generate(1, "receipt", "skew", 0.6).image
    assert engine.read(page) == engine.read(page)


def handwriting() -> Pixels:
    """Lines of strokes that swing like writing and spell nothing."""
    chance = np.random.default_rng(5)
    image = Image.new("RGB", (900, 700), "white")
    pen = ImageDraw.Draw(image)
    for top in range(80, 640, 90):
        for left in range(60, 800, 110):
            swings = [
                (left + 12 * step, top + float(chance.normal(0, 16))) for step in range(int(chance.integers(4, 8)))
            ]
            pen.line(swings, fill=(20, 20, 90), width=4)
    return np.asarray(image)


@pytest.mark.parametrize(
    "page", [handwriting(), generate(4, "receipt", "clean", 0.7).image[:, ::-1]], ids=["handwriting", "mirrored"]
)
def test_a_page_that_is_likelier_misread_than_read_has_no_lines(engine: PpocrEngine, page: Pixels) -> None:
    assert engine.read(page).lines == ()


@pytest.mark.parametrize(
    "page", [blank(900, 700), blank(900, 700, 0), blank(700, 1), blank(1, 700)], ids=["white", "black", "low", "narrow"]
)
def test_a_page_without_text_has_no_lines(engine: PpocrEngine, page: Pixels) -> None:
    assert engine.read(page).lines == ()


def test_another_script_is_read_with_its_own_letters(engine: PpocrEngine) -> None:
    font = ImageFont.truetype(str(Path(models.folder()).parent / "fonts" / "simfang.ttf"), 40)
    reading = engine.read(page_with("送货单编号\n收货人签名", font, (600, 220)))
    assert text_of(reading) == "送货单编号\n收货人签名"
    assert reading.every_script


def test_print_so_fine_that_its_lines_run_together_is_looked_at_more_closely(engine: PpocrEngine) -> None:
    lines = [f"Semen {number} zak dan besi beton" for number in range(10, 22)]
    page = blank(2400, 3300)
    page[:300, :400] = page_with("\n".join(lines), ImageFont.load_default(14), (400, 300), spacing=4)
    assert share_read(engine.read(page), tuple(" ".join(lines).split())) > 0.9


def test_a_mirrored_page_is_no_crash_and_no_confident_text(engine: PpocrEngine) -> None:
    page = generate(2, "receipt", "clean", 0.6)
    reading = engine.read(np.ascontiguousarray(page.image[:, ::-1]))
    assert share_read(reading, page.texts) < 0.3


def test_a_single_glyph_is_not_taken_for_a_line_that_lies_on_its_side(engine: PpocrEngine) -> None:
    font = ImageFont.load_default(30)
    page = page_with("Barang            Qty\nSemen             1\nBesi              1", font, (520, 220))
    assert text_of(engine.read(page)).split().count("1") == 2


def test_a_word_polygon_lies_on_the_word(engine: PpocrEngine) -> None:
    page = page_with("Surat Jalan", ImageFont.load_default(40), (420, 130))
    first, second = engine.read(page).lines[0].words
    for word in (first, second):
        corners = np.array(word.polygon)
        (left, top), (right, bottom) = corners.min(axis=0).astype(int), np.ceil(corners.max(axis=0)).astype(int)
        assert page[top:bottom, left:right].min() < 60
    assert first.polygon[1][0] < second.polygon[0][0]


def test_the_network_s_hidden_features_are_what_its_own_head_gets() -> None:
    """The Latin rows of the head, applied by us, must rank characters as the whole network does."""
    line = np.random.default_rng(7).random((1, 3, 48, 96), dtype=np.float32)
    weights, biases = models.constants("ppocrv6/small/rec/rec.onnx", "linear_8.w_0", "linear_8.b_0")
    features = models.load("ppocrv6/small/rec/rec.onnx", "p2o.pd_op.transpose.8.0").run(line)[0]
    whole = models.load("ppocrv6/small/rec/rec.onnx").run(line)[0]
    assert np.array_equal((features @ weights + biases).argmax(axis=1), whole.argmax(axis=1))
