"""What happens to kept replies later: after a day they are forgotten."""

import structlog
from sqlalchemy import text

from ocrwtf.core.database import transaction
from ocrwtf.core.queue import UPKEEP, queue

log = structlog.get_logger()


@queue.periodic(cron="23 * * * *")
@queue.task(name="idempotency.forget_old", queue=UPKEEP, queueing_lock="idempotency.forget_old")
def forget_old(timestamp: int) -> None:  # noqa: ARG001
    """Delete rows older than a day, in all accounts; from then on a key may be used anew in any case."""
    with transaction() as session:
        count = session.execute(text("SELECT forget_idempotent_requests()")).scalar_one()
    if count:
        log.info("idempotency.forgotten", count=count)
