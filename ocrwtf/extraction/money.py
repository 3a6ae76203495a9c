"""The amounts of a whole document: what it comes to, what is in it, what was paid."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ocrwtf.extraction.amounts import LONGEST, Amount, Convention, convention_of, parse_amount, written
from ocrwtf.extraction.dates import Dated
from ocrwtf.extraction.field import DocumentType, FieldName, Source
from ocrwtf.extraction.guess import Guess
from ocrwtf.extraction.labels import words_said
from ocrwtf.extraction.sheet import Row, Sheet, Span

_AMOUNT = re.compile(
    r"(?:(?<![A-Za-z])(?:Rp|RM|IDR|MYR|USD|US\$|S\$|SGD|\$|€|£)[.:]? ?[-(]?|(?:Rp|RM)"
    r"|(?<![0-9A-Za-z.,/:#@*-])[-(]{0,2})"
    r"[0-9]+(?:[.,] ?[0-9]+)*(?:[.,][-=]|-)?\)?(?: ?RM(?![A-Za-z]))?(?![0-9A-Z/:*@-]|[.,][0-9]| ?%)",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"(?<![0-9.,])([0-9]{1,2}(?:[.,][0-9]{1,2})?) ?%")
_CURRENCY = re.compile(r"(?<![A-Za-z])(?:Rp|RM|IDR|USD|MYR|US\$|SGD|S\$|EUR|\$|€)(?![A-Za-z])", re.IGNORECASE)
_SIGNS = {"rp": "IDR", "rm": "MYR", "us$": "USD", "$": "USD", "s$": "SGD", "€": "EUR"}
_TAXES = frozenset(["gst", "tax", "ppn", "vat", "sst", "pajak"])
_TOTALS = frozenset(["total", "tot", "ttl", "jumlah", "amount", "amt", "tagihan", "nominal"])
_FINAL = frozenset(
    ["grand", "nett", "net", "netto", "final", "payable", "due", "akhir", "rounded", "keseluruhan", "seluruhnya"]
)
_PAID = frozenset(
    [
        "cash",
        "tunai",
        "bayar",
        "tender",
        "tendered",
        "paid",
        "visa",
        "master",
        "mastercard",
        "card",
        "kartu",
        "debit",
        "kredit",
        "credit",
        "qris",
        "payment",
        "payments",
        "received",
        "dibayar",
        "gopay",
        "ovo",
        "dana",
        "shopeepay",
        "cheque",
        "edc",
        "uang",
        "muka",
        "dp",
        "deposit",
    ]
)
_WITHOUT = frozenset(["exclusive", "excluding", "excl", "excluded", "sebelum", "before"])
_WITH = frozenset(["inclusive", "including", "incl", "inc", "with", "termasuk", "setelah", "after"])
_ROUNDING = frozenset(["round", "rounding", "pembulatan"])
_ANY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Meaning:
    """Of words that hold one of `first`, one of `second` and none of `without` (an empty set asks for nothing)."""

    first: frozenset[str]
    second: frozenset[str]
    without: frozenset[str]
    name: FieldName | None
    strength: float

    def fits(self, words: set[str]) -> bool:
        wanted = all(not group or group & words for group in (self.first, self.second))
        return wanted and not self.without & words


def _meaning(
    first: str, name: FieldName | None, strength: float, second: frozenset[str] = _ANY, without: str = ""
) -> _Meaning:
    return _Meaning(frozenset(first.split()), second, frozenset(without.split()), name, strength)


_MEANINGS = (
    _meaning("change kembali kembalian kembalikan", FieldName.CHANGE_AMOUNT, 0.9),
    _meaning(
        "qty quantity item items points point poin count pcs koli berat weight barang", None, 0, without="harga nilai"
    ),
    _meaning("colly coli packages ctn dus tonase", None, 0),
    _meaning("harga", FieldName.SUBTOTAL_AMOUNT, 0.7, second=_TOTALS, without="grand"),
    _meaning("round rounding pembulatan adj adjustment", None, 0, without=" ".join(_TOTALS)),
    _meaning("saving savings hemat service svc srv charge chg ongkir sisa kurang balance member", None, 0),
    _meaning(
        "disc discount diskon potongan rabat voucher coupon kupon",
        FieldName.DISCOUNT_AMOUNT,
        0.9,
        without="after setelah",
    ),
    _meaning("supplies", FieldName.TOTAL_AMOUNT, 0.3),
    _meaning(" ".join(_WITHOUT), FieldName.SUBTOTAL_AMOUNT, 0.8),
    _meaning("sub subtotal dpp pengenaan penggantian", FieldName.SUBTOTAL_AMOUNT, 0.9),
    _meaning("included", FieldName.TAX_AMOUNT, 0.8, second=_TAXES),
    _Meaning(_TAXES, _WITH, _ANY, FieldName.TOTAL_AMOUNT, 0.9),
    _Meaning(_TAXES, _ANY, frozenset(["invoice"]), FieldName.TAX_AMOUNT, 0.85),
    _Meaning(_FINAL, _TOTALS, _ANY, FieldName.TOTAL_AMOUNT, 1.0),
    _Meaning(
        frozenset(["total"]),
        frozenset(["bayar", "belanja", "pembayaran", "transaksi"]),
        _ANY,
        FieldName.TOTAL_AMOUNT,
        0.95,
    ),
    _Meaning(_PAID, _ANY, frozenset(["sales"]), FieldName.PAID_AMOUNT, 0.9),
    _meaning("total tot ttl", FieldName.TOTAL_AMOUNT, 0.85),
    _Meaning(_TOTALS, _ANY, _ANY, FieldName.TOTAL_AMOUNT, 0.6),
    _meaning("sales gross", FieldName.TOTAL_AMOUNT, 0.5),
)
"""The first that fits says what an amount is; None: not one of ours."""
_SUMMARY = {"summary", "analysis"}


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount of the document, what is written before it and in which part it stands."""

    row: Row
    start: int
    end: int
    amount: Amount
    said: str
    in_summary: bool

    @property
    def span(self) -> Span:
        return self.row.span(self.start, self.end)


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
            said = _said_before(sheet, row, match.start(), sums)
            sums.append(Sum(row, match.start(), match.end(), amount, said, row.number >= summary_from))
    return tuple(sums)


