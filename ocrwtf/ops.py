"""What machines ask of the service: does it live, can it serve, what does it count of itself."""

import hmac
from contextlib import suppress
from ipaddress import ip_address
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import text

from ocrwtf.config import settings
from ocrwtf.core import metrics, storage
from ocrwtf.core.database import AWAY, transaction
from ocrwtf.core.problems import NotFound
from ocrwtf.core.rate_limits import RateLimits
from ocrwtf.core.schemas import Answer

router = APIRouter(tags=["ops"])

_PROMETHEUS: Final = "text/plain; version=0.0.4; charset=utf-8"


class HealthAnswer(Answer):
    status: Literal["ok"] = "ok"


class ReadyAnswer(Answer):
    """`degraded` names what is lost and stood in for: `redis` (limits are counted in this process meanwhile)."""

    status: Literal["ready"] = "ready"
    degraded: list[Literal["redis"]]


def _limits(request: Request) -> RateLimits:
    limits: RateLimits = request.app.state.guards.limits
    return limits


LimitsDep = Annotated[RateLimits, Depends(_limits)]


@router.get("/health")
async def health() -> HealthAnswer:
    """The process lives. Asynchronous: it answers also while all threads are busy."""
    return HealthAnswer()


@router.get("/ready")
def ready(limits: LimitsDep) -> ReadyAnswer:
    """Database, queue and storage answer; else 503."""
    with transaction() as session:
        session.execute(text("SELECT FROM procrastinate_jobs LIMIT 1"))
    storage.check()
    return ReadyAnswer(degraded=["redis"] if limits.shared and limits.shared.is_lost else [])


def refuse_public(request: Request) -> None:
    """Figures are for the operator: with METRICS_TOKEN for who has it, else for this machine alone.

    Raises
    ------
    NotFound
    """
    token = settings().metrics_token
    if token:
        given = request.headers.get("authorization", "").encode()
        if not hmac.compare_digest(given, f"Bearer {token.get_secret_value()}".encode()):
            raise NotFound
    elif not _is_from_here(request):
        raise NotFound


def _is_from_here(request: Request) -> bool:
    """Behind a proxy that is not named as trusted, everybody seems to be here: its headers give it away."""
    if any(name in request.headers for name in ("x-forwarded-for", "forwarded", "via")):
        return False
    with suppress(ValueError):
        return ip_address(request.client.host if request.client else "").is_loopback
    return False


@router.get("/metrics", response_class=Response, dependencies=[Depends(refuse_public)])
def get_metrics(limits: LimitsDep) -> Response:
    """Counters and gauges of this API process in the Prometheus text format; not public."""
    metrics.REDIS_IN_USE.set(limits.asks_over_the_network)
    _count_jobs()
    return Response(metrics.text(), media_type=_PROMETHEUS)


def _count_jobs() -> None:
    metrics.JOBS.clear()
    query = (
        "SELECT queue_name, status::text, count(*) FROM procrastinate_jobs "
        "WHERE status IN ('todo', 'doing') GROUP BY queue_name, status"
    )
    try:
        with transaction() as session:
            for queue, status, count in session.execute(text(query)):
                metrics.JOBS.labels(queue, status).set(count)
    except AWAY:
        metrics.DATABASE_UP.set(0)
    else:
        metrics.DATABASE_UP.set(1)
