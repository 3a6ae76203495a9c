"""The first account of an installation, made by whoever can read its terminal."""

from sqlalchemy import text

from ocrwtf.config import settings
from ocrwtf.core.database import transaction
from ocrwtf.core.security_log import LogKind
from ocrwtf.core.throttle import Throttle
from ocrwtf.users import first_link, passwords, service
from ocrwtf.users.place import place_of
from ocrwtf.users.problems import FirstRunOver
from ocrwtf.users.schemas import FirstRun
from ocrwtf.users.service import Login

_by_address = Throttle(amount=10, per_seconds=300, name="first run")
_LOCK = 0x0C2_0002
"""Of several first runs at once, one sees that nobody is registered."""


def begin(body: FirstRun, address: str, device: str, *, refreshable: bool = False) -> Login:
    """Make the first account and log its owner in; also when registration is closed. The link is used up by that.

    Tries are counted before anything is looked at. No transaction is open while the password is hashed.

    Raises
    ------
    TooManyRequests, ServiceUnavailable, FirstRunOver (a wrong token, or somebody is registered).
    """
    _by_address.hit(address)
    if not first_link.is_token(settings().data_dir, body.token.get_secret_value()):
        raise FirstRunOver
    password_hash = passwords.hash_password(body.password.get_secret_value())
    with transaction() as session:
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        if service.anybody_is_registered(session):
            raise FirstRunOver
        owner = service.add_owner(session, body.email, body.username, password_hash, LogKind.FIRST_RUN)
    first_link.forget(settings().data_dir)
    place = place_of(address)
    return service.open_session(owner.account_id, owner.id, device=device, place=place, refreshable=refreshable)
