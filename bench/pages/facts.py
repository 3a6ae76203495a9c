"""What a made document says: the truth of its fields and line items, tied to its words, which every change of the page
keeps.

Who is who: a paper's letterhead is its seller, on a delivery note too; whom an invoice goes to is its buyer, whom a
delivery note goes to its recipient. On a transfer slip the two are sender and recipient, and the account is that of the
recipient. On a payment receipt the buyer is who paid.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ocrwtf.extraction.field import CellName, DocumentType, FieldName


@dataclass(frozen=True)
class Fact:
    """`text` as printed, its words joined by spaces; `normalized` as FieldName says, None where words are compared;
    `words`: indices into the page's. Another name that fits it as well is in `also`. What is not `required` is right
    when found and not missed when not.
    """

    name: str
    text: str
    normalized: str | None
    words: tuple[int, ...]
    also: tuple[FieldName, ...] = ()
    required: bool = True


@dataclass(frozen=True)
class Facts:
    """At most one fact a field; in an item at most one a cell."""

    document_type: DocumentType = DocumentType.OTHER
    fields: tuple[Fact, ...] = ()
    items: tuple[tuple[Fact, ...], ...] = ()


@dataclass(frozen=True)
class Said:
    """A cell of an item before it is printed."""

    name: CellName
    text: str
    normalized: str | None = None


def found(text: str, words: Sequence[str]) -> tuple[str, slice]:
    """`text`, or as many of its first words as were printed, and which of the words hold it.

    Raises
    ------
    ValueError: not even its first word is there.
    """
    line, wanted = " ".join(words), text.split()
    while wanted:
        value = " ".join(wanted)
        # A value of its own before one inside another: "12" is not in "SJ/12".
        alone = re.search(rf"(?<!\S){re.escape(value)}(?!\S)", line)
        start = alone.start() if alone else line.find(value)
        if start >= 0:
            first, last = line.count(" ", 0, start), line.count(" ", 0, start + len(value))
            return value, slice(first, last + 1)
        wanted.pop()
    raise ValueError(f"{text!r} is not printed in {line!r}")
