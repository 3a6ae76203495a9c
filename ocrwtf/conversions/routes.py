"""HTTP for conversions: in and out; no decisions."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Response, status
from fastapi.responses import StreamingResponse

from ocrwtf.conversions import answers, receiving, service
from ocrwtf.conversions.kind import MEDIA_TYPES, DeckKind
from ocrwtf.conversions.models import Variant
from ocrwtf.conversions.receiving import ReceivedDeck
from ocrwtf.conversions.schemas import ConversionAnswer, ConversionList, ConversionQuery, OutlineBody
from ocrwtf.core.database import transaction
from ocrwtf.core.errors import Language
from ocrwtf.core.http import attachment
from ocrwtf.core.http.description import bytes_of
from ocrwtf.core.http.language import LanguageDep
from ocrwtf.files import service as files_service
from ocrwtf.files.models import File
from ocrwtf.files.uploads import ONE_FILE_BODY, MalformedUpload, UploadOnceDep, UploadsDep
from ocrwtf.idempotency.once import Once, OnceDep
from ocrwtf.users.auth import SessionDep, StaffDep
from ocrwtf.users.service import Caller

router = APIRouter(prefix="/api/conversions", tags=["conversions"])

BYTES = "application/octet-stream"
PDF, PPTX = "application/pdf", MEDIA_TYPES[DeckKind.PPTX]


def get_now() -> datetime:
    return datetime.now(UTC)


NowDep = Annotated[datetime, Depends(get_now)]
"""What has expired by then is not there."""


@router.post("", status_code=status.HTTP_202_ACCEPTED, openapi_extra=ONE_FILE_BODY, response_model=ConversionAnswer)
def convert_slides(
    caller: StaffDep, uploads: UploadsDep, language: LanguageDep, once: UploadOnceDep, now: NowDep
) -> Response:
    """One deck: PPTX, PPT or ODP, by its content. It is checked and stored before the transaction."""
    if len(uploads) != 1:
        raise MalformedUpload(max_files=1)
    deck = receiving.receive(uploads[0].content, uploads[0].filename)
    return _begun(caller, deck, once, language, now)


@router.post("/outlines", status_code=status.HTTP_202_ACCEPTED, response_model=ConversionAnswer)
def convert_outline(caller: StaffDep, body: OutlineBody, language: LanguageDep, once: OnceDep, now: NowDep) -> Response:
    """An outline as text becomes a deck (`variant=deck`) and its PDF."""
    with receiving.as_file(body.outline) as content:
        deck = receiving.receive(content, f"{body.title.strip()}.txt", outline=True)
        return _begun(caller, deck, once, language, now)


def _begun(caller: Caller, deck: ReceivedDeck, once: Once, language: Language, now: datetime) -> Response:
    with files_service.stored([deck.file]) as [item], once.transaction() as session:
        conversion = service.create(session, caller, deck, item, now)
        answer = answers.whole(conversion, language)
        location = f"/api/conversions/{conversion.id}"
        return once.answered(session, answer, 202, location=location, goes_with=[conversion.id])


@router.get("")
def list_conversions(
    caller: StaffDep,
    language: LanguageDep,
    now: NowDep,
    query: Annotated[ConversionQuery, Query()],
) -> ConversionList:
    """Whether anything new could be converted is found out before the transaction."""
    unavailable = answers.unavailable(language)
    with transaction(caller.account_id) as session:
        found = service.listed(session, query.limit + 1, query.cursor, now)
        items = [answers.whole(one, language) for one in found[: query.limit]]
    more = items[-1].id if len(found) > query.limit else None
    return ConversionList(unavailable=unavailable, items=items, next_cursor=more)


@router.get("/{conversion_id}")
def get_conversion(
    session: SessionDep, _caller: StaffDep, language: LanguageDep, conversion_id: UUID, now: NowDep
) -> ConversionAnswer:
    return answers.whole(service.get(session, conversion_id, now), language)


@router.get("/{conversion_id}/file", response_class=StreamingResponse, responses=bytes_of(PDF, PPTX))
def get_converted_file(
    caller: StaffDep, conversion_id: UUID, now: NowDep, variant: Variant = Variant.SLIDES
) -> StreamingResponse:
    with transaction(caller.account_id) as session:
        conversion, file = service.variant(session, conversion_id, variant, now)
    return sent(file, answers.filename(conversion, variant))


@router.get("/{conversion_id}/original", response_class=StreamingResponse, responses=bytes_of(BYTES))
def get_presentation(caller: StaffDep, conversion_id: UUID, now: NowDep) -> StreamingResponse:
    """The bytes as they were received. A browser must not open them here, whatever they claim to be."""
    with transaction(caller.account_id) as session:
        conversion, file = service.original(session, conversion_id, now)
    headers = attachment.headers(conversion.filename, file.size_bytes)
    return StreamingResponse(files_service.content(file.object_key), media_type=BYTES, headers=headers)


@router.get("/{conversion_id}/pages/{number}.webp", response_class=StreamingResponse, responses=bytes_of("image/webp"))
def get_slide_picture(
    caller: StaffDep, conversion_id: UUID, number: Annotated[int, Path(ge=1, le=1_000)], now: NowDep
) -> StreamingResponse:
    """The transaction ends before the store is asked. A page never changes, so it may be kept for an hour."""
    with transaction(caller.account_id) as session:
        file = service.picture(session, conversion_id, number, now)
    headers = {"Content-Length": str(file.size_bytes), "Cache-Control": "private, max-age=3600"}
    return StreamingResponse(files_service.content(file.object_key), media_type="image/webp", headers=headers)


@router.post("/{conversion_id}/cancel")
def cancel_conversion(
    session: SessionDep, _caller: StaffDep, language: LanguageDep, conversion_id: UUID, now: NowDep
) -> ConversionAnswer:
    return answers.whole(service.cancel(session, conversion_id, now), language)


@router.delete("/{conversion_id}", status_code=status.HTTP_204_NO_CONTENT)
def delete_conversion(session: SessionDep, _caller: StaffDep, conversion_id: UUID, now: NowDep) -> None:
    service.remove(session, conversion_id, now)


def sent(file: File, name: str) -> StreamingResponse:
    headers = attachment.headers(name, file.size_bytes)
    return StreamingResponse(files_service.content(file.object_key), media_type=file.media_type, headers=headers)
