"""What happens later: invitations and pairings that are over are forgotten; invitations leave as letters."""

import structlog
from sqlalchemy import text

from ocrwtf.core.database import transaction
from ocrwtf.core.queue import UPKEEP, queue
from ocrwtf.users.people import letters

LETTERS = letters
"""Imported so that the worker knows them."""

log = structlog.get_logger()


@queue.periodic(cron="47 * * * *")
@queue.task(name="users.forget_over_invitations", queue=UPKEEP, queueing_lock="users.forget_over_invitations")
def forget_over_invitations(timestamp: int) -> None:  # noqa: ARG001
    """Delete their rows, in all accounts; they are refused from the moment they are over."""
    with transaction() as session:
        count = session.execute(text("SELECT forget_over_invitations()")).scalar_one()
    if count:
        log.info("invitations.over_forgotten", count=count)
