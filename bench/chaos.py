"""Kills parts of a busy service at random and checks after each round that no promise was broken.

`make chaos ROUNDS=n`. Ends with 1 when anything was found; `--keep` leaves the data folder for a look.
"""

import argparse
import json
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from bench import checker
from bench.driver import Customer, at_work
from bench.journal import Journal
from bench.killer import KINDS, Killer
from bench.listener import Listener
from bench.people import Person, new_person
from bench.service import NO_LIMITS, Service

GRANTED = 100_000
STUCK_SECONDS = 60.0
"""So long without any progress on an unfinished scan counts as stuck."""
TOLD_SECONDS = 30.0
"""In which who listens has come back after a break and heard everything."""


@dataclass
class Chaos:
    service: Service
    chance: random.Random
    journal: Journal = field(default_factory=Journal)
    people: list[Person] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    drains: list[float] = field(default_factory=list)
    strays: int = 0
    known: set[str] = field(default_factory=set)
    listeners: list[Listener] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.killer = Killer(self.service, self.chance)

    def open_accounts(self, count: int) -> None:
        for number in range(count):
            self.people.append(new_person(self.service, f"orang{number}@contoh.id", GRANTED))
            self.journal.granted[self.people[-1].email] += GRANTED
            listening = Person(self.service, self.people[-1].email, self.people[-1].password)
            self.listeners.append(Listener(listening, self.journal))

    def customers(self) -> list[Customer]:
        """One thread an account, and a second one at the first account."""
        everybody = [*self.people, Person(self.service, self.people[0].email, self.people[0].password)]
        return [Customer(one, self.journal, random.Random(self.chance.random())) for one in everybody]

    def round(self, customers: list[Customer]) -> None:
        with at_work(customers):
            for _ in range(self.chance.choice((2, 3, 4))):
                time.sleep(self.chance.uniform(0.2, 5.0))
                self._strike(self.chance.choice(KINDS))
            self._grant()
            time.sleep(self.chance.uniform(0.5, 3.0))
        if self.chance.random() < 0.5:
            self._strike(self.chance.choice(KINDS))  # once more, while nobody asks and the work goes on
        self._note(self._drain())
        self._note(self._check())

    def _strike(self, kind: str) -> None:
        killed_at = time.monotonic()
        if self.killer.strike(kind) and (kind == "up" or self.chance.random() < 0.7):
            self.service.wait_ready()
            self.killer.recoveries[kind].append(time.monotonic() - killed_at)

    def _grant(self) -> None:
        """The command line's own transaction, perhaps while the database is away."""
        email = self.chance.choice(self.people).email
        self.journal.grants_unknown[email] += 1
        try:
            self.service.ocrwtf("credits", "grant", email, "1")
        except subprocess.CalledProcessError as error:
            self.journal.answers[f"grant failed: {error.stderr.strip().splitlines()[-1:]}"] += 1
        else:
            self.journal.grants_unknown[email] -= 1
            self.journal.granted[email] += 1

    def _drain(self) -> list[str]:
        """Wait until every scan has ended."""
        self.service.wait_ready()
        started = moved_at = time.monotonic()
        last: tuple[int, ...] = ()
        while (now := self._unfinished())[0]:
            if now != last:
                last, moved_at = now, time.monotonic()
            if time.monotonic() - moved_at > STUCK_SECONDS:
                return [f"stuck: {now[0]} scans without progress for {STUCK_SECONDS:.0f} s"]
            time.sleep(0.3)
        self.drains.append(time.monotonic() - started)
        return []

    def _unfinished(self) -> tuple[int, ...]:
        """How many scans have not ended, and numbers that change when one of them moves."""
        query = (
            "SELECT count(*), coalesce(sum(pages_read), 0)::int FROM scans WHERE status IN ('pending', 'processing')"
        )
        with psycopg.connect(self.service.admin_url()) as connection:
            return connection.execute(query).fetchone() or (0, 0)

    def _check(self) -> list[str]:
        objects = self.service.data_dir / "objects"
        state = checker.look(self.service.admin_url(), objects)
        found = checker.findings(state, self.journal) + self._told(state)
        self.strays += len(checker.strays(state))
        self._sweep()
        swept = checker.look(self.service.admin_url(), objects)
        found += [f"not swept: {key}" for key in (*checker.strays(swept), *swept.queued_deletions)]
        return found + self.journal.surprises

    def _told(self, state: checker.State) -> list[str]:
        """Everybody hears the last event soon after it, whatever broke meanwhile."""
        emails = {account["id"]: account["email"] for account in state.accounts}
        last = {emails[counter["account_id"]]: counter["sequence"] for counter in state.counters}
        deadline = time.monotonic() + TOLD_SECONDS
        while behind := [one for one in self.listeners if one.position < last[one.person.email]]:
            if time.monotonic() > deadline:
                return [f"{one.person.email} has heard {one.position}, not {last[one.person.email]}" for one in behind]
            time.sleep(0.1)
        return []

    def _sweep(self) -> None:
        environment = {"DATA_DIR": str(self.service.data_dir), "PATH": "/usr/bin:/bin"}
        subprocess.run([sys.executable, "-m", "bench.sweep"], env=environment, check=True, capture_output=True)

    def _note(self, found: list[str]) -> None:
        for sentence in found:
            if sentence not in self.known:
                self.known.add(sentence)
                self.findings.append(sentence)
                print(f"  FOUND {sentence}", flush=True)


