"""A document is read in the worker: text with boxes, or a refund and a reason."""

import io
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
import structlog
from fastapi.testclient import TestClient
from PIL import Image

from ocrwtf.core.queue import WorkerDied
from ocrwtf.files import jobs as files_jobs
from ocrwtf.ocr.errors import DocumentError
from ocrwtf.ocr.reader import Reader
from ocrwtf.scans import jobs, reading
from tests.integration.conftest import Person, credits_of, spend_down_to
from tests.integration.documents import picture, text_pdf
from tests.integration.scans.conftest import Upload, jobs_of, object_keys, rows

Scan = dict[str, Any]


@pytest.fixture
def done(person: Person, uploaded: Callable[..., Scan], read: Callable[..., Scan]) -> Callable[..., Scan]:
    """Upload and read one document."""

    def run(content: bytes, name: str = "nota.png") -> Scan:
        return read(person, uploaded(person, content, name))

    return run


def test_a_picture_becomes_text_with_boxes_in_its_own_pixels(done: Callable[..., Scan]) -> None:
    scan = done(picture("TOTAL 45.000"))
    (page,) = scan["pages"]
    (line,) = page["lines"]
    assert (scan["status"], scan["ocrText"], line["text"]) == ("completed", "TOTAL 45.000", "TOTAL 45.000")
    assert [word["text"] for word in line["words"]] == ["TOTAL", "45.000"]
    assert (page["widthPx"], page["heightPx"], page["error"]) == (480, 160, None)
    assert 0.8 < scan["confidence"] <= 1


def test_every_point_of_every_polygon_lies_on_the_page(done: Callable[..., Scan]) -> None:
    (page,) = done(picture("JALAN MERDEKA 17"))["pages"]
    words = [word for line in page["lines"] for word in line["words"]]
    assert words
    for x, y in (point for word in words for point in word["polygon"]):
        assert 0 <= x <= page["widthPx"]
        assert 0 <= y <= page["heightPx"]


def test_a_born_digital_pdf_is_not_read_by_ocr(done: Callable[..., Scan]) -> None:
    scan = done(text_pdf("Surat Jalan 0017", "Halaman dua"), "surat.pdf")
    assert (scan["engine"], scan["confidence"]) == ("pdf-text", 1.0)
    assert scan["ocrText"] == "Surat Jalan 0017\n\nHalaman dua"
    assert [page["number"] for page in scan["pages"]] == [1, 2]


def test_the_answer_has_every_member_of_the_products_shape(done: Callable[..., Scan]) -> None:
    wanted = """id status filename mediaType sizeBytes documentType ocrText correctedText extractedText confidence
        ocrSeconds engine recipientName signatureUrl imageUrl createdAt capturedAt deletesAt version attempt error
        fields pages"""
    assert set(wanted.split()) <= set(done(picture("BENTUK")))


