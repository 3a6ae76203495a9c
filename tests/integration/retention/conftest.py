"""People with documents, and all that can be seen of them from outside."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from ocrwtf.conversions import jobs as conversion_jobs
from ocrwtf.conversions import news as conversion_news
from ocrwtf.conversions.kind import DeckKind
from ocrwtf.conversions.limits import KEPT
from ocrwtf.conversions.models import Conversion
from ocrwtf.core import database, storage
from ocrwtf.core.queue import enqueue
from ocrwtf.credits import service as credits_service
from ocrwtf.credits.models import Reason
from ocrwtf.events.models import EventKind
from ocrwtf.files import service as files_service
from ocrwtf.files.service import Bytes
from ocrwtf.retention import jobs
from ocrwtf.users.identity_models import Identity
from ocrwtf.users.letter_tables import KnownDevice, LinkKind, OneTimeLink
from tests.integration.conftest import Person
from tests.integration.documents import text_pdf
from tests.integration.scans.conftest import correct, letter, read, reader, upload, uploaded

__all__ = ["correct", "letter", "read", "reader", "upload", "uploaded"]

Leave = Callable[..., Any]


@pytest.fixture
def leave(client: TestClient) -> Leave:
    """Delete a person's account, as the person; gives the answer."""

    def run(person: Person, **body: Any) -> Any:
        wanted = {"username": person.email.partition("@")[0], "password": person.password} | body
        return client.request("DELETE", "/api/users/delete-account", json=wanted, headers=person.headers)

    return run


def found_anywhere(engine: Engine, sought: str) -> list[str]:
    """Columns of any table, whoever's it is, in which it stands: as text, as bytes, or inside JSON."""
    listed = (
        "SELECT quote_ident(table_name) AS of, quote_ident(column_name) AS name, data_type FROM"
        " information_schema.columns WHERE table_schema = 'public' AND table_name IN"
        " (SELECT tablename FROM pg_tables WHERE schemaname = 'public')"
    )
    with engine.connect() as connection:
        columns = connection.execute(text(listed)).all()
        return [
            f"{column.of}.{column.name}"
            for column in columns
            if connection.scalar(text(f"SELECT EXISTS (SELECT FROM {column.of} WHERE {_in(column)})"), {"it": sought})  # noqa: S608
        ]


def _in(column: Any) -> str:
    if column.data_type == "bytea":
        return f"position(lower(:it) in lower(encode({column.name}, 'escape'))) > 0"
    return f"position(lower(:it) in lower({column.name}::text)) > 0"


def rows_of(engine: Engine, account_id: UUID) -> dict[str, int]:
    """Rows of an account, by table; of tables that have none nothing."""
    listed = (
        "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'account_id'"
    )
    with engine.connect() as connection:
        counted = {
            name: connection.scalar(
                text(f"SELECT count(*) FROM {name} WHERE account_id = :id"),  # noqa: S608  names of the catalogue
                {"id": account_id},
            )
            for name in connection.scalars(text(listed)).all()
        }
    return {name: count for name, count in counted.items() if count}


CANARY = "Kenari7Q"


