"""How many requests a caller may make: policies, and where they are counted."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from limits import RateLimitItemPerSecond
from limits.strategies import MovingWindowRateLimiter

from ocrwtf.core import metrics
from ocrwtf.core.moving_windows import MovingWindows, short_key
from ocrwtf.core.problems import TooManyRequests
from ocrwtf.core.shared_counts import FAILURES, SharedCounts

WINDOW_SECONDS: Final = 60


@dataclass(frozen=True)
class Policy:
    """At most `amount` requests of one caller within any minute. `name` stands in the headers."""

    name: str
    amount: int


@lru_cache
def _item(policy: Policy) -> RateLimitItemPerSecond:
    return RateLimitItemPerSecond(policy.amount, WINDOW_SECONDS, namespace=policy.name)


@dataclass(frozen=True)
class Standing:
    """What is left of a policy, and in how many whole seconds there is more."""

    policy: Policy
    remaining: int
    more_in_seconds: int


def headers(standings: Sequence[Standing]) -> dict[str, str]:
    """The fields of draft-ietf-httpapi-ratelimit-headers-10: quota and window, what remains and when there is more."""
    return {
        "RateLimit-Policy": ", ".join(f'"{each.policy.name}";q={each.policy.amount};w=60' for each in standings),
        "RateLimit": ", ".join(
            f'"{each.policy.name}";r={each.remaining};t={each.more_in_seconds}' for each in standings
        ),
    }


class RateLimits:
    """Counts in Redis where one is given and answers, else in this process. A refused request does not count."""

    def __init__(self, redis_url: str | None = None) -> None:
        self.shared = SharedCounts(redis_url) if redis_url else None
        self._here = MovingWindowRateLimiter(MovingWindows())

    @property
    def asks_over_the_network(self) -> bool:
        """Whether counting may wait, so that it has no place in an event loop."""
        return bool(self.shared and not self.shared.is_lost)

    def hit(self, policies: Sequence[Policy], caller: str) -> list[Standing]:
        """Count one request of the caller with each policy, the narrowest first.

        Raises
        ------
        TooManyRequests: with the standings as headers; `retry_after_seconds` is the first whole second with room.
        """
        key = short_key(caller)
        if self.shared and not self.shared.is_lost:
            try:
                return _hit(self.shared.limiter, policies, key)
            except FAILURES as error:
                self.shared.lose(error)
        return _hit(self._here, policies, key)

    def close(self) -> None:
        if self.shared:
            self.shared.close()


def _hit(limiter: MovingWindowRateLimiter, policies: Sequence[Policy], key: str) -> list[Standing]:
    # A request that a wider policy will refuse is not counted with the narrower one (but for a race between the two).
    for policy in policies[1:]:
        if not limiter.test(_item(policy), key):
            raise _reached(limiter, policies, policy, key)
    for policy in policies:
        if not limiter.hit(_item(policy), key):
            raise _reached(limiter, policies, policy, key)
    return [_standing(limiter, policy, key) for policy in policies]


def _standing(limiter: MovingWindowRateLimiter, policy: Policy, key: str) -> Standing:
    more_at, remaining = limiter.get_window_stats(_item(policy), key)
    # The first whole second at which the oldest request has left the window.
    return Standing(policy, max(0, remaining), max(1, math.ceil(more_at - time.time())))


def _reached(
    limiter: MovingWindowRateLimiter, policies: Sequence[Policy], refusing: Policy, key: str
) -> TooManyRequests:
    metrics.LIMITED.labels(refusing.name).inc()
    standings = {policy: _standing(limiter, policy, key) for policy in policies}
    return TooManyRequests(standings[refusing].more_in_seconds, headers(list(standings.values())))
