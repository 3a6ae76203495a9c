"""The sweeper deletes objects that no row owns, and nothing else."""

import io
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from ocrwtf.core import database, storage
from ocrwtf.files import jobs, service
from ocrwtf.files.models import File
from ocrwtf.files.service import Bytes, Received
from tests.integration.conftest import Person


@pytest.fixture(autouse=True)
def own_store() -> None:
    """The store knows its database before any test asks for another one."""
    assert storage.belongs_to(jobs._this_database())


@pytest.fixture
def owned_key(person: Person) -> str:
    key = stored_object()
    with database.transaction(person.account_id) as session:
        service.add(session, person.account_id, key, Bytes(uuid4().bytes * 2, 1, "image/webp"))
    return key


def stored_object() -> str:
    key = storage.new_key()
    storage.put(key, b"x")
    return key


def forget_row(person: Person, key: str) -> None:
    with database.transaction(person.account_id) as session:
        service.remove(session, [session.scalars(select(File.id).where(File.object_key == key)).one()])


def exists(key: str) -> bool:
    try:
        list(storage.get(key))
    except FileNotFoundError:
        return False
    return True


def test_a_stray_goes_and_an_owned_object_stays(monkeypatch: pytest.MonkeyPatch, owned_key: str) -> None:
    stray = stored_object()
    monkeypatch.setattr(jobs, "STRAY_AGE", timedelta(0))
    jobs.delete_strays.func(0)
    assert (exists(stray), exists(owned_key)) == (False, True)


def test_nothing_is_deleted_in_a_store_of_another_database(
    monkeypatch: pytest.MonkeyPatch, person: Person, owned_key: str
) -> None:
    stray = stored_object()
    forget_row(person, owned_key)
    monkeypatch.setattr(jobs, "STRAY_AGE", timedelta(0))
    monkeypatch.setattr(jobs, "_this_database", lambda: "another/ocrwtf")
    jobs.delete_strays.func(0)
    jobs.delete_objects.func(0)
    assert (exists(stray), exists(owned_key)) == (True, True)


def test_what_a_kill_left_of_an_object_goes_too(monkeypatch: pytest.MonkeyPatch, shared_data_dir: Path) -> None:
    """The store's own list does not show it, and somebody's document is in it."""
    half_written = shared_data_dir / "objects" / "aa" / f"{uuid4().hex}{uuid4().hex[:16]}#1"
    half_written.parent.mkdir(exist_ok=True)
    half_written.write_bytes(b"%PDF")
    jobs.delete_strays.func(0)
    assert half_written.exists()  # somebody may be writing it
    monkeypatch.setattr(jobs, "STRAY_AGE", timedelta(0))
    jobs.delete_strays.func(0)
    assert not half_written.exists()


def test_what_others_keep_in_the_same_store_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    storage.put("backups/2026.tar", b"x")
    monkeypatch.setattr(jobs, "STRAY_AGE", timedelta(0))
    jobs.delete_strays.func(0)
    assert exists("backups/2026.tar")


def test_an_object_whose_upload_may_still_commit_stays() -> None:
    fresh = stored_object()
    jobs.delete_strays.func(0)
    assert exists(fresh)


def test_an_object_goes_after_its_row_and_only_then(person: Person, owned_key: str) -> None:
    jobs.delete_objects.func(0)
    assert exists(owned_key)
    forget_row(person, owned_key)
    jobs.delete_objects.func(0)
    assert not exists(owned_key)


def test_an_object_stays_when_the_answer_to_the_commit_of_its_row_was_lost(person: Person) -> None:
    received = Received(io.BytesIO(b"x"), "nota.png", uuid4().bytes * 2, 1, "image/png", 1)
    with pytest.raises(ConnectionError), service.stored([received]) as objects:  # noqa: PT012  the block is what fails late
        with database.transaction(person.account_id) as session:
            service.keep(session, person.account_id, objects[0])
        raise ConnectionError
    assert exists(objects[0].key)
