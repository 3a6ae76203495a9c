"""Answers of the dashboard."""

from datetime import date

from pydantic import AwareDatetime

from ocrwtf.core.schemas import Answer
from ocrwtf.dashboard.figures import Day, Stats


class StatsAnswer(Answer):
    """`totalActivities` is of the cycle that runs; `maxCredits` what the daily refill lifts to.

    `nextCleanupDate` is the day where the user is, such as "04 Dec 2026"; `expiringDocuments` are deleted then.
    `needsReview` documents have `doubtfulValues` words and fields in doubt; `notesNotBack` are delivery notes without a
    recipient.
    """

    total_activities: int
    credits: int
    max_credits: int
    cycle_started_at: AwareDatetime
    next_cleanup_at: AwareDatetime
    next_cleanup_date: str
    next_cleanup_days: int
    expiring_documents: int
    needs_review: int
    doubtful_values: int
    notes_not_back: int

    @classmethod
    def of(cls, stats: Stats) -> "StatsAnswer":
        return cls(
            total_activities=stats.total_activities,
            credits=stats.credits,
            max_credits=stats.max_credits,
            cycle_started_at=stats.cycle_started_at,
            next_cleanup_at=stats.next_cleanup_at,
            next_cleanup_date=f"{stats.next_cleanup_on:%d %b %Y}",
            next_cleanup_days=stats.next_cleanup_days,
            expiring_documents=stats.expiring,
            needs_review=stats.waiting.to_review,
            doubtful_values=stats.waiting.doubts,
            notes_not_back=stats.waiting.not_back,
        )


class DayAnswer(Answer):
    """`date` is a day where the user is."""

    date: date
    activities: int


class WeekAnswer(Answer):
    """Seven days, today last."""

    days: list[DayAnswer]

    @classmethod
    def of(cls, days: list[Day]) -> "WeekAnswer":
        return cls(days=[DayAnswer(date=day.on, activities=day.activities) for day in days])
