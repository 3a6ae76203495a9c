"""How any feature sends a letter: it is posted with the caller's transaction, by ids alone, and written when it leaves.

A letter's kind is a function that gets the ids and reads in a short transaction what the letter needs then; so the
queue holds no address, name or link, and what was deleted meanwhile is in no letter:

    @letter("users.reset_password")
    def reset_password(account_id: UUID, link_id: UUID) -> Letter | None: ...

    post(session, reset_password, account_id=…, link_id=…)
"""

from collections.abc import Callable
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

import structlog
from procrastinate.tasks import Task
from sqlalchemy.orm import Session

from ocrwtf.config import settings
from ocrwtf.core.mail.letter import Letter, message_of
from ocrwtf.core.mail.server import LetterRefused, MailServer
from ocrwtf.core.queue import POST, Arguments, BackOff, enqueue, job

log = structlog.get_logger()

FOR_A_DAY = BackOff(most=29, first_seconds=60, longest_seconds=3600)
"""1, 2, 4, 8, 16, 32 minutes and then each hour: a mail server that is away for a day loses no letter."""

LetterTask = Task[..., None, ...]


def letter(name: str) -> Callable[[Callable[..., Letter | None]], LetterTask]:
    """Make a function a kind of letter. It gets UUIDs, and answers None when there is nothing to send any more."""

    def decorate(write: Callable[..., Letter | None]) -> LetterTask:
        def send(**ids: str) -> None:
            written = write(**{key: UUID(value) for key, value in ids.items()})
            if written:
                _deliver(name, written, _message_id(name, ids))

        return job(f"mail.{name}", _give_up, queue_name=POST, back_off=FOR_A_DAY)(send)

    return decorate


def post(session: Session, kind: LetterTask, **ids: UUID) -> None:
    """Add a letter inside the caller's transaction: it leaves only if that commits."""
    enqueue(session, kind, **{key: str(value) for key, value in ids.items()})


def is_set_up() -> bool:
    """Whether letters leave at all; else their links are in the worker's log."""
    return settings().smtp_url is not None


def _deliver(name: str, written: Letter, message_id: str) -> None:
    """Without a mail server the link goes into the log, once: who runs the service hands it on."""
    url, sender = settings().smtp_url, settings().mail_from
    if not url or not sender:
        log.info("mail.no_server", letter=name, link=written.link)
        return
    server = MailServer.of(url.get_secret_value(), urlsplit(settings().public_url).hostname or "localhost")
    try:
        message = message_of(written, sender, message_id)
    except ValueError as error:  # an address that was taken before our rules were what they are
        raise LetterRefused("no address to send to") from error
    server.send(message)
    log.info("mail.sent", letter=name)


def _message_id(name: str, ids: Arguments) -> str:
    """The same for the same letter: a mailbox can tell one that was sent twice because our process died in between."""
    sender = settings().mail_from
    domain = sender.email.partition("@")[2] if sender else "localhost"
    return f"<{uuid5(NAMESPACE_URL, f'{name} {sorted(ids.items())}')}@{domain.encode('idna').decode()}>"


def _give_up(arguments: Arguments, error: Exception) -> None:
    """Nothing depends on a letter, so there is nothing to undo; the queue's log has its kind."""
    log.warning("mail.given_up", error=str(error) if hasattr(error, "retryable") else type(error).__name__, **arguments)
