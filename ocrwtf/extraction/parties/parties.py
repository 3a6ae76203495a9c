"""Who is who: the seller of the letterhead, and the parties that labels name, each with the address below."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ocrwtf.extraction.field import DocumentType, FieldName, Source
from ocrwtf.extraction.guess import Beside, Guess, beside, trimmed
from ocrwtf.extraction.labels import Label, Labels
from ocrwtf.extraction.parties import letterhead
from ocrwtf.extraction.parties.address_block import (
    ADDRESS_ROWS,
    SOMEWHAT,
    PlacedCell,
    address_from,
    is_close,
    placed_cell,
)
from ocrwtf.extraction.parties.addresses import likeness
from ocrwtf.extraction.parties.letterhead import Part
from ocrwtf.extraction.parties.seller import seller_guesses
from ocrwtf.extraction.running_text import Sentences
from ocrwtf.extraction.sheet import Row, Sheet, Span, joined

_LONGEST_NAME = 80
_LABEL_ROWS = 3
"""A label of the address stands at most this many rows below the name."""
_PRONOUNS = {"kami", "kita", "saya", "anda", "saudara", "us", "you", "me", "them"}
"""They stand behind "kepada" and name nobody."""
_PARTIES = {FieldName.SELLER_NAME, FieldName.BUYER_NAME, FieldName.RECIPIENT_NAME, FieldName.SENDER_NAME}
_TO_RECIPIENT = {DocumentType.DELIVERY_NOTE, DocumentType.TRANSFER_SLIP}
_NAME_LABELS = {"nama", "name"}
_ADDRESS_LABELS = {"alamat", "address"}
_ADDRESS_OF = {
    FieldName.SELLER_NAME: FieldName.SELLER_ADDRESS,
    FieldName.BUYER_NAME: FieldName.BUYER_ADDRESS,
    FieldName.RECIPIENT_NAME: FieldName.BUYER_ADDRESS,
}


@dataclass(frozen=True)
class _Paper:
    """What parties are looked for in."""

    sheet: Sheet
    labels: Labels
    sentences: Sentences

    def beside(self, label: Label) -> Iterator[Beside]:
        return beside(self.sheet, label, self.labels)


def party_guesses(
    sheet: Sheet, labels: Labels, document_type: DocumentType, sentences: Sentences = frozenset()
) -> list[Guess]:
    addressed = [label for found in labels.values() for label in found if label.name in _PARTIES and _names(label)]
    head = [] if document_type is DocumentType.TRANSFER_SLIP else seller_guesses(sheet, labels, addressed, sentences)
    return [*head, *_named(_Paper(sheet, labels, sentences), addressed, document_type)]


def _names(label: Label) -> bool:
    """It stands out, or greets at the beginning of its cell: "Yth. Bapak Budi"."""
    greets = "yth" in label.text.lower() and label.start in label.row.cell_starts
    return label.stands_out or (greets and not label.in_sentence)


def _named(paper: _Paper, addressed: Sequence[Label], document_type: DocumentType) -> Iterator[Guess]:
    for label in addressed:
        if label.name is None:
            continue
        name = _role(label.name, document_type)
        named = _behind(paper, label.row, label.span.right, _NAME_LABELS)
        for found in [*paper.beside(label), *([named] if named else [])]:
            span = _name_in(found)
            if span is None:
                continue
            strength = label.strength * found.nearness * (0.75 + 0.15 * (letterhead.business(span.text) > 0))
            strength *= 0.5 if found.text.strip().startswith("(") else 1.0
            yield Guess(name, span, None, strength, Source.LABEL, label.text)
            yield from _address_below(paper, name, found, span, strength)
            break


def _role(name: FieldName, document_type: DocumentType) -> FieldName:
    """Whom goods go to is their recipient, whom a bill goes to its buyer, however the label puts it."""
    if document_type in _TO_RECIPIENT and name is FieldName.BUYER_NAME:
        return FieldName.RECIPIENT_NAME
    return name


def _name_in(found: Beside) -> Span | None:
    """The first cell of it, if that may be a name."""
    start, end = trimmed(found)
    said = found.row.text[start:end]
    end = start + letterhead.name_end(said)
    if said.lower().strip(" .,") in _PRONOUNS:
        return None
    place = likeness(said) >= SOMEWHAT and not letterhead.business(said)
    if start >= end or place or letterhead.part_of(said) is not Part.NAME or end - start > _LONGEST_NAME:
        return None
    return found.row.span(start, end)


def _address_below(paper: _Paper, name: FieldName, found: Beside, span: Span, strength: float) -> Iterator[Guess]:
    """Behind a label of its own, or as it stands below the name."""
    target = _ADDRESS_OF.get(name)
    if target is None:
        return
    parts = _labelled_address(paper, found, span) or _unlabelled_address(paper, found, span)
    if parts:
        yield Guess(target, joined(parts), None, strength * 0.9, Source.LABEL)


def _behind(paper: _Paper, above: Row, right: float, texts: set[str]) -> Beside | None:
    """What stands beside a label with one of those texts, a few rows below and not to the right."""
    for row in paper.sheet.below(above, _LABEL_ROWS):
        for label in paper.labels.get(row.number, ()):
            if label.text.lower() in texts and label.span.left < right:
                return next(paper.beside(label), None)
    return None


def _labelled_address(paper: _Paper, found: Beside, span: Span) -> list[Span]:
    place = _behind(paper, found.row, span.right, _ADDRESS_LABELS)
    start, end = trimmed(place) if place else (0, 0)
    return [place.row.span(start, end)] if place and start < end else []


def _unlabelled_address(paper: _Paper, found: Beside, span: Span) -> list[Span]:
    below: list[PlacedCell] = []
    for row, cell in _column_below(paper.sheet, found.row, span):
        start = row.start_of(cell)
        held = paper.labels.get(row.number, ())
        if any(start <= label.start < start + len(cell.text) and label.strong for label in held):
            break
        below.append(placed_cell(row, cell, paper.sentences))
    if not below or below[0].part is not Part.ADDRESS or below[0].row.number - found.row.number > 2:
        return []
    return [cell.span for cell in address_from(below)]


def _column_below(sheet: Sheet, above: Row, name: Span) -> Iterator[tuple[Row, Span]]:
    """Cells under the name, and those that go on beside them."""
    for row in sheet.below(above, ADDRESS_ROWS):
        last: Span | None = None
        for cell in row.cells:
            if (cell.left < name.right and cell.right > name.left) or (last and is_close(cell, last)):
                last = cell
                yield row, cell
