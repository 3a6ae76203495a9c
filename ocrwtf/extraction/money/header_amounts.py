"""The amounts of a whole document: what it comes to, what is in it, what was paid."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ocrwtf.extraction.amounts import (
    CURRENCY_NAMES,
    LONGEST,
    Amount,
    Convention,
    convention_of,
    currency_of,
    parse_amount,
    written,
)
from ocrwtf.extraction.certainty import fields_of
from ocrwtf.extraction.dates import Dated
from ocrwtf.extraction.field import DocumentType, Field, FieldName, Source
from ocrwtf.extraction.guess import Guess
from ocrwtf.extraction.labels import words_said
from ocrwtf.extraction.money.money_words import MONEY_WORDS, ROUNDING, TAXES, is_rounding, meaning_of
from ocrwtf.extraction.money.totals import with_totals_weighed
from ocrwtf.extraction.running_text import Sentences
from ocrwtf.extraction.sheet import Row, Sheet, Span

_AMOUNT = re.compile(
    rf"(?:(?<![A-Za-z])(?:{CURRENCY_NAMES})[.:]? ?[-(]?|(?:Rp|RM)"
    r"|(?<![0-9A-Za-z.,/#@*-])(?<![0-9]:)[-(]{0,2})"
    r"[0-9]{1,18}(?:[.,] ?[0-9]{1,18}){0,6}(?:[.,][-=]|-)?\)?(?: ?RM(?![A-Za-z]))?(?![0-9A-Z/:*@?-]|[.,][0-9]| ?%)",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"(?<![0-9.,])([0-9]{1,2}(?:[.,][0-9]{1,2})?) ?%")
_CURRENCY = re.compile(rf"(?<![A-Za-z])(?:{CURRENCY_NAMES})(?![A-Za-z])", re.IGNORECASE)
_FAR_ABOVE = 1.5
_LAST_WORDS = 8
_LONGEST_LABEL = 80
_THOUSAND = 1000
"""Amounts in rupiah have at least four digits."""
_STRANGE = 2
"""Unknown words that a label may have."""
_HOLE = re.compile(r"(?<![0-9.,])[0-9]{1,3} [0-9]{3}(?![0-9])")
"""A thousands sign that was not read, or two numbers: no amount can be told."""
_SUMMARY = {"summary", "analysis"}


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount of the document, what is written before it and in which part it stands."""

    row: Row
    start: int
    end: int
    amount: Amount
    said: str
    above: str
    """What stands above where nothing is written before it."""
    in_summary: bool

    @property
    def span(self) -> Span:
        return self.row.span(self.start, self.end)

    @property
    def is_money(self) -> bool:
        """By its form alone."""
        grouped = not self.span.text.isdigit() and self.amount.value >= _THOUSAND
        return self.amount.currency is not None or grouped

    def is_in(self, sentences: Sentences) -> bool:
        return bool(sentences) and self.span.words[0] in sentences


def sums_of(sheet: Sheet, dates: Sequence[Dated]) -> tuple[Sum, ...]:
    """In the order of the paper; no part of a date is one."""
    taken = {(dated.row.number, at) for dated in dates for at in range(dated.start, dated.end)}
    matches = [
        (row, match) for row in sheet.rows for match in _matches(row) if (row.number, match.end() - 1) not in taken
    ]
    convention = convention_of(match[0] for _, match in matches)
    sums: list[Sum] = []
    summary_from = _summary_row(sheet)
    for row, match in matches:
        amount = _amount(match[0], convention)
        if amount:
            said = _said_before(row, match.start(), sums)
            above = "" if said else _said_above(sheet, row, row.span(*match.span()))
            sums.append(Sum(row, match.start(), match.end(), amount, said, above, row.number >= summary_from))
    return tuple(sums)


def _matches(row: Row) -> Iterator[re.Match[str]]:
    holes = [hole.span() for hole in _HOLE.finditer(row.text) if _in_one_cell(row, *hole.span())]
    for match in _AMOUNT.finditer(row.text):
        if len(match[0]) <= LONGEST and not any(start < match.end() and match.start() < end for start, end in holes):
            yield match


def _in_one_cell(row: Row, start: int, end: int) -> bool:
    return not any(start < at < end for at in row.cell_starts)


def _amount(text: str, convention: Convention | None) -> Amount | None:
    amount = parse_amount(text, convention)
    return amount if amount and (amount.value >= 0 or amount.currency or "," in text or "." in text) else None


def _summary_row(sheet: Sheet) -> int:
    """The first row of a summary of taxes, whose totals are not the document's."""
    for row in sheet.rows:
        said = set(words_said(row.text)) if len(row.tokens) <= 6 else set()
        if said & _SUMMARY and said & TAXES:
            return row.number
    return len(sheet.rows)


def _said_before(row: Row, start: int, sums: Sequence[Sum]) -> str:
    """The text to the left, as far as the amount before it; where there is none, of the amount before it."""
    previous = sums[-1] if sums and sums[-1].row is row else None
    text = row.text[previous.end if previous else 0 : start]
    if any(character.isalpha() for character in text):
        return text
    return previous.said if previous else ""


