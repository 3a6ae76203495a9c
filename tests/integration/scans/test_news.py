"""Whatever becomes of a scan is an event, in the transaction that makes it so; so is every new balance."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from ocrwtf.core import database
from ocrwtf.core.queue import WorkerDied
from ocrwtf.credits import service as credits_service
from ocrwtf.credits.models import Reason
from ocrwtf.scans import jobs
from tests.integration.conftest import Person, changed_settings, credits_of, spend_down_to
from tests.integration.documents import picture, text_pdf
from tests.integration.scans.conftest import Upload, events

Scan = dict[str, Any]
News = list[tuple[str, Any]]


def news(account_id: UUID, after: int = 0) -> News:
    """Kind, and of a scan its status and pages, of credits the balance."""
    told = [(row.kind, row.data) for row in events(account_id)[after:]]
    return [(kind, data.get("credits", (data.get("status"), data.get("pagesRead")))) for kind, data in told]


@pytest.fixture
def told(person: Person) -> Callable[[], News]:
    """What was told since this fixture was asked for; the day's credits have come before."""
    credits_of(person.account_id)
    start = len(events(person.account_id))
    return lambda: news(person.account_id, start)


def test_a_document_is_told_from_its_upload_to_its_last_page(
    person: Person, told: Callable[[], News], uploaded: Callable[..., Scan], read: Callable[..., Scan]
) -> None:
    read(person, uploaded(person, text_pdf("Satu", "Dua"), "dua.pdf"))
    assert told() == [
        ("credits.changed", 9),
        ("scan.created", ("pending", 0)),
        ("scan.progress", ("processing", 0)),
        ("scan.progress", ("processing", 1)),
        ("scan.progress", ("processing", 2)),
        ("scan.completed", ("completed", 2)),
    ]


def test_an_event_has_what_a_list_shows_and_agrees_with_the_scan(
    person: Person, uploaded: Callable[..., Scan], read: Callable[..., Scan]
) -> None:
    scan = read(person, uploaded(person, picture("SETUJU")))
    last = events(person.account_id)[-1]
    assert (last.data.pop("scanId"), last.user_id) == (scan["id"], person.user_id)
    assert last.data == {name: scan[name] for name in last.data}
    assert set(last.data) == {"status", "filename", "pagesRead", "pageCount", "attempt", "version", "error"}


def test_a_failure_is_told_with_its_reason_and_the_credits_that_came_back(
    person: Person, told: Callable[[], News], uploaded: Callable[..., Scan], read: Callable[..., Scan]
) -> None:
    read(person, uploaded(person, picture("")))
    assert told()[-2:] == [("credits.changed", 10), ("scan.failed", ("failed", 1))]
    assert events(person.account_id)[-1].data["error"] == {"code": "no-text-found", "params": {}}


def test_what_is_given_up_is_told_once(person: Person, told: Callable[[], News], uploaded: Callable[..., Scan]) -> None:
    scan = uploaded(person, picture("RACUN"))
    for _ in range(2):
        arguments = {"account_id": str(person.account_id), "scan_id": scan["id"], "attempt": 1}
        jobs.give_up(arguments, WorkerDied())
    assert told()[2:] == [("credits.changed", 10), ("scan.failed", ("failed", 0))]


def test_cancel_retry_and_delete_are_told(
    client: TestClient, person: Person, told: Callable[[], News], uploaded: Callable[..., Scan]
) -> None:
    scan = uploaded(person, picture("UBAH"))
    for method, path in (("POST", "/cancel"), ("POST", "/cancel"), ("POST", "/retry"), ("DELETE", "")):
        client.request(method, f"/api/scans/{scan['id']}{path}", headers=person.headers).raise_for_status()
    assert told()[2:] == [
        *[("credits.changed", 10), ("scan.cancelled", ("cancelled", 0))],
        *[("credits.changed", 9), ("scan.changed", ("pending", 0))],
        *[("credits.changed", 10), ("scan.cancelled", ("cancelled", 0)), ("scan.deleted", (None, None))],
    ]
    assert events(person.account_id)[-1].data == {"scanId": scan["id"]}


def test_many_files_at_once_are_one_new_balance(person: Person, told: Callable[[], News], upload: Upload) -> None:
    upload(person, picture("A"), picture("B"), picture("C"))
    assert told() == [("credits.changed", 7), *[("scan.created", ("pending", 0))] * 3]


def test_what_is_refused_is_not_told(person: Person, told: Callable[[], News], upload: Upload) -> None:
    spend_down_to(person.account_id, 1)
    assert upload(person, picture("A"), picture("B")).status_code == 402
    assert told() == [("credits.changed", 1)]


def test_the_same_bytes_again_are_nothing_new(person: Person, told: Callable[[], News], upload: Upload) -> None:
    for _ in range(2):
        upload(person, picture("SAMA"))
    assert [kind for kind, _ in told()] == ["credits.changed", "scan.created"]


def test_a_balance_that_does_not_move_is_not_told(
    person: Person, told: Callable[[], News], uploaded: Callable[..., Scan]
) -> None:
    with changed_settings(SCAN_COST="0"):
        uploaded(person, picture("GRATIS"))
    credits_of(person.account_id)
    assert [kind for kind, _ in told()] == ["scan.created"]


def test_the_days_refill_and_a_grant_are_told(person: Person) -> None:
    credits_of(person.account_id)
    with database.transaction(person.account_id) as session:
        credits_service.grant(session, person.account_id, 5)
        credits_service.charge(session, person.account_id, 1, Reason.SCAN, "x")
    assert news(person.account_id) == [("credits.changed", 10), ("credits.changed", 14)]


def test_a_correction_is_told_with_its_version_and_one_that_changes_nothing_is_not(
    person: Person, letter: Scan, told: Callable[[], News], correct: Callable[..., Any]
) -> None:
    for version in (letter["version"], letter["version"] + 1, letter["version"]):
        correct(person, letter | {"version": version}, recipientName="Pak Budi")
    assert told() == [("scan.changed", ("completed", 2))]
    assert events(person.account_id)[-1].data["version"] == letter["version"] + 1


def test_of_many_at_once_those_are_told_that_succeed(
    client: TestClient, person: Person, told: Callable[[], News], upload: Upload, new_person: Callable[[], Person]
) -> None:
    mine = [item["id"] for item in upload(person, picture("A"), picture("B")).json()["items"]]
    other = upload(new_person(), picture("C")).json()["items"][0]["id"]
    body = {"action": "delete", "ids": [mine[0], other, mine[1]]}
    assert client.post("/api/scans/bulk", json=body, headers=person.headers).status_code == 200
    ended = [("scan.cancelled", ("cancelled", 0)), ("scan.deleted", (None, None))]
    assert told()[3:] == [("credits.changed", 10), *ended, *ended]


def test_the_name_of_a_deleted_file_is_in_no_event_any_more_and_other_names_stay(
    client: TestClient, person: Person, uploaded: Callable[..., Scan]
) -> None:
    scan, other = uploaded(person, picture("A"), "rahasia.png"), uploaded(person, picture("B"), "lain.png")
    client.delete(f"/api/scans/{scan['id']}", headers=person.headers).raise_for_status()
    told = [row.data for row in events(person.account_id) if "scanId" in row.data]
    assert {data["scanId"] for data in told if "filename" not in data} == {scan["id"]}
    assert {(data["scanId"], data["filename"]) for data in told if "filename" in data} == {(other["id"], "lain.png")}
