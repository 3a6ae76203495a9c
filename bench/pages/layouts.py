"""Where offices put what they say: labels before or above values, in one column or two; parties; tables; sums."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from random import Random
from typing import Literal

from bench.pages import vocabulary
from bench.pages.facts import Said
from bench.pages.parts import LEFT, PADDING, RIGHT
from bench.pages.sheet import Cell, Sheet
from bench.pages.wording import Office
from ocrwtf.extraction.field import FieldName

Arrangement = Literal["colon", "tight", "gap", "above", "glued"]
ARRANGEMENTS: tuple[Arrangement, ...] = ("colon", "colon", "tight", "gap", "above")
Ruling = Literal["full", "across", "head"]
Align = Literal["left", "middle", "right"]
ADDRESSED = (FieldName.BUYER_NAME, FieldName.SELLER_NAME)
"""Of others the address is right when found, and not missed."""


@dataclass(frozen=True)
class Entry:
    """A label and its value; `name` None is no field of ours."""

    label: str
    text: str
    name: FieldName | None = None
    normalized: str | None = None
    also: tuple[FieldName, ...] = ()
    required: bool = True


@dataclass(frozen=True)
class TableColumn:
    title: str
    share: float
    align: Align = "left"


@dataclass(frozen=True)
class TableCell:
    """What is printed, and what of it counts."""

    text: str
    said: tuple[Said, ...] = ()


def entries(sheet: Sheet, blocks: Sequence[tuple[float, Sequence[Entry]]], how: Arrangement) -> None:
    """Blocks side by side, each from its x on, row by row."""
    labels = [max((sheet.width_of(each.label) for each in block), default=0.0) for _, block in blocks]
    for row in zip_longest(*(block for _, block in blocks)):
        cells: list[Cell] = []
        second: list[Cell] = []
        for (x, _), width, entry in zip(blocks, labels, row, strict=True):
            if entry is not None:
                ahead, behind = _cells(sheet, x, width, entry, how)
                cells, second = [*cells, *ahead], [*second, *behind]
        _told(sheet, [entry for entry in row if entry], cells, second, how)


def _cells(sheet: Sheet, x: float, width: float, entry: Entry, how: Arrangement) -> tuple[list[Cell], list[Cell]]:
    em = sheet.style.body_px
    match how:
        case "tight":
            return [Cell(x, f"{entry.label}: {entry.text}")], []
        case "glued":
            return [Cell(x, f"{entry.label}:{entry.text}")], []
        case "above":
            return [Cell(x, entry.label)], [Cell(x, entry.text)]
        case "gap":
            return [Cell(x, entry.label), Cell(x + width + 2 * em, entry.text)], []
    return [Cell(x, entry.label), Cell(x + width + em, ":"), Cell(x + width + 2 * em, entry.text)], []


def _told(sheet: Sheet, row: Sequence[Entry], cells: list[Cell], second: list[Cell], how: Arrangement) -> None:
    written = sheet.line(*cells, size=0.8 if how == "above" else 1)
    if how == "above":
        written = sheet.line(*second, bold=True)
        sheet.skip(0.3)
    per = len(written) // len(row)
    for number, entry in enumerate(row):
        if entry.name:
            words = written[number * per + per - 1]
            sheet.tell(entry.name, entry.text, words, entry.normalized, entry.also, required=entry.required)


@dataclass(frozen=True)
class Party:
    """`address`: None where it is not printed; the fields are those that its values are of."""

    title: str
    name: str
    field: FieldName
    also: tuple[FieldName, ...] = ()
    address: str = ""
    address_field: FieldName | None = None
    tax_number: str = ""


def parties(sheet: Sheet, found: Sequence[Party], *, labelled: bool) -> None:
    """Beside each other, each under its title; or their names and addresses behind labels."""
    if labelled:
        for party in found:
            rows = [Entry(party.title, party.name, party.field, None, party.also)]
            required = party.field in ADDRESSED
            address = Entry("Alamat", party.address, party.address_field, required=required)
            rows += [address] if party.address else []
            rows += [Entry("NPWP", party.tax_number, *_tax(party))] if party.tax_number else []
            entries(sheet, [(LEFT, rows)], "colon")
        return
    top, bottom, width = sheet.y, sheet.y, (RIGHT - LEFT) / len(found)
    for number, party in enumerate(found):
        sheet.y = top
        _party(sheet, LEFT + number * width, width - 20, party)
        bottom = max(bottom, sheet.y)
    sheet.y = bottom


def _party(sheet: Sheet, x: float, width: float, party: Party) -> None:
    sheet.line(Cell(x, f"{party.title}:"), size=0.9)
    [words] = sheet.line(Cell(x, party.name), bold=True)
    sheet.tell(party.field, party.name, words, also=party.also)
    if party.address:
        words = sheet.paragraph(x, width, party.address)
        if party.address_field:
            sheet.tell(party.address_field, party.address, words, required=party.field in ADDRESSED)
    if party.tax_number:
        [words] = sheet.line(Cell(x, f"NPWP: {party.tax_number}"))
        field, normalized = _tax(party)
        sheet.tell(field, party.tax_number, words, normalized)


def _tax(party: Party) -> tuple[FieldName, str]:
    seller = party.field == FieldName.SELLER_NAME
    return (
        FieldName.SELLER_TAX_NUMBER if seller else FieldName.BUYER_TAX_NUMBER,
        vocabulary.digits(party.tax_number),
    )


def table(
    sheet: Sheet, columns: Sequence[TableColumn], rows: Sequence[Sequence[TableCell]], ruling: Ruling
) -> list[float]:
    """Names wider than their column run on below; answers the columns' edges."""
    edges = [LEFT + (RIGHT - LEFT) * sum(each.share for each in columns[:count]) for count in range(len(columns) + 1)]
    top = sheet.y
    sheet.rule(LEFT, RIGHT)
    for number, row in enumerate([[TableCell(each.title) for each in columns], *rows]):
        sheet.y += PADDING * 0.6
        _row(sheet, columns, edges, row, bold=number == 0)
        sheet.y += PADDING * 0.6
        if number in {0, len(rows)} or ruling != "head":
            sheet.rule(LEFT, RIGHT, 2 if number in {0, len(rows)} else 1)
    for edge in edges if ruling == "full" else ():
        sheet.stroke((edge, top, edge, sheet.y), 1.5)
    return edges


