"""HTTP for the dashboard. When the database is away the answer is 503, never a figure that stands for it."""

from datetime import UTC, datetime

from fastapi import APIRouter

from ocrwtf.dashboard import service
from ocrwtf.dashboard.schemas import StatsAnswer, WeekAnswer
from ocrwtf.users.auth import SessionDep, StaffDep

router = APIRouter(prefix="/api/dashboard", tags=["dashboard"])


@router.get("/stats")
def get_stats(session: SessionDep, caller: StaffDep) -> StatsAnswer:
    return StatsAnswer.of(service.stats(session, caller, datetime.now(UTC)))


@router.get("/weekly-activity")
def get_weekly_activity(session: SessionDep, caller: StaffDep) -> WeekAnswer:
    """What was asked for on each of the last seven days, in the time zone of the user."""
    return WeekAnswer.of(service.weekly_activity(session, caller, datetime.now(UTC)))
