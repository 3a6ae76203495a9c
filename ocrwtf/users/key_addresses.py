"""From where API keys are used: the first use from an address is recorded, not every use."""

from collections import OrderedDict

from sqlalchemy.orm import Session

from ocrwtf.core import origin, security_log
from ocrwtf.core.database import act_for
from ocrwtf.core.security_log import Actor, LogKind

_MOST_KNOWN = 100_000
_known: OrderedDict[tuple[object, str | None], None] = OrderedDict()
"""What this process has recorded or found recorded, so that the many requests of a program ask the database once."""


def is_known(caller: Actor) -> bool:
    return (caller.key_id, origin.current().address) in _known


def note(session: Session, caller: Actor) -> None:
    """Recorded once for key and address: an index of the log says so, whichever process comes first."""
    act_for(session, caller.account_id)
    security_log.record_at_most(session, LogKind.KEY_NEW_ADDRESS, caller)


def know(caller: Actor) -> None:
    """Once it is committed; of very many the oldest are asked for again."""
    _known[caller.key_id, origin.current().address] = None
    if len(_known) > _MOST_KNOWN:
        _known.popitem(last=False)
