"""Words from what the library gives back, which is not always in step with its lines."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from rapidocr.utils.log import logger

from ocrwtf.ocr import rapid
from ocrwtf.ocr.page import Line

BOX = [[0.0, 0.0], [100.0, 0.0], [100.0, 10.0], [0.0, 10.0]]


def piece(text: str, left: float, right: float, score: float = 0.9) -> tuple[str, float, list[list[float]]]:
    return text, score, [[left, 0], [right, 0], [right, 10], [left, 10]]


def read(monkeypatch: pytest.MonkeyPatch, **output: Any) -> tuple[Line, ...]:
    engine = object.__new__(rapid.RapidEngine)
    answer = SimpleNamespace(**{"boxes": None, "txts": None, "scores": None, "word_results": ()} | output)
    monkeypatch.setattr(engine, "_ocr", lambda _: answer, raising=False)
    return engine.read(np.zeros((9, 9, 3), np.uint8))


def test_an_empty_page_has_no_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch) == ()


def test_pieces_become_the_words_of_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = (piece("No", 0, 20), piece(".", 20, 25, 0.6), piece("7", 30, 40))
    (line,) = read(monkeypatch, boxes=np.array([BOX]), txts=("No. 7",), scores=(0.8,), word_results=(pieces,))
    assert [(word.text, word.confidence) for word in line.words] == [("No.", 0.6), ("7", 0.9)]
    assert line.words[0].polygon == ((0.0, 0.0), (25.0, 0.0), (25.0, 10.0), (0.0, 10.0))


def test_pieces_that_disagree_with_the_line_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ((piece("Jalan", 0, 100),),)
    (line,) = read(monkeypatch, boxes=np.array([BOX]), txts=("Surat Jalan",), scores=(0.8,), word_results=words)
    assert " ".join(word.text for word in line.words) == line.text == "Surat Jalan"
    assert {word.confidence for word in line.words} == {0.8}


def test_words_out_of_step_with_lines_are_divided_by_length(monkeypatch: pytest.MonkeyPatch) -> None:
    boxes = np.array([BOX, [[x, y + 50] for x, y in BOX]])
    words = ((piece("abc", 0, 100), piece("def", 0, 100)),)
    first, second = read(monkeypatch, boxes=boxes, txts=("abcd efgh i", "x"), scores=(0.8, 0.7), word_results=words)
    assert [word.polygon[0][0] for word in first.words] == pytest.approx([0, 500 / 11, 1000 / 11])
    assert second.words[0].polygon == second.polygon


def test_a_line_of_blanks_is_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch, boxes=np.array([BOX]), txts=("  ",), scores=(0.8,), word_results=((),)) == ()


def test_the_library_has_nothing_to_say() -> None:
    rapid._silence()
    assert not [handler for handler in logger.handlers if hasattr(handler, "stream")]
    assert logger.propagate is False
