"""E-mail addresses of users: proven by a link that was sent there, and changed in the same way."""

from contextlib import suppress
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ocrwtf.config import settings
from ocrwtf.core import security_log
from ocrwtf.core.database import transaction
from ocrwtf.core.mail.post import is_set_up, post
from ocrwtf.core.problems import TooManyRequests
from ocrwtf.core.security_log import LogKind, Somebody
from ocrwtf.core.throttle import Throttle
from ocrwtf.users import letters, links
from ocrwtf.users.letter_problems import EmailNotVerified, OneTimeLinkOver
from ocrwtf.users.letter_tables import LinkKind
from ocrwtf.users.models import User
from ocrwtf.users.problems import AlreadyRegistered

_letters = Throttle(amount=5, per_seconds=3600, name="address letters")
"""Of one user: who presses a button again and again fills no mailbox, nor a stranger's."""


def post_link(session: Session, user: User) -> None:
    """Where letters leave: ask the user to prove the address."""
    if is_set_up():
        post(session, letters.email_link, link_id=links.made(session, user, LinkKind.EMAIL).id)


def post_again(session: Session, user_id: UUID) -> None:
    """The same once more, when the user asks; without a mail server the link is in the log.

    Raises
    ------
    TooManyRequests.
    """
    _letters.hit(str(user_id))
    user = session.get_one(User, user_id)
    if user.email and not user.email_verified:
        post(session, letters.email_link, link_id=links.made(session, user, LinkKind.EMAIL).id)


def ask_for_change(session: Session, user_id: UUID, email: str) -> None:
    """Post a link to the new address, and a notice to the one that the user has.

    Whether the new one is somebody's is told to nobody but who reads its letters.

    Raises
    ------
    TooManyRequests.
    """
    _letters.hit(str(user_id))
    user = session.get_one(User, user_id)
    link = links.made(session, user, LinkKind.NEW_EMAIL, email.strip())
    post(session, letters.new_email_link, link_id=link.id)
    if is_set_up():
        post(session, letters.new_email_notice, link_id=link.id)


def verify(token: str) -> None:
    """The address that the link was sent to is the user's, and from now on the one that counts.

    Raises
    ------
    OneTimeLinkOver; AlreadyRegistered: it has become somebody else's meanwhile.
    """
    with transaction() as session:
        link = links.taken(session, token, links.EMAIL_KINDS)
        user = session.get_one(User, link.user_id, with_for_update=True)
        if link.kind == LinkKind.NEW_EMAIL:
            _move(session, user, link.email)
            security_log.record(session, LogKind.EMAIL_CHANGED, Somebody(user.account_id), {"userId": user.id})
        elif user.email != link.email:
            raise OneTimeLinkOver
        user.email_verified = True


def _move(session: Session, user: User, email: str) -> None:
    links.make_void(session, user.id)
    user.email = email
    try:
        session.flush()
    except IntegrityError as error:
        raise AlreadyRegistered from error


def require_verified(account_id: UUID, user_id: UUID) -> None:
    """Where REGISTRATION=verified: who has not proven the address is kept out, with a fresh letter.

    Raises
    ------
    EmailNotVerified.
    """
    if settings().registration != "verified":
        return
    with transaction(account_id) as session:
        user = session.get_one(User, user_id)
    if user.email_verified or not user.email:  # who was invited by a link has none to prove
        return
    with suppress(TooManyRequests), transaction(account_id) as session:  # else one of the last five will do
        post_again(session, user_id)
    raise EmailNotVerified
