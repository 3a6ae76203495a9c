"""HTTP for files that are no documents: sent, listed, deleted. `GET /api/files/{file_id}` stands in `scans`, because
that address opens signed links as well.
"""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response, status

from ocrwtf.files import service, uploaded
from ocrwtf.files.schemas import FileAnswer, FileList
from ocrwtf.files.uploads import ONE_FILE_BODY, MalformedUpload, UploadOnceDep, UploadsDep
from ocrwtf.users.auth import CallerDep, SessionDep, StaffDep

router = APIRouter(prefix="/api", tags=["files"])


@router.post("/upload", status_code=status.HTTP_201_CREATED, openapi_extra=ONE_FILE_BODY, response_model=FileAnswer)
def upload_file(caller: CallerDep, uploads: UploadsDep, once: UploadOnceDep) -> Response:
    """One picture or PDF that is no document: free, read by nobody, gone after seven days."""
    if len(uploads) != 1:
        raise MalformedUpload(max_files=1)
    received = service.receive(uploads[0].content, uploads[0].filename)
    with service.stored([received]) as [item], once.transaction() as session:
        kept = uploaded.keep(session, caller, item, datetime.now(UTC))
        answer = FileAnswer.of(kept.upload, kept.file)
        return once.answered(session, answer, 201, location=answer.url, goes_with=[answer.id])


@router.get("/files")
def list_files(
    session: SessionDep,
    caller: CallerDep,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: UUID | None = None,
) -> FileList:
    found = uploaded.listed(session, caller, limit + 1, cursor, datetime.now(UTC))
    items = [FileAnswer.of(one.upload, one.file) for one in found[:limit]]
    return FileList(items=items, next_cursor=items[-1].id if len(found) > limit else None)


@router.delete("/files/{file_id}", status_code=status.HTTP_204_NO_CONTENT)
def delete_file(session: SessionDep, _caller: StaffDep, file_id: UUID) -> None:
    uploaded.remove(session, file_id)
