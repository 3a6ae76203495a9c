"""Compares what customers were told with database and storage, from outside: as superuser and on the file system."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

from bench import event_checker
from bench.journal import Journal

Rows = list[dict[str, Any]]
UNFINISHED = ("pending", "processing")
OWN_MARK = "ocrwtf-owner"
"""The store's note of the database it belongs to: an object that no row knows, and no stray."""


PAGES = """
    SELECT scan_id::text, text, image_version IS NOT NULL AS pictured,
        (SELECT count(*) FROM page_images WHERE (scan_id, number) = (pages.scan_id, pages.number)) AS images
    FROM pages
"""
STORED = "object_key, size_bytes, encode(sha256, 'hex') AS sha256"


@dataclass(frozen=True)
class State:
    """All rows that promises are about, read in one transaction, and the objects' paths by key."""

    scans: dict[str, dict[str, Any]]
    pages: Rows
    files: Rows
    images: Rows
    entries: Rows
    accounts: Rows
    events: Rows
    counters: Rows
    queued_deletions: set[str]
    objects: dict[str, Path]


def look(admin_url: str, objects: Path) -> State:
    with psycopg.connect(admin_url, row_factory=dict_row) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ

        def rows(query: str) -> Rows:
            return connection.execute(query.encode()).fetchall()

        scans = rows(
            "SELECT id::text, status, attempt, file_id::text, page_count, encode(sha256, 'hex') AS sha256 FROM scans"
        )
        return State(
            {row["id"]: row for row in scans},
            rows(PAGES),
            rows(f"SELECT id::text, {STORED} FROM files"),  # noqa: S608  our own words
            rows(f"SELECT scan_id::text AS id, {STORED} FROM page_images"),  # noqa: S608  as above
            rows("SELECT account_id, amount, balance, reason, reference FROM credit_entries ORDER BY account_id, id"),
            rows("SELECT a.id, a.credits, u.email FROM accounts a JOIN users u ON u.account_id = a.id"),
            rows(event_checker.EVENTS),
            rows(event_checker.COUNTERS),
            {row["object_key"] for row in rows("SELECT object_key FROM objects_to_delete")},
            {str(path.relative_to(objects)): path for path in objects.rglob("*") if path.is_file()},
        )


def findings(state: State, journal: Journal) -> list[str]:
    """One sentence for each broken promise; none when all hold. Nothing may be under way."""
    return [
        *_promises(state, journal),
        *_results(state, journal),
        *_charges(state, journal),
        *_balances(state, journal),
        *files(state),
        *event_checker.findings(state.events, state.counters, state.scans, state.accounts),
    ]


def _promises(state: State, journal: Journal) -> list[str]:
    found = []
    for scan_id, promise in journal.uploaded.items():
        scan = state.scans.get(scan_id)
        if scan is None and scan_id not in journal.deleted:
            found.append(f"lost: scan {scan_id} of {promise.email} was acknowledged and is gone")
        elif scan and scan["sha256"] != promise.sha256:
            found.append(f"mixed up: scan {scan_id} has other bytes than were uploaded")
    for scan_id, confirmed in journal.deleted.items():
        if confirmed and scan_id in state.scans:
            found.append(f"undead: scan {scan_id} was deleted and is there")
    for scan_id, attempts in journal.retried.items():
        if scan_id in state.scans and state.scans[scan_id]["attempt"] < max(attempts):
            found.append(f"lost: attempt {max(attempts)} of scan {scan_id} was acknowledged")
    stuck = [scan_id for scan_id, scan in state.scans.items() if scan["status"] in UNFINISHED]
    return found + [f"stuck: scan {scan_id} is {state.scans[scan_id]['status']}" for scan_id in stuck]


def _results(state: State, journal: Journal) -> list[str]:
    """A completed scan has all its pages and says what the document says; any other has none."""
    texts = defaultdict(list)
    for page in state.pages:
        texts[page["scan_id"]].append(page["text"])
    found = []
    for scan_id, scan in state.scans.items():
        wanted = scan["page_count"] if scan["status"] == "completed" else 0
        if len(texts[scan_id]) != wanted:
            found.append(f"half: scan {scan_id} is {scan['status']} with {len(texts[scan_id])} of {wanted} pages")
        promise = journal.uploaded.get(scan_id)
        if wanted and promise and promise.says and promise.says.split()[1] not in " ".join(texts[scan_id]):
            found.append(f"misread: scan {scan_id} does not say {promise.says}: {texts[scan_id]}")
    return found


