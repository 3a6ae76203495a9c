"""Telling an account three days ahead what its next clean-up deletes: by an event, and its owners by letter."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from ocrwtf.config import settings
from ocrwtf.core.database import transaction
from ocrwtf.core.errors import Wording
from ocrwtf.core.mail.letter import Letter, LetterText
from ocrwtf.core.mail.post import is_set_up, letter, post
from ocrwtf.events import service as events_service
from ocrwtf.events.models import EventKind
from ocrwtf.scans.due import counted
from ocrwtf.users import cycle, members
from ocrwtf.users.models import Account, User

NOTICE = timedelta(days=3)
SOON = LetterText(
    subject=Wording("{documents} dokumen dihapus pada {date}", "Documents deleted on {date}: {documents}"),
    before=(
        Wording(
            "Dokumen yang sudah berumur 30 hari dihapus di akhir siklus akun OCR.WTF Anda. Pada {date} giliran "
            "{documents} dokumen, beserta gambar dan teksnya.",
            "Documents that are 30 days old are deleted at the end of your OCR.WTF account's cycle. On {date} that "
            "takes {documents} of them, with their pictures and texts.",
        ),
    ),
    button=Wording("Unduh arsip dulu", "Download an archive first"),
    after=(
        Wording(
            "Yang ditahan (legal hold) tetap disimpan. Kalau tidak ada yang perlu disimpan, Anda tidak perlu berbuat "
            "apa-apa.",
            "What is under legal hold stays. If there is nothing that you want to keep, you need not do anything.",
        ),
    ),
)


def tell(account_id: UUID, joined_at: datetime, at: datetime) -> None:
    """Once for each clean-up that will take something."""
    boundary = cycle.next_boundary(joined_at, at)
    if boundary - at > NOTICE:
        return
    with transaction(account_id) as session:
        count = counted(session, joined_at, boundary)
        untold = or_(Account.told_of_cleanup_at.is_(None), Account.told_of_cleanup_at < boundary)
        telling = update(Account).where(Account.id == account_id, Account.left_at.is_(None), untold)
        if count and session.scalar(telling.values(told_of_cleanup_at=boundary).returning(Account.id)):
            data = {"dueAt": boundary.isoformat().replace("+00:00", "Z"), "documents": count}
            events_service.record(session, account_id, EventKind.CLEANUP_SOON, data)
            _post(session, account_id)


def _post(session: Session, account_id: UUID) -> None:
    """Nothing without a mail server: the letter's link is no secret that the log would have to have."""
    if not is_set_up():
        return
    for user_id in members.owners_with_address(session):
        post(session, cleanup_soon, account_id=account_id, user_id=user_id)


@letter("retention.cleanup_soon")
def cleanup_soon(account_id: UUID, user_id: UUID) -> Letter | None:
    """Counted when it leaves; nothing for who has gone, or when nothing is due any more."""
    with transaction(account_id) as session:
        user, account = session.get(User, user_id), session.get(Account, account_id)
        if not user or not user.email or not account or not account.told_of_cleanup_at:
            return None
        documents = counted(session, account.joined_at, account.told_of_cleanup_at)
        if not documents:
            return None
        on = account.told_of_cleanup_at.astimezone(ZoneInfo(user.time_zone))
        facts = {"documents": documents, "date": f"{on:%Y-%m-%d %H:%M} ({user.time_zone})"}
        link = f"{settings().public_url}/akun#pembersihan"
        return Letter(user.email, user.language, SOON, facts, link)