def _matches(row: Row) -> Iterator[re.Match[str]]:
    return (match for match in _AMOUNT.finditer(row.text) if len(match[0]) <= LONGEST)


def _amount(text: str, convention: Convention | None) -> Amount | None:
    amount = parse_amount(text, convention)
    return amount if amount and (amount.decimals or amount.currency or amount.value >= 0) else None


def _summary_row(sheet: Sheet) -> int:
    """The first row of a summary of taxes, whose totals are not the document's."""
    for row in sheet.rows:
        said = set(words_said(row.text)) if len(row.tokens) <= 6 else set()
        if said & _SUMMARY and said & _TAXES:
            return row.number
    return len(sheet.rows)


def _said_before(sheet: Sheet, row: Row, start: int, sums: Sequence[Sum]) -> str:
    """The text to the left, as far as the amount before it; where there is none, of the amount before it."""
    previous = sums[-1] if sums and sums[-1].row is row else None
    text = row.text[previous.end if previous else 0 : start]
    if any(character.isalpha() for character in text):
        return text
    return previous.said if previous else _said_above(sheet, row)


def _said_above(sheet: Sheet, row: Row) -> str:
    """Of an amount alone in its row: the words just above it, if they stand alone."""
    above = sheet.rows[row.number - 1] if row.number else None
    if above is None or above.page != row.page or row.top - above.bottom > 1.5 * row.height:
        return ""
    return "" if _AMOUNT.search(above.text) else above.text


def money_guesses(sums: Sequence[Sum], sheet: Sheet, document_type: DocumentType) -> list[Guess]:
    guesses = [guess for each in sums if (guess := _named(each) or _alone(each, document_type))]
    roundings = {each.amount.value for each in sums if each.amount.value and _ROUNDING & set(words_said(each.said))}
    guesses = [_supported(guess, guesses, roundings) for guess in guesses]
    return [*guesses, *_rates(sheet), *_currencies(sheet, sums)]


