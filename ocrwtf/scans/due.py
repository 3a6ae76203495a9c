"""Which documents a clean-up at some moment takes: one question, for whoever looks, tells, counts or deletes."""

from datetime import datetime

from sqlalchemy import Select, func, select, union
from sqlalchemy.orm import Session

from ocrwtf.files.models import File
from ocrwtf.scans.models import BEING_READ, HELD, Scan
from ocrwtf.users import cycle


def due(joined_at: datetime, at: datetime) -> Select[Scan]:
    """The account's documents that a clean-up at that moment takes, the oldest first.

    Not those under legal hold, those with a file that has to be kept longer, and those that are being read.
    """
    kept = select(File.id).where(File.id == Scan.file_id, File.retain_until > at).exists()
    old = Scan.created_at <= cycle.due_until(joined_at, at)
    return select(Scan).where(old, ~HELD, ~BEING_READ, ~kept).order_by(Scan.created_at, Scan.id)


def counted(session: Session, joined_at: datetime, at: datetime) -> int:
    """How many that are: all that are old, less those that are kept back.

    Each has an index and few are kept back; looking at each document of a full account takes six times as long.
    """
    old = Scan.created_at <= cycle.due_until(joined_at, at)
    held, being_read = (select(Scan.id).where(old, why) for why in (HELD, BEING_READ))
    kept = select(Scan.id).join(File, File.id == Scan.file_id).where(old, File.retain_until > at)
    every, back = select(Scan.id).where(old).subquery(), union(held, being_read, kept).subquery()
    counts = (select(func.count()).select_from(of).scalar_subquery() for of in (every, back))
    old_ones, kept_back = session.execute(select(*counts)).one()
    return int(old_ones) - int(kept_back)
