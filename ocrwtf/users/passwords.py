"""Passwords: Argon2id with the parameters of the OWASP Password Storage Cheat Sheet (19 MiB, 2 passes, 1 lane)."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher
from pwdlib.hashers.bcrypt import BcryptHasher

from ocrwtf.core.admission import Places

MIN_LENGTH, MAX_LENGTH = 8, 128
_COMMON = Path(__file__).with_name("common_passwords.txt")

_argon2 = Argon2Hasher(memory_cost=19_456, time_cost=2, parallelism=1)
_hasher = PasswordHash((_argon2, BcryptHasher()))
"""bcrypt to check hashes that came with people from elsewhere; no new one is made."""
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
        fits = _fits(password, password_hash or _nobody)
    return fits and bool(password_hash)


def _fits(password: str, password_hash: str) -> bool:
    """What is no hash fits nothing, with the same work; nor does a password fit bcrypt that has more than the 72 bytes
    it looks at, else all that begin alike would.
    """
    try:
        return _hasher.verify(password, password_hash)
    except (UnknownHashError, ValueError):
        _hasher.verify("", _nobody)
        return False


def is_outdated(password_hash: str) -> bool:
    """Whether a hash that fits should give way to one that is made today."""
    return not _argon2.identify(password_hash) or _argon2.check_needs_rehash(password_hash)


@cache
def _common() -> frozenset[str]:
    return frozenset(_COMMON.read_text().splitlines())


def is_common(password: str) -> bool:
    """Whether it is among the 11,000 that guessers try first; in whatever case."""
    return password.lower() in _common()


def generate() -> str:
    """A password to show once: 96 bits, easy to copy."""
    return "-".join(secrets.token_hex(2) for _ in range(6))
