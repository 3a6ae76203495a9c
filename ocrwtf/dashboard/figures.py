"""What the dashboard shows, as values."""

from dataclasses import dataclass
from datetime import date, datetime

from ocrwtf.scans.waiting import Waiting


@dataclass(frozen=True)
class Stats:
    """`expiring`: documents that the next clean-up deletes; times in UTC, `next_cleanup_on` where the user is."""

    total_activities: int
    credits: int
    max_credits: int
    cycle_started_at: datetime
    next_cleanup_at: datetime
    next_cleanup_on: date
    next_cleanup_days: int
    expiring: int
    waiting: Waiting


@dataclass(frozen=True)
class Day:
    on: date
    activities: int
