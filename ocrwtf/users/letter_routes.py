"""HTTP for what needs a letter: forgotten passwords, addresses to be proven; and a new password of one's own."""

from fastapi import APIRouter, Depends, Request, Response, status

from ocrwtf.core.database import transaction
from ocrwtf.users import addresses, credentials, proof_of_identity
from ocrwtf.users.auth import CallerDep, SessionDep, client_address
from ocrwtf.users.letter_shapes import EmailChange, EmailProof, Forgotten, PasswordChange, PasswordReset
from ocrwtf.users.routes import refuse_foreign_login

router = APIRouter(prefix="/api", tags=["users"])

_OWN_PAGE = [Depends(refuse_foreign_login)]


@router.post(
    "/auth/password/forgot", status_code=status.HTTP_202_ACCEPTED, response_class=Response, dependencies=_OWN_PAGE
)
def forgot_password(request: Request, body: Forgotten) -> None:
    """A link to a new password goes to whoever has this name. The answer is the same when nobody has it."""
    credentials.ask_for_link(body.identifier, client_address(request))


@router.post("/auth/password/reset", status_code=status.HTTP_204_NO_CONTENT, dependencies=_OWN_PAGE)
def reset_password(body: PasswordReset) -> None:
    """All sessions and API keys of the user end; to log in is the next step."""
    credentials.reset(body.token.get_secret_value(), body.password.get_secret_value())


@router.post("/auth/email/verify", status_code=status.HTTP_204_NO_CONTENT, dependencies=_OWN_PAGE)
def verify_email(body: EmailProof) -> None:
    """By the link that was sent to the address; the link to a new address also makes it the user's."""
    addresses.verify(body.token.get_secret_value())


@router.post("/users/me/email/verification", status_code=status.HTTP_202_ACCEPTED, response_class=Response)
def send_verification(session: SessionDep, caller: CallerDep) -> None:
    """Another link to the caller's own address, while it is not proven."""
    addresses.post_again(session, caller.user_id)


@router.post("/users/me/email", status_code=status.HTTP_202_ACCEPTED, response_class=Response)
def change_email(caller: CallerDep, body: EmailChange) -> None:
    """Takes effect when the link in the letter to the new address is opened; the old one gets a notice."""
    proof_of_identity.require(caller, body.password)
    with transaction(caller.account_id) as session:
        addresses.ask_for_change(session, caller.user_id, body.email)


@router.post("/users/me/password", status_code=status.HTTP_204_NO_CONTENT)
def change_password(caller: CallerDep, body: PasswordChange) -> None:
    """The session that asks goes on; all others end, and so do the caller's API keys unless they are to be kept."""
    proven, new = proof_of_identity.require(caller, body.old_password), body.new_password.get_secret_value()
    credentials.change(caller, proven, new, but_session=caller.session_id, keep_keys=body.keep_api_keys)
