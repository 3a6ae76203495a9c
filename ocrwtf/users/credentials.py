"""A password in place of another one: by a link, by its owner, by the owner of the machine, or by a better hash.

A new password ends whatever the old one let in: sessions with their refresh tokens, API keys that the user made, and
links in letters.
"""

from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from ocrwtf.core import security_log
from ocrwtf.core.database import transaction
from ocrwtf.core.mail.post import is_set_up, post
from ocrwtf.core.problems import ServiceUnavailable
from ocrwtf.core.security_log import LogKind, Somebody
from ocrwtf.core.throttle import Throttle
from ocrwtf.users import letters, links, passwords
from ocrwtf.users.identity_models import Identity
from ocrwtf.users.letter_tables import LinkKind
from ocrwtf.users.members import Member
from ocrwtf.users.models import ApiKey, LoginSession, User
from ocrwtf.users.problems import WrongPassword

_asked_by_address = Throttle(amount=30, per_seconds=3600, name="password links by address")
_asked_for_name = Throttle(amount=5, per_seconds=3600, name="password links by name")
"""So many letters an hour fill nobody's mailbox; a link stays good when another one is asked for."""


def replace(
    session: Session, user_id: UUID, password_hash: str, *, but_session: UUID | None = None, keep_keys: bool = False
) -> None:
    """In the user's account. The user is told by a letter, where letters leave."""
    user = session.get_one(User, user_id, with_for_update=True)
    user.password_hash = password_hash
    links.make_void(session, user_id)
    others = delete(LoginSession).where(LoginSession.user_id == user_id)
    session.execute(others.where(LoginSession.id != but_session) if but_session else others)
    if not keep_keys:
        session.execute(delete(ApiKey).where(ApiKey.user_id == user_id))
    if is_set_up():
        post(session, letters.password_changed, account_id=user.account_id, user_id=user_id)


def ask_for_link(identifier: str, address: str) -> None:
    """Post a link to a new password to whoever has this e-mail or username.

    The same work and the same (no) answer for a name that nobody has, a blocked user, and one without a password, who
    gets a first one in this way.

    Raises
    ------
    TooManyRequests: counted by what was sent, not by whether it is somebody.
    """
    _asked_by_address.hit(address)
    _asked_for_name.hit(identifier.lower())
    with transaction() as session:
        link_id = links.made_for_whoever(session, identifier)
        post(session, letters.password_link, link_id=link_id)


def reset(token: str, password: str) -> None:
    """A new password by the link of a letter, which also proves the address that it was sent to. Logs nobody in.

    No transaction is open while the password is hashed.

    Raises
    ------
    OneTimeLinkOver, ServiceUnavailable.
    """
    links.refuse_dead(token)
    password_hash = passwords.hash_password(password)
    with transaction() as session:
        link = links.taken(session, token, frozenset({LinkKind.PASSWORD}))
        user = session.get_one(User, link.user_id)
        if not user.email_verified and user.email == link.email:
            _now_proven(session, user)
        replace(session, user.id, password_hash)
        security_log.record(session, LogKind.MAIL_LINK_USED, Somebody(user.account_id), {"userId": user.id})
        security_log.record(session, LogKind.PASSWORD_CHANGED, Somebody(user.account_id), {"userId": user.id})


def _now_proven(session: Session, user: User) -> None:
    """Until now the address was said by somebody who need not have it, and who may come in by a provider still: so
    providers are unlinked, as sessions and keys end with the new password.
    """
    user.email_verified = True
    session.execute(delete(Identity).where(Identity.user_id == user.id))


def change(member: Member, proven: str | None, password: str, *, but_session: UUID | None, keep_keys: bool) -> None:
    """A new password of who has proved to be who it is; `proven` is the hash that it was proved by.

    No transaction is open while the new one is hashed.

    Raises
    ------
    WrongPassword (it was changed meanwhile), ServiceUnavailable.
    """
    password_hash = passwords.hash_password(password)
    with transaction(member.account_id) as session:
        still = select(User.id).where(User.id == member.user_id, User.password_hash.is_not_distinct_from(proven))
        if not session.scalar(still.with_for_update()):
            raise WrongPassword
        replace(session, member.user_id, password_hash, but_session=but_session, keep_keys=keep_keys)
        who = Somebody(member.account_id, member.user_id)
        security_log.record(session, LogKind.PASSWORD_CHANGED, who, {"userId": member.user_id})


def renewed(account_id: UUID, user_id: UUID, password: str, password_hash: str) -> str:
    """The hash after a login: one that was imported, or made with less work than today's, gives way to a better one."""
    if not passwords.is_outdated(password_hash):
        return password_hash
    try:
        better = passwords.hash_password(password)
    except ServiceUnavailable:  # at the next login, then
        return password_hash
    own = update(User).where(User.id == user_id, User.password_hash == password_hash)
    with transaction(account_id) as session:
        changed = session.scalar(own.values(password_hash=better).returning(User.id))
    return better if changed else password_hash
