"""Passwords: Argon2id with the parameters of the OWASP Password Storage Cheat Sheet (19 MiB, 2 passes, 1 lane)."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from ocrwtf.core.admission import Places

MIN_LENGTH, MAX_LENGTH = 8, 128

_hasher = PasswordHash((Argon2Hasher(memory_cost=19_456, time_cost=2, parallelism=1),))
_cores = BoundedSemaphore(os.cpu_count() or 1)
"""A hash takes a core for about 50 ms: a flood of logins must queue here, not starve the other requests."""
_hashing = Places("hashing passwords", 9)
"""Those that wait for a core among them: each holds a thread."""
_nobody = _hasher.hash(secrets.token_urlsafe())


@contextmanager
def _core() -> Iterator[None]:
    with _hashing.taken(), _cores:
        yield


def hash_password(password: str) -> str:
    """Raises ServiceUnavailable when too many passwords are being hashed; so does `verify`."""
    with _core():
        return _hasher.hash(password)


def verify(password: str, password_hash: str | None) -> bool:
    """Whether the password fits. Takes the same time when there is no such user or the user has no password."""
    with _core():
        fits = _hasher.verify(password, password_hash or _nobody)
    return fits and bool(password_hash)


def generate() -> str:
    """A password to show once: 96 bits, easy to copy."""
    return "-".join(secrets.token_hex(2) for _ in range(6))
