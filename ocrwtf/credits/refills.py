"""The daily refill of all accounts whose people did not come by themselves: by schedule, route or command."""

from datetime import date, datetime
from uuid import UUID

import structlog
from sqlalchemy import select, text

from ocrwtf.config import settings
from ocrwtf.core.database import transaction
from ocrwtf.core.problems import AccountDeleted
from ocrwtf.core.queue import scheduled
from ocrwtf.credits import service
from ocrwtf.users.models import Account

log = structlog.get_logger()


@scheduled("credits.refill_all", "*/5 * * * *")
def refill_all() -> None:
    """Soon after midnight in `CREDITS_TIMEZONE`, wherever that is; a run on the same day finds nobody."""
    everybody()


def everybody(today: date | None = None) -> int:
    """Lift every balance that is below the daily credits, once a day; how many were lifted.

    Account by account, by what a read of the balance would do: where one run is stopped, the next goes on.
    """
    today = today or datetime.now(settings().zone).date()
    with transaction() as session:
        below = text("SELECT accounts_to_refill(:today, :daily)")
        accounts = session.scalars(below, {"today": today, "daily": settings().daily_credits}).all()
    lifted = sum(_lifted(account_id, today) for account_id in accounts)
    if lifted:
        log.info("credits.refilled", count=lifted)
    return lifted


def _lifted(account_id: UUID, today: date) -> bool:
    try:
        with transaction(account_id) as session:
            before = session.scalar(select(Account.credits).where(Account.id == account_id))
            service.refill(session, account_id, today)
            return session.scalar(select(Account.credits).where(Account.id == account_id)) != before
    except AccountDeleted:  # just now
        return False
