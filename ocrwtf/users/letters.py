"""What our letters about accounts say, and how each is written when it leaves."""

from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from ocrwtf.config import settings
from ocrwtf.core.database import transaction
from ocrwtf.core.errors import Wording
from ocrwtf.core.mail.letter import Letter, LetterText
from ocrwtf.core.mail.post import letter
from ocrwtf.users import letter_texts, links
from ocrwtf.users.letter_tables import KnownDevice, LinkKind
from ocrwtf.users.models import User

FORGOTTEN = "/masuk?lupa=1"
"""Where a new password is asked for."""


@letter("users.password_link")
def password_link(link_id: UUID) -> Letter | None:
    """Nothing for a name that nobody has."""
    return _with_link(link_id, letter_texts.PASSWORD)


@letter("users.email_link")
def email_link(link_id: UUID) -> Letter | None:
    return _with_link(link_id, letter_texts.EMAIL)


@letter("users.new_email_link")
def new_email_link(link_id: UUID) -> Letter | None:
    return _with_link(link_id, letter_texts.NEW_EMAIL)


@letter("users.new_email_notice")
def new_email_notice(link_id: UUID) -> Letter | None:
    """To the address that the user still has: whoever reads it there can still stop the change."""
    with transaction() as session:
        link = links.living(session, link_id)
        if not link:
            return None
        user = session.get_one(User, link.user_id)
        if not user.email:
            return None
        return Letter(user.email, user.language, letter_texts.NEW_EMAIL_NOTICE, {"email": link.email}, _forgotten())


@letter("users.already_registered")
def already_registered(account_id: UUID, user_id: UUID) -> Letter | None:
    with transaction(account_id) as session:
        return _to_user(session, user_id, letter_texts.ALREADY_REGISTERED)


@letter("users.password_changed")
def password_changed(account_id: UUID, user_id: UUID) -> Letter | None:
    with transaction(account_id) as session:
        return _to_user(session, user_id, letter_texts.PASSWORD_CHANGED)


@letter("users.new_device")
def new_device(account_id: UUID, device_id: UUID) -> Letter | None:
    with transaction(account_id) as session:
        device = session.get(KnownDevice, device_id)
        if not device:
            return None
        user = session.get_one(User, device.user_id)
        if not user.email:
            return None
        zone = ZoneInfo(user.time_zone)
        facts = {
            "device": device.device or _UNKNOWN.in_language(user.language, {}),
            "time": f"{device.first_seen_at.astimezone(zone):%Y-%m-%d %H:%M} ({user.time_zone})",
            "network": device.network or "?",
        }
        return Letter(user.email, user.language, letter_texts.NEW_DEVICE, facts, _forgotten())


_UNKNOWN = Wording("perangkat yang tidak dikenal", "an unknown device")


def _with_link(link_id: UUID, text: LetterText) -> Letter | None:
    """To where the link was asked for, while it is good."""
    with transaction() as session:
        link = links.living(session, link_id)
        if not link:
            return None
        user = session.get_one(User, link.user_id)
        return Letter(link.email, user.language, text, {}, links.url(link.id, LinkKind(link.kind)))


def _to_user(session: Session, user_id: UUID, text: LetterText) -> Letter | None:
    user = session.get(User, user_id)
    return Letter(user.email, user.language, text, {}, _forgotten()) if user and user.email else None


def _forgotten() -> str:
    return settings().public_url + FORGOTTEN
