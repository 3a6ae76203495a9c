"""Documents as if they had been read, and what a search finds of them."""

from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient

from ocrwtf.core import database
from ocrwtf.core.database import new_id
from ocrwtf.files import service as files_service
from ocrwtf.files.service import Bytes
from ocrwtf.scans.models import Page, Scan, Status
from ocrwtf.scans.search import index
from tests.integration.conftest import Person

WORD_PX = 50
PAGE_PX = 1000


def lines_of(text: str) -> list[dict[str, Any]]:
    """Each word `WORD_PX` wide, each line as high: a word's polygon says which one it is."""
    return [_line(row, line.split()) for row, line in enumerate(text.split("\n"))]


def _line(row: int, words: list[str]) -> dict[str, Any]:
    each = [
        {"text": word, "confidence": 1.0, "polygon": box(row, place), "alternatives": []}
        for place, word in enumerate(words)
    ]
    return {"text": " ".join(words), "confidence": 1.0, "polygon": box(row, 0, len(words)), "words": each}


def box(row: int, place: int, words: int = 1) -> list[list[float]]:
    left, top, right, bottom = place * WORD_PX, row * WORD_PX, (place + words) * WORD_PX, (row + 1) * WORD_PX
    return [[float(x), float(y)] for x, y in ((left, top), (right, top), (right, bottom), (left, bottom))]


def read_document(
    person: Person, *texts: str, filename: str = "foto.jpg", user_id: UUID | None = None, status: str = "completed"
) -> str:
    """A scan with a page for each text; gives its id."""
    with database.transaction(person.account_id) as session:
        file_id = files_service.add(session, person.account_id, new_id().hex, Bytes(b"", 0, "image/png"))
        scan = Scan(
            account_id=person.account_id,
            user_id=user_id or person.user_id,
            file_id=file_id,
            sha256=b"",
            size_bytes=0,
            media_type="image/png",
            filename=filename,
            page_count=len(texts),
            status=Status(status),
        )
        session.add(scan)
        session.flush()
        for number, text in enumerate(texts, 1):
            known = {"account_id": person.account_id, "scan_id": scan.id, "number": number}
            session.add(Page(**known, text=text, lines=lines_of(text), width_px=PAGE_PX, height_px=PAGE_PX))
        index.renew(session, scan.id)
    return str(scan.id)


def search(client: TestClient, person: Person, typed: str, **narrowed: object) -> list[dict[str, Any]]:
    """All that is found, best first, batch by batch."""
    items: list[dict[str, Any]] = []
    query: dict[str, Any] = {"q": typed, **narrowed}
    while True:
        answer = client.get("/api/scans", params=query, headers=person.headers)
        assert answer.status_code == 200, answer.text
        items += answer.json()["items"]
        if not answer.json()["nextCursor"]:
            return items
        query["cursor"] = answer.json()["nextCursor"]


def found(client: TestClient, person: Person, typed: str, **narrowed: object) -> list[str]:
    return [item["id"] for item in search(client, person, typed, **narrowed)]
