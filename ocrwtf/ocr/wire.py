"""Lines and words as JSON: one shape for the API, the database, the command line and what a child answers."""

import math
from collections.abc import Iterable
from typing import Any, cast

from ocrwtf.ocr.limits import MAX_ALTERNATIVES, MAX_PAGE_CHARACTERS, MAX_PAGE_WORDS
from ocrwtf.ocr.page import Alternative, Line, Point, Polygon, Word

_UNSTORABLE = dict.fromkeys([*range(32), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF])


class TooMuchTextError(ValueError):
    """More lines, words or characters than a page can hold."""


def lines_as_json(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Names in camelCase as on the wire, empty and null members included; polygons in pixels, a tenth is enough."""
    return [_line_as_json(line) for line in lines]


def _line_as_json(line: Line) -> dict[str, Any]:
    return _as_json(line) | {"words": [_word_as_json(word) for word in line.words]}


def _word_as_json(word: Word) -> dict[str, Any]:
    others = [{"text": other.text, "confidence": round(other.confidence, 4)} for other in word.alternatives]
    return _as_json(word) | {"alternatives": others}


def _as_json(item: Line | Word) -> dict[str, Any]:
    return {
        "text": item.text,
        "confidence": round(item.confidence, 4),
        "polygon": [[round(x, 1), round(y, 1)] for x, y in item.polygon],
    }


def lines_from_json(content: object) -> tuple[Line, ...]:
    """The lines that `lines_as_json` wrote; what a child says is checked in every part.

    Raises
    ------
    TooMuchTextError: more of them than a page can hold.
    ValueError: not such lines.
    """
    if not isinstance(content, list):
        raise ValueError("no lines")  # noqa: TRY004  whatever is wrong, the caller treats it alike
    lines = cast("list[dict[str, Any]]", content)
    try:
        _refuse_too_much(lines)
        return tuple(Line(*_item(line), words=tuple(_word(word) for word in line["words"])) for line in lines)
    except TooMuchTextError:
        raise
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        raise ValueError("no lines") from error


def _refuse_too_much(lines: list[dict[str, Any]]) -> None:
    """Before anything is made of them: words within the limit first, so that the characters are few to count."""
    if len(lines) > MAX_PAGE_WORDS or sum(len(line["words"]) for line in lines) > MAX_PAGE_WORDS:
        raise TooMuchTextError
    in_lines = sum(len(line["text"]) for line in lines)
    in_words = sum(len(word["text"]) for line in lines for word in line["words"])
    if max(in_lines, in_words) > MAX_PAGE_CHARACTERS:
        raise TooMuchTextError


def _word(word: dict[str, Any]) -> Word:
    others = tuple(
        Alternative(storable(other["text"]), _confidence(other["confidence"]))
        for other in word["alternatives"][:MAX_ALTERNATIVES]
    )
    return Word(*_item(word), alternatives=others)


def _item(item: dict[str, Any]) -> tuple[str, float, Polygon]:
    points = cast("Polygon", tuple(_point(point) for point in item["polygon"]))
    if len(points) != 4:
        raise ValueError("no polygon")
    return storable(item["text"]), _confidence(item["confidence"]), points


def _confidence(value: object) -> float:
    confidence = _number(value)
    if not 0 <= confidence <= 1:
        raise ValueError("no confidence")
    return confidence


def _point(point: list[float]) -> Point:
    x, y = point
    return _number(x), _number(y)


def _number(value: object) -> float:
    if type(value) not in (int, float) or not math.isfinite(cast("float", value)):
        raise ValueError("no number")
    return float(cast("float", value))


def storable(text: str) -> str:
    """Without what a database or a JSON reader refuses: control characters, lone surrogates, noncharacters."""
    return text.translate(_UNSTORABLE)