def _named(each: Sum) -> Guess | None:
    said = words_said(each.said)[-8:]
    meaning = next((meaning for meaning in _MEANINGS if meaning.fits(set(said))), None)
    if meaning is None or meaning.name is None:
        return None
    label = " ".join(each.said.split()).strip(" :.=") or None
    strength = meaning.strength * _form(each)
    value = abs(each.amount.value) if meaning.name is FieldName.DISCOUNT_AMOUNT else each.amount.value
    return Guess(meaning.name, each.span, written(value), strength, Source.LABEL, label[-80:] if label else None)


def _alone(each: Sum, document_type: DocumentType) -> Guess | None:
    """On papers of one payment the amount needs no label."""
    if document_type not in _OF_ONE_AMOUNT or not each.amount.currency or words_said(each.said):
        return None
    return Guess(FieldName.TOTAL_AMOUNT, each.span, written(each.amount.value), 0.7 * _form(each), Source.LAYOUT)


_OF_ONE_AMOUNT = {DocumentType.PAYMENT_RECEIPT, DocumentType.TRANSFER_SLIP}


def _form(each: Sum) -> float:
    """How much it looks like such an amount, and stands where such an amount stands."""
    form = 1.0 if each.amount.decimals or each.amount.currency or each.amount.value >= 1000 else 0.5
    if each.amount.value <= 0 and "-" not in each.span.text:
        form *= 0.5
    return form * (0.4 if each.in_summary else 1.0)


def _supported(guess: Guess, guesses: Sequence[Guess], roundings: set[Decimal]) -> Guess:
    """A total is likelier if it is what was paid less the change, if it is said twice, if none follows it, and if
    another one comes to it by rounding.
    """
    if guess.name is not FieldName.TOTAL_AMOUNT:
        return guess
    value = Decimal(guess.normalized or 0)
    by_name = {name: [_value(each) for each in guesses if each.name is name] for name in _PAYMENT}
    totals = [each for each in guesses if each.name is FieldName.TOTAL_AMOUNT and each.strength >= 0.5]
    paid_less_change = {
        paid - change for paid in by_name[FieldName.PAID_AMOUNT][:8] for change in by_name[FieldName.CHANGE_AMOUNT][:8]
    }
    support = 0.12 * (value in paid_less_change) + 0.05 * (value in by_name[FieldName.PAID_AMOUNT])
    support += 0.05 * (sum(_value(each) == value for each in totals) > 1) + 0.04 * (guess in totals[-1:])
    support += 0.15 * any(value - rounding == _value(each) for each in totals for rounding in sorted(roundings)[:4])
    return replace(guess, strength=guess.strength + support)


_PAYMENT = (FieldName.PAID_AMOUNT, FieldName.CHANGE_AMOUNT)


def _value(guess: Guess) -> Decimal:
    return Decimal(guess.normalized or 0)


def _rates(sheet: Sheet) -> Iterator[Guess]:
    for row in sheet.rows:
        match = _PERCENT.search(row.text) if "%" in row.text else None
        if match and set(words_said(row.text)) & _TAXES:
            amount = parse_amount(match[1])
            if amount and 0 < amount.value < 50:
                span = row.span(match.start(), match.end())
                yield Guess(FieldName.TAX_RATE, span, written(amount.value), 0.8, Source.LABEL)


def _currencies(sheet: Sheet, sums: Sequence[Sum]) -> Iterator[Guess]:
    """What is written beside amounts, or in the heading of a column of them."""
    beside = {each.row.number for each in sums if each.amount.currency}
    for row in sheet.rows:
        for match in _CURRENCY.finditer(row.text):
            sign = match[0].lower()
            strength = 0.9 if row.number in beside else 0.6
            yield Guess(
                FieldName.CURRENCY, row.span(*match.span()), _SIGNS.get(sign, sign.upper()), strength, Source.SHAPE
            )
