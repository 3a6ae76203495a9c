"""HTTP for scans: in and out; no decisions."""

from typing import Annotated, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response, status
from fastapi.responses import PlainTextResponse, StreamingResponse

from ocrwtf.core.database import transaction
from ocrwtf.core.http import attachment
from ocrwtf.core.http.description import bytes_of
from ocrwtf.core.http.language import LanguageDep
from ocrwtf.core.http.own_address import OwnAddressDep
from ocrwtf.files import service as files_service
from ocrwtf.files.uploads import UPLOAD_BODY, UploadOnceDep, UploadsDep
from ocrwtf.idempotency.once import OnceDep
from ocrwtf.scans import (
    answers,
    archive,
    bulk,
    corrections,
    export,
    late_fields,
    listing,
    noted,
    page_images,
    review,
    searchable,
    service,
    texts,
    turning,
)
from ocrwtf.scans.export import JSON_LINES, XLSX, OneForm, TableName
from ocrwtf.scans.made_file import MadeFile
from ocrwtf.scans.models import ImageSize
from ocrwtf.scans.patches import BulkBody, ScanPatch
from ocrwtf.scans.schemas import (
    BulkAnswer,
    CorrectionList,
    CorrectionQuery,
    CountsAnswer,
    ListQuery,
    ScanAnswer,
    ScanList,
    UploadAnswer,
)
from ocrwtf.scans.search.cursor import decoded
from ocrwtf.users import service as users_service
from ocrwtf.users.auth import CallerDep, SessionDep, StaffDep

router = APIRouter(prefix="/api/scans", tags=["scans"])


PageNumber = Annotated[int, Path(ge=1, le=10_000)]
_SIZES: Final = {"320": ImageSize.THUMBNAIL, "1280": ImageSize.MEDIUM, None: ImageSize.FULL}
"""By the `width` that is asked for."""


@router.post("/upload", status_code=status.HTTP_202_ACCEPTED, openapi_extra=UPLOAD_BODY, response_model=UploadAnswer)
def upload_scans(caller: CallerDep, uploads: UploadsDep, language: LanguageDep, once: UploadOnceDep) -> Response:
    """Each file is checked and stored before the transaction; objects that no row came to own are deleted after it."""
    received = [files_service.receive(item.content, item.filename) for item in uploads]
    with files_service.stored(received) as objects, once.transaction() as session:
        created = service.create_scans(session, caller, objects)
        joined_at = users_service.joined_at(session, caller.account_id)
        items = [
            answers.uploaded(one.scan, joined_at, language, already_existed=one.already_existed) for one in created
        ]
        scan_ids = [item.id for item in items]
        location = f"/api/scans/{scan_ids[0]}"
        return once.answered(session, UploadAnswer(items=items), 202, location=location, goes_with=scan_ids)


@router.get("")
def list_scans(
    session: SessionDep, caller: CallerDep, language: LanguageDep, query: Annotated[ListQuery, Query()]
) -> ScanList:
    narrowed = listing.Filter(**query.model_dump(by_alias=False, exclude={"q", "limit", "cursor"}))
    after = decoded(query.cursor) if query.cursor else None
    batch = listing.listed(session, caller, narrowed, query.limit, after, query.q)
    joined_at = users_service.joined_at(session, caller.account_id)
    items = [answers.found(one, joined_at, language) for one in batch.found]
    return ScanList(items=items, next_cursor=batch.next.encoded() if batch.next else None)


@router.get("/counts")
def count_scans(session: SessionDep, caller: CallerDep) -> CountsAnswer:
    return CountsAnswer.model_validate(review.counts(session, caller))


@router.post("/bulk", response_model=BulkAnswer, responses=bytes_of("application/zip", XLSX, JSON_LINES))
def change_scans(
    caller: StaffDep, language: LanguageDep, address: OwnAddressDep, body: BulkBody, once: OnceDep
) -> Response:
    """`delete`, `retry`, `hold` and `release` say what became of each, the latter two for owners alone; `export` is a
    file, read scan by scan, anew with any key.
    """
    if body.action != "export":
        with once.transaction() as session:
            done = bulk.run(session, caller, body.action, body.ids)
            told = body.ids if body.action == "retry" else ()
            return once.answered(session, BulkAnswer(items=answers.outcomes(done, language)), goes_with=told)
    with transaction(caller.account_id) as session:
        entries = archive.entries(session, caller, body.ids)
        noted.exported(session, caller, body.ids, body.format or "zip")
    if body.format is None or body.format == "zip":
        return StreamingResponse(
            archive.zipped(caller, entries, language),
            media_type="application/zip",
            headers=attachment.headers("ocrwtf.zip"),
        )
    made = export.of_many(caller, body.ids, body.format, language, address)
    return _sent("ocrwtf.zip" if body.format == "csv" else f"ocrwtf.{body.format}", made)


def _sent(name: str, made: MadeFile) -> StreamingResponse:
    headers = attachment.headers(name, made.size_bytes)
    return StreamingResponse(made.chunks(), media_type=made.media_type, headers=headers)


@router.get("/{scan_id}")
def get_scan(session: SessionDep, caller: CallerDep, language: LanguageDep, scan_id: UUID) -> ScanAnswer:
    scan = service.get(session, caller, scan_id)
    return answers.whole(scan, users_service.joined_at(session, caller.account_id), language)


