"""What happens to accounts later: ended sessions, old links, devices and log lines are forgotten; letters leave."""

import structlog
from sqlalchemy import text

from ocrwtf.core.database import transaction
from ocrwtf.core.queue import UPKEEP, queue
from ocrwtf.users import attempts, letters

LETTERS = letters
"""Imported so that the worker knows them."""

log = structlog.get_logger()


@queue.periodic(cron="41 * * * *")
@queue.task(name="users.forget_expired_sessions", queue=UPKEEP, queueing_lock="users.forget_expired_sessions")
def forget_expired_sessions(timestamp: int) -> None:  # noqa: ARG001
    """Delete the rows of expired sessions, in all accounts; they are refused from the moment they expire. So too
    sign-ins that nobody came back from.
    """
    with transaction() as session:
        attempts.forget_expired(session)
        count = session.execute(text("SELECT forget_expired_sessions()")).scalar_one()
    if count:
        log.info("sessions.expired_forgotten", count=count)


@queue.periodic(cron="47 * * * *")
@queue.task(name="users.forget_old_log", queue=UPKEEP, queueing_lock="users.forget_old_log")
def forget_old_log(timestamp: int) -> None:  # noqa: ARG001
    """Delete lines of the security log that are older than 400 days, in all accounts."""
    with transaction() as session:
        count = session.execute(text("SELECT forget_old_security_log()")).scalar_one()
    if count:
        log.info("security_log.old_forgotten", count=count)


@queue.periodic(cron="43 * * * *")
@queue.task(name="users.forget_old_links", queue=UPKEEP, queueing_lock="users.forget_old_links")
def forget_old_links(timestamp: int) -> None:  # noqa: ARG001
    """Delete links that have expired, and devices that nobody has logged in from for longer than their cookie lasts."""
    with transaction() as session:
        count = session.execute(text("SELECT forget_old_links_and_devices()")).scalar_one()
    if count:
        log.info("links.old_forgotten", count=count)
