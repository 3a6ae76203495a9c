"""Which documents a clean-up at some moment takes: one question, for whoever looks, tells or deletes."""

from datetime import datetime

from sqlalchemy import Select, and_, exists, func, select
from sqlalchemy.orm import Session

from ocrwtf.files.models import File
from ocrwtf.scans.models import UNFINISHED, Scan
from ocrwtf.users import cycle


def due(joined_at: datetime, at: datetime) -> Select[Scan]:
    """The account's documents that a clean-up at that moment takes, the oldest first.

    Not those under legal hold, those with a file that has to be kept longer, and those that are being read.
    """
    kept = exists().where(File.id == Scan.file_id, File.retain_until > at)
    old = and_(Scan.created_at <= cycle.due_until(joined_at, at), Scan.legal_hold.is_(False))
    return select(Scan).where(old, Scan.status.not_in(UNFINISHED), ~kept).order_by(Scan.created_at, Scan.id)


def counted(session: Session, joined_at: datetime, at: datetime) -> int:
    """How many documents a clean-up at that moment takes."""
    found = due(joined_at, at).with_only_columns(Scan.id).order_by(None).subquery()
    return session.scalars(select(func.count()).select_from(found)).one()
