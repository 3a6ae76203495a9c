"""Registering where REGISTRATION=verified: the answer is the same for everybody, the rest stands in a letter."""

from sqlalchemy.orm import Session

from ocrwtf.core.database import act_for, transaction
from ocrwtf.core.errors import Language
from ocrwtf.core.mail.post import post
from ocrwtf.users import addresses, letters, passwords, service
from ocrwtf.users.problems import AlreadyRegistered
from ocrwtf.users.schemas import Registration


def ask(registration: Registration, address: str, language: Language) -> None:
    """A new account whose owner gets a link; who has an account gets a letter that says so.

    A username that is somebody's gets an end that makes it free: to say that it is taken would tell who is here.
    No transaction is open while the password is hashed.

    Raises
    ------
    TooManyRequests, ServiceUnavailable.
    """
    service.count_registration(address)
    password_hash = passwords.hash_password(registration.password.get_secret_value())
    for username in (registration.username, service.username_for(registration.username)):
        try:
            with transaction() as session:
                if not _told_owner(session, registration.email):
                    _add(session, registration.email, username, password_hash, language)
        except AlreadyRegistered:  # the username is; or the address, by somebody who asked at the same moment
            continue
        else:
            return


def _told_owner(session: Session, email: str) -> bool:
    """Whether this address has an account; then its owner is told by a letter."""
    found = service.login_of(session, email.strip())
    if not found:
        return False
    act_for(session, found.account_id)
    post(session, letters.already_registered, account_id=found.account_id, user_id=found.user_id)
    return True


def _add(session: Session, email: str, username: str, password_hash: str, language: Language) -> None:
    user = service.add_owner(session, email, username, password_hash)
    user.locale = language
    addresses.post_link(session, user)
