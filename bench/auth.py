"""Does the clock tell who is registered? Medians of answers for names that somebody has and names that nobody has.

Each question takes its kinds in turns, so that whatever else the machine does falls on all. Every request comes from an
address of its own, on a connection that is open already, so that no limit and no handshake is measured.
"""

import json
import secrets
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection

import psycopg

from bench.people import own_address
from bench.service import HOST, NO_LIMITS, Service, free_port, running_service

TIMES = 300
PER_NAME = 5
"""As many as may be asked of one name before it has to wait."""
MOST_MS = 5.0
PASSWORD = "rahasia-sekali"  # noqa: S105  of made-up people
Kinds = dict[str, Callable[[int], str]]
"""Kind of name → the n-th name of it."""


class Asked:
    """One service, asked over and over."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def milliseconds(self, path: str, body: dict[str, str], expected: int) -> float:
        """Raises RuntimeError for another answer than the one that all kinds have."""
        source = (own_address() or HOST, 0)
        with closing(HTTPConnection(HOST, self._service.port, timeout=60, source_address=source)) as connection:
            connection.connect()
            started = time.perf_counter()
            connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            taken = (time.perf_counter() - started) * 1000
        if answer.status != expected:
            raise RuntimeError(f"{path} answered {answer.status}")
        return taken

    def register(self, name: str) -> float:
        body = {"email": f"{name}@contoh.id", "username": name, "password": PASSWORD}
        return self.milliseconds("/api/auth/register", body, 202)

    def log_in(self, name: str) -> float:
        return self.milliseconds("/api/auth/login", {"email": f"{name}@contoh.id", "password": "salah-sekali"}, 401)

    def forget(self, name: str) -> float:
        return self.milliseconds("/api/auth/password/forgot", {"email": f"{name}@contoh.id"}, 202)


def people(asked: Asked) -> Kinds:
    """Some who are registered, and names of nobody."""
    known = [f"k{secrets.token_hex(6)}" for _ in range(TIMES // PER_NAME)]
    bare = [f"b{secrets.token_hex(6)}" for _ in range(TIMES // PER_NAME)]
    for name in (*known, *bare):
        asked.register(name)
    nobody = [f"u{secrets.token_hex(6)}" for _ in range(TIMES // PER_NAME)]
    return {
        "known": lambda n: known[n // PER_NAME],
        "unknown": lambda n: nobody[n // PER_NAME],
        "without password": lambda n: bare[n // PER_NAME],
    }


def take_passwords(service: Service) -> None:
    """As of people who only ever came in by another way."""
    with psycopg.connect(service.admin_url()) as connection:
        connection.execute("UPDATE users SET password_hash = NULL WHERE email LIKE 'b%'")


def medians(ask: Callable[[str], float], kinds: Kinds) -> dict[str, float]:
    taken: dict[str, list[float]] = {kind: [] for kind in kinds}
    for number in range(TIMES):
        for kind, name in kinds.items():
            taken[kind].append(ask(name(number)))
    return {kind: statistics.median(each) for kind, each in taken.items()}


def figures(service: Service) -> Iterator[tuple[str, dict[str, float]]]:
    asked = Asked(service)
    kinds = people(asked)
    take_passwords(service)
    yield "login", medians(asked.log_in, kinds)
    yield "forgot", medians(asked.forget, kinds)
    fresh = {"known": kinds["known"], "unknown": lambda _: f"n{secrets.token_hex(6)}"}
    yield "register", medians(asked.register, fresh)


def main() -> None:
    letters = {"SMTP_URL": f"smtp://{HOST}:{free_port()}?starttls=never", "MAIL_FROM": "no-reply@contoh.id"}
    is_good = True
    with running_service(OCR_PROCESSES="1", REGISTRATION="verified", **letters, **NO_LIMITS) as service:
        for what, found in figures(service):
            gap = max(found.values()) - min(found.values())
            is_good &= gap < MOST_MS
            each = "  ".join(f"{kind} {milliseconds:.1f} ms" for kind, milliseconds in found.items())
            print(f"{what:9} {each}  gap {gap:.2f} ms {'' if gap < MOST_MS else 'TOO MUCH'}".rstrip())
    sys.exit(not is_good)


if __name__ == "__main__":
    main()
