"""What the first page shows of an account: its cycle, its credits, what waits, and what was done by day."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from ocrwtf.credits import activity
from ocrwtf.credits import service as credits_service
from ocrwtf.dashboard.figures import Day, Stats
from ocrwtf.scans import due, waiting
from ocrwtf.users import service as users_service
from ocrwtf.users.cycle import CYCLE, next_boundary
from ocrwtf.users.service import Caller

DAYS = 7
_DAY = timedelta(days=1)


def stats(session: Session, caller: Caller, now: datetime) -> Stats:
    """The figures at that moment (UTC). The cycle is counted from joining, as the sweeper does (`users.cycle`)."""
    joined_at = users_service.joined_at(session, caller.account_id)
    cleanup_at = next_boundary(joined_at, now)
    balance = credits_service.balance(session, caller.account_id)
    (total,) = activity.between(session, caller.account_id, (cleanup_at - CYCLE, cleanup_at))
    return Stats(
        total_activities=total,
        credits=balance.credits,
        max_credits=balance.daily_credits,
        cycle_started_at=cleanup_at - CYCLE,
        next_cleanup_at=cleanup_at,
        next_cleanup_on=cleanup_at.astimezone(_zone(session, caller)).date(),
        next_cleanup_days=-((now - cleanup_at) // _DAY),
        expiring=due.counted(session, joined_at, cleanup_at),
        waiting=waiting.waiting(session, caller.account_id),
    )


def weekly_activity(session: Session, caller: Caller, now: datetime) -> list[Day]:
    """The last seven days where the user is, today last. A day there may have 23 or 25 hours."""
    zone = _zone(session, caller)
    today = now.astimezone(zone).date()
    days = [today - (DAYS - 1 - n) * _DAY for n in range(DAYS)]
    midnights = [datetime.combine(day, time(), zone).astimezone(UTC) for day in (*days, today + _DAY)]
    counts = activity.between(session, caller.account_id, midnights)
    return [Day(day, count) for day, count in zip(days, counts, strict=True)]


def _zone(session: Session, caller: Caller) -> ZoneInfo:
    return ZoneInfo(users_service.me(session, caller).time_zone)
