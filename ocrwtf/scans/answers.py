"""From rows to answers: addresses of pictures, errors in words, the day of deletion."""

from datetime import datetime
from typing import Any

from ocrwtf.core.errors import Language, stored_problem
from ocrwtf.ocr.whole import joined_text
from ocrwtf.scans.models import Page, Scan, Status
from ocrwtf.scans.schemas import ErrorAnswer, PageAnswer, ScanAnswer, ScanSummary, UploadedScan
from ocrwtf.users.cycle import deletes_at


def summary(scan: Scan, joined_at: datetime, language: Language) -> ScanSummary:
    return ScanSummary(**_members(scan, joined_at, language))


def whole(scan: Scan, joined_at: datetime, language: Language) -> ScanAnswer:
    pages = [_page(page, language) for page in scan.pages]
    return ScanAnswer(**_members(scan, joined_at, language), pages=pages)


def uploaded(scan: Scan, joined_at: datetime, language: Language, *, already_existed: bool) -> UploadedScan:
    return UploadedScan(**_members(scan, joined_at, language), already_existed=already_existed)


def text_of(scan: Scan) -> str:
    return joined_text(page.text for page in scan.pages)


def _members(scan: Scan, joined_at: datetime, language: Language) -> dict[str, Any]:
    text = text_of(scan)
    first_image = next((page.number for page in scan.pages if page.image_file_id), None)
    return {
        "id": scan.id,
        "status": Status(scan.status),
        "filename": scan.filename,
        "media_type": scan.media_type,
        "size_bytes": scan.size_bytes,
        "ocr_text": text,
        "extracted_text": text,
        "confidence": scan.confidence,
        "ocr_seconds": scan.ocr_seconds,
        "engine": scan.engine,
        "image_url": _image_url(scan, first_image) if first_image else None,
        "original_url": f"/api/scans/{scan.id}/original",
        "created_at": scan.created_at,
        "captured_at": scan.captured_at,
        "deletes_at": deletes_at(joined_at, scan.created_at),
        "version": scan.version,
        "attempt": scan.attempt,
        "page_count": scan.page_count,
        "pages_read": scan.pages_read,
        "error": _error(scan.error_code, scan.error_params, language),
    }


def _page(page: Page, language: Language) -> PageAnswer:
    return PageAnswer(
        number=page.number,
        width_px=page.width_px,
        height_px=page.height_px,
        rotation=page.rotation,
        confidence=page.confidence,
        image_url=f"/api/scans/{page.scan_id}/pages/{page.number}.webp" if page.image_file_id else None,
        error=_error(page.error_code, page.error_params, language),
        lines=page.lines,  # type: ignore[arg-type]  # JSON as it was stored; Pydantic makes it lines
    )


def _image_url(scan: Scan, number: int) -> str:
    return f"/api/scans/{scan.id}/pages/{number}.webp"


def _error(code: str | None, params: dict[str, Any] | None, language: Language) -> ErrorAnswer | None:
    """A stored code and its parameters, worded now."""
    if not code:
        return None
    body = stored_problem(code, params or {}).body(language)
    return ErrorAnswer(type=str(body["type"]), title=str(body["title"]), detail=str(body["detail"]))
