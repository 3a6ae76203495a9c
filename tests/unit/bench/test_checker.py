"""The checker of the chaos runs sees every kind of broken promise: one that sees nothing would find nothing."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bench import checker
from bench.checker import State
from bench.journal import Journal, Promise

CONTENT = b"bytes of the upload"
SHA256 = hashlib.sha256(CONTENT).hexdigest()
PICTURE = b"bytes of the page's picture"
Tamper = Callable[[State, Journal], object]


def entry(amount: int, balance: int, reason: str, reference: str) -> dict[str, object]:
    return {"account_id": "a", "amount": amount, "balance": balance, "reason": reason, "reference": reference}


def event(kind: str, **data: object) -> dict[str, Any]:
    return {"account_id": "a", "kind": kind, "data": data}


def told() -> list[dict[str, Any]]:
    events = [
        event("scan.created", scanId="one", attempt=1),
        event("scan.completed", scanId="one", attempt=2),
        event("scan.created", scanId="two", attempt=1),
        event("credits.changed", credits=9),
        event("scan.cancelled", scanId="two", attempt=1),
        event("scan.deleted", scanId="gone"),
    ]
    return [one | {"sequence": number} for number, one in enumerate(events, 1)]


def stored(row_id: str, key: str, content: bytes) -> dict[str, object]:
    digest = hashlib.sha256(content).hexdigest()
    return {"id": row_id, "object_key": key, "size_bytes": len(content), "sha256": digest}


@pytest.fixture
def state(tmp_path: Path) -> State:
    """Scan `one` is completed at its second attempt; `two` was cancelled."""
    objects = {"of-one": CONTENT, "of-two": CONTENT, "of-page": PICTURE}
    for key, content in objects.items():
        (tmp_path / key).write_bytes(content)
    page = {"scan_id": "one", "text": "NOTA 123", "pictured": True, "images": 3}
    return State(
        scans={
            "one": {"status": "completed", "attempt": 2, "file_id": "1", "page_count": 1, "sha256": SHA256},
            "two": {"status": "cancelled", "attempt": 1, "file_id": "2", "page_count": 1, "sha256": SHA256},
        },
        pages=[page],
        files=[stored("1", "of-one", CONTENT), stored("2", "of-two", CONTENT)],
        images=[stored("one", "of-page", PICTURE)],
        entries=[
            entry(10, 10, "grant", "g"),
            *(entry(-1, 9, "scan", "one:1"), entry(1, 10, "refund", "one:1"), entry(-1, 9, "scan", "one:2")),
            *(entry(-1, 8, "scan", "two:1"), entry(1, 9, "refund", "two:1")),
        ],
        accounts=[{"id": "a", "credits": 9, "email": "e"}],
        events=told(),
        counters=[{"account_id": "a", "sequence": 6}],
        queued_deletions=set(),
        objects={key: tmp_path / key for key in objects},
    )


@pytest.fixture
def journal() -> Journal:
    journal = Journal()
    for scan_id in ("one", "two"):
        journal.promised(scan_id, Promise("e", SHA256, "NOTA 123"))
    journal.granted["e"] = 10
    journal.ended(journal.retried, "one", 2)
    journal.ended(journal.completed, "one", 2)
    journal.ended(journal.cancelled, "two", 1)
    return journal


def test_kept_promises_are_no_findings(state: State, journal: Journal) -> None:
    assert checker.findings(state, journal) == []
    assert checker.strays(state) == []


BROKEN: dict[str, Tamper] = {
    "lost: scan": lambda state, _: state.scans.pop("two"),
    "lost: attempt": lambda _, journal: journal.ended(journal.retried, "one", 3),
    "mixed up": lambda state, _: state.scans["one"].update(sha256="other"),
    "undead": lambda _, journal: journal.deletion("two", confirmed=True),
    "stuck": lambda state, _: state.scans["two"].update(status="processing"),
    "half": lambda state, _: state.pages.clear(),
    "misread": lambda state, _: state.pages[0].update(text="NOTA 124"),
    "charged 2 times": lambda state, _: state.entries.append(entry(-1, 8, "scan", "two:1")),
    "refunded 2 times": lambda state, _: state.entries.append(entry(1, 10, "refund", "two:1")),
    "refunded without a charge": lambda state, _: state.entries.append(entry(1, 10, "refund", "three:1")),
    "not charged": lambda state, _: state.entries.pop(1),
    "refund of one:2 is wrong": lambda state, _: state.entries.append(entry(1, 10, "refund", "one:2")),
    "refund of two:1 is wrong": lambda state, _: state.entries.pop(),
    "charged for nothing": lambda state, _: state.entries.append(entry(-1, 8, "scan", "three:1")),
    "cancelled and not refunded": lambda _, journal: journal.ended(journal.cancelled, "one", 2),
    "completed and refunded": lambda _, journal: journal.ended(journal.completed, "two", 1),
    "the ledger of a says": lambda state, _: state.entries[-1].update(balance=10),
    "e has 10 credits": lambda state, _: state.accounts[0].update(credits=10),
    "e was granted": lambda _, journal: journal.granted.update(e=1),
    "left behind": lambda state, _: state.scans["one"].update(file_id="2"),
    "unpictured": lambda state, _: state.pages[0].update(images=0),
    "missing": lambda state, _: state.objects.pop("of-page"),
    "events of a are not numbered": lambda state, _: state.events.pop(3),
    "untold: scan one has no event": lambda state, _: state.events.__delitem__(slice(2)),
    "untold: scan one is completed": lambda state, _: state.events[1].update(kind="scan.progress"),
    "untold: scan two is cancelled": lambda state, _: state.events[4]["data"].update(attempt=2),
    "untold: the end of scan gone": lambda state, _: state.events[5].update(kind="scan.failed"),
    "untold: e has 9 credits": lambda state, _: state.events[3]["data"].update(credits=8),
    "damaged": lambda state, _: state.objects["of-page"].write_bytes(b"half"),
}


@pytest.mark.parametrize("finding", BROKEN)
def test_a_broken_promise_is_found(finding: str, state: State, journal: Journal) -> None:
    BROKEN[finding](state, journal)
    assert [sentence for sentence in checker.findings(state, journal) if sentence.startswith(finding)]


def test_an_object_that_no_row_knows_is_a_stray_unless_it_waits_for_its_deletion(state: State) -> None:
    state.objects["nobodys"] = state.objects["deleted"] = state.objects["ocrwtf-owner"] = Path()
    state.queued_deletions.add("deleted")
    assert checker.strays(state) == ["nobodys"]
