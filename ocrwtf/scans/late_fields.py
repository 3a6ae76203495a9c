"""Fields of a document that was read before there were any: found in its stored words, free and without OCR."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from ocrwtf.core.database import transaction
from ocrwtf.extraction.extract import extract
from ocrwtf.extraction.wire import extraction_as_json
from ocrwtf.ocr.page import Page as ReadPage
from ocrwtf.scans import senders, service, turning
from ocrwtf.scans.corrections import record
from ocrwtf.scans.models import Correction, Extraction, Kind, Scan
from ocrwtf.scans.problems import FieldsThere
from ocrwtf.scans.versions import refuse_change
from ocrwtf.users.service import Caller

Json = dict[str, Any]


@dataclass(frozen=True)
class Words:
    """A document as it was read; `read_on` says which dates are likely on it."""

    pages: list[ReadPage]
    read_on: date


def found(caller: Caller, scan_id: UUID) -> Json:
    """What its words say. Nothing is found inside a transaction: of a long table that takes seconds.

    Raises
    ------
    NotFound, NotReadYet, NotCorrectable, FieldsThere; ServiceUnavailable: too many are being looked through.
    """
    with transaction(caller.account_id) as session:
        words = _words(session, caller, scan_id)
    with turning.place.taken():
        first = extraction_as_json(extract(words.pages, words.read_on))
        with transaction(caller.account_id) as session:
            remembered = senders.recall(session, caller.account_id, senders.sender_of(first["fields"]))
        return extraction_as_json(extract(words.pages, words.read_on, remembered)) if remembered else first


def keep(session: Session, caller: Caller, scan_id: UUID, what: Json) -> Scan:
    """As a new version, beside what people say by now; where they have added line items, theirs are the items.

    Raises
    ------
    NotFound, NotReadYet, NotCorrectable, FieldsThere.
    """
    scan = service.locked(session, caller, scan_id)
    _refuse_read(scan)
    said = scan.extraction.said if scan.extraction else {}
    if any(key.startswith("items.") for key in said):
        what = what | {"items": []}
    if scan.extraction:  # nobody overwrites what was found, be it nothing
        session.execute(delete(Extraction).where(Extraction.scan_id == scan.id))
    now = Extraction(account_id=scan.account_id, scan_id=scan.id, found=what, said=said)
    session.add(now)
    session.flush()
    set_committed_value(scan, "extraction", now)  # as if loaded
    record(session, caller, scan, [Correction(kind=Kind.READING, new=str(len(what["fields"]) + len(what["items"])))])
    return scan


def _words(session: Session, caller: Caller, scan_id: UUID) -> Words:
    scan = service.get(session, caller, scan_id)
    _refuse_read(scan)
    return Words([senders.page_read(page) for page in scan.pages if page.width_px], scan.created_at.date())


def _refuse_read(scan: Scan) -> None:
    refuse_change(scan, scan.version)
    if scan.extraction and (scan.extraction.found["fields"] or scan.extraction.found["items"]):
        raise FieldsThere
