"""From rows to answers: addresses of pictures, errors in words, the day of deletion."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ocrwtf.core.errors import Language, Problem, stored_words, words
from ocrwtf.scans import field_answers, page_view, texts
from ocrwtf.scans.bulk import Outcome
from ocrwtf.scans.models import Correction, Page, Scan, Status
from ocrwtf.scans.schemas import (
    BulkItem,
    CorrectionAnswer,
    ErrorAnswer,
    FoundScanAnswer,
    HitAnswer,
    PageAnswer,
    ScanAnswer,
    UploadedScan,
)
from ocrwtf.scans.search.finding import FoundScan
from ocrwtf.scans.search.snippets import Hit, polygons
from ocrwtf.users.cycle import deletes_at

MAX_HISTORY_CHARACTERS = 1000


def found(one: FoundScan, joined_at: datetime, language: Language) -> FoundScanAnswer:
    hits = [_hit(one, hit) for hit in one.hits]
    return FoundScanAnswer(**_members(one.scan, joined_at, language), hits=hits)


def _hit(one: FoundScan, hit: Hit) -> HitAnswer:
    page = next(page for page in one.scan.pages if page.number == hit.page)
    places = polygons(hit.places, one.lines.get(hit.page, {}), page.word_texts)
    shown = [page_view.shown_polygon(page, polygon) for polygon in places]
    return HitAnswer(page=hit.page, snippet=hit.snippet, marks=[[*mark] for mark in hit.marks], polygons=shown)


def whole(scan: Scan, joined_at: datetime, language: Language) -> ScanAnswer:
    pages = [_page(page, language) for page in scan.pages]
    return ScanAnswer(**_members(scan, joined_at, language), **field_answers.members(scan), pages=pages)


def uploaded(scan: Scan, joined_at: datetime, language: Language, *, already_existed: bool) -> UploadedScan:
    return UploadedScan(**_members(scan, joined_at, language), already_existed=already_existed)


def history(changes: list[Correction], usernames: dict[UUID, str]) -> list[CorrectionAnswer]:
    return [_history_item(change, usernames) for change in changes]


def _history_item(change: Correction, usernames: dict[UUID, str]) -> CorrectionAnswer:
    return CorrectionAnswer(
        id=change.id,
        at=change.created_at,
        user_id=change.user_id,
        username=usernames.get(change.user_id) if change.user_id else None,
        kind=change.kind,
        page=change.page,
        line=change.line,
        word=change.word,
        field=change.field,
        old=_shortened(change.old),
        new=_shortened(change.new),
    )


def _shortened(text: str | None) -> str | None:
    """A whole text may be as long as its document, and a list holds a hundred."""
    if text is None or len(text) <= MAX_HISTORY_CHARACTERS:
        return text
    return text[:MAX_HISTORY_CHARACTERS] + "…"


def outcomes(done: list[Outcome], language: Language) -> list[BulkItem]:
    return [
        BulkItem(id=one.scan_id, ok=not one.problem, error=error_of(one.problem, language) if one.problem else None)
        for one in done
    ]


def _members(scan: Scan, joined_at: datetime, language: Language) -> dict[str, Any]:
    first_image = next((page for page in scan.pages if page.image_version), None)
    return {
        "id": scan.id,
        "status": Status(scan.status),
        "filename": scan.filename,
        "media_type": scan.media_type,
        "size_bytes": scan.size_bytes,
        "ocr_text": texts.read_text(scan),
        "corrected_text": texts.corrected_text(scan),
        "extracted_text": texts.extracted_text(scan),
        "confidence": scan.confidence,
        "ocr_seconds": scan.ocr_seconds,
        "engine": scan.engine,
        "doubtful_words": scan.doubtful_words,
        "doubtful_fields": scan.doubtful_fields,
        "document_type": scan.document_type,
        "document_number": scan.document_number,
        "seller_name": scan.seller_name,
        "buyer_name": scan.buyer_name,
        "issued_on": scan.issued_on,
        "total_amount": scan.total_amount,
        "currency": scan.currency,
        "recipient_name": scan.recipient_name,
        "image_url": _image_url(first_image) if first_image else None,
        "original_url": f"/api/scans/{scan.id}/original",
        "created_at": scan.created_at,
        "captured_at": scan.captured_at,
        "deletes_at": deletes_at(joined_at, scan.created_at),
        "legal_hold": scan.legal_hold,
        "version": scan.version,
        "attempt": scan.attempt,
        "page_count": scan.page_count,
        "pages_read": scan.pages_read,
        "error": _error(scan.error_code, scan.error_params, language),
    }


def _page(page: Page, language: Language) -> PageAnswer:
    width_px, height_px = page_view.shown_size(page)
    return PageAnswer(
        number=page.number,
        width_px=width_px,
        height_px=height_px,
        rotation=page_view.shown_rotation(page),
        confidence=page.confidence,
        image_url=_image_url(page),
        error=_error(page.error_code, page.error_params, language),
        lines=page_view.shown_lines(page),  # type: ignore[arg-type]  # JSON; Pydantic makes it lines
    )


def _image_url(page: Page) -> str | None:
    """`v` changes with the picture, so that no cache shows a page as it lay before."""
    version = page.image_version
    return f"/api/scans/{page.scan_id}/pages/{page.number}.webp?v={version}" if version else None


def _error(code: str | None, params: dict[str, Any] | None, language: Language) -> ErrorAnswer | None:
    """A stored code and its parameters, worded now."""
    return ErrorAnswer(**stored_words(code, params or {}, language)) if code else None


def error_of(problem: Problem, language: Language) -> ErrorAnswer:
    return ErrorAnswer(**words(problem, language))
