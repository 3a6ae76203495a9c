"""What several documents share: letterhead, labelled values, tables and places to sign."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

from bench.pages import vocabulary
from bench.pages.facts import Said
from bench.pages.sheet import Cell, Sheet, Style
from ocrwtf.extraction.field import FieldName

A4 = (1240, 1754)
LEFT, RIGHT = 100, 1140
PADDING = 9
RECEIVERS = ("Penerima", "Tanda Terima", "Received by")
DRIVERS = ("Pengemudi", "Sopir", "Supir", "Driver")


@dataclass(frozen=True)
class Column:
    """Of a table; `share` of its width."""

    title: str
    share: float
    align: Literal["left", "middle", "right"] = "left"


def a4(style: Style) -> Sheet:
    return Sheet(*A4, style, y=80)


def letterhead(sheet: Sheet, chance: Random) -> None:
    """Kop surat: a mark, the name, address and a double rule; in the middle or on the left."""
    middle = chance.random() < 0.4
    below_mark = sheet.y + 100
    _mark(sheet, chance, LEFT + 45, sheet.y + 50)
    x = (LEFT + RIGHT) / 2 if middle else LEFT + 120
    align: Literal["left", "middle"] = "middle" if middle else "left"
    name = vocabulary.company(chance)
    [words] = sheet.line(Cell(x, name, align), size=chance.uniform(1.5, 2), bold=True, colour=sheet.style.accent)
    sheet.tell(FieldName.SELLER_NAME, name, words)
    address = f"{vocabulary.street(chance)}, {vocabulary.city(chance)} {chance.randint(10110, 98111)}"
    [words] = sheet.line(Cell(x, address, align))
    sheet.tell(FieldName.SELLER_ADDRESS, address, words)
    mail = f"admin@{name.lower().split(' ', 1)[1].replace(' ', '')}.co.id"
    phone = vocabulary.phone(chance)
    [words] = sheet.line(Cell(x, f"{phone}  Email: {mail}", align), size=0.85)
    sheet.tell(FieldName.SELLER_PHONE, phone.removeprefix("Telp. "), words)
    sheet.y = max(sheet.y, below_mark) + 8
    sheet.rule(LEFT, RIGHT, 4)
    sheet.y += 7
    sheet.rule(LEFT, RIGHT, 1.5)
    sheet.skip(0.8)


def labelled(sheet: Sheet, x: float, values: Sequence[tuple[str, str]]) -> list[list[int]]:
    """Rows of "label : value", the colons below each other; answers the words of each value."""
    colon = x + max(sheet.width_of(label) for label, _ in values) + sheet.style.body_px
    value_x = colon + sheet.style.body_px
    return [sheet.line(Cell(x, label), Cell(colon, ":"), Cell(value_x, value))[2] for label, value in values]


def addressee(sheet: Sheet, x: float, chance: Random, name: FieldName | None = None) -> None:
    """`name`: what the company is to the paper; of a buyer the address counts too."""
    limit = RIGHT - x
    texts = ("Kepada Yth.", vocabulary.company(chance), vocabulary.street(chance), vocabulary.city(chance))
    written = [sheet.line(Cell(x, text, limit=limit), bold=text.startswith(vocabulary.FORMS))[0] for text in texts]
    if name:
        other = FieldName.BUYER_NAME if name == FieldName.RECIPIENT_NAME else FieldName.RECIPIENT_NAME
        sheet.tell(name, texts[1], written[1], also=(other,))
        words = [*written[2], *written[3]]
        sheet.tell(FieldName.BUYER_ADDRESS, f"{texts[2]} {texts[3]}", words, required=name == FieldName.BUYER_NAME)


def table(sheet: Sheet, columns: Sequence[Column], rows: Sequence[Sequence[str | Said]]) -> list[float]:
    """Ruled, and each row an item of the page; answers the edges of its columns."""
    edges = [LEFT + (RIGHT - LEFT) * sum(each.share for each in columns[:count]) for count in range(len(columns) + 1)]
    top = sheet.y
    sheet.rule(LEFT, RIGHT)
    for number, row in enumerate([[each.title for each in columns], *rows]):
        sheet.y += PADDING * 0.7
        written = sheet.line(*_cells(columns, edges, row), bold=number == 0)
        item(sheet, row, written)
        sheet.y += PADDING * 0.7
        sheet.rule(LEFT, RIGHT, 2 if number in {0, len(rows)} else 1)
    for edge in edges:
        sheet.stroke((edge, top, edge, sheet.y), 1.5)
    return edges


def item(sheet: Sheet, row: Sequence[str | Said], written: Sequence[Sequence[int]]) -> None:
    """Keeps what the cells of a row say, each written as these words; several may share theirs."""
    said = [(cell, words) for cell, words in zip(row, written, strict=True) if isinstance(cell, Said)]
    if said:
        facts = [sheet.fact(cell.name, cell.text, words, cell.normalized) for cell, words in said]
        sheet.items.append(tuple(facts))


def places_to_sign(sheet: Sheet, chance: Random, titles: Sequence[str]) -> None:
    """Under the driver's stands who drives, as the paper has named them already, if it has."""
    width = (RIGHT - LEFT) / len(titles)
    middles = [LEFT + width * (index + 0.5) for index in range(len(titles))]
    sheet.line(*(Cell(x, title, "middle") for x, title in zip(middles, titles, strict=True)))
    sheet.skip(3)
    drivers = [each.text for each in sheet.fields if each.name == FieldName.DRIVER_NAME]
    persons = [vocabulary.person(chance) for _ in titles]
    names = [
        drivers[0] if drivers and title in DRIVERS else person for title, person in zip(titles, persons, strict=True)
    ]
    written = sheet.line(*(Cell(x, f"({name})", "middle", width - 10) for x, name in zip(middles, names, strict=True)))
    for title, name, words in zip(titles, names, written, strict=True):
        if title in DRIVERS:
            sheet.tell(FieldName.DRIVER_NAME, name, words)
        if title == "Pengirim":
            sheet.tell(FieldName.SENDER_NAME, name, words, required=False)
        if title in RECEIVERS:  # unless the paper goes to somebody by name
            sheet.tell(FieldName.RECIPIENT_NAME, name, words, required=False)


def _cells(columns: Sequence[Column], edges: Sequence[float], row: Sequence[str | Said]) -> Iterator[Cell]:
    for column, left, right, text in zip(columns, edges[:-1], edges[1:], row, strict=True):
        x = {"left": left + PADDING, "middle": (left + right) / 2, "right": right - PADDING}[column.align]
        yield Cell(x, text if isinstance(text, str) else text.text, column.align, right - left - 2 * PADDING)


def _mark(sheet: Sheet, chance: Random, x: float, y: float) -> None:
    """A firm's mark without letters."""
    scale, colour = sheet.style.scale, sheet.style.accent
    big, small = 44 * scale, 26 * scale
    x, y = x * scale, y * scale
    outer, inner = (x - big, y - big, x + big, y + big), (x - small, y - small, x + small, y + small)
    shape = chance.randrange(3)
    if shape == 0:
        sheet.draw.ellipse(outer, fill=colour)
        sheet.draw.pieslice(inner, 30, 300, fill=sheet.style.paper)
    elif shape == 1:
        sheet.draw.polygon([(x, y - big), (x + big, y + big), (x - big, y + big)], fill=colour)
        sheet.draw.polygon([(x, y + small / 3), (x + small, y + big), (x - small, y + big)], fill=sheet.style.paper)
    else:
        sheet.draw.rectangle(outer, outline=colour, width=max(1, round(9 * scale)))
        sheet.draw.ellipse(inner, fill=colour)