def report(chaos: Chaos, rounds: int, seconds: float) -> None:
    killer = chaos.killer
    print(f"\n{rounds} rounds in {seconds:.0f} s, {sum(killer.kills.values())} kills: {dict(killer.kills)}")
    for kind, times in sorted(killer.recoveries.items()):
        print(f"  ready again after {kind}: median {statistics.median(times):.1f} s, longest {max(times):.1f} s")
    print(f"  not started at once: {dict(killer.refusals)}")
    print(f"  {len(chaos.journal.uploaded)} scans acknowledged, {sum(chaos.journal.deleted.values())} deleted")
    print(
        f"  drained in: median {statistics.median(chaos.drains or [0]):.1f} s, longest {max(chaos.drains or [0]):.1f} s"
    )
    print(f"  strays swept: {chaos.strays}")
    heard, breaks = sum(one.position for one in chaos.listeners), sum(one.breaks for one in chaos.listeners)
    print(f"  {heard} events heard, coming back {breaks} times")
    print(f"  answers: {dict(sorted(chaos.journal.answers.items()))}")
    print(f"  complaints in the log: {complaints(chaos.service)}")
    print(f"{len(chaos.findings)} findings")


def complaints(service: Service) -> dict[str, int]:
    """What the log blames the code for: unexpected errors, and the last line of every bare traceback."""
    counts: Counter[str] = Counter()
    for line in service.log_path.read_text(errors="replace").splitlines():
        if line.startswith("{"):
            entry = json.loads(line)
            if entry["event"] == "unexpected error":
                counts[f"{entry.get('route')}: {entry.get('exception', '')[-200:]}"] += 1
        elif re.match(r"[\w.]*(Error|Exception)\b", line):
            counts[line[:160]] += 1
    return dict(counts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rounds", type=int, nargs="?", default=20)
    parser.add_argument("--seed", type=int, default=None, help="repeat the choices of an earlier run")
    parser.add_argument("--keep", action="store_true", help="leave the data folder")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # as Ctrl-C: report, and leave nothing running
    seed = random.SystemRandom().randrange(10**6) if arguments.seed is None else arguments.seed
    folder = Path(tempfile.mkdtemp(prefix="ocrwtf-chaos-"))
    print(f"seed {seed}, {folder}", flush=True)
    chaos = Chaos(Service(folder, NO_LIMITS), random.Random(seed))
    started, rounds = time.monotonic(), 0
    try:
        chaos.service.start()
        chaos.service.wait_ready()
        chaos.open_accounts(3)
        customers = chaos.customers()
        for rounds in range(1, arguments.rounds + 1):
            chaos.round(customers)
            print(f"round {rounds}: {len(chaos.journal.uploaded)} scans, {dict(chaos.killer.kills)}", flush=True)
    finally:
        report(chaos, rounds, time.monotonic() - started)
        for listener in chaos.listeners:
            listener.end()
        left = chaos.service.stop()
        print(f"left after the end: {[process.command[:80] for process in left]}")
        if not arguments.keep:
            shutil.rmtree(folder, ignore_errors=True)
    return 1 if chaos.findings or left else 0


if __name__ == "__main__":
    sys.exit(main())
