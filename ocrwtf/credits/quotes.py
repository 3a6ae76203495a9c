"""What jobs would cost, before anything is sent: it charges nothing and promises nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from ocrwtf.credits import service
from ocrwtf.credits.models import Charged, Reason


@dataclass(frozen=True)
class Line:
    job: Charged
    count: int
    each: int

    @property
    def cost(self) -> int:
        return self.count * self.each


@dataclass(frozen=True)
class Quote:
    """`left` after all of it, never below 0; `short` is how many credits are missing for it."""

    lines: list[Line]
    credits: int
    next_refill_at: datetime

    @property
    def cost(self) -> int:
        return sum(line.cost for line in self.lines)

    @property
    def left(self) -> int:
        return max(0, self.credits - self.cost)

    @property
    def short(self) -> int:
        return max(0, self.cost - self.credits)


def quoted(session: Session, account_id: UUID, wanted: Sequence[tuple[Charged, int]]) -> Quote:
    """By today's prices and today's balance; the daily refill is in it."""
    balance = service.balance(session, account_id)
    prices: dict[Charged, int] = {Reason.SCAN: balance.scan_cost, Reason.CONVERSION: balance.conversion_cost}
    lines = [Line(job, count, prices[job]) for job, count in wanted]
    return Quote(lines, balance.credits, balance.next_refill_at)
