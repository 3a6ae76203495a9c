"""Uploading: one scan and one charge for each new document, nothing for a bad one."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ocrwtf.core import queue
from ocrwtf.scans import service
from tests.integration.conftest import Person, credits_of, spend_down_to
from tests.integration.documents import picture, text_pdf
from tests.integration.scans.conftest import Upload, jobs_of, object_keys, rows


def test_an_upload_is_a_pending_scan_with_one_charge_and_one_job(upload: Upload, person: Person) -> None:
    answer = upload(person, picture("SATU"))
    scan = answer.json()["items"][0]
    assert (answer.status_code, answer.headers["location"]) == (202, f"/api/scans/{scan['id']}")
    assert (scan["status"], scan["filename"], scan["mediaType"]) == ("pending", "nota.png", "image/png")
    assert (credits_of(person.account_id), jobs_of(scan["id"])) == (9, 1)


def test_the_same_bytes_are_the_same_scan_and_free(upload: Upload, person: Person) -> None:
    first = upload(person, picture("SAMA")).json()["items"][0]
    again = upload(person, picture("SAMA"), name="lain.png").json()["items"][0]
    assert (first["alreadyExisted"], again["alreadyExisted"]) == (False, True)
    assert (again["id"], credits_of(person.account_id)) == (first["id"], 9)


def test_equal_files_in_one_batch_make_one_scan(upload: Upload, person: Person) -> None:
    items = upload(person, picture("A"), picture("B"), picture("A")).json()["items"]
    assert [item["alreadyExisted"] for item in items] == [False, False, True]
    assert (rows(person.account_id, "scans"), credits_of(person.account_id)) == (2, 8)


def test_another_accounts_same_bytes_are_its_own_scan(upload: Upload, new_person: Callable[[], Person]) -> None:
    items = [upload(new_person(), picture("DUA")).json()["items"][0] for _ in range(2)]
    assert [item["alreadyExisted"] for item in items] == [False, False]
    assert items[0]["id"] != items[1]["id"]


def test_twenty_parallel_different_files_on_one_credit(
    upload: Upload, person: Person, in_parallel: Callable[..., list[int]]
) -> None:
    spend_down_to(person.account_id, 1)
    entries = rows(person.account_id, "credit_entries")
    codes = in_parallel(20, lambda n: upload(person, picture(f"NOTA {n}")).status_code)
    assert sorted(codes) == [202] + [402] * 19
    assert rows(person.account_id, "credit_entries") == entries + 1
    assert (rows(person.account_id, "scans"), rows(person.account_id, "files")) == (1, 1)


def test_twenty_parallel_uploads_of_the_same_file_are_one_scan_and_one_charge(
    upload: Upload, person: Person, in_parallel: Callable[..., list[str]]
) -> None:
    ids = in_parallel(20, lambda _: upload(person, picture("KEMBAR")).json()["items"][0]["id"])
    assert len(set(ids)) == 1
    assert (rows(person.account_id, "scans"), credits_of(person.account_id)) == (1, 9)


def test_without_credits_nothing_is_created_and_no_object_remains(upload: Upload, person: Person) -> None:
    spend_down_to(person.account_id, 0)
    before = object_keys()
    answer = upload(person, picture("MAHAL"))
    assert (answer.status_code, answer.headers["content-type"]) == (402, "application/problem+json")
    assert (answer.json()["required"], answer.json()["available"]) == (1, 0)
    assert (rows(person.account_id, "scans"), rows(person.account_id, "files")) == (0, 0)
    assert object_keys() == before


def test_a_batch_beyond_the_credits_is_refused_whole(upload: Upload, person: Person) -> None:
    spend_down_to(person.account_id, 1)
    assert upload(person, picture("X1"), picture("X2")).status_code == 402
    assert (rows(person.account_id, "scans"), credits_of(person.account_id)) == (0, 1)


def test_a_refused_batch_names_its_whole_price(upload: Upload, person: Person) -> None:
    spend_down_to(person.account_id, 3)
    answer = upload(person, *(picture(f"B{n}") for n in range(5))).json()
    assert (answer["required"], answer["available"]) == (5, 3)


def test_one_bad_file_refuses_the_batch_and_is_named(upload: Upload, person: Person) -> None:
    before = object_keys()
    answer = upload(person, picture("BAIK"), b"<html></html>", name="foto.png")
    assert (answer.status_code, answer.json()["file"]) == (415, "foto.png")
    assert (rows(person.account_id, "scans"), credits_of(person.account_id), object_keys()) == (0, 10, before)


def test_a_failure_after_the_charge_undoes_charge_rows_and_job(
    upload: Upload, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The object is left to the sweeper, as after any commit of which nobody can say whether it was one."""

    def enqueue_then_fail(*arguments: Any, **named: Any) -> None:
        queue.enqueue(*arguments, **named)
        raise OSError

    monkeypatch.setattr(service, "enqueue", enqueue_then_fail)
    assert upload(person, picture("GAGAL")).status_code == 500
    assert (rows(person.account_id, "scans"), rows(person.account_id, "files")) == (0, 0)
    assert credits_of(person.account_id) == 10


def test_pages_are_counted_before_the_charge(uploaded: Callable[..., dict[str, Any]], person: Person) -> None:
    scan = uploaded(person, text_pdf("Satu", "Dua", "Tiga"), name="surat.pdf")
    assert (scan["pageCount"], scan["mediaType"], scan["pagesRead"]) == (3, "application/pdf", 0)
    assert "pages" not in scan


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\foto\\nota.png", "nota.png"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("é" * 300, "é" * 255),
        (" ", "tanpa-nama"),
        ("<img src=x onerror=alert(1)>.png", "<img src=x onerror=alert(1)>.png"),
    ],
)
def test_a_file_name_is_text_to_show_and_nothing_else(
    uploaded: Callable[..., dict[str, Any]], person: Person, name: str, shown: str
) -> None:
    assert uploaded(person, picture("NAMA"), name=name)["filename"] == shown


@pytest.mark.parametrize(
    "request_parts",
    [
        {"files": [("other", ("a.png", b"x"))]},
        {"data": {"file": "text"}},
        {"files": [("file", ("a.png", b"x")), ("note", (None, "hi"))]},
        {"content": b"--x\r\n", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
        {"content": b"x", "headers": {"Content-Type": "multipart/form-data"}},
        {"json": {}},
        {},
        {"files": [("file", (f"{n}.png", b"x")) for n in range(21)]},
    ],
)
def test_a_request_without_proper_files_is_400(
    client: TestClient, person: Person, request_parts: dict[str, Any]
) -> None:
    parts = request_parts | {"headers": person.headers | request_parts.get("headers", {})}
    answer = client.post("/api/scans/upload", **parts)
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/malformed-upload")


def test_nobody_unknown_may_send_a_body(client: TestClient) -> None:
    answer = client.post("/api/scans/upload", files=[("file", ("a.png", picture("X")))])
    assert answer.status_code == 401
