"""Random documents of numbers: what is printed, what was read instead, and how sure the engine was."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from bench.lock.speller import in_indonesian
from ocrwtf.extraction.amounts import Convention
from ocrwtf.extraction.field import FieldName
from ocrwtf.ocr.page import Alternative, Line, Page, Polygon, Word

_CONFUSED = {
    "0": "86O",
    "1": "74lI",
    "2": "7Z",
    "3": "859",
    "4": "19",
    "5": "368S",
    "6": "580",
    "7": "12",
    "8": "360B",
    "9": "48g",
}
_LETTER_PX, _LINE_PX = 10.0, 30.0
_TAXES = (("11", Decimal(11)), ("12", Decimal(12)), ("12", Decimal(11)), ("1,1", Decimal("1.1")), ("", Decimal(11)))
_LABELS = {
    FieldName.SUBTOTAL_AMOUNT: "Subtotal",
    FieldName.DISCOUNT_AMOUNT: "Diskon",
    FieldName.TAX_AMOUNT: "PPN",
    FieldName.TOTAL_AMOUNT: "Total",
    FieldName.PAID_AMOUNT: "Tunai",
    FieldName.CHANGE_AMOUNT: "Kembali",
}


@dataclass(frozen=True)
class Printed:
    """A word on paper; `name` of those that are a number of the document."""

    text: str
    column: int
    row: int
    name: FieldName | None = None


@dataclass(frozen=True)
class Document:
    """`page` is what was read; `printed` the words of its lines as they stand on paper, in the same places. A
    `contradictory` document was printed so: its numbers do not make sense.
    """

    page: Page
    printed: dict[tuple[int, int], str]
    named: dict[FieldName, tuple[int, int]]
    contradictory: bool


@dataclass
class _Paper:
    chance: random.Random
    convention: Convention
    decimals: int
    sign: str
    words: list[Printed] = field(default_factory=list)
    row: int = 0

    def amount(self, value: Decimal) -> str:
        text = f"{abs(value):,.{self.decimals}f}"
        if self.convention == Convention.COMMA:
            text = text.translate(str.maketrans(",.", ".,"))
        return ("-" if value < 0 else "") + text

    def put(self, column: int, text: str, name: FieldName | None = None) -> None:
        for part in text.split():
            self.words.append(Printed(part, column, self.row, name))
            column += len(part) + 1

    def right(self, edge: int, text: str, name: FieldName | None = None) -> None:
        self.put(edge - len(text), text, name)


def documents(seed: int, count: int) -> Iterator[Document]:
    for number in range(count):
        yield document(random.Random(f"{seed}/{number}"))


def document(chance: random.Random) -> Document:
    rupiah = chance.random() < 0.7
    decimals = chance.choice((0, 0, 0, 2)) if rupiah else 2
    convention = Convention.COMMA if rupiah and chance.random() < 0.85 else Convention.POINT
    paper = _Paper(chance, convention, decimals, chance.choice(("", "", "Rp")) if rupiah else "")
    contradictory = chance.random() < 0.15
    _print(paper, rupiah=rupiah, mistaken=contradictory)
    return _read(paper, contradictory=contradictory)


def _print(paper: _Paper, *, rupiah: bool, mistaken: bool) -> None:
    chance = paper.chance
    mistake = chance.choice(("amount", "quantity", "subtotal", "tax", "total", "words", "change")) if mistaken else ""
    paper.put(0, "No")
    paper.put(5, "Nama Barang")
    for edge, label in ((38, "Qty"), (54, "Harga"), (72, "Jumlah")):
        paper.right(edge, label)
    priced = chance.random() < 0.85
    count = chance.choice((1, 1, 2, 3, 4, 6, 9))
    wrong = chance.randrange(count)
    amounts = [
        _item(paper, at, rupiah=rupiah, priced=priced, mistake=mistake if at == wrong else "") for at in range(count)
    ]
    _sums(paper, sum(amounts, Decimal(0)), mistake)


def _item(paper: _Paper, at: int, *, rupiah: bool, priced: bool, mistake: str) -> Decimal:
    chance = paper.chance
    paper.row += 1
    quantity = Decimal(chance.choice((1, 2, 3, 5, 8, 10, 12, 24, chance.randrange(1, 500))))
    step = chance.choice((1, 50, 100, 500, 500)) if rupiah else chance.choice((1, 5, 10))
    price = Decimal(step * chance.randrange(1, 400)) / (1 if rupiah else 100)
    amount = quantity * price
    if mistake == "amount":
        amount = _otherwise(chance, amount, paper.decimals)
    paper.put(0, str(at + 1))
    paper.put(5, chance.choice(("Baut", "Semen abu", "Pipa besar", "Kardus")))
    if mistake == "quantity":
        quantity += chance.choice((-1, 1, 2, 3, 10))
    if priced:
        paper.right(38, str(quantity))
        paper.right(54, paper.amount(price))
    paper.right(72, paper.amount(amount))
    return amount


def _otherwise(chance: random.Random, value: Decimal, decimals: int) -> Decimal:
    """As people reckon or type wrongly: a digit, a carry, two digits in the other order."""
    digits = list(str(int(value * 10**decimals)))
    at = chance.randrange(len(digits))
    kind = chance.randrange(3)
    if kind == 0:
        digits[at] = chance.choice("123456789")
    elif kind == 1 and at:
        digits[at - 1], digits[at] = digits[at], digits[at - 1]
    else:
        digits = list(str(int("".join(digits)) + 10 ** chance.randrange(len(digits))))
    return Decimal("".join(digits)).scaleb(-decimals)


def _sums(paper: _Paper, goods: Decimal, mistake: str) -> None:
    lines = _reckoned(paper, goods, mistake)
    for name, value, rate in lines:
        paper.row += 1
        paper.right(58, _LABELS[name])
        if rate:
            paper.put(60, rate + "%", FieldName.TAX_RATE)
        sign = paper.sign + " " if paper.sign and paper.chance.random() < 0.5 else ""
        paper.right(72, sign + paper.amount(value), name)
    total = next(value for name, value, _ in lines if name == FieldName.TOTAL_AMOUNT)
    if paper.chance.random() < 0.4 and total > 0 and total == int(total):
        paper.row += 2
        paper.put(0, "Terbilang:")
        said = in_indonesian(int(_perhaps(paper, mistake, "words", total)))
        paper.put(11, said + " rupiah", FieldName.AMOUNT_IN_WORDS)


def _reckoned(paper: _Paper, goods: Decimal, mistake: str) -> list[tuple[FieldName, Decimal, str]]:
    """Name, amount and printed rate of each line under the goods; mistakes are carried on."""
    chance, lines, total = paper.chance, [], goods
    if chance.random() < 0.7:
        total = _perhaps(paper, mistake, "subtotal", goods)
        lines.append((FieldName.SUBTOTAL_AMOUNT, total, ""))
        if chance.random() < 0.2:
            discount = _rounded(paper, total * chance.randrange(1, 30) / 100)
            lines.append((FieldName.DISCOUNT_AMOUNT, discount, ""))
            total -= discount
        if chance.random() < 0.6:
            rate, part = chance.choice(_TAXES)
            tax = _perhaps(paper, mistake, "tax", _rounded(paper, total * part / 100))
            lines.append((FieldName.TAX_AMOUNT, tax, rate))
            total += tax
    total = _perhaps(paper, mistake, "total", total)
    lines.append((FieldName.TOTAL_AMOUNT, total, ""))
    if chance.random() < 0.35:
        change = Decimal(chance.choice((0, 1, 50, 100, 5000, chance.randrange(100_000))))
        lines.append((FieldName.PAID_AMOUNT, total + change, ""))
        lines.append((FieldName.CHANGE_AMOUNT, _perhaps(paper, mistake, "change", change), ""))
    return lines


def _perhaps(paper: _Paper, mistake: str, kind: str, value: Decimal) -> Decimal:
    return _otherwise(paper.chance, value, paper.decimals) if mistake == kind else value


def _rounded(paper: _Paper, value: Decimal) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-paper.decimals), ROUND_HALF_UP)


def _read(paper: _Paper, *, contradictory: bool) -> Document:
    chance = paper.chance
    numbers = [at for at, word in enumerate(paper.words) if word.row and word.text[-1] in "0123456789%" and word.column]
    wrong = set(chance.sample(numbers, min(len(numbers), 0 if contradictory else chance.randrange(5))))
    spelled = [at for at, word in enumerate(paper.words) if word.name == FieldName.AMOUNT_IN_WORDS]
    letters = {chance.choice(spelled)} if spelled and chance.random() < 0.3 else set()
    words = [_as_read(chance, word, misread=at in wrong, spoilt=at in letters) for at, word in enumerate(paper.words)]
    lines, printed, named = [], {}, {}
    for at, (word, read) in enumerate(zip(paper.words, words, strict=True)):
        lines.append(Line(read.text, read.confidence, read.polygon, (read,)))
        printed[at, 0] = word.text
        if word.name and (word.name not in named or word.text[-1] in "0123456789%"):
            named[word.name] = (at, 0)
    size = (int(80 * _LETTER_PX), int((paper.row + 3) * _LINE_PX))
    return Document(Page(1, *size, 0, 0.9, "made", tuple(lines)), printed, named, contradictory)


def _as_read(chance: random.Random, word: Printed, *, misread: bool, spoilt: bool) -> Word:
    text = _misread(chance, word.text) if misread else _spoilt(chance, word.text) if spoilt else word.text
    sure = chance.random() < (0.2 if text != word.text else 0.95)
    confidence = chance.uniform(0.965, 0.9875) if sure else chance.uniform(0.4, 0.955)
    others: tuple[Alternative, ...] = ()
    if not sure and chance.random() < 0.6:
        other = word.text if text != word.text and chance.random() < 0.7 else _misread(chance, word.text)
        others = (Alternative(other, 0.2),) if other != text else ()
    return Word(text, confidence, _box(word, len(text)), others)


def _misread(chance: random.Random, text: str) -> str:
    places = [at for at, character in enumerate(text) if character.isdigit()]
    characters = list(text)
    for at in chance.sample(places, min(len(places), chance.choice((1, 1, 1, 1, 2)))):
        likely = chance.random() < 0.75
        characters[at] = chance.choice(_CONFUSED[text[at]] if likely else "0123456789")
    if chance.random() < 0.03 and len(places) > 1:
        characters[places[chance.randrange(len(places))]] = ""
    return "".join(characters)


def _spoilt(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text))
    return text[:at] + chance.choice("abcdefghijklmnopqrstuvwxyz") + text[at + 1 :]


def _box(word: Printed, length: int) -> Polygon:
    left, top = word.column * _LETTER_PX, word.row * _LINE_PX + 10
    right, bottom = left + length * _LETTER_PX, top + 20
    return (left, top), (right, top), (right, bottom), (left, bottom)
