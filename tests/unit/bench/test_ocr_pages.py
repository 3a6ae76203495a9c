"""Where pages and their truth come from, and what engines say in their own ways, in one form."""

from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bench.ocr.ours import turned_back
from bench.ocr.tesseract import lines_of
from bench.ocr.truth import made_pages, real_pages, upright
from bench.pages import DOCUMENTS, generate, geometry, sample_set


def test_the_made_pages_are_those_of_the_sample_set(tmp_path: Path) -> None:
    *_, second = (source(tmp_path) for source in made_pages(2))
    *_, page = islice(sample_set(2), 2)
    assert (second.kind, second.text, second.rotation) == (page.kind, page.text, page.rotation)
    assert second.polygons is not None
    assert [*zip(second.words, second.polygons[:, 0, 0], strict=True)] == [
        (page.texts[index], page.polygons[index, 0, 0]) for index in page.reading_order
    ]


def test_some_kinds_meet_every_document() -> None:
    kinds = ["clean", "shadow", "blur", "stamp", "crease"]
    pairs = {source.args[1:] for source in made_pages(25, kinds)}  # type: ignore[attr-defined]
    assert pairs == {(document, kind) for document in DOCUMENTS for kind in kinds}


def test_the_truth_of_a_real_page_is_the_text_behind_its_corners(tmp_path: Path) -> None:
    for folder in ("img", "box"):
        (tmp_path / folder).mkdir()
    Image.new("RGB", (4, 2)).save(tmp_path / "img" / "1.png")
    (tmp_path / "box" / "1.csv").write_text('0,0,9,0,9,9,0,9,TOTAL: 1,000\n0,0,9,0,9,9,0,9,"LUNAS"\n', "utf-8")
    [truth] = [source(tmp_path) for source in real_pages(tmp_path, limit=None)]
    assert truth.lines == (("TOTAL:", "1,000"), ('"LUNAS"',))
    assert truth.polygons is None


def test_peers_get_the_page_upright_as_its_file_says(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise by 90 degrees
    Image.new("RGB", (40, 20)).save(tmp_path / "photo.jpg", exif=exif)
    with Image.open(upright(tmp_path / "photo.jpg", tmp_path)) as page:
        assert (page.size, page.format) == ((20, 40), "PPM")


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_places_on_the_page_turned_upright_lead_back_to_the_image_as_it_was(degrees: int) -> None:
    page = generate(1, "receipt", "clean", 0.25)
    given = geometry.turn(page, degrees) if degrees else page
    height, width = given.image.shape[:2]
    polygon = tuple((float(x), float(y)) for x, y in page.polygons[3])
    assert np.allclose(turned_back(polygon, (360 - degrees) % 360, width, height), given.polygons[3])


def test_tesseracts_table_becomes_lines_of_words() -> None:
    rows = ["level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"]
    rows += ["4\t1\t1\t1\t1\t0\t5\t6\t90\t9\t-1\t", "5\t1\t1\t1\t1\t1\t5\t6\t30\t9\t96.5\tSurat"]
    rows += ["5\t1\t1\t1\t1\t2\t50\t6\t30\t9\t12\tJalan", "5\t1\t1\t1\t2\t1\t5\t26\t30\t9\t50\tNo."]
    rows += ["5\t1\t1\t1\t2\t2\t5\t26\t30\t9\t95\t "]
    first, second = lines_of("\n".join(rows))
    assert [word.text for word in (*first, *second)] == ["Surat", "Jalan", "No."]
    assert first[0].confidence == pytest.approx(0.965)
    assert first[0].polygon == ((5, 6), (35, 6), (35, 15), (5, 15))
