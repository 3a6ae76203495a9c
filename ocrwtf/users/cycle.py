"""An account's 30-day cycles from the moment it joined, and when its documents are deleted."""

from datetime import datetime, timedelta

CYCLE = timedelta(days=30)
RETENTION = timedelta(days=30)


def next_boundary(joined_at: datetime, moment: datetime) -> datetime:
    """The first end of a cycle after that moment: joining + (cycle + 1) × 30 days."""
    return joined_at + ((moment - joined_at) // CYCLE + 1) * CYCLE


def last_boundary(joined_at: datetime, moment: datetime) -> datetime:
    """The end of the last cycle that is over by that moment, or the moment of joining in the first one."""
    return next_boundary(joined_at, moment) - CYCLE


def due_until(joined_at: datetime, moment: datetime) -> datetime:
    """What was uploaded then or earlier is due at that moment: the same as `deletes_at(…) <= moment`, for a query."""
    return last_boundary(joined_at, moment) - RETENTION


def deletes_at(joined_at: datetime, created_at: datetime) -> datetime:
    """When a document is deleted: at the account's first boundary at which it is 30 days old or older.

    So 30 to 60 days after the upload, never earlier.
    """
    kept_until = created_at + RETENTION
    boundary = next_boundary(joined_at, kept_until)
    return boundary - CYCLE if boundary - CYCLE == kept_until else boundary
