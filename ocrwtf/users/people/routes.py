"""HTTP for the people of an account; the owner's alone, but for leaving it."""

from uuid import UUID

from fastapi import APIRouter, Request, Response, status

from ocrwtf.core.database import transaction
from ocrwtf.users import proof_of_identity
from ocrwtf.users.auth import CallerDep, OwnerDep, SessionDep, clear_session_cookie
from ocrwtf.users.models import Role
from ocrwtf.users.people import service
from ocrwtf.users.people.schemas import PersonAnswer, PersonChange, PersonList, Transfer
from ocrwtf.users.people.service import Seen
from ocrwtf.users.schemas import Proof

router = APIRouter(prefix="/api/people", tags=["people"])


def _answer(seen: Seen) -> PersonAnswer:
    return PersonAnswer(
        id=seen.user.id,
        name=seen.user.name,
        email=seen.user.email,
        role=Role(seen.user.role),
        is_active=seen.user.is_active,
        created_at=seen.user.created_at,
        last_used_at=seen.last_used_at,
    )


@router.get("")
def list_people(session: SessionDep, caller: OwnerDep) -> PersonList:
    """Everybody of the account, the caller first; phones have a list of their own."""
    return PersonList(items=[_answer(seen) for seen in service.listed(session, caller)])


@router.patch("/{user_id}")
def change_person(caller: OwnerDep, user_id: UUID, body: PersonChange) -> PersonAnswer:
    """Role, or blocked and let in again. To make somebody an owner the caller's own password is needed."""
    if body.role == Role.OWNER:
        proof_of_identity.require(caller, body.password)
    with transaction(caller.account_id) as session:
        return _answer(service.seen(session, service.change(session, caller, user_id, body)))


@router.delete("/{user_id}", status_code=status.HTTP_204_NO_CONTENT)
def remove_person(session: SessionDep, caller: OwnerDep, user_id: UUID) -> None:
    """Logins, tokens and keys end at once. What the person made stays with the account, under the name."""
    service.remove(session, caller, user_id)


@router.delete("/{user_id}/sessions", status_code=status.HTTP_204_NO_CONTENT)
def end_sessions_of_person(session: SessionDep, caller: OwnerDep, user_id: UUID) -> None:
    """Log the person out everywhere; who knows the password may log in again."""
    service.end_all_sessions(session, caller, user_id)


@router.post("/transfer")
def transfer_account(caller: OwnerDep, body: Transfer) -> PersonAnswer:
    """Make somebody else the owner and the caller staff."""
    proof_of_identity.require(caller, body.password)
    with transaction(caller.account_id) as session:
        return _answer(service.seen(session, service.transfer(session, caller, body.user_id)))


@router.post("/leave", status_code=status.HTTP_204_NO_CONTENT)
def leave_account(request: Request, response: Response, caller: CallerDep, body: Proof) -> None:
    """Out of the account, for good; an owner only while there is another one."""
    proof_of_identity.require(caller, body.password)
    with transaction(caller.account_id) as session:
        service.leave(session, caller)
    clear_session_cookie(request, response)