def _charges(state: State, journal: Journal) -> list[str]:
    """An attempt is charged once; it is refunded exactly when it gave no result."""
    charged, refunded = _by_attempt(state, "scan"), _by_attempt(state, "refund")
    found = [f"charged {n} times: {name}" for name, n in charged.items() if n != 1]
    found += [f"refunded {n} times: {name}" for name, n in refunded.items() if n != 1]
    found += [f"refunded without a charge: {name}" for name in refunded.keys() - charged.keys()]
    for scan_id, scan in state.scans.items():
        for attempt in range(1, scan["attempt"] + 1):
            name, last = f"{scan_id}:{attempt}", attempt == scan["attempt"]
            gave_nothing = not last or scan["status"] in ("failed", "cancelled")
            if name not in charged:
                found.append(f"not charged: {name}, {scan['status']}")
            if (name in refunded) != gave_nothing:
                found.append(f"refund of {name} is wrong: {scan['status']}, refunded: {name in refunded}")
    return found + _charges_of_the_gone(state, journal, set(charged)) + _acknowledged(journal, set(refunded))


def _charges_of_the_gone(state: State, journal: Journal, charged: set[str]) -> list[str]:
    gone = {name.split(":")[0] for name in charged} - state.scans.keys() - journal.deleted.keys()
    return [f"charged for nothing: scan {scan_id} was neither kept nor deleted" for scan_id in gone]


def _acknowledged(journal: Journal, refunded: set[str]) -> list[str]:
    """What customers saw of an attempt's end agrees with the ledger, even when the scan is deleted since."""
    cancelled = {f"{scan_id}:{n}" for scan_id, attempts in journal.cancelled.items() for n in attempts}
    completed = {f"{scan_id}:{n}" for scan_id, attempts in journal.completed.items() for n in attempts}
    return [f"cancelled and not refunded: {name}" for name in cancelled - refunded] + [
        f"completed and refunded: {name}" for name in completed & refunded
    ]


def _by_attempt(state: State, reason: str) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for entry in state.entries:
        if entry["reason"] == reason:
            counts[entry["reference"]] += 1
    return counts


def _balances(state: State, journal: Journal) -> list[str]:
    found, sums, granted = [], dict[Any, int](), dict[Any, int]()
    for entry in state.entries:
        account = entry["account_id"]
        sums[account] = sums.get(account, 0) + entry["amount"]
        if entry["reason"] == "grant":
            granted[account] = granted.get(account, 0) + entry["amount"]
        if entry["balance"] != sums[account]:
            found.append(f"the ledger of {account} says {entry['balance']} where its sum is {sums[account]}")
    for account in state.accounts:
        have = sums.get(account["id"], 0)
        if account["credits"] != have:
            found.append(f"{account['email']} has {account['credits']} credits and a ledger of {have}")
        sure, perhaps = journal.granted[account["email"]], journal.grants_unknown[account["email"]]
        if not sure <= granted.get(account["id"], 0) <= sure + perhaps:
            found.append(f"{account['email']} was granted {granted.get(account['id'], 0)}, told {sure}")
    return found


def files(state: State) -> list[str]:
    """Every row has its object, whole; every file belongs to a scan that is there, every page has all its pictures."""
    used = {scan["file_id"] for scan in state.scans.values()}
    found = [f"left behind: file {row['id']} belongs to no scan" for row in state.files if row["id"] not in used]
    unpictured = (page for page in state.pages if page["images"] != (3 if page["pictured"] else 0))
    found += [f"unpictured: page of scan {page['scan_id']} has {page['images']} pictures" for page in unpictured]
    for row in [*state.files, *state.images]:
        path = state.objects.get(row["object_key"])
        if path is None:
            found.append(f"missing: object of {row['id']}")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != row["sha256"]:
            found.append(f"damaged: object of {row['id']}, {path.stat().st_size} of {row['size_bytes']} bytes")
    return found


def strays(state: State) -> list[str]:
    """Objects that no row knows: allowed until the sweep."""
    known = {row["object_key"] for row in [*state.files, *state.images]} | state.queued_deletions | {OWN_MARK}
    return sorted(state.objects.keys() - known)
