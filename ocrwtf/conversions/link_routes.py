"""HTTP for signed links to what was made: made by staff, opened by whoever has one."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response, status
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from ocrwtf.conversions import answers, links, service
from ocrwtf.conversions.links import Link
from ocrwtf.conversions.models import Variant
from ocrwtf.conversions.routes import PDF, PPTX, NowDep, sent
from ocrwtf.conversions.schemas import ConversionLinkAnswer, ConversionLinkBody
from ocrwtf.core import security_log
from ocrwtf.core.database import transaction
from ocrwtf.core.http.description import bytes_of
from ocrwtf.core.http.own_address import OwnAddressDep
from ocrwtf.core.problems import NotFound
from ocrwtf.core.security_log import LogKind
from ocrwtf.files.problems import LinkOver
from ocrwtf.idempotency.once import OnceDep
from ocrwtf.users import members
from ocrwtf.users.auth import StaffDep

router = APIRouter(prefix="/api/conversions", tags=["conversions"])


class ConversionLinkQuery(BaseModel):
    """What stands in a link's address, as text: whatever is wrong with it, there is nothing, and no error says why."""

    variant: str = ""
    account: str = ""
    user: str = ""
    key: str = ""
    expires: str = ""
    signature: str = ""


@router.post("/{conversion_id}/links", status_code=status.HTTP_201_CREATED, response_model=ConversionLinkAnswer)
def create_conversion_link(
    address: OwnAddressDep, caller: StaffDep, conversion_id: UUID, body: ConversionLinkBody, once: OnceDep, now: NowDep
) -> Response:
    """Whoever has it can open it, without a login, until it expires; deleting the conversion ends it at once."""
    with once.transaction() as session:
        conversion, _ = service.variant(session, conversion_id, body.variant, now)
        wanted = int(once.began_at.timestamp()) + (body.expires_in or links.USUAL_SECONDS)
        expires = min(wanted, int(conversion.expires_at.timestamp()))
        link = Link(conversion_id, caller.account_id, caller.user_id, body.variant, expires, caller.key_id)
        url = address + links.path(link)
        about = {"conversionId": conversion_id, "what": body.variant.value, "expires": expires}
        security_log.record(session, LogKind.LINK_MADE, caller, about)
        answer = ConversionLinkAnswer(url=url, expires_at=datetime.fromtimestamp(expires, UTC))
        return once.answered(session, answer, 201, goes_with=[conversion_id], is_remade=True)


@router.get("/{conversion_id}/shared", response_class=StreamingResponse, responses=bytes_of(PDF, PPTX))
def open_conversion_link(
    conversion_id: UUID, query: Annotated[ConversionLinkQuery, Query()], now: NowDep
) -> StreamingResponse:
    """What a signed link leads to, as an attachment; whatever is wrong with the link, there is nothing here."""
    try:
        link = links.verified(_link(conversion_id, query), query.signature, now)
        with transaction(link.account_id) as session:
            members.member(session, link.user_id, link.key_id)
            conversion, file = service.variant(session, conversion_id, link.variant, now)
    except NotFound as error:
        raise LinkOver from error
    return sent(file, answers.filename(conversion, link.variant))


def _link(conversion_id: UUID, said: ConversionLinkQuery) -> Link:
    try:
        key_id = UUID(said.key) if said.key else None
        whose = UUID(said.account), UUID(said.user)
        return Link(conversion_id, *whose, Variant(said.variant), int(said.expires), key_id)
    except ValueError as error:
        raise NotFound from error
