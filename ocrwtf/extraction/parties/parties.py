"""Who is who: the seller of the letterhead, and the parties that labels name, each with the address below."""

from collections.abc import Iterator, Sequence

from ocrwtf.extraction.field import DocumentType, FieldName, Source
from ocrwtf.extraction.guess import Beside, Guess, beside, trimmed
from ocrwtf.extraction.labels import Label, Labels
from ocrwtf.extraction.parties import letterhead
from ocrwtf.extraction.parties.address_block import ADDRESS_ROWS, SOMEWHAT, PlacedCell, address_from
from ocrwtf.extraction.parties.addresses import likeness
from ocrwtf.extraction.parties.letterhead import Part
from ocrwtf.extraction.parties.seller import seller_guesses
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


def party_guesses(sheet: Sheet, labels: Labels, document_type: DocumentType) -> list[Guess]:
    addressed = [label for found in labels.values() for label in found if label.name in _PARTIES and label.stands_out]
    head = [] if document_type is DocumentType.TRANSFER_SLIP else seller_guesses(sheet, labels, addressed)
    return [*head, *_named(sheet, labels, addressed, document_type)]


def _named(sheet: Sheet, labels: Labels, addressed: Sequence[Label], document_type: DocumentType) -> Iterator[Guess]:
    for label in addressed:
        if label.name is None:
            continue
        name = _role(label.name, document_type)
        named = _behind(sheet, labels, label.row, label.span.right, _NAME_LABELS)
        for found in [*beside(sheet, label, labels), *([named] if named else [])]:
            span = _name_in(found)
            if span is None:
                continue
            strength = label.strength * found.nearness * (0.75 + 0.15 * (letterhead.business(span.text) > 0))
            strength *= 0.5 if found.text.strip().startswith("(") else 1.0
            yield Guess(name, span, None, strength, Source.LABEL, label.text)
            yield from _address_below(sheet, labels, name, found, span, strength)
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


def _address_below(
    sheet: Sheet, labels: Labels, name: FieldName, found: Beside, span: Span, strength: float
) -> Iterator[Guess]:
    """Behind a label of its own, or as it stands below the name."""
    target = _ADDRESS_OF.get(name)
    if target is None:
        return
    parts = _labelled_address(sheet, labels, found, span) or _unlabelled_address(sheet, labels, found, span)
    if parts:
        yield Guess(target, joined(parts), None, strength * 0.9, Source.LABEL)


def _behind(sheet: Sheet, labels: Labels, above: Row, right: float, texts: set[str]) -> Beside | None:
    """What stands beside a label with one of those texts, a few rows below and not to the right."""
    for row in sheet.below(above, _LABEL_ROWS):
        for label in labels.get(row.number, ()):
            if label.text.lower() in texts and label.span.left < right:
                return next(beside(sheet, label, labels), None)
    return None


def _labelled_address(sheet: Sheet, labels: Labels, found: Beside, span: Span) -> list[Span]:
    place = _behind(sheet, labels, found.row, span.right, _ADDRESS_LABELS)
    start, end = trimmed(place) if place else (0, 0)
    return [place.row.span(start, end)] if place and start < end else []


def _unlabelled_address(sheet: Sheet, labels: Labels, found: Beside, span: Span) -> list[Span]:
    below: list[PlacedCell] = []
    for row, cell in sheet.cells_below(found.row, span.left, span.right, ADDRESS_ROWS):
        start = row.start_of(cell)
        if any(start <= label.start < start + len(cell.text) and label.strong for label in labels.get(row.number, ())):
            break
        below.append(PlacedCell(row, cell, letterhead.part_of(cell.text), labelled=False))
    if not below or below[0].part is not Part.ADDRESS or below[0].row.number - found.row.number > 2:
        return []
    return [cell.span for cell in address_from(below)]
