"""What one part of the reading might be, before it is weighed against others."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ocrwtf.extraction.field import FieldName, Source
from ocrwtf.extraction.labels import Label, Labels
from ocrwtf.extraction.sheet import Row, Sheet, Span

_AROUND = " :.=,()_-*#"
_ROWS_BELOW = 3
_MOST_LABELS = 32
"""A value goes no further than over so many words that might be labels, or each would be compared with all others."""
_NEXT_LINES = 2
"""In how many rows a sentence goes on; beside it may be those of another column."""
_FAR_BELOW = 2.5
"""A value stands at most this many times its height under its label; a name in brackets, where somebody signs above it,
three times as far.
"""


@dataclass(frozen=True, slots=True)
class Guess:
    """`strength` in [0, 1]: how much label, form and place speak for it, whatever the engine says of its words.
    `plausibility` in [0, 1] is what is left of its likelihood where something is odd: a date in the future, a total
    below zero, a label in the middle of a sentence.
    """

    name: FieldName
    span: Span
    normalized: str | None
    strength: float
    source: Source
    label: str | None = None
    plausibility: float = 1.0


@dataclass(frozen=True, slots=True)
class Beside:
    """What a label may name: a part of `row` from `start` to before `end`, and how well its place suits."""

    row: Row
    start: int
    end: int
    nearness: float

    @property
    def text(self) -> str:
        return self.row.text[self.start : self.end]


def beside(sheet: Sheet, label: Label, labels: Labels) -> Iterator[Beside]:
    """First what stands to the right of it, up to the next label, then what stands below."""
    row = label.row
    end = _end(label, labels[row.number])
    if label.in_sentence:
        end = min([end, *(start for start in row.cell_starts if start > label.start)])
    if row.text[label.end : end].strip():
        yield Beside(row, label.end, end, 1.0)
    elif label.in_sentence:
        yield from _next_line(sheet, label)
    if not label.in_sentence:
        yield from _below(sheet, label, labels)


def _end(label: Label, beside: Sequence[Label]) -> int:
    """Where the next label begins that ends its value; `beside` are all of its row, from left to right."""
    first = bisect_left(beside, label.end, key=lambda other: other.start)
    following = beside[first : first + _MOST_LABELS]
    last = following[-1].start if len(following) == _MOST_LABELS else len(label.row.text)
    return next((other.start for other in following if _ends(other, label)), last)


def _ends(other: Label, label: Label) -> bool:
    """The value of `label`: not what only might be a label, as "No" in an address."""
    return other.strong or other.stands_out or (other.name is label.name and other.start <= label.end + 1)


def trimmed(found: Beside) -> tuple[int, int]:
    """Start and end of its first cell, without the signs around."""
    text = found.text
    start = found.start + len(text) - len(text.lstrip(_AROUND))
    ends = [at for at in found.row.cell_starts if start < at <= found.end]
    said = found.row.text[start : min([*ends, found.end])].rstrip(_AROUND)
    return start, start + len(said)


def _next_line(sheet: Sheet, label: Label) -> Iterator[Beside]:
    """Where a sentence goes on behind the last word of its line."""
    at = bisect_right(label.row.cell_starts, label.start) - 1
    held = label.row.cells[at]
    for lower, cell in sheet.cells_below(label.row, held.left, held.left + label.row.height, _NEXT_LINES):
        start = lower.start_of(cell)
        yield Beside(lower, start, start + len(cell.text), 1.0)
        return


def _below(sheet: Sheet, label: Label, labels: Labels) -> Iterator[Beside]:
    """Cells under it, unless they are or hold labels themselves."""
    left, right = label.span.left, label.span.right
    limit = label.row.bottom + _FAR_BELOW * label.row.height
    for lower, cell in sheet.cells_below(label.row, left, right, _ROWS_BELOW):
        start = lower.start_of(cell)
        end = start + len(cell.text)
        far = 3 * limit - 2 * label.row.bottom if cell.text.lstrip().startswith("(") else limit
        if lower.top > far or _holds(labels.get(lower.number, ()), start, end):
            return
        yield Beside(lower, start, end, 0.8 if lower.number == label.row.number + 1 else 0.6)


def _holds(labels: Sequence[Label], start: int, end: int) -> bool:
    return any(start <= label.start < end and (label.strong or label.stands_out) for label in labels)
