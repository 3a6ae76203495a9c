"""Tables of goods that have a heading: where they begin and end, also over pages, and which words are in which cell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from ocrwtf.extraction.amounts import Convention, parse_amount
from ocrwtf.extraction.field import CellName
from ocrwtf.extraction.items.closing import closes, summarises
from ocrwtf.extraction.items.columns import JUMLAH, OTHER, REMARK, Column, bordered, headed
from ocrwtf.extraction.sheet import Row, Sheet, Token

_GAP = 5.0
"""So many heights below its last row a table has ended."""
_MONEY = 1000
"""What is usually at least this is no count of goods."""


@dataclass(frozen=True, slots=True)
class Table:
    """Its columns from left to right, and the rows below the heading."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def cells(self, row: Row) -> dict[str, tuple[Token, ...]]:
        """The words of each kind of column; those whose middle is in it."""
        cells: dict[str, tuple[Token, ...]] = {}
        for column in self.columns:
            tokens = tuple(token for token in row.tokens if column.left <= token.centre < column.right)
            if tokens:
                cells[column.kind] = tokens
        return cells


def tables_of(sheet: Sheet, convention: Convention | None) -> list[Table]:
    return [_settled(columns, rows, convention) for columns, rows in _headed(sheet) if rows]


def _headed(sheet: Sheet) -> Iterator[tuple[list[Column], list[Row]]]:
    """Headings and the rows under each, to the next heading or what ends the table."""
    columns: list[Column] = []
    rows: list[Row] = []
    number = 0
    while number < len(sheet.rows):
        row = sheet.rows[number]
        below = next(iter(sheet.below(row, 1)), None)
        heading = None if summarises(row) else headed(row, below)
        if heading:
            yield columns, rows
            columns, rows = heading[0], []
        elif columns and (closes(row) or _is_far(rows, row)):
            yield columns, rows
            columns, rows = [], []
        elif columns:
            rows.append(row)
        number += heading[1] if heading else 1
    yield columns, rows


def _is_far(rows: list[Row], row: Row) -> bool:
    return bool(rows) and rows[-1].page == row.page and row.top - rows[-1].bottom > _GAP * row.height


def _settled(columns: Sequence[Column], rows: Sequence[Row], convention: Convention | None) -> Table:
    """With borders, and every kind of column once."""
    placed = bordered(columns, rows)
    kinds = [column.kind for column in placed]
    if CellName.NAME not in kinds:
        kinds = [CellName.NAME if kind == REMARK else kind for kind in kinds]
    for index, kind in enumerate(kinds):
        if kind == JUMLAH:
            kinds[index] = _jumlah(kinds, index, is_money=_is_money(placed[index], rows, convention))
    if CellName.UNIT in kinds and CellName.QUANTITY not in kinds:
        at = kinds.index(CellName.UNIT)
        kinds[at] = CellName.QUANTITY if _numbers(placed[at], rows, convention) else CellName.UNIT
    return Table(
        tuple(replace(column, kind=kind) for column, kind in zip(placed, _once(kinds), strict=True)), tuple(rows)
    )


def _jumlah(kinds: list[str], at: int, *, is_money: bool) -> str:
    others = kinds[:at] + kinds[at + 1 :]
    if CellName.QUANTITY in others:
        return OTHER if CellName.AMOUNT in others else CellName.AMOUNT
    if CellName.AMOUNT in others or JUMLAH in kinds[at + 1 :]:
        return CellName.QUANTITY
    return CellName.AMOUNT if is_money else CellName.QUANTITY


def _once(kinds: list[str]) -> list[str]:
    """The last column of amounts counts, of all others the first."""
    last = max((index for index, kind in enumerate(kinds) if kind == CellName.AMOUNT), default=-1)
    return [
        kind if index == last or (kind != CellName.AMOUNT and kind not in kinds[:index]) else OTHER
        for index, kind in enumerate(kinds)
    ]


def _is_money(column: Column, rows: Sequence[Row], convention: Convention | None) -> bool:
    numbers = _numbers(column, rows, convention)
    return bool(numbers) and median(numbers) >= _MONEY


def _numbers(column: Column, rows: Sequence[Row], convention: Convention | None) -> list[int]:
    words = (token.text for row in rows for token in row.tokens if column.left <= token.centre < column.right)
    return [int(amount.value) for text in words if (amount := parse_amount(text, convention))]
