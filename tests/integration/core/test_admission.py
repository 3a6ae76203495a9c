"""However many upload or log in at once, other requests are served; who finds no place is told to come back."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from itertools import islice
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ocrwtf.core import admission
from ocrwtf.core.throttle import Throttle
from ocrwtf.ocr import reader
from ocrwtf.ocr.errors import DocumentError
from ocrwtf.users import passwords
from ocrwtf.users import service as users_service
from tests.integration.conftest import Person, credits_of
from tests.integration.documents import picture
from tests.integration.scans.conftest import object_keys, rows

THREADS = 40
"""That serve requests."""

Post = Callable[[int], Any]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "WAIT_SECONDS", 0.1)
    monkeypatch.setattr(users_service, "_by_address", Throttle(amount=1_000, per_seconds=300))


@pytest.fixture
def post_file(client: TestClient, person: Person) -> Post:
    def post(number: int) -> Any:
        files = [("file", ("a.png", picture(f"RAMAI {number}")))]
        return client.post("/api/scans/upload", files=files, headers=person.headers)

    return post


@pytest.fixture
def post_login(client: TestClient, person: Person) -> Post:
    def post(number: int) -> Any:
        return client.post("/api/auth/login", json={"username": f"{person.email}{number}", "password": "x"})

    return post


@contextmanager
def as_many_as_threads(post: Post, release: threading.Event, refused: int) -> Iterator[list[Any]]:
    """Once so many are refused while the others are still at work; on leaving, the answers of all."""
    with ThreadPoolExecutor(THREADS) as pool:
        try:
            running = [pool.submit(post, number) for number in range(THREADS)]
            answers = [done.result() for done in islice(as_completed(running, timeout=20), refused)]
            yield answers
        finally:
            release.set()
        answers[:] = [one.result() for one in running]


def endless(release: threading.Event, outcome: Callable[[], object]) -> Callable[..., object]:
    def work(*_: object) -> object:
        release.wait(timeout=60)
        return outcome()

    return work


def unreadable() -> None:
    raise DocumentError("unreadable-document")


def test_uploads_leave_threads_for_others(
    client: TestClient, person: Person, post_file: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    release, before = threading.Event(), object_keys()
    monkeypatch.setattr(reader, "probe", endless(release, unreadable))
    with as_many_as_threads(post_file, release, refused=20) as answers:
        assert {answer.json()["type"] for answer in answers} == {"/problems/service-unavailable"}
        assert {answer.headers["retry-after"] for answer in answers} == {"3"}
        assert client.get("/api/users/me", headers=person.headers).status_code == 200
        assert client.get("/ready").status_code == 200
    assert sorted(answer.status_code for answer in answers) == [422] * 20 + [503] * 20
    assert (rows(person.account_id, "scans"), credits_of(person.account_id), object_keys()) == (0, 10, before)


def test_logins_leave_threads_for_others(
    client: TestClient, person: Person, post_login: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()
    monkeypatch.setattr(passwords._hasher, "verify", endless(release, lambda: False))
    with as_many_as_threads(post_login, release, refused=31) as answers:
        assert {answer.headers["retry-after"] for answer in answers} == {"3"}
        assert client.get("/api/users/me", headers=person.headers).status_code == 200
    assert sorted(answer.status_code for answer in answers) == [401] * 9 + [503] * 31


def test_logins_and_uploads_together_leave_threads_for_others(
    client: TestClient, person: Person, post_file: Post, post_login: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()
    monkeypatch.setattr(reader, "probe", endless(release, unreadable))
    monkeypatch.setattr(passwords._hasher, "verify", endless(release, lambda: False))
    with (
        as_many_as_threads(post_file, release, refused=20),
        as_many_as_threads(post_login, release, refused=31),
    ):
        assert client.get("/api/users/me", headers=person.headers).status_code == 200
        assert not release.is_set()


def test_places_are_given_back_after_errors(post_file: Post, post_login: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(reader, "probe", lambda _: unreadable())
        assert {post_file(number).status_code for number in range(25)} == {422}
    assert post_file(0).status_code == 202
    assert {post_login(number).status_code for number in range(13)} == {401}
