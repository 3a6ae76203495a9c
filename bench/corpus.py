"""Uploads all files of a folder, hostile or real, and checks that each was read, refused or refunded and left nothing.

`make bench-corpus DATA=folder`. `manifest.jsonl` in the folder may give verdicts: ok, reject, either. Ends with 1 when
anything was found.
"""

import argparse
import json
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from bench import checker
from bench.people import Person, new_person
from bench.processes import resident_megabytes
from bench.service import NO_LIMITS, Service, running_service

CREDITS = 100_000
LONGEST_SECONDS = 200.0
SLOW_SECONDS = 30.0
NOT_TAKEN = (".pptx", ".gif", ".svg", ".bmp")
"""Types the service does not read: 415, whatever the verdict says about those who do."""

READ = ("completed", "failed no-text-found")
"""Opened and looked at to the end; many samples are pictures without a word."""


@dataclass(frozen=True)
class Sample:
    path: Path
    verdict: str


@dataclass
class Corpus:
    service: Service
    person: Person
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    balance: int = CREDITS
    api_megabytes: list[float] = field(default_factory=list)

    def try_one(self, sample: Sample) -> None:
        started = time.monotonic()
        outcome = self._outcome(sample)
        seconds = time.monotonic() - started
        self.outcomes[sample.verdict, outcome] += 1
        self._judge(sample, outcome)
        if seconds > SLOW_SECONDS:
            self.notes.append(f"{sample.path.name}: {outcome} after {seconds:.0f} s")
        self.api_megabytes.append(resident_megabytes(api_pid(self.service)))

    def _outcome(self, sample: Sample) -> str:
        """What became of it: an answer's status, `completed`, or the stored problem's type."""
        try:
            answer = self.person.upload((sample.path.name, sample.path.read_bytes()))
        except httpx2.HTTPError as error:
            return f"no answer: {type(error).__name__}"
        if answer.status_code != 202:
            return f"{answer.status_code} {problem(answer)}"
        item = answer.json()["items"][0]
        if item["alreadyExisted"]:
            return "known already"
        try:
            scan = self.person.wait_for(item["id"], LONGEST_SECONDS)
        except TimeoutError:
            return "hangs"
        return scan["status"] if not scan["error"] else f"{scan['status']} {scan['error']['type'].rsplit('/')[-1]}"

    def _judge(self, sample: Sample, outcome: str) -> None:
        name = sample.path.name
        before, self.balance = self.balance, self.person.credits()
        if before - self.balance != (outcome == "completed"):
            self.findings.append(f"{name}: {outcome}, and {before - self.balance} credits are gone")
        if outcome.startswith(("5", "no answer", "hangs")):
            self.findings.append(f"{name}: {outcome}")
        if sample.verdict == "reject" and not outcome.startswith("4"):
            self.findings.append(f"{name}: to be refused, was {outcome}")
        if sample.verdict == "ok" and outcome not in READ and not name.endswith(NOT_TAKEN):
            self.findings.append(f"{name}: to be read, was {outcome}")
        elif outcome.startswith("failed") and outcome not in READ:
            self.notes.append(f"{name}: accepted, and then {outcome}")
        elif sample.verdict == "real" and outcome.startswith("4") and not name.lower().endswith(NOT_TAKEN):
            self.notes.append(f"{name}: {outcome}")

    def check_leftovers(self) -> None:
        kinds = self.service.kinds()
        self.findings += [f"still runs: {process.command}" for kind in ("child", "other") for process in kinds[kind]]
        self.findings += [f"temporary file: {path.name}" for path in (self.service.folder / "tmp").rglob("*")]
        state = checker.look(self.service.admin_url(), self.service.data_dir / "objects")
        self.findings += checker.files(state) + [f"stray object: {key}" for key in checker.strays(state)]
        self.findings += [f"stuck: {row['id']}" for row in state.scans.values() if row["status"] in checker.UNFINISHED]

    def report(self) -> None:
        for (verdict, outcome), count in sorted(self.outcomes.items()):
            print(f"  {verdict:8} {outcome:45} {count:4}")
        first, last = self.api_megabytes[0], self.api_megabytes[-1]
        print(f"  API: {first:.0f} MB after the first file, {last:.0f} MB after the last, at most "
              f"{max(self.api_megabytes):.0f} MB")  # fmt: skip
        for line in self.notes:
            print(f"  note  {line}")
        for line in self.findings:
            print(f"  FOUND {line}")
        print(f"{sum(self.outcomes.values())} files, {len(self.findings)} findings")


def problem(answer: httpx2.Response) -> str:
    try:
        return str(answer.json()["type"]).rsplit("/", maxsplit=1)[-1]
    except (ValueError, KeyError):
        return "without a problem body"


def api_pid(service: Service) -> int:
    return service.kinds()["api"][0].pid


def samples(folder: Path, limit: int | None) -> list[Sample]:
    """All files of the folder in the order of their names; verdicts from the manifest, else `real`."""
    verdicts: dict[str, str] = {}
    manifest = folder / "manifest.jsonl"
    if manifest.exists():
        for row in map(json.loads, manifest.read_text().splitlines()):
            verdicts[row.get("name") or row["file"]] = row.get("verdict", "real")
    paths = sorted(path for path in folder.iterdir() if path.is_file() and not path.suffix.startswith(".json"))
    return [Sample(path, verdicts.get(path.name, "real")) for path in paths][:limit]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=None, help="only the first so many files")
    arguments = parser.parse_args()
    with running_service(**NO_LIMITS) as service:
        corpus = Corpus(service, new_person(service, "penguji@contoh.id", CREDITS))
        corpus.balance = corpus.person.credits()
        for sample in samples(arguments.folder, arguments.limit):
            corpus.try_one(sample)
        corpus.check_leftovers()
        corpus.report()
        return 1 if corpus.findings else 0


if __name__ == "__main__":
    sys.exit(main())
