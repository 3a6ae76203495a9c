"""What this process counts of itself, for Prometheus."""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

REGISTRY: Final = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

REQUESTS: Final = Counter(
    "ocrwtf_http_requests", "Requests answered.", ["method", "route", "status"], registry=REGISTRY
)
SECONDS: Final = Histogram(
    "ocrwtf_http_request_seconds",
    "From the head of a request to the end of its answer; streams of events are not in it.",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=REGISTRY,
)
LIMITED: Final = Counter("ocrwtf_limited", "Requests refused by a limit.", ["policy"], registry=REGISTRY)
BLOCKS: Final = Counter("ocrwtf_address_blocks", "Times that an address was blocked.", registry=REGISTRY)
BLOCKED: Final = Counter("ocrwtf_blocked_requests", "Requests refused from a blocked address.", registry=REGISTRY)
REDIS_LOST: Final = Counter("ocrwtf_redis_losses", "Times that Redis was lost.", registry=REGISTRY)
REDIS_IN_USE: Final = Gauge(
    "ocrwtf_redis_in_use", "1: limits are counted in Redis; 0: in this process.", registry=REGISTRY
)
DATABASE_UP: Final = Gauge("ocrwtf_database_up", "Whether the database answered this scrape.", registry=REGISTRY)
JOBS: Final = Gauge("ocrwtf_queue_jobs", "Jobs that are not done.", ["queue", "status"], registry=REGISTRY)

_METHODS: Final = ("GET", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS", "PUT")
"""A caller may invent others, and each would be a series for ever."""
_ENDLESS: Final = ("/api/events", "/ws")


def requested(method: str, route: str, status: int, seconds: float) -> None:
    """Count one request by its route's template."""
    method = method if method in _METHODS else "other"
    REQUESTS.labels(method, route, status).inc()
    if route not in _ENDLESS:
        SECONDS.labels(method, route).observe(seconds)


def text() -> bytes:
    """All of it in the Prometheus text format 0.0.4."""
    return generate_latest(REGISTRY)