@pytest.mark.parametrize(("width", "shown"), [("", 1600), ("&width=1280", 1280), ("&width=320", 320)])
def test_page_images_are_webp_in_three_sizes(
    client: TestClient, person: Person, done: Callable[..., Scan], width: str, shown: int
) -> None:
    scan = done(picture("GAMBAR", size=(1600, 400)))
    answer = client.get(scan["imageUrl"] + width, headers=person.headers)
    assert (answer.headers["content-type"], answer.headers["x-content-type-options"]) == ("image/webp", "nosniff")
    assert Image.open(io.BytesIO(answer.content)).size == (shown, shown // 4)


def test_the_original_comes_back_as_received_and_never_inline(
    client: TestClient, person: Person, done: Callable[..., Scan]
) -> None:
    content = picture("ASLI")
    answer = client.get(done(content)["originalUrl"], headers=person.headers)
    assert answer.content == content
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")


def test_a_blank_page_fails_with_no_text_found_and_is_refunded(person: Person, done: Callable[..., Scan]) -> None:
    scan = done(picture(""))
    assert (scan["status"], scan["error"]["type"]) == ("failed", "/problems/no-text-found")
    assert credits_of(person.account_id) == 10


def test_a_stored_error_is_worded_in_the_readers_language(
    client: TestClient, person: Person, done: Callable[..., Scan]
) -> None:
    scan = done(picture(""))
    texts = {
        client.get(f"/api/scans/{scan['id']}", headers=person.headers | {"Accept-Language": language}).json()["error"][
            "detail"
        ]
        for language in ("id", "en")
    }
    assert len(texts) == 2


def test_a_failed_scan_is_retried_charged_again_and_refunded_again(
    client: TestClient, person: Person, done: Callable[..., Scan], read: Callable[..., Scan]
) -> None:
    scan = done(picture(""))
    again = client.post(f"/api/scans/{scan['id']}/retry", headers=person.headers)
    assert (again.status_code, again.json()["attempt"], again.json()["error"]) == (202, 2, None)
    assert credits_of(person.account_id) == 9
    assert read(person, again.json())["status"] == "failed"
    assert credits_of(person.account_id) == 10


def test_retry_without_credits_is_402_and_changes_nothing(
    client: TestClient, person: Person, done: Callable[..., Scan]
) -> None:
    scan = done(picture(""))
    spend_down_to(person.account_id, 0)
    assert client.post(f"/api/scans/{scan['id']}/retry", headers=person.headers).status_code == 402
    shown = client.get(f"/api/scans/{scan['id']}", headers=person.headers).json()
    assert (shown["status"], shown["attempt"]) == ("failed", 1)


def test_retry_of_a_live_scan_is_409(client: TestClient, person: Person, done: Callable[..., Scan]) -> None:
    scan = done(picture("HIDUP"))
    answer = client.post(f"/api/scans/{scan['id']}/retry", headers=person.headers)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/not-retryable")


def test_retry_when_the_same_bytes_are_live_names_them(
    client: TestClient, person: Person, done: Callable[..., Scan], upload: Upload
) -> None:
    failed = done(picture(""))
    live = upload(person, picture("")).json()["items"][0]
    answer = client.post(f"/api/scans/{failed['id']}/retry", headers=person.headers)
    assert (answer.status_code, answer.json()["scanId"]) == (409, live["id"])


def test_cancel_refunds_once_and_the_worker_then_writes_nothing(
    client: TestClient, person: Person, uploaded: Callable[..., Scan], read: Callable[..., Scan]
) -> None:
    scan = uploaded(person, picture("BATAL"))
    for _ in range(2):
        answer = client.post(f"/api/scans/{scan['id']}/cancel", headers=person.headers)
        assert (answer.status_code, answer.json()["status"]) == (200, "cancelled")
    assert (read(person, scan)["status"], credits_of(person.account_id)) == ("cancelled", 10)


def test_cancel_of_a_completed_scan_is_409_and_keeps_the_charge(
    client: TestClient, person: Person, done: Callable[..., Scan]
) -> None:
    scan = done(picture("SELESAI"))
    answer = client.post(f"/api/scans/{scan['id']}/cancel", headers=person.headers)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/scan-finished")
    assert credits_of(person.account_id) == 9


def test_a_scan_cancelled_between_two_pages_is_dropped_with_its_pictures(
    client: TestClient,
    person: Person,
    uploaded: Callable[..., Scan],
    read: Callable[..., Scan],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scan = uploaded(person, text_pdf("Satu", "Dua"), "dua.pdf")
    before, real = object_keys(), Reader.read_page

    def cancel_then_read(self: Reader, *arguments: Any) -> Any:
        client.post(f"/api/scans/{scan['id']}/cancel", headers=person.headers)
        return real(self, *arguments)

    monkeypatch.setattr(Reader, "read_page", cancel_then_read)
    assert read(person, scan)["status"] == "cancelled"
    assert (rows(person.account_id, "pages"), object_keys()) == (0, before)


def test_running_a_job_twice_changes_nothing(
    person: Person, done: Callable[..., Scan], read: Callable[..., Scan]
) -> None:
    first = done(picture("DUA KALI"))
    assert read(person, first) == first


def test_a_worker_taken_for_dead_cannot_write_while_another_reads(
    person: Person, uploaded: Callable[..., Scan], read: Callable[..., Scan], monkeypatch: pytest.MonkeyPatch
) -> None:
    scan, real, before = uploaded(person, picture("ZOMBI")), Reader.read_page, object_keys()

    def be_taken_for_dead_meanwhile(self: Reader, *arguments: Any) -> Any:
        assert jobs._claim(person.account_id, UUID(scan["id"]), 1)
        return real(self, *arguments)

    monkeypatch.setattr(Reader, "read_page", be_taken_for_dead_meanwhile)
    assert read(person, scan)["status"] == "processing"
    assert (rows(person.account_id, "pages"), object_keys()) == (0, before)


def test_a_worker_taken_for_dead_cannot_fail_what_another_reads(
    person: Person, uploaded: Callable[..., Scan], read: Callable[..., Scan], monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = uploaded(person, picture("ZOMBI TIGA"))

    def be_taken_for_dead_and_fail(_self: Reader, *_arguments: Any) -> Any:
        assert jobs._claim(person.account_id, UUID(scan["id"]), 1)
        raise DocumentError("reader-crashed", retryable=True)

    monkeypatch.setattr(Reader, "read_page", be_taken_for_dead_and_fail)
    assert read(person, scan)["status"] == "processing"
    assert credits_of(person.account_id) == 9


def test_a_worker_taken_for_dead_cannot_write_after_another_has_read(
    person: Person, uploaded: Callable[..., Scan], read: Callable[..., Scan], monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = uploaded(person, picture("ZOMBI DUA"))
    real, rescued = Reader.read_page, list[Scan]()

    def be_rescued_meanwhile(self: Reader, *arguments: Any) -> Any:
        monkeypatch.setattr(Reader, "read_page", real)
        rescued.append(read(person, scan))
        return real(self, *arguments)

    monkeypatch.setattr(Reader, "read_page", be_rescued_meanwhile)
    assert [read(person, scan)] == rescued
    assert (rows(person.account_id, "pages"), rescued[0]["status"]) == (1, "completed")


def test_a_job_whose_worker_died_too_often_fails_with_a_refund(
    client: TestClient, person: Person, uploaded: Callable[..., Scan]
) -> None:
    scan = uploaded(person, picture("RACUN"))
    arguments = {"account_id": str(person.account_id), "scan_id": scan["id"], "attempt": 1}
    for _ in range(2):
        jobs.give_up(arguments, WorkerDied())
    shown = client.get(f"/api/scans/{scan['id']}", headers=person.headers).json()
    assert (shown["status"], shown["error"]["type"]) == ("failed", "/problems/reader-crashed")
    assert credits_of(person.account_id) == 10


def test_one_unreadable_page_is_named_and_the_others_are_read(
    person: Person, uploaded: Callable[..., Scan], read: Callable[..., Scan], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Reader.read_page

    def fail_on_page_two(self: Reader, file: Any, number: int, timeout_seconds: float) -> Any:
        if number == 2:
            raise DocumentError("unreadable-document")
        return real(self, file, number, timeout_seconds)

    monkeypatch.setattr(Reader, "read_page", fail_on_page_two)
    scan = read(person, uploaded(person, text_pdf("Satu", "Dua", "Tiga"), "tiga.pdf"))
    assert scan["status"] == "completed"
    assert [bool(page["error"]) for page in scan["pages"]] == [False, True, False]
    assert (scan["pages"][1]["imageUrl"], scan["pages"][1]["lines"]) == (None, [])


def test_deleting_takes_rows_now_and_objects_with_the_next_sweep(
    client: TestClient, person: Person, done: Callable[..., Scan]
) -> None:
    files_jobs.delete_objects.func(0)  # what other tests left to delete
    before = object_keys()
    scan = done(picture("HAPUS"))
    assert len(object_keys() - before) == 4
    assert client.delete(f"/api/scans/{scan['id']}", headers=person.headers).status_code == 204
    assert client.get(f"/api/scans/{scan['id']}", headers=person.headers).status_code == 404
    assert (rows(person.account_id, "files"), rows(person.account_id, "pages")) == (0, 0)
    files_jobs.delete_objects.func(0)
    assert object_keys() == before


def test_deleting_an_unfinished_scan_refunds_it(
    client: TestClient, person: Person, uploaded: Callable[..., Scan], read: Callable[..., Scan]
) -> None:
    scan = uploaded(person, picture("HAPUS DULU"))
    assert client.delete(f"/api/scans/{scan['id']}", headers=person.headers).status_code == 204
    assert credits_of(person.account_id) == 10
    assert read(person, scan)["type"] == "/problems/not-found"


def test_a_scan_whose_job_was_lost_gets_a_new_one(
    person: Person, uploaded: Callable[..., Scan], forget_jobs: Callable[[str], None]
) -> None:
    scan = uploaded(person, picture("HILANG"))
    forget_jobs(scan["id"])
    jobs.enqueue_stranded.func(0)
    jobs.enqueue_stranded.func(0)
    assert jobs_of(scan["id"]) == 1


def test_the_list_pages_and_filters(client: TestClient, person: Person, upload: Upload) -> None:
    ids = [upload(person, picture(f"D{n}")).json()["items"][0]["id"] for n in range(5)]
    client.post(f"/api/scans/{ids[0]}/cancel", headers=person.headers)
    first = client.get("/api/scans?limit=2", headers=person.headers).json()
    rest = client.get(f"/api/scans?cursor={first['nextCursor']}", headers=person.headers).json()
    assert [item["id"] for item in first["items"] + rest["items"]] == ids[::-1]
    pending = client.get("/api/scans?status=pending", headers=person.headers).json()
    assert [item["id"] for item in pending["items"]] == ids[:0:-1]
    assert client.get("/api/scans?until=2020-01-01T00:00:00Z", headers=person.headers).json()["items"] == []


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "cursor=x", "status=done", "since=2020-01-01", "x=q"])
def test_a_wrong_filter_is_422(client: TestClient, person: Person, query: str) -> None:
    answer = client.get(f"/api/scans?{query}", headers=person.headers)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid-request")


def test_the_text_alone_is_plain(client: TestClient, person: Person, done: Callable[..., Scan]) -> None:
    scan = done(picture("HANYA TEKS"))
    answer = client.get(f"/api/scans/{scan['id']}/text", headers=person.headers)
    assert (answer.text, answer.headers["content-type"]) == ("HANYA TEKS", "text/plain; charset=utf-8")


def test_what_is_not_read_yet_says_so(client: TestClient, person: Person, uploaded: Callable[..., Scan]) -> None:
    scan = uploaded(person, picture("NANTI"))
    for path in ("text", "pages/1.webp"):
        answer = client.get(f"/api/scans/{scan['id']}/{path}", headers=person.headers)
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/not-read-yet")


def test_every_scan_says_when_it_is_deleted(person: Person, uploaded: Callable[..., Scan]) -> None:
    scan = uploaded(person, picture("KAPAN"))
    assert UUID(scan["id"]).version == 7
    assert scan["deletesAt"] > scan["createdAt"]


def test_a_rule_that_fails_leaves_a_document_its_text_and_says_nothing_of_it_in_the_log(
    done: Callable[..., Scan], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ValueError("Surat Jalan 0017")

    monkeypatch.setattr(reading, "extract", fails)
    with structlog.testing.capture_logs() as logs:
        scan = done(text_pdf("Surat Jalan 0017"), "surat.pdf")

    assert (scan["status"], scan["ocrText"]) == ("completed", "Surat Jalan 0017")
    (failed,) = [entry for entry in logs if entry["event"] == "scan.extraction_failed"]
    assert (failed["log_level"], failed["error"]) == ("error", "ValueError")
    assert "0017" not in str(failed)