def _row(
    sheet: Sheet, columns: Sequence[TableColumn], edges: Sequence[float], row: Sequence[TableCell], *, bold: bool
) -> None:
    texts = [
        sheet.wrapped(cell.text, right - left - 2 * PADDING) if column.align == "left" else [[cell.text]]
        for column, cell, left, right in zip(columns, row, edges, edges[1:], strict=False)
    ]
    words: list[list[int]] = [[] for _ in columns]
    for parts in zip_longest(*texts, fillvalue=[]):
        present = [(index, " ".join(part)) for index, part in enumerate(parts) if part and any(part)]
        cells = [Cell(_x(columns[index], edges, index), text, columns[index].align) for index, text in present]
        for (index, _), written in zip(present, sheet.line(*cells, bold=bold), strict=True):
            words[index] += written
    facts = [
        sheet.fact(each.name, each.text, found, each.normalized)
        for cell, found in zip(row, words, strict=True)
        for each in cell.said
    ]
    if facts:
        sheet.items.append(tuple(facts))


def _x(column: TableColumn, edges: Sequence[float], index: int) -> float:
    left, right = edges[index], edges[index + 1]
    return {"left": left + PADDING, "middle": (left + right) / 2, "right": right - PADDING}[column.align]


def sums(
    sheet: Sheet, rows: Sequence[tuple[FieldName | None, str, int, str]], x: float, right: float, office: Office,
    chance: Random, rate: int | None = None,
) -> None:  # fmt: skip
    """Rows of (field, label, amount, sign before it), amounts below each other; the last is the total."""
    colon = chance.choice(("", ":", " :"))
    for number, (name, label, amount, sign) in enumerate(rows):
        last = number == len(rows) - 1
        text = f"{sign}{office.amount(amount)}"
        cell = Cell(right, f"{office.currency}{text}", "right")
        labelled, words = sheet.line(Cell(x, label + colon), cell, bold=last)
        if name:
            sheet.tell(name, office.amount(amount), words, str(amount))
        if name == FieldName.TAX_AMOUNT and rate is not None:
            sheet.tell(FieldName.TAX_RATE, f"{rate}", labelled, str(rate))
