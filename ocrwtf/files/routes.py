"""HTTP for stored files: always an attachment, always through the owner check."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from ocrwtf.core.database import transaction
from ocrwtf.files import service
from ocrwtf.users.auth import StaffDep

router = APIRouter(prefix="/api/files", tags=["files"])


@router.get("/{file_id}", response_class=StreamingResponse)
def download(caller: StaffDep, file_id: UUID) -> StreamingResponse:
    """The bytes as they were received. A browser must not open them here, whatever they claim to be.

    The transaction ends before the store is asked: a slow one must not hold connections.
    """
    with transaction(caller.account_id) as session:
        file = service.get(session, file_id)
    return StreamingResponse(
        service.content(file),
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": "attachment",
            "Content-Length": str(file.size_bytes),
            "Cache-Control": "private, no-store",
        },
    )
