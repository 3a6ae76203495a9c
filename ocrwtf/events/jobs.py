"""What happens to events later: after seven days they are forgotten."""

import structlog
from sqlalchemy import text

from ocrwtf.core.database import transaction
from ocrwtf.core.queue import UPKEEP, queue

log = structlog.get_logger()


@queue.periodic(cron="53 * * * *")
@queue.task(name="events.forget_old", queue=UPKEEP, queueing_lock="events.forget_old")
def forget_old(timestamp: int) -> None:  # noqa: ARG001
    """Delete what is older than seven days, in all accounts; who comes back later than that is told to load anew."""
    with transaction() as session:
        count = session.execute(text("SELECT forget_old_events()")).scalar_one()
    if count:
        log.info("events.old_forgotten", count=count)
