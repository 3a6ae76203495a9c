"""HTTP for the security log."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from ocrwtf.core import security_log
from ocrwtf.core.database import transaction
from ocrwtf.core.http import attachment
from ocrwtf.core.http.description import bytes_of
from ocrwtf.core.security_log import LogKind
from ocrwtf.users import log_listing
from ocrwtf.users.auth import OwnerDep, SessionDep
from ocrwtf.users.log_shapes import LogFilter, LogPage, LogQuery

router = APIRouter(prefix="/api", tags=["users"])


@router.get("/security-log")
def list_security_log(session: SessionDep, caller: OwnerDep, query: Annotated[LogQuery, Query()]) -> LogPage:  # noqa: ARG001  it is the owner who asks
    """Who did what, when and from where, the newest first; kept for 400 days."""
    entries = log_listing.listed(session, query, query.limit + 1, query.cursor)
    items = entries[: query.limit]
    return LogPage(items=items, next_cursor=items[-1].id if len(entries) > query.limit else None)


@router.get("/security-log.csv", response_class=StreamingResponse, responses=bytes_of("text/csv"))
def export_security_log(caller: OwnerDep, query: Annotated[LogFilter, Query()]) -> StreamingResponse:
    """All of it as a table; that it was taken stands in it too."""
    with transaction(caller.account_id) as session:
        security_log.record(session, LogKind.LOG_EXPORTED, caller)
    lines = log_listing.as_csv(caller.account_id, query)
    return StreamingResponse(lines, media_type="text/csv", headers=attachment.headers("security-log.csv"))
