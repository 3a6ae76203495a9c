"""Compares what was told of scans and balances with what they are: numbers without gaps, and the last word is true."""

from collections import defaultdict
from typing import Any

Rows = list[dict[str, Any]]

EVENTS = "SELECT account_id, sequence, kind, data FROM events ORDER BY account_id, sequence"
COUNTERS = "SELECT account_id, sequence FROM event_counters"
_LAST_WORDS = {
    "pending": {"scan.created", "scan.changed"},
    "processing": {"scan.progress"},
    "completed": {"scan.completed", "scan.changed"},
    "failed": {"scan.failed"},
    "cancelled": {"scan.cancelled"},
}


def findings(events: Rows, counters: Rows, scans: dict[str, dict[str, Any]], accounts: Rows) -> list[str]:
    """One sentence for each event that is missing or wrong, while none is so old that it was forgotten."""
    return [*_numbers(events, counters), *_scans(events, scans), *_balances(events, accounts)]


def _numbers(events: Rows, counters: Rows) -> list[str]:
    numbers: dict[Any, list[int]] = defaultdict(list)
    for event in events:
        numbers[event["account_id"]].append(event["sequence"])
    last = {counter["account_id"]: counter["sequence"] for counter in counters}
    return [
        f"events of {account} are not numbered 1 to {last.get(account)}"
        for account in numbers.keys() | last.keys()
        if numbers[account] != list(range(1, last.get(account, 0) + 1))
    ]


def _scans(events: Rows, scans: dict[str, dict[str, Any]]) -> list[str]:
    last = {event["data"]["scanId"]: event for event in events if "scanId" in event["data"]}
    found = [f"untold: scan {scan_id} has no event" for scan_id in scans.keys() - last.keys()]
    for scan_id, event in last.items():
        scan = scans.get(scan_id)
        if not scan and event["kind"] != "scan.deleted":
            found.append(f"untold: the end of scan {scan_id}, of which {event['kind']} was the last word")
        if scan and (event["kind"] not in _LAST_WORDS[scan["status"]] or event["data"]["attempt"] != scan["attempt"]):
            found.append(f"untold: scan {scan_id} is {scan['status']}, and {event['kind']} was the last word")
    return found


def _balances(events: Rows, accounts: Rows) -> list[str]:
    last = {event["account_id"]: event["data"]["credits"] for event in events if event["kind"] == "credits.changed"}
    return [
        f"untold: {account['email']} has {account['credits']} credits and was told {last.get(account['id'], 0)}"
        for account in accounts
        if account["credits"] != last.get(account["id"], 0)
    ]
