"""Kills parts of a running service with SIGKILL and says how long it took to come back."""

import os
import random
import signal
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from bench.service import NotReadyError, Service

KINDS = ("worker", "api", "ocr", "sandbox", "postgres", "up")
RESTART_SECONDS = 60.0


@dataclass
class Killer:
    service: Service
    chance: random.Random
    kills: Counter[str] = field(default_factory=Counter)
    recoveries: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Kind → seconds from the kill to the next /ready, where /ready was waited for."""
    refusals: Counter[str] = field(default_factory=Counter)
    """What `ocrwtf up` said when it could not be started again at once."""

    def strike(self, kind: str) -> bool:
        """Kill one of that kind; False when there is none."""
        processes = [process.pid for process in self.service.kinds()[kind]]
        if not processes:
            return False
        _ACTS[kind](self, processes)
        self.kills[kind] += 1
        return True

    def one(self, pids: list[int]) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.chance.choice(pids), signal.SIGKILL)

    def group(self, pids: list[int]) -> None:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)

    def every(self, pids: list[int]) -> None:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def up(self, pids: list[int]) -> None:
        """Kill `ocrwtf up` and start it again, as the person at the terminal would, until it runs."""
        self.every(pids)
        if self.service.process:
            self.service.process.wait()
        self.start_again()

    def start_again(self) -> None:
        deadline = time.monotonic() + RESTART_SECONDS
        while True:
            self.service.start()
            if self._stays():
                return
            self.refusals[self.service.log_end(400).strip().splitlines()[-1]] += 1
            if time.monotonic() > deadline:
                raise NotReadyError(self.service.log_end())
            time.sleep(0.5)

    def _stays(self) -> bool:
        """Whether it lives until it is ready."""
        process = self.service.process
        deadline = time.monotonic() + RESTART_SECONDS
        while process and process.poll() is None and time.monotonic() < deadline:
            if self.service.ready():
                return True
            time.sleep(0.1)
        return process is not None and process.poll() is None


_ACTS: dict[str, Callable[[Killer, list[int]], None]] = {
    "worker": Killer.group,
    "api": Killer.group,
    "ocr": Killer.one,
    "sandbox": Killer.one,
    "postgres": Killer.every,
    "up": Killer.up,
}
