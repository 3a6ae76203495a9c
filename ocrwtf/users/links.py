"""Links in letters: made, shown, and taken once. Each is good for one thing, for a while, and dies with a new password
or address of its user.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, text
from sqlalchemy.orm import Session

from ocrwtf.config import settings
from ocrwtf.core.database import act_for, new_id, transaction
from ocrwtf.users import tokens
from ocrwtf.users.letter_problems import OneTimeLinkOver
from ocrwtf.users.letter_tables import LinkKind, OneTimeLink
from ocrwtf.users.models import User

LIFETIME = {
    LinkKind.PASSWORD: timedelta(hours=1),
    LinkKind.EMAIL: timedelta(days=3),
    LinkKind.NEW_EMAIL: timedelta(days=1),
}
_FRAGMENT = {LinkKind.PASSWORD: "sandi", LinkKind.EMAIL: "surel", LinkKind.NEW_EMAIL: "surel"}
EMAIL_KINDS = frozenset({LinkKind.EMAIL, LinkKind.NEW_EMAIL})


def made(session: Session, user: User, kind: LinkKind, email: str | None = None) -> OneTimeLink:
    """A link that is sent to `email`, else to the user's own address."""
    link_id = new_id()
    link = OneTimeLink(
        id=link_id,
        account_id=user.account_id,
        user_id=user.id,
        kind=kind,
        email=email or user.email,
        token_hash=tokens.hashed(_token(link_id)),
        expires_at=func.now() + LIFETIME[kind],
    )
    session.add(link)
    session.flush()
    return link


def made_for_whoever(session: Session, identifier: str) -> UUID:
    """A link to a new password, if somebody has this e-mail or username: that is not told, and takes the same work.

    The id is one of a link, or of none.
    """
    link_id = new_id()
    wanted = {
        "name": identifier,
        "id": link_id,
        "hash": tokens.hashed(_token(link_id)),
        "lifetime": LIFETIME[LinkKind.PASSWORD],
    }
    session.execute(text("SELECT add_password_link(:name, :id, :hash, :lifetime)"), wanted)
    return link_id


def made_by_hand(session: Session, identifier: str) -> str | None:
    """The address of a link to a new password, for whoever runs the service; None for nobody and who is blocked."""
    link_id = made_for_whoever(session, identifier)
    return url(link_id, LinkKind.PASSWORD) if _found(session, None, link_id) else None


def url(link_id: UUID, kind: LinkKind) -> str:
    """What a letter holds: the token stands behind the #, so a browser sends it to no server and no log has it."""
    return f"{settings().public_url}/masuk#{_FRAGMENT[kind]}={_token(link_id)}"


def living(session: Session, link_id: UUID) -> OneTimeLink | None:
    """The link of that id, while it is good; from here on the session sees its account."""
    found = _found(session, None, link_id)
    if not found:
        return None
    act_for(session, found.account_id)
    return session.get(OneTimeLink, link_id)


def refuse_dead(token: str) -> None:
    """Before slow work for whoever sends it. Raises OneTimeLinkOver."""
    with transaction() as session:
        if not _found(session, tokens.hashed(token), None):
            raise OneTimeLinkOver


def taken(session: Session, token: str, kinds: frozenset[LinkKind]) -> OneTimeLink:
    """Use the link up, in the caller's transaction; from here on the session sees its account.

    Raises
    ------
    OneTimeLinkOver: unknown, of another kind, used, expired, void, or its user is blocked.
    """
    found = _found(session, tokens.hashed(token), None)
    if not found:
        raise OneTimeLinkOver
    act_for(session, found.account_id)
    own = delete(OneTimeLink).where(
        OneTimeLink.id == found.id, OneTimeLink.kind.in_(kinds), OneTimeLink.expires_at > func.now()
    )
    link: OneTimeLink | None = session.scalar(own.returning(OneTimeLink))
    if not link:
        raise OneTimeLinkOver
    return link


def make_void(session: Session, user_id: UUID) -> None:
    """All links of the user: what they were sent for has changed."""
    session.execute(delete(OneTimeLink).where(OneTimeLink.user_id == user_id))


def _found(session: Session, token_hash: bytes | None, link_id: UUID | None) -> Row[Any] | None:
    found = text("SELECT * FROM find_one_time_link(:hash, :id)")
    return session.execute(found, {"hash": token_hash, "id": link_id}).one_or_none()


def _token(link_id: UUID) -> str:
    return tokens.link_token("one-time", link_id)
