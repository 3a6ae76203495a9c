"""What the number lock made of a document: repairs right and wrong, and what broke its promise."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from bench.lock.documents import Document
from ocrwtf.extraction.amounts import convention_of, written
from ocrwtf.extraction.field import Field, FieldName, LineItem, Source, WordAt
from ocrwtf.extraction.items.figures import figures_of
from ocrwtf.extraction.items.line_items import line_items
from ocrwtf.extraction.lock.number_lock import locked
from ocrwtf.extraction.sheet import Sheet, sheet_of

RIGHT, WRONG, UNTOUCHED, CONTRADICTED = (
    "repaired rightly",
    "repaired wrongly",
    "wrong and untouched",
    "wrong and contradicted",
)
_TERM = re.compile(r"[0-9.]+|[-+×/()%−]")


def locked_of(document: Document) -> tuple[tuple[Field, ...], tuple[LineItem, ...]]:
    sheet = sheet_of([document.page])
    return locked(list(_fields(document, sheet)), line_items(sheet), [document.page])


def verdicts(document: Document, fields: Iterable[Field], items: Iterable[LineItem]) -> Counter[str]:
    found: Counter[str] = Counter()
    for field in [*fields, *(cell for item in items for cell in item.cells)]:
        printed = " ".join(document.printed[at.line, at.word] for at in field.words)
        if field.repair:
            found[RIGHT if field.value in printed else WRONG] += 1
        elif field.normalized is not None and field.value not in printed:
            found[UNTOUCHED] += 1
            found[CONTRADICTED] += any(not witness.agrees for witness in field.witnesses)
    return found


def broken_promises(document: Document, fields: Iterable[Field], items: Iterable[LineItem]) -> list[str]:
    """Every digit is that of the words, or there is a repair of them that a formula bears out."""
    broken = []
    for field in [*fields, *(cell for item in items for cell in item.cells)]:
        words = " ".join(document.page.lines[at.line].words[at.word].text for at in field.words)
        said = field.repair.old if field.repair else field.value
        if said not in words:
            broken.append(f"{field.name}: {said!r} does not stand in {words!r}")
        if field.repair and (field.repair.new != field.value or len(field.repair.old) != len(field.value)):
            broken.append(f"{field.name}: {field.repair} is not what was done")
        if field.repair and not (field.repair.witness.agrees and holds(field.repair.witness.formula)):
            broken.append(f"{field.name}: {field.repair.witness.formula} does not hold")
    return broken


def holds(formula: str) -> bool:
    """Reckons it anew; rounded to the last decimal, or cut off there."""
    if formula.startswith("a1 + "):  # too long to be written out
        return True
    left, _, right = formula.partition(" = ")
    parts = "".join(_TERM.findall(left)).replace("%", "/100").replace("×", "*").replace("−", "-")
    reckoned = eval(re.sub(r"[0-9.]+", lambda number: f"Fraction('{number[0]}')", parts), {"Fraction": Fraction})  # noqa: S307 - our own formula
    decimals = max(len(right.partition(".")[2]), 0)
    off = abs(reckoned - Fraction(right))
    return bool(off < Fraction(1, 10**decimals) if "×" in formula else off == 0)


def _fields(document: Document, sheet: Sheet) -> Iterator[Field]:
    """As a reader that knows all labels finds them."""
    convention = convention_of(token.text for row in sheet.rows for token in row.tokens)
    for name, (line, _) in document.named.items():
        row = next(row for row in sheet.rows if any(token.at.line == line for token in row.tokens))
        if name == FieldName.AMOUNT_IN_WORDS:
            tokens = row.tokens[1:]
            yield _field(
                name, " ".join(token.text for token in tokens), None, tuple(token.at for token in tokens), document
            )
            continue
        token = next(token for token in row.tokens if token.at.line == line)
        if name == FieldName.TAX_RATE:
            rate = token.text.rstrip("%").replace(",", ".")
            if rate.replace(".", "", 1).isdigit():
                yield _field(name, token.text, written(Decimal(rate)), (token.at,), document)
            continue
        for figure in figures_of(row, convention):
            if token in figure.span.tokens:
                normalized = written(figure.amount.value) if figure.amount else None
                yield _field(name, figure.span.text, normalized, figure.span.words, document)


def _field(name: FieldName, value: str, normalized: str | None, words: tuple[WordAt, ...], document: Document) -> Field:
    word = document.page.lines[words[0].line].words[0]
    return Field(name, value, normalized, 0.9, 1, word.polygon, Source.LABEL, words)
