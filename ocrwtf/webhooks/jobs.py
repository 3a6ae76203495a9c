"""What happens later to webhooks: every two seconds it is looked who has something to be told, and they are called."""

import random
from datetime import UTC, datetime
from time import monotonic
from uuid import UUID

import structlog
from sqlalchemy import text

from ocrwtf.core import strangers
from ocrwtf.core.database import transaction
from ocrwtf.core.queue import CALLING, Arguments, enqueue, job, scheduled, stopping
from ocrwtf.core.strangers import CallFailed
from ocrwtf.webhooks import sending, stopped
from ocrwtf.webhooks.models import WebhookEndpoint
from ocrwtf.webhooks.sending import Call, Outcome

log = structlog.get_logger()

MOST_SECONDS = 20.0
"""Of one job; then others have their turn, and it comes again."""


@scheduled("webhooks.find_work", "* * * * * */2")
def find_work() -> None:
    """A job for each endpoint that has something to be told and has none yet."""
    with transaction() as session:
        found = session.execute(text("SELECT account_id, endpoint_id FROM webhooks_with_work()")).all()
    for row in found:
        with transaction() as session:
            enqueue(session, call_endpoint, account_id=str(row.account_id), endpoint_id=str(row.endpoint_id))


def _give_up(arguments: Arguments, error: Exception) -> None:
    """Nothing to undo: what was not sent is waiting still, and finds another job."""
    log.warning("webhooks.job_failed", error=type(error).__name__, **arguments)


@job("webhooks.call", _give_up, queue_name=CALLING, one_by="endpoint_id")
def call_endpoint(account_id: str, endpoint_id: str) -> None:
    """Tell one endpoint what it is to be told, one thing after another, as long as it takes them."""
    account, endpoint = UUID(account_id), UUID(endpoint_id)
    until = monotonic() + MOST_SECONDS
    _note(account, endpoint)
    while monotonic() < until and not stopping.is_set() and (call := _next(account, endpoint)):
        _record(account, endpoint, call, _outcome(call))


def _note(account: UUID, endpoint: UUID) -> None:
    more = True
    while more:
        with transaction(account) as session:
            more = sending.note_what_happened(session, endpoint)


def _next(account: UUID, endpoint: UUID) -> Call | None:
    with transaction(account) as session:
        return sending.next_call(session, endpoint, datetime.now(UTC))


def _outcome(call: Call) -> Outcome:
    reply, why, began = None, None, monotonic()
    headers = {**call.headers, "Content-Type": "application/json", "User-Agent": "ocrwtf-webhooks"}
    try:
        reply = strangers.post(call.url, call.body, headers, may_be_within=call.may_be_within)
    except CallFailed as error:
        why = error.why
    chance = random.random()  # noqa: S311  it spreads load and hides nothing
    took = monotonic() - began
    return Outcome(datetime.now(UTC), took, reply, why, chance)


def _record(account: UUID, endpoint: UUID, call: Call, outcome: Outcome) -> None:
    with transaction(account) as session:
        why = sending.record(session, endpoint, call.delivery_id, outcome)
        if why:
            stopped.tell(session, session.get_one(WebhookEndpoint, endpoint))
            log.info("webhooks.stopped", why=why, account_id=str(account), endpoint_id=str(endpoint))
