"""What happens to kept replies later: after a day they are forgotten."""

import structlog

from ocrwtf.core.queue import forget, scheduled

log = structlog.get_logger()


@scheduled("idempotency.forget_old", "23 * * * *")
def forget_old() -> None:
    """Delete rows older than a day, in all accounts; from then on a key may be used anew in any case."""
    forget("forget_idempotent_requests", "idempotency.forgotten")
