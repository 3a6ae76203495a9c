"""What happens to accounts later: sessions that have ended are forgotten."""

import structlog
from sqlalchemy import text

from ocrwtf.core.database import transaction
from ocrwtf.core.queue import UPKEEP, queue
from ocrwtf.users import attempts

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
