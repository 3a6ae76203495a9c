"""Every bad input gets a 4xx with a sentence that helps; no credit moves, no row and no object remains."""

import zlib
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.integration.conftest import Person, credits_of
from tests.integration.documents import picture, text_pdf
from tests.integration.scans.conftest import Upload, object_keys, rows


def png_of(width: int, height: int) -> bytes:
    """A header that promises so many pixels, and nothing behind it."""
    body = width.to_bytes(4) + height.to_bytes(4) + b"\x01\x00\x00\x00\x00"
    chunks = [(b"IHDR", body), (b"IDAT", zlib.compress(b"\0")), (b"IEND", b"")]
    packed = (len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4) for kind, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def encrypted_pdf() -> bytes:
    key = b"/Filter /Standard /V 1 /R 2 /O <" + b"00" * 32 + b"> /U <" + b"00" * 32 + b"> /P -4"
    content = text_pdf("rahasia")
    return content.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << " + key + b" >> /ID [<00> <00>]")


BAD_FILES: dict[str, tuple[bytes, int, str]] = {
    "empty": (b"", 422, "empty-file"),
    "one-byte": (b"\x89", 415, "unsupported-media-type"),
    "html-named-png": (b"<html><script>alert(1)</script></html>", 415, "unsupported-media-type"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', 415, "unsupported-media-type"),
    "gif": (picture(kind="GIF"), 415, "unsupported-media-type"),
    "program": (b"\x7fELF" + b"\0" * 200, 415, "unsupported-media-type"),
    "truncated-png": (picture()[:600], 422, "unreadable-document"),
    "truncated-jpeg": (picture(kind="JPEG")[:-300], 422, "unreadable-document"),
    "900-megapixels": (png_of(30_000, 30_000), 422, "too-many-pixels"),
    "no-pixels": (png_of(0, 0), 422, "unreadable-document"),
    "no-pages": (text_pdf(), 422, "no-pages"),
    "51-pages": (text_pdf(*["x"] * 51), 422, "too-many-pages"),
    "encrypted": (encrypted_pdf(), 422, "encrypted-document"),
    "half-a-pdf": (text_pdf("x")[:40], 422, "unreadable-document"),
    "html-then-pdf": (b"<html></html>" + text_pdf("x"), 415, "unsupported-media-type"),
    "image-above-20-mb": (picture() + b"\0" * (20 * 1024**2), 413, "file-too-large"),
    "pdf-above-50-mb": (text_pdf("x") + b"\n" * (50 * 1024**2), 413, "file-too-large"),
}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_bad_file_is_refused_before_anything_is_charged(upload: Upload, person: Person, kind: str) -> None:
    content, status, problem = BAD_FILES[kind]
    before = object_keys()
    answer = upload(person, content, name="nota.png")
    body = answer.json()
    assert (answer.status_code, body["type"], body["file"]) == (status, f"/problems/{problem}", "nota.png")
    assert len(body["detail"]) > 20
    assert (credits_of(person.account_id), rows(person.account_id, "scans")) == (10, 0)
    assert (rows(person.account_id, "files"), object_keys()) == (0, before)


def test_a_request_beyond_all_limits_is_refused_from_its_header(client: TestClient, person: Person) -> None:
    huge = {"Content-Length": str(10 * 1024**3), "Content-Type": "multipart/form-data; boundary=x"}
    answer = client.post("/api/scans/upload", headers=person.headers | huge, content=b"--x")
    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/body-too-large")


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"email": "a\\u0000b@c.id", "username": "abcd", "password": "rahasia-sekali"}',
        b'{"email": "\\ud800@c.id", "username": "abcd", "password": "rahasia-sekali"}',
        b'{"email": NaN}',
        b'{"email": 1e400}',
        b"[" * 5000,
        b'{"email": "a@b.id", "username": "abcd", "password": "rahasia-sekali", "isActive": true}',
        b'"text"',
        b"null",
        b"",
        b"\xff\xfe",
    ],
)
@pytest.mark.parametrize("path", ["/api/auth/register", "/api/auth/login"])
def test_a_bad_body_is_4xx_and_never_echoed(client: TestClient, path: str, body: bytes) -> None:
    answer = client.post(path, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"
    assert "rahasia-sekali" not in answer.text


def problem_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix("/problems/")


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00"])
def test_a_time_at_the_edge_of_time_is_422(client: TestClient, person: Person, moment: str) -> None:
    assert client.get(f"/api/scans?since={moment}", headers=person.headers).status_code == 422


def test_an_unknown_address_and_a_wrong_method_say_so(client: TestClient) -> None:
    assert problem_of(client.get("/api/nothing")) == (404, "not-found")
    assert problem_of(client.put("/api/scans")) == (405, "method-not-allowed")


@pytest.mark.parametrize("path", ["/api/scans?status=%00", "/api/scans?cursor=%ff", "/api/scans/%00"])
def test_text_that_no_database_takes_is_4xx_in_an_address(client: TestClient, person: Person, path: str) -> None:
    assert client.get(path, headers=person.headers).status_code in (400, 404, 422)
