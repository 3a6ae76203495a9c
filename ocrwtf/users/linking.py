"""Linking a provider to a user, begun by somebody who is signed in and proves it once more."""

from typing import Final

from anyio import to_thread
from pydantic import SecretStr

from ocrwtf.users import proof_of_identity, providers, sign_in
from ocrwtf.users.identity_problems import ProviderAway, ProviderNotSetUp
from ocrwtf.users.openid import ProviderError
from ocrwtf.users.problems import LoginHereNeeded
from ocrwtf.users.service import Caller
from ocrwtf.users.sign_in import Begun

BACK_TO: Final = "/akun"


async def begin(caller: Caller, provider_id: str, password: SecretStr | None, redirect_uri: str) -> Begun:
    """Where the browser is to go for the other half of the proof.

    Raises
    ------
    LoginHereNeeded: the way back is that of a session; what `proof_of_identity.require` raises; ProviderNotSetUp,
    ProviderAway.
    """
    if caller.session_id is None:
        raise LoginHereNeeded
    provider = providers.get(provider_id)
    if not provider:
        raise ProviderNotSetUp
    await to_thread.run_sync(proof_of_identity.require, caller, password)
    try:
        return await sign_in.begun(provider, redirect_uri, BACK_TO, caller.session_id)
    except ProviderError as error:
        raise ProviderAway from error
