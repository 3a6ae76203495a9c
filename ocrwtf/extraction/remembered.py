"""What a person confirmed on an earlier document of the same sender: where a field stands, and what names it there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ocrwtf.extraction.amounts import currency_of
from ocrwtf.extraction.field import FieldName, Source, WordAt
from ocrwtf.extraction.guess import Guess
from ocrwtf.extraction.normal import has_form, normalized
from ocrwtf.extraction.sheet import Row, Sheet, Span, Token, box_of, sheet_of
from ocrwtf.ocr.page import Page

MOST_LABEL_CHARACTERS = 60
_MOST_LABEL_DIGITS = 2
"""As "PPN 11%" has; more are a value of this one paper."""
_AROUND = " :.=-#"
_GROWN = 0.015
"""Of the page's width and height: how far a scan or a photograph may lie otherwise."""
_BY_LABEL, _BY_PLACE = 1.3, 1.1
"""Stronger than any label or place that nobody confirmed."""
_ONLY_PLACE = 0.7
"""What is left of the likelihood of what only lies where something else lay: always one for a person to look at."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """`label` stands before the value, in its row or cell. The box is in shares of the page's width and height."""

    name: FieldName
    label: str | None
    page: int
    left: float
    top: float
    right: float
    bottom: float


def place_of(name: FieldName, pages: Sequence[Page], words: Sequence[WordAt]) -> Remembered | None:
    """Where a value stands; None where its words are not together in one row."""
    sheet = sheet_of([page for page in pages if words and page.number == words[0].page])
    wanted = set(words)
    for row in sheet.rows:
        tokens = [token for token in row.tokens if token.at in wanted]
        if tokens and len(tokens) == len(wanted):
            return Remembered(name, _before(row, tokens[0]), row.page, *_shares(sheet, row.page, tokens))
    return None


def _before(row: Row, first: Token) -> str | None:
    """The text of the cells before the value, as far as the one just before reaches; "Rp" names nothing."""
    label = ""
    for cell in row.cells:
        said = [token.text for token in cell.tokens if token.left < first.left and not currency_of(token.text)]
        if first in cell.tokens:
            label = " ".join(said) if _plain(" ".join(said)) else label
            break
        label = " ".join(said)
    label = label.strip(_AROUND)[-MOST_LABEL_CHARACTERS:]
    says_a_value = sum(character.isdigit() for character in label) > _MOST_LABEL_DIGITS
    return label if any(character.isalpha() for character in label) and not says_a_value else None


def remembered_guesses(guesses: Sequence[Guess], sheet: Sheet, remembered: Iterable[Remembered]) -> list[Guess]:
    """By its label where that is on the paper still, else by its place; nothing where neither holds such a value."""
    meanings = {(guess.name, guess.span.words, guess.span.text): guess.normalized for guess in guesses}
    recalled = (guess for each in remembered for guess in _recalled(each, guesses, sheet))
    return [_as_found(guess, meanings) for guess in recalled]


def _as_found(guess: Guess, meanings: Mapping[tuple[FieldName, tuple[WordAt, ...], str], str | None]) -> Guess:
    """What was found there means what it was found to mean, for the whole paper says how its amounts are written."""
    return replace(guess, normalized=meanings.get((guess.name, guess.span.words, guess.span.text), guess.normalized))


def _recalled(each: Remembered, guesses: Sequence[Guess], sheet: Sheet) -> Iterator[Guess]:
    label = _plain(each.label or "")
    labelled = [guess for guess in guesses if label and _plain(guess.label or "") == label]
    named = [guess.span for guess in labelled if guess.name is each.name or _fits(each.name, guess.span)]
    behind = (span for row in sheet.rows for span in _behind(row, label) if _fits(each.name, span))
    placed = (span for span in _at(each, sheet) if _fits(each.name, span))
    for spans, strength in ((named, _BY_LABEL), (behind, _BY_LABEL), (placed, _BY_PLACE)):
        recalled = [_as(each, span, strength) for span in spans]
        if recalled:
            yield from recalled
            return


def _as(each: Remembered, span: Span, strength: float) -> Guess:
    plausible = _ONLY_PLACE if strength == _BY_PLACE else 1.0
    meaning = normalized(each.name, span.text)
    return Guess(each.name, span, meaning, strength, Source.REMEMBERED, each.label, plausible)


def _fits(name: FieldName, span: Span) -> bool:
    return not has_form(name) or normalized(name, span.text) is not None


def _behind(row: Row, label: str) -> Iterator[Span]:
    """What stands right of a cell, or of the first words of one, that say just this."""
    if not label:
        return
    for index, cell in enumerate(row.cells):
        said = ""
        for at, token in enumerate(cell.tokens, 1):
            said += _plain(token.text)
            if said == label:
                rest = replace(cell, tokens=cell.tokens[at:]) if at < len(cell.tokens) else None
                following = rest or (row.cells[index + 1] if index + 1 < len(row.cells) else None)
                if following:
                    yield _said(following.tokens)
                return


def _at(each: Remembered, sheet: Sheet) -> Iterator[Span]:
    """The words whose middle lies in the box, row by row."""
    sizes = {page.number: (page.width_px, page.height_px) for page in sheet.pages}
    if each.page not in sizes:
        return
    for row in sheet.rows:
        if row.page == each.page:
            tokens = tuple(token for token in row.tokens if _inside(each, token, *sizes[each.page]))
            if tokens:
                yield _said(tokens)


def _said(tokens: tuple[Token, ...]) -> Span:
    """Without the sign between label and value, where that is a word of its own."""
    kept = tuple(token for token in tokens if token.text.strip(_AROUND)) or tokens
    return Span(" ".join(token.text for token in kept).strip(), kept)


def _inside(each: Remembered, token: Token, width_px: int, height_px: int) -> bool:
    (left, top), _, (right, bottom), _ = box_of([token])
    x, y = (left + right) / 2 / max(width_px, 1), (top + bottom) / 2 / max(height_px, 1)
    return each.left - _GROWN <= x <= each.right + _GROWN and each.top - _GROWN <= y <= each.bottom + _GROWN


def _shares(sheet: Sheet, page: int, tokens: Sequence[Token]) -> tuple[float, float, float, float]:
    width, height = next((max(p.width_px, 1), max(p.height_px, 1)) for p in sheet.pages if p.number == page)
    (left, top), _, (right, bottom), _ = box_of(tokens)
    return left / width, top / height, right / width, bottom / height


def _plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
