"""Text that no PostgreSQL column, JSON answer or UTF-8 file can hold."""

import re

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def is_storable(text: str) -> bool:
    """Whether the text has neither NUL (PostgreSQL) nor a lone surrogate (UTF-8, RFC 3629 §3)."""
    return _UNSTORABLE.search(text) is None


def has_surrogate(text: str) -> bool:
    return not is_storable(text.replace("\0", ""))
