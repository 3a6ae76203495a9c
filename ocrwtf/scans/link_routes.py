"""HTTP for signed links: made by who may see the scan, opened by whoever has one."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response, status
from fastapi.requests import HTTPConnection
from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session

from ocrwtf.core.database import transaction
from ocrwtf.core.http import attachment
from ocrwtf.core.http.description import bytes_of
from ocrwtf.core.http.own_address import OwnAddressDep
from ocrwtf.core.problems import NotFound
from ocrwtf.files import service as files_service
from ocrwtf.files import uploaded
from ocrwtf.files.problems import LinkOver
from ocrwtf.idempotency.once import OnceDep
from ocrwtf.scans import archive, kept_links, links, noted, page_images, searchable, service
from ocrwtf.scans.link_shapes import KeptLinkAnswer, KeptLinkList, LinkAnswer, LinkBody, LinkQuery
from ocrwtf.scans.links import Link, What
from ocrwtf.scans.models import ScanLink
from ocrwtf.users import members
from ocrwtf.users import service as users_service
from ocrwtf.users.auth import BearerDep, SessionDep, StaffDep, get_caller
from ocrwtf.users.members import Member
from ocrwtf.users.service import Caller

router = APIRouter(tags=["files"])
BYTES = "application/octet-stream"


@router.post("/api/scans/{scan_id}/links", status_code=status.HTTP_201_CREATED, response_model=LinkAnswer)
def create_link(caller: StaffDep, address: OwnAddressDep, scan_id: UUID, body: LinkBody, once: OnceDep) -> Response:
    """Whoever has it can open it, without a login, until it expires; revoking it or deleting the scan ends it."""
    page = (body.page or 1) if body.what == What.PAGE else 0
    expires = int(once.began_at.timestamp()) + (body.expires_in or links.USUAL_SECONDS)
    link = Link(scan_id, caller.account_id, caller.user_id, body.what, page, expires, caller.key_id)
    url, ends = address + links.path(link), datetime.fromtimestamp(expires, UTC)
    answer = LinkAnswer(id=kept_links.link_id(link), url=url, expires_at=ends)
    with once.transaction() as session:
        _check(session, caller, link)
        if not once.was_done:  # it may be revoked by now
            kept_links.keep(session, link)
            noted.link_made(session, caller, link)
        return once.answered(session, answer, 201, goes_with=[scan_id], is_remade=True)


def _check(session: Session, caller: Member, link: Link) -> None:
    """Raises NotFound, NotReadYet: there would be nothing to open."""
    if link.what == What.PAGE:
        service.page_image(session, caller, link.scan_id, link.page)
    elif link.what == What.PDF:
        searchable.numbers(session, caller, link.scan_id)
    else:
        service.get(session, caller, link.scan_id)


@router.get("/api/scans/{scan_id}/links")
def list_links(session: SessionDep, caller: StaffDep, scan_id: UUID) -> KeptLinkList:
    kept = kept_links.listed(session, caller, scan_id)
    usernames = users_service.usernames(session, {link.user_id for link in kept if link.user_id})
    return KeptLinkList(items=[_kept(link, usernames) for link in kept])


def _kept(link: ScanLink, usernames: dict[UUID, str]) -> KeptLinkAnswer:
    return KeptLinkAnswer(
        id=link.id,
        what=What(link.what),
        page=link.page or None,
        created_at=link.created_at,
        expires_at=link.expires_at,
        username=usernames.get(link.user_id) if link.user_id else None,
        by_key=link.key_id is not None,
    )


@router.delete("/api/scans/{scan_id}/links/{link_id}", status_code=status.HTTP_204_NO_CONTENT)
def revoke_link(session: SessionDep, caller: StaffDep, scan_id: UUID, link_id: UUID) -> None:
    """Whoever made it; whoever has its address finds nothing there from now on."""
    kept_links.revoke(session, caller, scan_id, link_id)


async def get_opener(
    connection: HTTPConnection, bearer: BearerDep, signature: Annotated[str | None, Query()] = None
) -> Caller | None:
    """None for who has a signed link: no login is asked for, and none is looked at."""
    return await get_caller(connection, bearer) if signature is None else None


@router.get(
    "/api/files/{file_id}",
    response_class=StreamingResponse,
    responses=bytes_of(BYTES, "application/pdf", "image/webp"),
)
def open_file(
    opener: Annotated[Caller | None, Depends(get_opener)], file_id: UUID, query: Annotated[LinkQuery, Query()]
) -> StreamingResponse:
    """An own file that is no document, by its id; or what a signed link of a scan leads to: then whatever is wrong with
    the link, there is nothing here. Always as an attachment.
    """
    if opener:
        return _own_file(opener, file_id)
    try:
        return _opened(file_id, query)
    except NotFound as error:
        raise LinkOver from error


def _own_file(caller: Caller, file_id: UUID) -> StreamingResponse:
    """The transaction ends before the store is asked."""
    with transaction(caller.account_id) as session:
        found = uploaded.get(session, caller, file_id, datetime.now(UTC))
        name, file = found.upload.filename, found.file
    headers = attachment.headers(name, file.size_bytes)
    return StreamingResponse(files_service.content(file.object_key), media_type=file.media_type, headers=headers)


def _opened(scan_id: UUID, query: LinkQuery) -> StreamingResponse:
    link = links.verified(_link(scan_id, query), query.signature, datetime.now(UTC))
    with transaction(link.account_id) as session:
        member = members.member(session, link.user_id, link.key_id)
        kept_links.refuse_revoked(session, link)
    if link.what == What.PDF:
        return _pdf(member, link)
    return _stored(member, link)


def _link(scan_id: UUID, said: LinkQuery) -> Link:
    try:
        key_id = UUID(said.key) if said.key else None
        whose = UUID(said.account), UUID(said.user)
        return Link(scan_id, *whose, What(said.what), int(said.page), int(said.expires), key_id)
    except ValueError as error:
        raise NotFound from error


def _pdf(member: Member, link: Link) -> StreamingResponse:
    filename, made = searchable.made(member, link.scan_id, for_link=True)
    headers = attachment.headers(f"{archive.safe_stem(filename)}.pdf", made.size_bytes)
    return StreamingResponse(made.chunks(), media_type=made.media_type, headers=headers)


def _stored(member: Member, link: Link) -> StreamingResponse:
    with transaction(member.account_id) as session:
        if link.what == What.PAGE:
            image, _ = service.page_image(session, member, link.scan_id, link.page)
            key, size_bytes = image.object_key, image.size_bytes
            name, media_type = f"{link.page}.webp", page_images.MEDIA_TYPE
        else:
            scan = service.get(session, member, link.scan_id)
            file = files_service.get(session, scan.file_id)
            key, size_bytes = file.object_key, file.size_bytes
            name, media_type = scan.filename, BYTES
    headers = attachment.headers(name, size_bytes)
    return StreamingResponse(files_service.content(key), media_type=media_type, headers=headers)
