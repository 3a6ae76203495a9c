"""Public keys of another server by their names (JWKS, RFC 7517), as few questions as can be."""

import time
from collections.abc import Callable, Mapping
from typing import Any, Final

import jwt

from ocrwtf.core.kept_answer import FRESH_SECONDS, KeptAnswer
from ocrwtf.core.outbound import OutboundError, ask

ALGORITHMS: Final = ("ES256", "RS256", "EdDSA")
"""Asymmetric ones alone: a set of public keys must never be where the key of an HMAC comes from."""
SECONDS: Final = 3.0
_KINDS: Final = ("EC", "RSA", "OKP")
_MOST_UNKNOWN: Final = 1000
_MOST_NAME: Final = 200


class KeySet:
    def __init__(self, url: Callable[[], str], clock: Callable[[], float] = time.monotonic) -> None:
        """`url` says where the set is when it is asked for; it may raise OutboundError."""
        self._keys = KeptAnswer(lambda: _keys_of(ask(url(), seconds=SECONDS)), clock)
        self._clock = clock
        self._unknown: dict[str, float] = {}

    def key(self, name: str, algorithm: str) -> jwt.PyJWK | None:
        """The key of that name if it is one for that algorithm, which the set decides and not the token.

        Raises
        ------
        AwayError: there are no keys at all.
        """
        keys = self._keys.get()
        if name not in keys and not self._is_unknown(name):
            keys = self._keys.get(renew=True)
            if name not in keys:
                self._note_unknown(name)
        found = keys.get(name)
        return found if found and found.algorithm_name == algorithm else None

    def _is_unknown(self, name: str) -> bool:
        """Whether it was looked for a short while ago, or cannot be a name."""
        noted = self._unknown.get(name)
        return len(name) > _MOST_NAME or (noted is not None and self._clock() - noted < FRESH_SECONDS)

    def _note_unknown(self, name: str) -> None:
        if len(self._unknown) >= _MOST_UNKNOWN:
            self._unknown.clear()
        self._unknown[name] = self._clock()


def _keys_of(found: Mapping[str, Any]) -> dict[str, jwt.PyJWK]:
    listed = found.get("keys")
    if not isinstance(listed, list):
        raise OutboundError("no set of keys")
    keys = {}
    for each in listed:
        if isinstance(each, dict) and isinstance(each.get("kid"), str) and (key := _usable(each)):
            keys[each["kid"]] = key
    if not keys:
        raise OutboundError("no usable key")
    return keys


def _usable(each: dict[str, Any]) -> jwt.PyJWK | None:
    """None for a key of a kind that we do not take, such as one for encryption; a set may hold those too."""
    if each.get("kty") not in _KINDS or each.get("use", "sig") != "sig" or "d" in each:
        return None
    try:
        key = jwt.PyJWK(each)
    except (jwt.PyJWTError, ValueError, TypeError, KeyError):
        return None
    return key if key.algorithm_name in ALGORITHMS and _is_strong(key) else None


def _is_strong(key: jwt.PyJWK) -> bool:
    return key.key_type != "RSA" or key.key.key_size >= 2048
