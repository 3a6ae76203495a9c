"""Fields of a document: found when it is read, corrected by people, kept with who said so, and looked for in lists."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import delete, insert, select, text
from sqlalchemy.exc import ProgrammingError

from ocrwtf.core import database
from ocrwtf.scans import fields
from ocrwtf.scans.models import Extraction
from tests.integration.conftest import Person
from tests.integration.documents import text_pdf
from tests.integration.scans.conftest import rows

Scan = dict[str, Any]
Correct = Callable[..., Any]
INVOICE = "FAKTUR\nPT SINAR LAUT\nNomor: INV/2026/0017\nTanggal: 21 November 2026\nTotal: Rp 45.000"


@pytest.fixture
def invoice(person: Person, uploaded: Callable[..., Scan], read: Callable[..., Scan]) -> Scan:
    return read(person, uploaded(person, text_pdf(INVOICE), "faktur.pdf"))


def field(scan: Scan, name: str) -> dict[str, Any]:
    return next(each for each in scan["fields"] if each["name"] == name)


def test_a_reading_finds_fields_with_their_places(invoice: Scan) -> None:
    total = field(invoice, "total_amount")
    assert (invoice["documentType"], total["normalized"], total["page"]) == ("invoice", "45000", 1)
    at = total["words"][-1]
    assert invoice["pages"][0]["lines"][at["line"]]["words"][at["word"]]["text"] in total["value"]


def test_rows_that_were_too_many_are_counted(person: Person, invoice: Scan) -> None:
    assert invoice["itemsLeftOut"] == 0
    with database.transaction(person.account_id) as session:
        found = session.scalars(select(Extraction.found)).one()
    bare = Extraction(found=found | {"fields": [], "items": [], "itemsLeftOut": 2}, said={})
    assert fields.shown(bare, {}).items_left_out == 2


def test_lists_know_the_most_important_ones(client: TestClient, person: Person, invoice: Scan) -> None:
    (listed,) = client.get("/api/scans", headers=person.headers).json()["items"]
    known = {name: listed[name] for name in ("documentType", "documentNumber", "issuedOn", "totalAmount")}
    assert known == {
        "documentType": "invoice",
        "documentNumber": "INV/2026/0017",
        "issuedOn": "2026-11-21",
        "totalAmount": "45000.00",
    }
    assert listed["id"] == invoice["id"]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("documentType=invoice", 1),
        ("documentType=receipt", 0),
        ("issuedSince=2026-11-21&issuedUntil=2026-11-21", 1),
        ("issuedSince=2026-11-22", 0),
        ("totalMin=45000&totalMax=45000", 1),
        ("totalMin=45000.01", 0),
    ],
)
@pytest.mark.usefixtures("invoice")
def test_a_list_is_narrowed_by_what_fields_say(client: TestClient, person: Person, query: str, count: int) -> None:
    assert len(client.get(f"/api/scans?{query}", headers=person.headers).json()["items"]) == count


def test_a_corrected_field_is_kept_with_what_it_was(
    client: TestClient, person: Person, invoice: Scan, correct: Correct
) -> None:
    changed = correct(person, invoice, fields=[{"name": "total_amount", "value": " 45.500 "}]).json()
    total = field(changed, "total_amount")
    assert (total["value"], total["normalized"], total["correctedValue"]) == ("45.500", "45500", "45.500")
    assert (changed["totalAmount"], changed["ocrText"]) == ("45500.00", invoice["ocrText"])
    (change,) = client.get(f"/api/scans/{invoice['id']}/history", headers=person.headers).json()["items"]
    old = field(invoice, "total_amount")["value"]
    assert (change["kind"], change["field"], change["old"], change["new"]) == ("field", "total_amount", old, "45.500")


def test_a_correction_of_a_field_is_undone(person: Person, invoice: Scan, correct: Correct) -> None:
    changed = correct(person, invoice, fields=[{"name": "total_amount", "value": ""}]).json()
    assert (field(changed, "total_amount")["value"], changed["totalAmount"]) == ("", None)
    back = correct(person, changed, fields=[{"name": "total_amount", "value": None}]).json()
    assert (field(back, "total_amount"), back["totalAmount"]) == (field(invoice, "total_amount"), "45000.00")


def test_the_type_of_a_document_is_corrected(person: Person, invoice: Scan, correct: Correct) -> None:
    changed = correct(person, invoice, documentType="payment_receipt").json()
    assert (changed["documentType"], changed["typeConfidence"]) == ("payment_receipt", 1.0)
    assert correct(person, changed, documentType=None).json()["documentType"] == "invoice"


def test_a_field_that_was_not_found_is_added_with_its_words(person: Person, invoice: Scan, correct: Correct) -> None:
    added = {"name": "buyer_name", "value": "PT SINAR LAUT", "words": [{"page": 1, "line": 1, "word": 0}]}
    buyer = field(correct(person, invoice, fields=[added]).json(), "buyer_name")
    assert (buyer["read"], buyer["page"], buyer["polygon"] is not None) == (None, 1, True)


def test_fields_are_added_to_a_scan_that_was_read_before_there_were_any(
    client: TestClient, person: Person, invoice: Scan, correct: Correct
) -> None:
    with database.transaction(person.account_id) as session:
        session.execute(text("DELETE FROM extractions"))
    assert client.get(f"/api/scans/{invoice['id']}", headers=person.headers).json()["fields"] == []
    changed = correct(person, invoice, fields=[{"name": "total_amount", "value": "45.500"}])
    assert (changed.status_code, changed.json()["totalAmount"]) == (200, "45500.00")
    assert correct(person, changed.json(), documentType="invoice").json()["documentType"] == "invoice"


def test_line_items_are_added_one_after_the_other(person: Person, invoice: Scan, correct: Correct) -> None:
    rows_there = len(invoice["items"])
    cells = [{"row": rows_there + at, "name": "name", "value": name} for at, name in enumerate(("Semen", "Pasir"))]
    added = correct(person, invoice, items=cells).json()["items"][rows_there:]
    assert [item["cells"][0]["value"] for item in added] == ["Semen", "Pasir"]
    skipped = correct(person, invoice | {"version": 99}, items=[])
    assert skipped.status_code == 409


@pytest.mark.parametrize(
    ("body", "status", "problem"),
    [
        ({"items": [{"row": 9_999, "name": "name", "value": "x"}]}, 422, "no-such-item"),
        (
            {"fields": [{"name": "number", "value": "1", "words": [{"page": 9, "line": 0, "word": 0}]}]},
            422,
            "no-such-word",
        ),
        ({"fields": [{"name": "nomor", "value": "1"}]}, 422, "invalid-request"),
        ({"fields": [{"name": "number", "value": "a\nb"}]}, 422, "invalid-request"),
        ({"fields": [{"name": "number", "value": "1"}, {"name": "number", "value": "2"}]}, 422, "invalid-request"),
        ({"documentType": "bukan"}, 422, "invalid-request"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    client: TestClient, person: Person, invoice: Scan, correct: Correct, body: Any, status: int, problem: str
) -> None:
    answer = correct(person, invoice, **body)
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{problem}")
    assert client.get(f"/api/scans/{invoice['id']}", headers=person.headers).json() == invoice


def test_what_is_in_doubt_is_counted_and_listed_until_somebody_looked(
    client: TestClient, person: Person, invoice: Scan, correct: Correct, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fields, "DOUBTFUL_BELOW", 1.1)
    correct(person, invoice, fields=[{"name": "number", "value": "INV/2026/0017"}])
    invoice = client.get(f"/api/scans/{invoice['id']}", headers=person.headers).json()
    doubtful = [each for each in invoice["fields"] if each["doubtful"]]
    assert invoice["doubtfulFields"] == len(doubtful) > 0
    assert {each["key"] for each in doubtful} <= set(invoice["review"])
    said = [{"name": each["name"], "value": each["value"]} for each in doubtful]
    looked_at = correct(person, invoice, fields=said).json()
    assert (looked_at["doubtfulFields"], looked_at["review"]) == (0, [])


def test_places_turn_with_their_page(person: Person, invoice: Scan, correct: Correct) -> None:
    turned = correct(person, invoice, pages=[{"number": 1, "rotation": 180}]).json()
    before, after = field(invoice, "total_amount")["polygon"], field(turned, "total_amount")["polygon"]
    page = turned["pages"][0]
    assert after[0] == pytest.approx([page["widthPx"] - before[0][0], page["heightPx"] - before[0][1]], abs=0.2)


@pytest.mark.usefixtures("invoice")
def test_nobody_of_us_overwrites_what_was_found(person: Person) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), database.transaction(person.account_id) as session:
        session.execute(text("UPDATE extractions SET found = '{}'"))


def test_with_a_scan_goes_what_it_says(client: TestClient, person: Person, invoice: Scan) -> None:
    client.delete(f"/api/scans/{invoice['id']}", headers=person.headers).raise_for_status()
    assert rows(person.account_id, "extractions") == 0


POINTED = "INVOICE\nPT SINAR LAUT\nNomor: INV/2026/0017\nSubtotal: 1,234.50\nTotal: 1,234.50"


def test_a_typed_amount_is_meant_as_the_document_writes_its_own(
    person: Person,
    uploaded: Callable[..., Scan],
    read: Callable[..., Scan],
    correct: Correct,
) -> None:
    scan = read(person, uploaded(person, text_pdf(POINTED), "invoice.pdf"))
    changed = correct(person, scan, fields=[{"name": "tax_amount", "value": "12,500"}]).json()
    added = [{"row": len(scan["items"]), "name": "quantity", "value": "2.500"}]
    changed = correct(person, changed, items=added).json()
    assert field(changed, "tax_amount")["normalized"] == "12500"
    assert changed["items"][-1]["cells"][0]["normalized"] == "2.5"
    changed = correct(person, changed, fields=[{"name": "total_amount", "value": "2.5"}]).json()
    assert changed["totalAmount"] == "2.50"


def test_what_is_not_understood_is_kept_and_said_and_in_no_filter(
    client: TestClient, person: Person, invoice: Scan, correct: Correct
) -> None:
    said = [{"name": "issued_on", "value": "besok"}, {"name": "total_amount", "value": "abc"}]
    changed = correct(person, invoice, fields=said).json()
    told = [(field(changed, each["name"])["value"], field(changed, each["name"])["notUnderstood"]) for each in said]
    assert told == [("besok", "date"), ("abc", "amount")]
    assert (changed["issuedOn"], changed["totalAmount"]) == (None, None)
    for query in ("totalMin=0", "issuedSince=2000-01-01"):
        assert client.get(f"/api/scans?{query}", headers=person.headers).json()["items"] == []
    table = client.get(f"/api/scans/{invoice['id']}/export.csv?table=fields", headers=person.headers).text
    assert {row.split(",")[-1] for row in table.splitlines() if ",abc," in row} == {"amount"}


def test_a_repair_that_lost_its_proof_is_taken_back_in_the_history_too(
    client: TestClient, person: Person, invoice: Scan, correct: Correct
) -> None:
    repair_the_total(person)
    scan = client.get(f"/api/scans/{invoice['id']}", headers=person.headers).json()
    assert field(scan, "total_amount")["value"] == "45.000"
    wrong = correct(person, scan, fields=[{"name": "number", "value": "18"}]).json()
    assert (field(wrong, "total_amount")["value"], wrong["totalAmount"]) == ("4S.000", None)
    assert "total_amount" in wrong["review"]
    back = correct(person, wrong, fields=[{"name": "number", "value": None}]).json()
    assert (field(back, "total_amount")["value"], back["totalAmount"]) == ("45.000", "45000.00")
    changes = client.get(f"/api/scans/{invoice['id']}/history", headers=person.headers).json()["items"]
    repairs = [(each["field"], each["old"], each["new"]) for each in changes if each["kind"] == "repair"]
    assert repairs == [("total_amount", "4S.000", "45.000"), ("total_amount", "45.000", "4S.000")]


def repair_the_total(person: Person) -> None:
    """As if one digit of it had been misread, and the document's number proved it."""
    with database.transaction(person.account_id) as session:
        kept = session.scalars(select(Extraction)).one()
        found = {each["name"]: each for each in kept.found["fields"]}
        proof = {"kind": "total", "agrees": True, "formula": "17 = 17", "words": found["number"]["words"]}
        repair = {"old": "4S.000", "new": "45.000", "witness": proof}
        found["total_amount"] |= {"value": "45.000", "repair": repair, "witnesses": [proof]}
        session.execute(delete(Extraction))
        session.execute(
            insert(Extraction).values(
                **{name: getattr(kept, name) for name in ("scan_id", "account_id", "found", "said")}
            )
        )