def _said_above(sheet: Sheet, row: Row, span: Span) -> str:
    """Of an amount with nothing before it: the label right above, if that has no value beside it."""
    above = sheet.rows[row.number - 1] if row.number else None
    if above is None or above.page != row.page or row.top - above.bottom > _FAR_ABOVE * row.height:
        return ""
    over = [cell.text for cell in above.cells if cell.left < span.right and cell.right > span.left]
    text = over[0].rstrip(": ") if len(over) == 1 else ""
    return "" if ":" in text or _AMOUNT.search(above.text) else text


def money_guesses(
    sums: Sequence[Sum], sheet: Sheet, document_type: DocumentType, sentences: Sentences = frozenset()
) -> list[Guess]:
    """On a delivery note only what is surely money: its totals are of pieces."""
    sums = _without_talk(sums, sentences)
    cents = 2 * sum(each.amount.decimals > 0 for each in sums) > len(sums)
    guesses = [
        guess for each in sums if (guess := _named(each, cents=cents) or _alone(each, document_type, cents=cents))
    ]
    roundings = {each.amount.value for each in sums if each.amount.value and ROUNDING & set(words_said(each.said))}
    if document_type is DocumentType.DELIVERY_NOTE:
        guesses = [each for each in guesses if each.plausibility == 1]
    return [*with_totals_weighed(guesses, roundings), *_rates(sheet), *_currencies(sheet, sums)]


def _without_talk(sums: Sequence[Sum], sentences: Sentences) -> list[Sum]:
    """In sentences a number may be one of anything, unless it looks like money; and where they speak of several
    amounts, they do not say which is the document's.
    """
    spoken = {each.amount.value for each in sums if each.is_in(sentences) and each.is_money}
    return [each for each in sums if not each.is_in(sentences) or (each.is_money and len(spoken) == 1)]


def rounding_of(sums: Sequence[Sum]) -> Field | None:
    """What is added to the total to make it a round one: no field of the document, but its sums need it."""
    found = [each for each in sums if is_rounding(words_said(each.said))]
    guesses = [
        Guess(FieldName.TOTAL_AMOUNT, each.span, written(each.amount.value), 0.9, Source.LABEL, "rounding")
        for each in found
    ]
    return next(iter(fields_of(guesses)), None)


def _named(each: Sum, *, cents: bool) -> Guess | None:
    text = each.said or each.above
    said = words_said(text)[-_LAST_WORDS:]
    meaning = meaning_of(said)
    if meaning is None or meaning.name is None:
        return None
    reduced = meaning.name is FieldName.DISCOUNT_AMOUNT and each.amount.value < 0
    plausible = _clearness(text) * (1.0 if reduced else _form(each, cents=cents))
    value = abs(each.amount.value) if meaning.name is FieldName.DISCOUNT_AMOUNT else each.amount.value
    label = " ".join(text.split()).strip(" :.=")[-_LONGEST_LABEL:] or None
    return Guess(meaning.name, each.span, written(value), meaning.strength, Source.LABEL, label, plausible)


def _alone(each: Sum, document_type: DocumentType, *, cents: bool) -> Guess | None:
    """On papers of one payment the amount needs no label."""
    if document_type not in _OF_ONE_AMOUNT or not each.amount.currency or words_said(each.said):
        return None
    form = _form(each, cents=cents)
    return Guess(FieldName.TOTAL_AMOUNT, each.span, written(each.amount.value), 0.7, Source.LAYOUT, None, form)


_OF_ONE_AMOUNT = {DocumentType.PAYMENT_RECEIPT, DocumentType.TRANSFER_SLIP}


def _clearness(text: str) -> float:
    """A label is short; in a sentence, the same words may say anything."""
    words = sum(sum(map(str.isalpha, word)) > 1 for word in text.split())
    strange = words - sum(word in MONEY_WORDS for word in words_said(text))
    return 1.0 if strange <= _STRANGE else 0.5


def _form(each: Sum, *, cents: bool) -> float:
    """How much it looks like such an amount, and stands where such an amount stands. `cents`: the amounts of this
    document have decimals; what has none is rather a number of something else.
    """
    amount = each.amount
    usual = amount.decimals > 0 if cents else amount.decimals or amount.currency or amount.value >= _THOUSAND
    return (1.0 if usual else 0.6) * (1.0 if amount.value > 0 else 0.4) * (0.4 if each.in_summary else 1.0)


def _rates(sheet: Sheet) -> Iterator[Guess]:
    for row in sheet.rows:
        match = _PERCENT.search(row.text) if "%" in row.text else None
        if match and set(words_said(row.text)) & TAXES:
            amount = parse_amount(match[1])
            if amount and 0 < amount.value < 50:
                span = row.span(match.start(), match.end())
                yield Guess(FieldName.TAX_RATE, span, written(amount.value), 0.8, Source.LABEL)


def _currencies(sheet: Sheet, sums: Sequence[Sum]) -> Iterator[Guess]:
    """What is written beside amounts, or in the heading of a column of them."""
    beside = {each.row.number for each in sums if each.amount.currency}
    for row in sheet.rows:
        for match in _CURRENCY.finditer(row.text):
            strength = 0.9 if row.number in beside else 0.6
            span = row.span(*match.span())
            yield Guess(FieldName.CURRENCY, span, currency_of(match[0]), strength, Source.SHAPE)