@pytest.fixture
def canary(client: TestClient, new_person: Callable[[], Person], uploaded: Any, read: Any, correct: Any) -> Person:
    """Somebody who has left a mark wherever a mark can be left."""
    person = new_person()
    named = {"username": f"{CANARY}-{person.user_id.hex[-8:]}"}
    client.patch("/api/users/me", json=named, headers=person.headers).raise_for_status()
    with database.transaction(person.account_id) as session:
        session.execute(text("UPDATE users SET email = :email"), {"email": f"{CANARY}.{person.user_id.hex}@contoh.id"})
        session.execute(text("UPDATE sessions SET device = :it"), {"it": CANARY})
    key = {"name": f"{CANARY} ERP", "scopes": ["read"]}
    client.post("/api/api-keys", json=key, headers=person.headers).raise_for_status()
    files = [("file", (f"{CANARY}.pdf", text_pdf(f"{CANARY} Logistik", f"Surat Jalan {CANARY}")))]
    again = {**person.headers, "Idempotency-Key": uuid4().hex}
    scan = client.post("/api/scans/upload", files=files, headers=again).json()["items"][0]
    read(person, scan)
    words = [{"page": 1, "line": 0, "word": 0}]
    fields = [{"name": "seller_name", "value": f"{CANARY} Logistik", "words": words}]
    correct(person, {**scan, "version": 2}, recipientName=f"Pak {CANARY}", fields=fields).raise_for_status()
    client.get(f"/api/scans?q={CANARY}", headers=person.headers).raise_for_status()
    uploaded(person, text_pdf(f"{CANARY} menunggu"), f"{CANARY}-2.pdf")
    client.post(f"/api/scans/{scan['id']}/links", json={"what": "original"}, headers=person.headers).raise_for_status()
    client.put(f"/api/scans/{scan['id']}/hold", headers=person.headers).raise_for_status()
    said = {"rating": 5, "text": f"{CANARY} membantu"}
    client.post("/api/reviews/submit", json=said, headers=person.headers).raise_for_status()
    logo = [("file", (f"{CANARY}-logo.pdf", text_pdf(f"{CANARY} cap")))]
    client.post("/api/upload", files=logo, headers=again | {"Idempotency-Key": uuid4().hex}).raise_for_status()
    hook = {"url": f"https://{CANARY}.contoh.id/{CANARY}", "description": CANARY}
    made = client.post("/api/webhooks", json=hook, headers=person.headers).json()["webhook"]
    client.post(f"/api/webhooks/{made['id']}/test", headers=person.headers).raise_for_status()
    _among_others(client, person)
    _converted(person)
    client.post("/api/archive", headers={**person.headers, "Idempotency-Key": uuid4().hex}).raise_for_status()
    jobs.make_archive.func(None, account_id=str(person.account_id), archive_id=_archive_id(person))
    return person


def _among_others(client: TestClient, person: Person) -> None:
    """In rows about people: invited, paired, known elsewhere, asked by letter, seen on a device."""
    invited = {"role": "staff", "email": f"{CANARY}.{person.user_id.hex}@mitra.id", "label": f"Bu {CANARY}"}
    client.post("/api/invitations", json=invited, headers=person.headers).raise_for_status()
    link = client.post("/api/phones/pairings", headers=person.headers).json()["link"]
    phone = {"token": link.partition("=")[2], "name": f"HP {CANARY}"}
    client.post("/api/auth/pairing/accept", json=phone).raise_for_status()
    client.cookies.clear()  # all tests share the client
    whose = {"account_id": person.account_id, "user_id": person.user_id}
    later = datetime.now(UTC) + timedelta(hours=1)
    link_row = {"kind": LinkKind.EMAIL, "email": f"{CANARY}@baru.id", "token_hash": person.user_id.bytes}
    with database.transaction(person.account_id) as session:
        session.add(Identity(**whose, issuer="https://contoh.id", subject=f"{CANARY}-{person.user_id.hex}"))
        session.add(OneTimeLink(**whose, **link_row, expires_at=later))
        session.add(KnownDevice(**whose, mark=b"x", device=CANARY, network="203.0.113.0/24"))


def _converted(person: Person) -> None:
    """A deck that is waiting, with an object, an event and a job."""
    key = storage.new_key()
    storage.put(key, f"PK {CANARY}".encode())
    with database.transaction(person.account_id) as session:
        conversion = Conversion(
            account_id=person.account_id,
            user_id=person.user_id,
            file_id=files_service.add(session, person.account_id, key, Bytes(b"x" * 32, 11, "application/zip")),
            kind=DeckKind.PPTX,
            filename=f"{CANARY}.pptx",
            size_bytes=11,
            slide_count=1,
            expires_at=datetime.now(UTC) + KEPT,
        )
        session.add(conversion)
        session.flush()
        charged = str(conversion.id)
        credits_service.charge(session, person.account_id, 2, Reason.CONVERSION, charged)
        enqueue(session, conversion_jobs.convert, account_id=str(person.account_id), conversion_id=charged)
        conversion_news.tell(session, EventKind.CONVERSION_CREATED, conversion)


def _archive_id(person: Person) -> str:
    with database.transaction(person.account_id) as session:
        return str(session.execute(text("SELECT id FROM archives")).scalar_one())


def name_of(person: Person) -> str:
    with database.transaction(person.account_id) as session:
        return str(session.execute(text("SELECT username FROM users WHERE role = 'owner'")).scalar_one())


def keys_of(person: Person) -> set[str]:
    with database.transaction(person.account_id) as session:
        return set(session.scalars(text("SELECT object_key FROM files UNION SELECT object_key FROM page_images")))
