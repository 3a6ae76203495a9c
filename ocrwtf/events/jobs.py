"""What happens to events later: after seven days they are forgotten."""

import structlog

from ocrwtf.core.queue import forget, scheduled

log = structlog.get_logger()


@scheduled("events.forget_old", "53 * * * *")
def forget_old() -> None:
    """Delete what is older than seven days, in all accounts; who comes back later than that is told to load anew."""
    forget("forget_old_events", "events.old_forgotten")
