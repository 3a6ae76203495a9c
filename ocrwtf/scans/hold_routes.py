"""HTTP for legal hold of one document; of many it is an action of `POST /api/scans/bulk`."""

from uuid import UUID

from fastapi import APIRouter, status

from ocrwtf.scans import noted
from ocrwtf.users.auth import OwnerDep, SessionDep

router = APIRouter(prefix="/api/scans/{scan_id}/hold", tags=["scans"])


@router.put("", status_code=status.HTTP_204_NO_CONTENT)
def hold_scan(session: SessionDep, caller: OwnerDep, scan_id: UUID) -> None:
    """Legal hold: no clean-up takes the document until it is let go."""
    noted.hold(session, caller, scan_id)


@router.delete("", status_code=status.HTTP_204_NO_CONTENT)
def let_scan_go(session: SessionDep, caller: OwnerDep, scan_id: UUID) -> None:
    noted.let_go(session, caller, scan_id)
