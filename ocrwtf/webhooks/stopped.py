"""The letter that says a webhook was switched off: who relies on it would not notice otherwise."""

from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy.orm import Session

from ocrwtf.config import settings
from ocrwtf.core.database import transaction
from ocrwtf.core.errors import Wording
from ocrwtf.core.mail.letter import Letter, LetterText
from ocrwtf.core.mail.post import is_set_up, letter, post
from ocrwtf.users import members
from ocrwtf.users.models import User
from ocrwtf.webhooks.models import WebhookEndpoint, WhyStopped

_AFTER = (
    Wording(
        "Setelah diperbaiki, aktifkan lagi di halaman akun dan kirim ulang yang gagal; catatannya disimpan 7 hari.",
        "Once it is mended, turn it on again on the account's page and send what failed again; its log is kept for "
        "7 days.",
    ),
)
_BUTTON = Wording("Buka webhook", "Open webhooks")
_SUBJECT = Wording("Webhook ke {host} dimatikan", "The webhook to {host} was switched off")
_TEXTS = {
    WhyStopped.FAILING: LetterText(
        subject=_SUBJECT,
        before=(
            Wording(
                "Server {host} tidak menerima satu pun kiriman selama lima hari, jadi webhook-nya dimatikan.",
                "The server {host} has not taken anything for five days, so its webhook was switched off.",
            ),
        ),
        button=_BUTTON,
        after=_AFTER,
    ),
    WhyStopped.GONE: LetterText(
        subject=_SUBJECT,
        before=(
            Wording(
                "Server {host} menjawab 410: alamat webhook itu sudah tidak ada. Webhook-nya dimatikan.",
                "The server {host} answered 410: that address is no more. Its webhook was switched off.",
            ),
        ),
        button=_BUTTON,
        after=_AFTER,
    ),
}


def tell(session: Session, endpoint: WebhookEndpoint) -> None:
    """To the account's owners; nothing without a mail server: the letter's link is no secret for the log."""
    if not is_set_up():
        return
    for user_id in members.owners_with_address(session):
        post(session, webhook_stopped, account_id=endpoint.account_id, user_id=user_id, webhook_id=endpoint.id)


@letter("webhooks.stopped")
def webhook_stopped(account_id: UUID, user_id: UUID, webhook_id: UUID) -> Letter | None:
    """Nothing for who has gone, or when somebody has dealt with it already."""
    with transaction(account_id) as session:
        user, endpoint = session.get(User, user_id), session.get(WebhookEndpoint, webhook_id)
        if not user or not user.email or not endpoint or not endpoint.why_stopped:
            return None
        facts = {"host": urlsplit(endpoint.url).netloc}
        link = f"{settings().public_url}/akun#webhook"
        return Letter(user.email, user.language, _TEXTS[WhyStopped(endpoint.why_stopped)], facts, link)
