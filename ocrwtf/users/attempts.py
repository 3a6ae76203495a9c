"""Sign-ins that are under way at a provider: bound to the browser that began them, good once and for ten minutes."""

import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ocrwtf.core.database import transaction
from ocrwtf.users import tokens
from ocrwtf.users.identity_models import SignInAttempt

LIFETIME: Final = timedelta(minutes=10)
_MOST_BACK_TO: Final = 500


@dataclass(frozen=True)
class Secrets:
    """All that has to be kept to itself, out of the one token in the browser's cookie; stored is its hash alone.

    `verifier` is that of PKCE (RFC 7636).
    """

    token: str

    @property
    def state(self) -> str:
        return self._derived("state")

    @property
    def nonce(self) -> str:
        return self._derived("nonce")

    @property
    def verifier(self) -> str:
        return self._derived("verifier")

    @property
    def challenge(self) -> str:
        return _text(sha256(self.verifier.encode()).digest())

    def _derived(self, purpose: str) -> str:
        return _text(hmac.digest(self.token.encode(), f"sign-in {purpose}".encode(), "sha256"))


def _text(digest: bytes) -> str:
    return urlsafe_b64encode(digest).decode().rstrip("=")


def begin(provider: str, back_to: str, session_id: UUID | None = None) -> Secrets:
    """`session_id`: whose user the identity is to be linked to."""
    made = Secrets(secrets.token_urlsafe(32))
    attempt = SignInAttempt(
        token_hash=tokens.hashed(made.token),
        provider=provider,
        back_to=own_page(back_to),
        session_id=session_id,
        expires_at=datetime.now(UTC) + LIFETIME,
    )
    with transaction() as session:
        forget_expired(session)
        session.add(attempt)
    return made


def own_page(wanted: str) -> str:
    """A path of this site, as it is; for anything else the first page. Two slashes would begin another site's name."""
    own = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and len(wanted) <= _MOST_BACK_TO
    return wanted if own and wanted.isprintable() else "/"


def take(held: Secrets) -> SignInAttempt | None:
    """The attempt, which is used up by that whatever comes of it."""
    found = delete(SignInAttempt).where(SignInAttempt.token_hash == tokens.hashed(held.token))
    with transaction() as session:
        taken = session.scalar(found.returning(SignInAttempt))
        return taken if taken and taken.expires_at > datetime.now(UTC) else None


def forget_expired(session: Session) -> None:
    session.execute(delete(SignInAttempt).where(SignInAttempt.expires_at < datetime.now(UTC)))
