"""What scans say as CSV, XLSX and JSON: the same as the API says, for those who may see it, and never a formula."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient

from ocrwtf.core import admission
from ocrwtf.core.admission import Places
from ocrwtf.scans import made_file
from ocrwtf.scans.export import XLSX
from tests.integration.conftest import Person
from tests.integration.documents import text_pdf
from tests.integration.scans.conftest import object_keys

Scan = dict[str, Any]
Get = Callable[..., Any]
EVIL = '=HYPERLINK("http://127.0.0.1:9","klik")'


@pytest.fixture
def invoice(
    person: Person, uploaded: Callable[..., Scan], read: Callable[..., Scan], correct: Callable[..., Any]
) -> Scan:
    """A document of which a person said a total, a day, a seller that would be a formula, and one line item."""
    scan = read(person, uploaded(person, text_pdf("Faktur INV-17", "Halaman dua"), "faktur.pdf"))
    fields = {"total_amount": "Rp 1.234.567,50", "issued_on": "12 Juli 2026", "seller_name": EVIL}
    item = {"name": "Semen", "quantity": "3", "amount": "37.500"}
    answer = correct(
        person,
        scan,
        fields=[{"name": name, "value": value} for name, value in fields.items()],
        items=[{"row": 0, "name": name, "value": value} for name, value in item.items()],
    )
    assert answer.status_code == 200, answer.text
    shown: Scan = answer.json()
    return shown


@pytest.fixture
def export(client: TestClient) -> Get:
    def get(person: Person, scan: Scan, form: str, **query: str) -> Any:
        return client.get(f"/api/scans/{scan['id']}/export.{form}", headers=person.headers, params=query)

    return get


@pytest.fixture
def export_all(client: TestClient) -> Get:
    def post(person: Person, form: str, *ids: str) -> Any:
        body = {"action": "export", "ids": ids, "format": form}
        return client.post("/api/scans/bulk", json=body, headers=person.headers)

    return post


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_row_a_document_has_values_that_can_be_counted(person: Person, invoice: Scan, export: Get) -> None:
    answer = export(person, invoice, "csv")
    [row] = rows(answer.content)
    assert (row["id"], row["filename"], row["status"]) == (invoice["id"], "faktur.pdf", "completed")
    assert (row["totalAmount"], row["issuedOn"], row["sellerName"]) == ("1234567.5", "2026-07-12", f"'{EVIL}")
    assert row["url"].endswith(f"/dokumen/{invoice['id']}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["content-disposition"]
    assert 'filename="faktur.csv"' in answer.headers["content-disposition"]


def test_a_row_a_field_says_what_the_api_says(person: Person, invoice: Scan, export: Get) -> None:
    found = {row["key"]: row for row in rows(export(person, invoice, "csv", table="fields").content)}
    cells = [cell for item in invoice["items"] for cell in item["cells"]]
    assert [*found] == [field["key"] for field in (*invoice["fields"], *cells)]
    total = found["total_amount"]
    assert (total["value"], total["normalized"], total["correctedValue"]) == (
        "Rp 1.234.567,50", "1234567.5", "Rp 1.234.567,50",
    )  # fmt: skip
    assert (total["confidence"], total["source"], total["doubtful"]) == ("1.0000", "person", "false")


def test_what_a_person_took_out_is_in_no_table(
    person: Person, invoice: Scan, export: Get, correct: Callable[..., Any]
) -> None:
    first = invoice["items"][0]
    gone = [{"row": 0, "name": cell["name"], "value": ""} for cell in first["cells"]]
    correct(person, invoice, items=gone, fields=[{"name": "number", "value": ""}]).raise_for_status()
    left = rows(export(person, invoice, "csv", table="items").content)
    assert [row["row"] for row in left] == [str(item["row"]) for item in invoice["items"][1:]]
    keys = {row["key"] for row in rows(export(person, invoice, "csv", table="fields").content)}
    assert "number" not in keys
    assert not any(key.startswith("items.0.") for key in keys)


def test_a_row_a_line_item(person: Person, invoice: Scan, export: Get) -> None:
    found = rows(export(person, invoice, "csv", table="items").content)
    wanted = ("row", "name", "quantity", "unit", "price", "amount")
    assert [found[-1][name] for name in wanted] == ["0", "Semen", "3", "", "", "37500"]


def test_goods_are_a_file_of_their_own_and_no_name_of_them_a_formula(
    person: Person, invoice: Scan, export: Get, correct: Callable[..., Any]
) -> None:
    correct(person, invoice, items=[{"row": 0, "name": "name", "value": EVIL}]).raise_for_status()
    answer = export(person, invoice, "csv", table="items")
    assert rows(answer.content)[0]["name"] == f"'{EVIL}"
    assert 'filename="faktur-items.csv"' in answer.headers["content-disposition"]


def test_places_are_on_the_page_as_it_is_shown(person: Person, invoice: Scan, export: Get) -> None:
    for row in rows(export(person, invoice, "csv", table="fields").content):
        [field] = [each for each in invoice["fields"] if each["key"] == row["key"]] or [None]
        if field and field["polygon"]:
            corners = [[float(part) for part in corner.split(",")] for corner in row["polygon"].split()]
            assert corners == field["polygon"]
            assert row["url"].endswith(f"?halaman={field['page']}")


def test_a_workbook_has_the_three_sheets(person: Person, invoice: Scan, export: Get) -> None:
    answer = export(person, invoice, "xlsx")
    assert answer.headers["content-type"] == XLSX
    with ZipFile(io.BytesIO(answer.content)) as book:
        names = book.read("xl/workbook.xml").decode()
        sheets = "".join(book.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2, 3))
    assert [f'name="{name}"' in names for name in ("documents", "fields", "items")] == [True] * 3
    assert "<v>1234567.5</v>" in sheets
    assert "<f" not in sheets


def test_json_is_the_scan_as_the_api_has_it(client: TestClient, person: Person, invoice: Scan, export: Get) -> None:
    answer = export(person, invoice, "json")
    assert json.loads(answer.content) == client.get(f"/api/scans/{invoice['id']}", headers=person.headers).json()


def test_many_scans_go_into_one_file_in_the_order_asked_for(
    person: Person, invoice: Scan, letter: Scan, export_all: Get
) -> None:
    ids = [letter["id"], invoice["id"]]
    with ZipFile(io.BytesIO(export_all(person, "csv", *ids).content)) as archive:
        assert archive.namelist() == ["documents.csv", "fields.csv", "items.csv"]
        assert [row["id"] for row in rows(archive.read("documents.csv"))] == ids
    lines = export_all(person, "jsonl", *ids).content.splitlines()
    assert [json.loads(line)["id"] for line in lines] == ids
    assert export_all(person, "xlsx", *ids).content.startswith(b"PK")


def test_without_a_format_an_export_is_the_archive_of_texts(person: Person, letter: Scan, client: TestClient) -> None:
    body = {"action": "export", "ids": [letter["id"]]}
    answer = client.post("/api/scans/bulk", json=body, headers=person.headers)
    assert ZipFile(io.BytesIO(answer.content)).namelist() == ["surat.txt", "surat.json"]


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl"])
def test_one_that_is_not_there_or_somebody_elses_fails_the_whole(
    person: Person, letter: Scan, new_person: Callable[[], Person], export_all: Get, form: str
) -> None:
    assert export_all(person, form, letter["id"], str(uuid4())).status_code == 404
    assert export_all(new_person(), form, letter["id"]).status_code == 404


def test_what_is_not_read_yet_is_a_row_without_values(
    person: Person, uploaded: Callable[..., Scan], export: Get
) -> None:
    scan = uploaded(person, text_pdf("Baru"), "baru.pdf")
    [row] = rows(export(person, scan, "csv").content)
    assert (row["status"], row["totalAmount"], row["documentType"]) == ("pending", "", "")
    assert rows(export(person, scan, "csv", table="fields").content) == []


def test_a_file_name_is_text_too(person: Person, uploaded: Callable[..., Scan], export: Get) -> None:
    scan = uploaded(person, text_pdf("Baru"), "@SUM(1).pdf")
    assert rows(export(person, scan, "csv").content)[0]["filename"] == "'@SUM(1).pdf"


def test_few_are_made_at_once_and_nothing_is_stored(
    person: Person, letter: Scan, export: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = object_keys()
    assert export(person, letter, "xlsx").status_code == 200
    assert object_keys() == before
    monkeypatch.setattr(made_file, "_making", Places("testing", 0))
    monkeypatch.setattr(admission, "WAIT_SECONDS", 0.01)
    assert {export(person, letter, form).status_code for form in ("csv", "xlsx", "json")} == {503}
