"""The list of scans: the newest first, or the best of a search."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import Session, selectinload

from ocrwtf.scans import service
from ocrwtf.scans.models import HELD, NEEDS_REVIEW, NOT_BACK, Page, Scan, Status
from ocrwtf.scans.search import finding
from ocrwtf.scans.search.cursor import Cursor
from ocrwtf.scans.search.finding import FoundScan
from ocrwtf.scans.search.query import parsed
from ocrwtf.users.service import Caller

Condition = Callable[[Any], ColumnElement[bool]]


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; times are of the upload, `until` excluded; days the document's own, both included."""

    status: Status | None = None
    since: datetime | None = None
    until: datetime | None = None
    needs_review: bool = False
    not_back: bool = False
    held: bool = False
    document_type: str | None = None
    issued_since: date | None = None
    issued_until: date | None = None
    total_min: Decimal | None = None
    total_max: Decimal | None = None


@dataclass(frozen=True)
class Batch:
    """A piece of a list, and where the next one begins; None at its end."""

    found: list[FoundScan]
    next: Cursor | None


def listed(
    session: Session, caller: Caller, narrowed: Filter, limit: int, after: Cursor | None, typed: str = ""
) -> Batch:
    """The newest first; with something typed to look for, those that have it, best first."""
    wanted = _narrowed(service.visible(caller), narrowed).with_only_columns(Scan.id)
    if query := parsed(typed):
        places = finding.places(session, query, wanted, limit + 1, after)
    else:
        older = wanted.where(Scan.id < after.before) if after else wanted
        newest = older.order_by(Scan.id.desc()).limit(limit + 1)
        places = [Cursor(scan_id) for scan_id in session.scalars(newest)]
    shown = places[:limit]
    scans = _in_this_order(session, caller, [place.before for place in shown])
    found = finding.shown(session, query, scans) if query else [FoundScan(scan, [], {}) for scan in scans]
    return Batch(found, shown[-1] if len(places) > limit else None)


def _narrowed(scans: Select[Scan], narrowed: Filter) -> Select[Scan]:
    conditions: tuple[tuple[Any, Condition], ...] = (
        (narrowed.status, Scan.status.__eq__),
        (narrowed.since, Scan.created_at.__ge__),
        (narrowed.until, Scan.created_at.__lt__),
        (narrowed.needs_review or None, lambda _: NEEDS_REVIEW),
        (narrowed.not_back or None, lambda _: NOT_BACK),
        (narrowed.held or None, lambda _: HELD),
        (narrowed.document_type, Scan.document_type.__eq__),
        (narrowed.issued_since, Scan.issued_on.__ge__),
        (narrowed.issued_until, Scan.issued_on.__le__),
        (narrowed.total_min, Scan.total_amount.__ge__),
        (narrowed.total_max, Scan.total_amount.__le__),
    )
    return scans.where(*(condition(wanted) for wanted, condition in conditions if wanted is not None))


def _in_this_order(session: Session, caller: Caller, ids: list[UUID]) -> list[Scan]:
    of_these = service.visible(caller).where(Scan.id.in_(ids))
    found = {scan.id: scan for scan in session.scalars(of_these.options(selectinload(Scan.pages).defer(Page.lines)))}
    return [found[scan_id] for scan_id in ids if scan_id in found]
