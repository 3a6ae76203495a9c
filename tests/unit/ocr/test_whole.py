"""The command line and the API say the same of the same pages."""

import pytest

from ocrwtf.ocr.errors import DocumentError
from ocrwtf.ocr.page import Line, Page
from ocrwtf.ocr.whole import engines_of, failure, joined_text, mean_confidence

BOX = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


def page(text: str, engine: str = "e", confidence: float = 0.5) -> Page:
    lines = (Line(text, confidence, BOX, ()),) if text else ()
    return Page(1, 10, 10, rotation=0, confidence=None, engine=engine, lines=lines)


def test_empty_pages_leave_no_gap_in_the_text() -> None:
    assert joined_text(["satu", "", " ", "dua"]) == "satu\n\ndua"


def test_long_lines_weigh_more_than_short_ones() -> None:
    lines = (Line("a", 0.0, BOX, ()), Line("bbb", 1.0, BOX, ()))
    assert mean_confidence(lines) == 0.75
    assert mean_confidence(()) is None


def test_engines_are_named_once_each() -> None:
    assert engines_of([page("", "pdf-text"), page("", "a"), page("", "a")]) == "a, pdf-text"
    assert engines_of([]) is None


@pytest.mark.parametrize(
    ("texts", "errors", "code"),
    [(["satu", ""], ["x"], None), (["", ""], [], "no-text-found"), ([""], ["x", "y"], "x"), ([], ["y"], "y")],
)
def test_a_document_fails_only_without_any_text(texts: list[str], errors: list[str], code: str | None) -> None:
    error = failure([page(text) for text in texts], [DocumentError(name) for name in errors])
    assert (error.code if error else None) == code
