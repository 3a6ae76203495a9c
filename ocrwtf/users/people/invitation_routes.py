"""HTTP for invitations: the owner's lists and links, and what who was invited does with one."""

from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response, status

from ocrwtf.users.auth import OwnerDep, SessionDep, client_address, client_device, is_browser
from ocrwtf.users.models import Role
from ocrwtf.users.people import invitations
from ocrwtf.users.people.links import link_of
from ocrwtf.users.people.models import Invitation
from ocrwtf.users.people.schemas import (
    Acceptance,
    InvitationAnswer,
    InvitationList,
    InvitedAnswer,
    NewInvitation,
    TokenBody,
)
from ocrwtf.users.routes import logged_in, refuse_foreign_login
from ocrwtf.users.schemas import LoginAnswer

router = APIRouter(prefix="/api", tags=["people"])

_FRAGMENT = "undangan"


def _answer(request: Request, row: Invitation) -> InvitationAnswer:
    token = invitations.token_of(row)
    return InvitationAnswer.of(row, link_of(request, _FRAGMENT, token) if token else None)


@router.get("/invitations")
def list_invitations(request: Request, session: SessionDep, caller: OwnerDep) -> InvitationList:  # noqa: ARG001  it is the owner who asks
    """Those that are open, the newest first, each with its link."""
    return InvitationList(items=[_answer(request, row) for row in invitations.listed(session)])


@router.post("/invitations", status_code=status.HTTP_201_CREATED)
def create_invitation(request: Request, session: SessionDep, caller: OwnerDep, body: NewInvitation) -> InvitationAnswer:
    """A link to hand on; it is good once, for 7 days. A second one to the same address replaces the first."""
    return _answer(request, invitations.make(session, caller, body))


@router.delete("/invitations/{invitation_id}", status_code=status.HTTP_204_NO_CONTENT)
def withdraw_invitation(session: SessionDep, caller: OwnerDep, invitation_id: UUID) -> None:
    """Its link is refused from now on."""
    invitations.withdraw(session, caller, invitation_id)


@router.post("/auth/invitation")
def look_at_invitation(request: Request, body: TokenBody) -> InvitedAnswer:
    """Who invites, and as what: for whoever has the link."""
    invited = invitations.look(body.token.get_secret_value(), client_address(request))
    row = invited.row
    return InvitedAnswer(invited_by=invited.invited_by, role=Role(row.role), email=row.email, expires_at=row.expires_at)


@router.post("/auth/invitation/accept", dependencies=[Depends(refuse_foreign_login)])
def accept_invitation(request: Request, response: Response, body: Acceptance) -> LoginAnswer:
    """Join the account with a username and a password, and be logged in."""
    login = invitations.accept(
        body, client_address(request), client_device(request), refreshable=not is_browser(request)
    )
    return logged_in(request, response, login)
