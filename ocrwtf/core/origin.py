"""Where what is being done comes from: a request's address and device, the command line, or the schedule."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum

from ocrwtf.core.device import device_of


class OriginKind(StrEnum):
    """Who can start something: a caller over the network, the owner of the machine, or the worker by itself."""

    NETWORK = "network"
    COMMAND_LINE = "command-line"
    SCHEDULE = "schedule"


@dataclass(frozen=True)
class Origin:
    """`address` as limits count it, None when nobody called over the network."""

    source: OriginKind
    address: str | None = None
    user_agent: str = ""

    @property
    def device(self) -> str:
        """Such as "Chrome · Android"; found out when somebody asks, for most requests need it not."""
        return device_of(self.user_agent)


_HERE = Origin(OriginKind.COMMAND_LINE)
_current: ContextVar[Origin] = ContextVar("origin", default=_HERE)
"""Threads that a request or job starts by AnyIO or asyncio take it along."""


def current() -> Origin:
    return _current.get()


@contextmanager
def acting_from(origin: Origin) -> Iterator[None]:
    before = _current.set(origin)
    try:
        yield
    finally:
        _current.reset(before)
