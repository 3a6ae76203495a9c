"""HTTP for the way out: the archive, the deletion of the account, receipts."""

import json
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response, status
from fastapi.responses import StreamingResponse

from ocrwtf.core import security_log
from ocrwtf.core.database import transaction
from ocrwtf.core.http import attachment
from ocrwtf.core.http.description import bytes_of
from ocrwtf.core.http.language import LanguageDep
from ocrwtf.core.queue import enqueue
from ocrwtf.core.security_log import LogKind
from ocrwtf.idempotency.once import OnceDep
from ocrwtf.retention import archives, jobs, receipts, service
from ocrwtf.retention.schemas import (
    AccountDeletion,
    ArchiveAnswer,
    CheckAnswer,
    CurrentArchive,
    DeletionAnswer,
    ReceiptAnswer,
    ReceiptCheck,
    ReceiptMembers,
)
from ocrwtf.users.auth import OwnerDep, SessionDep, clear_session_cookie

router = APIRouter(prefix="/api", tags=["retention"])


@router.post("/archive", status_code=status.HTTP_202_ACCEPTED, response_model=ArchiveAnswer)
def make_archive(caller: OwnerDep, language: LanguageDep, once: OnceDep) -> Response:
    """All of the account as one ZIP file that opens as a web page. One that is being made already is this one."""
    with once.transaction() as session:
        archive, is_new = archives.begin(session, caller, language)
        if is_new:
            enqueue(session, jobs.make_archive, account_id=str(caller.account_id), archive_id=str(archive.id))
        answer = ArchiveAnswer.model_validate(archive)
        return once.answered(session, answer, 202, location="/api/archive")


@router.get("/archive")
def get_archive(session: SessionDep, caller: OwnerDep) -> CurrentArchive:  # noqa: ARG001  it is the owner who asks
    archive = archives.current(session)
    return CurrentArchive(archive=ArchiveAnswer.model_validate(archive) if archive else None)


@router.delete("/archive", status_code=status.HTTP_204_NO_CONTENT)
def cancel_archive(session: SessionDep, caller: OwnerDep) -> None:
    """Stop making it, or delete it."""
    archives.cancel(session, caller)


@router.get("/archive/download", response_class=StreamingResponse, responses=bytes_of("application/zip"))
def download_archive(caller: OwnerDep) -> StreamingResponse:
    with transaction(caller.account_id) as session:
        file = archives.file(session)
        count = archives.documents(session)
        security_log.record(session, LogKind.EXPORTED, caller, {"format": "archive", "count": count})
    headers = attachment.headers("ocrwtf-archive.zip", file.size_bytes)
    return StreamingResponse(archives.content(file), media_type="application/zip", headers=headers)


@router.delete("/users/delete-account", responses={202: {"model": DeletionAnswer}})
def delete_account(request: Request, response: Response, caller: OwnerDep, body: AccountDeletion) -> DeletionAnswer:
    """Everything but the ledger, for good. 202 when it takes longer than an answer may: it goes on by itself then."""
    left = service.delete_account(caller, body.username, body.password)
    clear_session_cookie(request, response)
    if left.receipt is None:
        response.status_code = status.HTTP_202_ACCEPTED
    return DeletionAnswer(token=left.token, receipt=_members(left.receipt))


def _members(receipt: str | None) -> ReceiptMembers | None:
    return ReceiptMembers.model_validate(json.loads(receipt)) if receipt else None


@router.get("/receipts/{token}")
def get_receipt(token: Annotated[str, Path(max_length=100)]) -> ReceiptAnswer:
    """The receipt of a deleted account, for whoever has the token; null while the deletion goes on."""
    return ReceiptAnswer(receipt=_members(service.receipt(token)))


@router.post("/receipts/check")
def check_receipt(body: ReceiptCheck) -> CheckAnswer:
    """Whether this service signed it, and nothing in it was changed since."""
    return CheckAnswer(genuine=receipts.is_genuine(body.as_sent()))
