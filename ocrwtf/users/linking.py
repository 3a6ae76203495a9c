"""Linking a provider to a user, begun by somebody who is signed in and proves it once more."""

from datetime import UTC, datetime, timedelta
from typing import Final

from anyio import to_thread
from sqlalchemy import select

from ocrwtf.core.database import transaction
from ocrwtf.core.throttle import Throttle
from ocrwtf.users import passwords, providers, service, sign_in
from ocrwtf.users.identity_problems import FreshLoginNeeded, ProviderAway, ProviderNotSetUp
from ocrwtf.users.models import LoginSession
from ocrwtf.users.openid import ProviderError
from ocrwtf.users.problems import WrongCredentials
from ocrwtf.users.service import Caller
from ocrwtf.users.sign_in import Begun

FRESH: Final = timedelta(minutes=10)
_proofs = Throttle(amount=10, per_seconds=300, name="proofs before linking")
BACK_TO: Final = "/akun"


async def begin(caller: Caller, provider_id: str, password: str | None, redirect_uri: str) -> Begun:
    """Where the browser is to go for the other half of the proof.

    Raises
    ------
    TooManyRequests, WrongCredentials, FreshLoginNeeded, ProviderNotSetUp, ProviderAway, ServiceUnavailable.
    """
    provider = providers.get(provider_id)
    if not provider:
        raise ProviderNotSetUp
    await to_thread.run_sync(_prove, caller, password)
    try:
        return await sign_in.begun(provider, redirect_uri, BACK_TO, caller.session_id)
    except ProviderError as error:
        raise ProviderAway from error


def _prove(caller: Caller, password: str | None) -> None:
    """By the password; who has none, by having signed in just now. Hashing comes after the transaction."""
    _proofs.hit(str(caller.user_id))
    with transaction(caller.account_id) as session:
        password_hash = service.me(session, caller).password_hash
        began_at = session.scalar(select(LoginSession.created_at).where(LoginSession.id == caller.session_id))
    if not began_at or (not password_hash and datetime.now(UTC) - began_at > FRESH):
        raise FreshLoginNeeded
    if password_hash and not passwords.verify(password or "", password_hash):
        raise WrongCredentials