@router.patch("/{scan_id}")
def correct_scan(caller: StaffDep, language: LanguageDep, scan_id: UUID, body: ScanPatch) -> ScanAnswer:
    """Pages are turned before the transaction; pictures that no row came to own are deleted after it."""
    wished = {page.number: page.rotation for page in body.pages}
    with (
        turning.turned_pages(caller, scan_id, body.version, wished) as turned,
        transaction(caller.account_id) as session,
    ):
        scan = corrections.correct(session, caller, scan_id, body, turned)
        return answers.whole(scan, users_service.joined_at(session, caller.account_id), language)


@router.post("/{scan_id}/fields", response_model=ScanAnswer)
def read_fields(caller: StaffDep, language: LanguageDep, scan_id: UUID, once: OnceDep) -> Response:
    """Of a document that was read before there were any, from its words: free, and nothing is recognised anew."""
    found = late_fields.found(caller, scan_id)
    with once.transaction() as session:
        scan = late_fields.keep(session, caller, scan_id, found)
        answer = answers.whole(scan, users_service.joined_at(session, caller.account_id), language)
        return once.answered(session, answer, goes_with=[scan.id])


@router.get("/{scan_id}/history")
def list_corrections(
    session: SessionDep, caller: StaffDep, scan_id: UUID, query: Annotated[CorrectionQuery, Query()]
) -> CorrectionList:
    changes = corrections.history(session, caller, scan_id, query.limit + 1, query.cursor)
    shown = changes[: query.limit]
    usernames = users_service.usernames(session, {change.user_id for change in shown if change.user_id})
    more = len(changes) > query.limit
    return CorrectionList(items=answers.history(shown, usernames), next_cursor=shown[-1].id if more else None)


@router.get("/{scan_id}/text", response_class=PlainTextResponse)
def get_scan_text(session: SessionDep, caller: CallerDep, scan_id: UUID) -> str:
    """As people corrected it, where they did."""
    return texts.extracted_text(service.get_read(session, caller, scan_id))


@router.get("/{scan_id}/pages/{number}.webp", response_class=StreamingResponse, responses=bytes_of("image/webp"))
def get_page_image(
    caller: CallerDep,
    scan_id: UUID,
    number: PageNumber,
    width: Literal["320", "1280"] | None = None,
    v: Annotated[str | None, Query(max_length=40)] = None,
) -> StreamingResponse:
    """The page's picture as we made it; without `width` the largest. The transaction ends before the store is asked.

    It may be kept for an hour under an address with the version (`v`) that `imageUrl` names; without it, or with an
    older one, it is asked for each time, for the page may be turned.
    """
    with transaction(caller.account_id) as session:
        image, version = service.page_image(session, caller, scan_id, number, _SIZES[width])
    keep = "private, max-age=3600" if v == version else "private, no-cache"
    return StreamingResponse(
        files_service.content(image.object_key),
        media_type=page_images.MEDIA_TYPE,
        headers={"Content-Length": str(image.size_bytes), "Cache-Control": keep},
    )


@router.get("/{scan_id}/original", response_class=StreamingResponse, responses=bytes_of("application/octet-stream"))
def get_scan_original(caller: CallerDep, scan_id: UUID) -> StreamingResponse:
    """The bytes as they were received. A browser must not open them here, whatever they claim to be."""
    with transaction(caller.account_id) as session:
        file = files_service.get(session, service.get(session, caller, scan_id).file_id)
    return StreamingResponse(
        files_service.content(file.object_key),
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": "attachment",
            "Content-Length": str(file.size_bytes),
            "Cache-Control": "private, no-store",
        },
    )


@router.get("/{scan_id}/document.pdf", response_class=StreamingResponse, responses=bytes_of("application/pdf"))
def get_scan_pdf(caller: CallerDep, scan_id: UUID) -> StreamingResponse:
    """The pages' pictures with their words unseen over them, as corrected: to be searched, marked and copied."""
    filename, made = searchable.made(caller, scan_id)
    return _sent(f"{archive.safe_stem(filename)}.pdf", made)


@router.get(
    "/{scan_id}/export.{form}",
    response_class=StreamingResponse,
    responses=bytes_of("text/csv", XLSX, "application/json"),
)
def export_scan(
    caller: CallerDep,
    language: LanguageDep,
    address: OwnAddressDep,
    scan_id: UUID,
    form: OneForm,
    table: TableName = "documents",
) -> StreamingResponse:
    """What it says, as a file: `xlsx` with sheets of document, fields and line items; `csv` has one such table."""
    with transaction(caller.account_id) as session:
        [entry] = archive.entries(session, caller, [scan_id])
        noted.exported(session, caller, [scan_id], form)
    made = export.of_one(caller, scan_id, form, language, address, table)
    stem = entry.stem if table == "documents" else f"{entry.stem}-{table}"
    return _sent(f"{stem}.{form}", made)


@router.post("/{scan_id}/cancel")
def cancel_scan(session: SessionDep, caller: StaffDep, language: LanguageDep, scan_id: UUID) -> ScanAnswer:
    scan = service.cancel(session, caller, scan_id)
    return answers.whole(scan, users_service.joined_at(session, caller.account_id), language)


@router.post("/{scan_id}/retry", status_code=status.HTTP_202_ACCEPTED, response_model=ScanAnswer)
def retry_scan(caller: StaffDep, language: LanguageDep, scan_id: UUID, once: OnceDep) -> Response:
    with once.transaction() as session:
        scan = service.retry(session, caller, scan_id)
        answer = answers.whole(scan, users_service.joined_at(session, caller.account_id), language)
        return once.answered(session, answer, 202, goes_with=[scan.id])


@router.delete("/{scan_id}", status_code=status.HTTP_204_NO_CONTENT)
def delete_scan(session: SessionDep, caller: StaffDep, scan_id: UUID) -> None:
    noted.remove(session, caller, scan_id)
