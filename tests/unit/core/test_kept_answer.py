"""What others said is asked for seldom, stays good for a day without them, and unknown keys make nobody ask more."""

from collections.abc import Callable
from typing import Any

import pytest

from ocrwtf.core import key_set
from ocrwtf.core.kept_answer import AwayError, KeptAnswer
from ocrwtf.core.key_set import KeySet
from ocrwtf.core.outbound import OutboundError

JWK = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


class Server:
    """Counts how often it is asked; its answer is a key set, or none while it is away."""

    def __init__(self) -> None:
        self.asked, self.names, self.away = 0, ["a"], False

    def ask(self, *_address: str, **_limits: float) -> dict[str, Any]:
        self.asked += 1
        if self.away:
            raise OutboundError("away")
        return {"keys": [JWK | {"kid": name} for name in self.names]}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    server = Server()
    monkeypatch.setattr(key_set, "ask", server.ask)
    return server


@pytest.fixture
def keys(server: Server, clock: Clock) -> KeySet:
    assert server
    return KeySet(lambda: "https://x.example/jwks", clock)


@pytest.fixture
def kept(server: Server, clock: Clock) -> Callable[[], dict[str, Any]]:
    return KeptAnswer(server.ask, clock).get


def test_an_answer_is_good_for_ten_minutes(kept: Callable[[], object], server: Server, clock: Clock) -> None:
    for second in (0, 1, 599):
        clock.now = 1000.0 + second
        kept()
    assert server.asked == 1
    clock.now = 1601.0
    kept()
    assert server.asked == 2


def test_without_the_server_it_is_good_for_a_day(kept: Callable[[], object], server: Server, clock: Clock) -> None:
    first = kept()
    server.away = True
    clock.now += 86_000
    assert kept() == first
    clock.now += 1000
    with pytest.raises(AwayError):
        kept()


def test_a_server_that_is_away_is_asked_every_thirty_seconds(
    kept: Callable[[], object], server: Server, clock: Clock
) -> None:
    server.away = True
    for _ in range(61):
        with pytest.raises(AwayError):
            kept()
        clock.now += 1
    assert server.asked == 3


def test_a_new_key_is_found_when_it_is_used(keys: KeySet, server: Server, clock: Clock) -> None:
    assert keys.key("a", "EdDSA")
    server.names = ["a", "b"]
    clock.now += 31
    assert keys.key("b", "EdDSA")
    assert server.asked == 2


def test_unknown_keys_make_us_ask_once_in_thirty_seconds(keys: KeySet, server: Server, clock: Clock) -> None:
    keys.key("a", "EdDSA")
    clock.now += 31
    assert [keys.key(f"n{number}", "EdDSA") for number in range(1500)] == [None] * 1500
    assert server.asked == 2


def test_a_key_that_was_not_there_is_not_asked_for_again_soon(keys: KeySet, server: Server, clock: Clock) -> None:
    keys.key("a", "EdDSA")
    for _ in range(15):
        clock.now += 31
        assert keys.key("b", "EdDSA") is None
    assert server.asked == 2


def test_the_key_decides_on_the_algorithm(keys: KeySet) -> None:
    assert [bool(keys.key("a", algorithm)) for algorithm in ("EdDSA", "HS256", "RS256", "none")] == [True] + [False] * 3
