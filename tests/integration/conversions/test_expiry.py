"""Seven days, to the second: then nothing of it is served, and the schedule deletes rows and objects."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import func, select, update

from ocrwtf.conversions import jobs, routes, service
from ocrwtf.conversions.models import Conversion, ConversionFile
from ocrwtf.core import storage
from ocrwtf.core.database import transaction
from ocrwtf.core.problems import NotFound
from ocrwtf.events.models import Event
from ocrwtf.files import jobs as files_jobs
from ocrwtf.files.models import File
from ocrwtf.idempotency.models import IdempotentRequest
from tests.integration.conftest import Person, credits_of
from tests.integration.conversions.conftest import Convert, needs_soffice
from tests.integration.decks import deck

pytestmark = needs_soffice

MOMENT = timedelta(microseconds=1)


def expire(person: Person, conversion_id: str) -> None:
    """As if it had been asked for seven days ago."""
    with transaction(person.account_id) as session:
        ago = update(Conversion).where(Conversion.id == UUID(conversion_id))
        session.execute(ago.values(expires_at=func.now(), created_at=func.now() - timedelta(days=7)))


def test_it_is_there_until_the_end_and_not_after(person: Person, send: Callable[..., Response]) -> None:
    told = send(deck()).json()
    created, expires = (datetime.fromisoformat(told[name]) for name in ("createdAt", "expiresAt"))
    assert expires - created == timedelta(days=7)
    with transaction(person.account_id) as session:
        assert service.get(session, UUID(told["id"]), expires - MOMENT)
        with pytest.raises(NotFound):
            service.get(session, UUID(told["id"]), expires)
        assert len(service.listed(session, 10, None, expires - MOMENT)) == 1
        assert service.listed(session, 10, None, expires) == []


def test_every_address_asks_what_time_it_is(client: TestClient, person: Person, convert: Convert) -> None:
    made: dict[str, Any] = convert()
    own = f"/api/conversions/{made['id']}"
    link = client.post(f"{own}/links", json={"expiresIn": 600}, headers=person.headers).json()["url"]
    reads = (own, f"{own}/file", f"{own}/original", f"{own}/pages/1.webp", link.removeprefix("http://testserver"))
    assert {client.get(each, headers=person.headers).status_code for each in reads} == {200}
    app = client.app
    assert isinstance(app, FastAPI)
    app.dependency_overrides[routes.get_now] = lambda: datetime.fromisoformat(made["expiresAt"])
    try:
        gone = [client.get(each, headers=person.headers).status_code for each in reads]
        writes = [client.post(f"{own}/{what}", json={}, headers=person.headers) for what in ("cancel", "links")]
        deleted = client.delete(own, headers=person.headers)
    finally:
        app.dependency_overrides.clear()
    assert [*gone, *(answer.status_code for answer in [*writes, deleted])] == [404] * 8


def test_the_schedule_deletes_rows_and_objects(person: Person, convert: Convert) -> None:
    made, kept = convert(), convert()
    with transaction(person.account_id) as session:
        keys = list(session.scalars(select(File.object_key).where(File.id.in_(_files_of(made["id"])))))
    expire(person, made["id"])
    jobs.delete_expired.func(0)
    files_jobs.delete_objects.func(0)
    assert len(keys) == 4
    assert [key for key in keys if _is_stored(key)] == []
    with transaction(person.account_id) as session:
        assert list(session.scalars(select(Conversion.id))) == [UUID(kept["id"])]
        assert session.scalar(select(func.count()).select_from(File).where(File.object_key.in_(keys))) == 0


def _files_of(conversion_id: str) -> Any:
    source = select(Conversion.file_id).where(Conversion.id == UUID(conversion_id))
    made = select(ConversionFile.file_id).where(ConversionFile.conversion_id == UUID(conversion_id))
    return source.union(made)


def _is_stored(key: str) -> bool:
    try:
        return bool(list(storage.get(key)))
    except FileNotFoundError:
        return False


def test_one_that_never_began_is_refunded_when_it_expires(person: Person, send: Callable[..., Response]) -> None:
    before = credits_of(person.account_id)
    expire(person, send(deck()).json()["id"])
    jobs.delete_expired.func(0)
    assert credits_of(person.account_id) == before


def test_its_name_stays_nowhere(client: TestClient, person: Person, send: Callable[..., Response]) -> None:
    """Neither in what was told of it, nor in the reply that was kept for a repeat."""
    made = send(deck(), "gaji direksi.pptx", **{"Idempotency-Key": "sekali"}).json()
    client.delete(f"/api/conversions/{made['id']}", headers=person.headers).raise_for_status()
    with transaction(person.account_id) as session:
        told = [str(data) for data in session.scalars(select(Event.data))]
        assert session.scalars(select(IdempotentRequest)).all() == []
    assert not [data for data in told if "gaji" in data]
    assert [data for data in told if made["id"] in data]
