"""Somebody who listens to all that happens in an account, comes back after every break, and notes what was skipped."""

import threading
from contextlib import suppress
from dataclasses import dataclass, field

import httpx2

from bench.journal import Journal
from bench.people import Person

PAUSE_SECONDS = 0.5
SILENCE_SECONDS = 40.0
"""More than two signs of life are missing: the connection is taken for dead."""


@dataclass
class Listener:
    """One browser tab, in one thread; `position` is the number it heard last."""

    person: Person
    journal: Journal
    position: int = 0
    breaks: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._thread = threading.Thread(target=self._live, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """It ends with its next sign of life, or with the service."""
        self._stop.set()

    def _live(self) -> None:
        while not self._stop.is_set():
            with suppress(httpx2.HTTPError):
                self.person.log_in()
                self._listen()
            self.breaks += 1
            self._stop.wait(PAUSE_SECONDS)

    def _listen(self) -> None:
        headers = self.person.authorization() | {"Last-Event-ID": str(self.position)}
        with self.person.client.stream("GET", "/api/events", headers=headers, timeout=SILENCE_SECONDS) as answer:
            fields: dict[str, str] = {}
            for line in answer.iter_lines() if answer.status_code == httpx2.codes.OK else ():
                if not line and "data" in fields:
                    self._heard(fields["event"], int(fields["id"]))
                    fields.clear()
                name, _, value = line.partition(": ")
                fields[name] = value
                if self._stop.is_set():
                    return

    def _heard(self, event: str, number: int) -> None:
        if event in ("hello", "reset") or number != self.position + 1:
            self.journal.surprise(f"{self.person.email} heard {event} {number} after {self.position}")
        self.position = number
