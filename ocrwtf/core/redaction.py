"""What a log line may not hold: secrets go by their name or their shape, control characters cannot forge a line."""

import re
from collections.abc import Mapping
from typing import Any, Final

from structlog.typing import EventDict, WrappedLogger

HIDDEN: Final = "[hidden]"
_MAX_DEPTH: Final = 6
_SECRET_NAME = re.compile(r"passw|token|secret|authoriz|cookie|signature|api_?-?key|private_?-?key|dsn", re.IGNORECASE)
_SECRET_SHAPES: Final = (
    (re.compile(r"eyJ[\w-]{4,}\.[\w-]+\.[\w-]*"), HIDDEN),  # JWT
    (re.compile(r"\b(Bearer|Basic)\s+[\w.~+/=-]+", re.IGNORECASE), rf"\1 {HIDDEN}"),
    (re.compile(r"\b(?:wtf_live_|wtf_refresh_|whsec_|sk-|gsk_)[\w/+-]{8,}"), HIDDEN),  # ours, and language models'
    (re.compile(r"(://)[^/\s@]*:[^/\s]*@"), rf"\1{HIDDEN}@"),  # user and password in an URL
    (
        re.compile(
            r"\b([\w-]*(?:passw(?:or)?d|token|secret|signature|sig|cookie|api[_-]?key))(\"?'?\s*[=:]\s*\"?'?)"
            r"[^\s&;,\"']+",
            re.IGNORECASE,
        ),
        rf"\1\2{HIDDEN}",
    ),
)
_MAYBE_SECRET = re.compile(r"[=:]|eyJ|bearer|basic|wtf_|whsec_|sk-|gsk_", re.IGNORECASE)
"""Part of every shape: a text without it, as most are, need not be looked at by each of them."""
# C0 with tab and line ends, DEL, C1, and the two line separators that some viewers obey.
_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))} | {0x2028: "\\u2028", 0x2029: "\\u2029"}


def hide_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """A structlog processor: the same event with every secret hidden and every control character spelt out."""
    return {clean_text(key): _clean(value, key) for key, value in event.items()}


def clean_text(text: str) -> str:
    if _MAYBE_SECRET.search(text):
        for shape, replacement in _SECRET_SHAPES:
            text = shape.sub(replacement, text)
    return text if text.isprintable() else text.translate(_CONTROLS)


def _clean(value: Any, name: str, depth: int = 0) -> Any:  # noqa: ANN401  a log takes values of any type
    if value is None or isinstance(value, bool | int | float):
        return value  # a number named `tokens` is a count
    if _SECRET_NAME.search(name):
        return HIDDEN
    if depth >= _MAX_DEPTH:
        return "…"
    if isinstance(value, Mapping):
        return {clean_text(str(key)): _clean(item, str(key), depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(item, name, depth + 1) for item in value]
    return clean_text(value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value))
