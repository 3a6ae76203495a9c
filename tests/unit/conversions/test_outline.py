"""What an outline is taken for."""

import io

import pptx
import pytest

from ocrwtf.conversions.in_child.outline import OutlineSlide, deck, slides_of


@pytest.mark.parametrize(
    ("text", "slides"),
    [
        ("# A\n- b\n  - c\n\td", [OutlineSlide("A", [(0, "b"), (1, "c"), (1, "d")])]),
        ("# A\n\n\n## B\n1. x\n2) y", [OutlineSlide("A"), OutlineSlide("B", [(0, "x"), (0, "y")])]),
        ("A\nb\n\nC\nd", [OutlineSlide("A", [(0, "b")]), OutlineSlide("C", [(0, "d")])]),
        ("pembuka\n# A\nb", [OutlineSlide("pembuka"), OutlineSlide("A", [(0, "b")])]),
        ("- a\n- b", [OutlineSlide("- a", [(0, "b")])]),
        (f"A\n{' ' * 40}b", [OutlineSlide("A", [(4, "b")])]),
        ("#tagar bukan judul", [OutlineSlide("#tagar bukan judul")]),
        ("  \n\n", []),
    ],
)
def test_slides_of(text: str, slides: list[OutlineSlide]) -> None:
    assert slides_of(text) == slides


def test_a_deck_has_a_slide_for_each_and_no_empty_place() -> None:
    made, count = deck("# A\n# B\n- c\n  - d\n" + "- e\n" * 20)
    slides = pptx.Presentation(io.BytesIO(made)).slides
    texts = [[shape.text_frame.text for shape in slide.placeholders] for slide in slides]
    assert (count, texts[0]) == (2, ["A"])
    assert texts[1][1].splitlines()[:3] == ["c", "d", "e"]
