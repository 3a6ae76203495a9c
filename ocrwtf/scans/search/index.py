"""Keeps what a scan is found by in step with its file name and pages."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ocrwtf.scans.models import Page, Scan, SearchEntry
from ocrwtf.scans.search.lexemes import lexemes

_OF_SCAN = (Scan.account_id, Scan.filename, Scan.recipient_name, Scan.corrected_text)


def renew(session: Session, scan_id: UUID) -> None:
    """Write the scan's entry anew; for whoever changed a text or name of it or of its pages."""
    session.flush()
    scan = session.execute(select(*_OF_SCAN).where(Scan.id == scan_id)).one()
    texts = select(func.coalesce(Page.search_text, Page.text)).where(Page.scan_id == scan_id).order_by(Page.number)
    said = (scan.filename, scan.recipient_name, scan.corrected_text, *session.scalars(texts))
    found_by = func.array_to_tsvector(lexemes(filter(None, said)))
    session.execute(
        insert(SearchEntry)
        .values(scan_id=scan_id, account_id=scan.account_id, lexemes=found_by)
        .on_conflict_do_update(index_elements=[SearchEntry.scan_id], set_={"lexemes": found_by})
    )
