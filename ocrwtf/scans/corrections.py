"""What people correct of a reading: words, fields, the whole text, the recipient, how a page lies; and who did what.

What was read is never overwritten: corrections stand beside it.
"""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ocrwtf.core.problems import NotFound
from ocrwtf.events.models import EventKind
from ocrwtf.ocr.limits import MAX_PAGE_CHARACTERS
from ocrwtf.scans import counting, fields, senders, service, texts, turning
from ocrwtf.scans.field_changes import correct_fields
from ocrwtf.scans.models import Correction, Kind, Page, Scan
from ocrwtf.scans.news import tell
from ocrwtf.scans.patches import ScanPatch, WordPatch
from ocrwtf.scans.problems import NoSuchWord, TextTooLong
from ocrwtf.scans.search import index
from ocrwtf.scans.search.page_text import search_text
from ocrwtf.scans.versions import refuse_change
from ocrwtf.users.service import Caller

_SAID = (Kind.WORD, Kind.FIELD, Kind.READING)
"""What changes what fields say."""


def correct(
    session: Session, caller: Caller, scan_id: UUID, patch: ScanPatch, turned: list[turning.TurnedPage]
) -> Scan:
    """Change what was named, all or nothing, as one new version; what is so already is no change.

    Of two changes made on the same version one wins: the row is locked before its version is looked at.

    Raises
    ------
    NotFound, NotReadYet, NotCorrectable, StaleVersion, NoSuchWord, NoSuchItem, TextTooLong.
    """
    scan = service.locked(session, caller, scan_id)
    refuse_change(scan, patch.version)
    before = fields.of_scan(scan)
    changes = [
        *_correct_words(scan, patch.words),
        *turning.turn(session, scan, turned),
        *correct_fields(scan, patch),
        *_correct_text(scan, patch),
        *_correct_recipient(scan, patch),
    ]
    if changes:
        record(session, caller, scan, [*changes, *_repairs(before, fields.of_scan(scan))])
    return scan


def _repairs(before: fields.Shown, after: fields.Shown) -> Iterator[Correction]:
    """Those that lost or got back their proof, with what is to be read there now."""
    was = {field["key"]: field for field in before.every}
    for field in after.every:
        old = was.get(field["key"])
        turned = old and ((old["repair"] and field["withdrawn"]) or (old["withdrawn"] and field["repair"]))
        if old and turned and old["correctedValue"] == field["correctedValue"]:
            yield Correction(kind=Kind.REPAIR, field=field["key"], old=old["value"], new=field["value"])


def record(session: Session, caller: Caller, scan: Scan, changes: list[Correction]) -> None:
    """A new version, and who made it out of what: everything that follows from a change of a scan goes here."""
    scan.version += 1
    for change in changes:
        change.account_id, change.scan_id, change.user_id = scan.account_id, scan.id, caller.user_id
        session.add(change)
    if any(change.kind in _SAID for change in changes):
        shown = fields.of_scan(scan)
        counting.renew(scan, shown)
        senders.learn(session, scan, shown, {change.field for change in changes if change.field})
    if any(change.kind not in (Kind.ROTATION, Kind.FIELD, Kind.READING) for change in changes):  # what is not searched
        index.renew(session, scan.id)
    tell(session, EventKind.SCAN_CHANGED, scan)


def _correct_words(scan: Scan, patches: list[WordPatch]) -> list[Correction]:
    pages = {page.number: page for page in scan.pages}
    changes: list[Correction] = []
    for number, words in groupby(sorted(patches, key=attrgetter("page")), key=attrgetter("page")):
        changes += _correct_page(pages.get(number), words)
    return changes


def _correct_page(page: Page | None, patches: Iterator[WordPatch]) -> list[Correction]:
    said = dict(page.word_texts) if page else {}
    changes = [change for patch in patches if (change := _correct_word(page, said, patch))]
    if page and changes:
        page.word_texts, page.corrected_text = said, texts.corrected_page_text(page.lines, said)
        page.search_text = search_text(page.lines, said)
        _refuse_too_long(page.corrected_text, 1)
    return changes


def _correct_word(page: Page | None, said: dict[str, str], patch: WordPatch) -> Correction | None:
    try:
        read: str = page.lines[patch.line]["words"][patch.word]["text"]  # type: ignore[union-attr]  # caught below
    except (AttributeError, IndexError) as error:
        raise NoSuchWord(page=patch.page, line=patch.line, word=patch.word) from error
    key = texts.word_key(patch.line, patch.word)
    old = said.pop(key, None)
    if patch.text is not None:
        said[key] = patch.text
    if old == patch.text:
        return None
    place = {"page": patch.page, "line": patch.line, "word": patch.word}
    return Correction(kind=Kind.WORD, **place, old=read if old is None else old, new=patch.text)


def _correct_text(scan: Scan, patch: ScanPatch) -> Iterator[Correction]:
    """A text that the words give anyway is none of its own: else words corrected later would not be seen in it."""
    if "corrected_text" not in patch.model_fields_set:
        return
    _refuse_too_long(patch.corrected_text, scan.page_count)
    new = None if patch.corrected_text == texts.text_of_words(scan) else patch.corrected_text
    if new != scan.corrected_text:
        yield Correction(kind=Kind.TEXT, old=scan.corrected_text, new=new)
        scan.corrected_text = new


def _correct_recipient(scan: Scan, patch: ScanPatch) -> Iterator[Correction]:
    if "recipient_name" not in patch.model_fields_set:
        return
    new = (patch.recipient_name or "").strip() or None
    if new != scan.recipient_name:
        yield Correction(kind=Kind.RECIPIENT, old=scan.recipient_name, new=new)
        scan.recipient_name = new


def _refuse_too_long(text: str | None, pages: int) -> None:
    if len(text or "") > MAX_PAGE_CHARACTERS * pages:
        raise TextTooLong(limit=MAX_PAGE_CHARACTERS * pages)


def history(session: Session, caller: Caller, scan_id: UUID, limit: int, before: UUID | None) -> list[Correction]:
    """The newest changes first; `before` is the id of the last one already seen.

    Raises
    ------
    NotFound.
    """
    if not session.scalar(service.visible(caller).with_only_columns(Scan.id).where(Scan.id == scan_id)):
        raise NotFound
    changes = select(Correction).where(Correction.scan_id == scan_id).order_by(Correction.id.desc()).limit(limit)
    return list(session.scalars(changes.where(Correction.id < before) if before else changes))
