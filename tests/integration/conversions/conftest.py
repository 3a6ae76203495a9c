"""What tests of conversions share: a deck that is sent, and the worker's part, done at once."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from ocrwtf.conversions import jobs, soffice
from ocrwtf.core.queue import MAX_RETRIES
from scripts.soffice import MISSING
from tests.integration.conftest import Person
from tests.integration.decks import deck

_LAST_RUN = SimpleNamespace(job=SimpleNamespace(attempts=MAX_RETRIES))
Convert = Callable[..., dict[str, Any]]

needs_soffice = pytest.mark.skipif(not soffice.folder(), reason=MISSING)


@pytest.fixture
def send(client: TestClient, person: Person) -> Callable[..., Response]:
    """POST of one deck."""

    def post(content: bytes, name: str = "rapat.pptx", **headers: str) -> Response:
        files = [("file", (name, content))]
        return client.post("/api/conversions", files=files, headers=person.headers | headers)

    return post


def work(person: Person, conversion_id: str) -> None:
    """What the worker does with the job; what it may try again is given up at once."""
    jobs.convert.func(_LAST_RUN, account_id=str(person.account_id), conversion_id=conversion_id)


@pytest.fixture
def work_on(client: TestClient, person: Person) -> Callable[[Response], dict[str, Any]]:
    """The worker's part for what was accepted; what is told of it afterwards."""

    def run(accepted: Response) -> dict[str, Any]:
        assert accepted.status_code == 202, accepted.text
        work(person, accepted.json()["id"])
        found: dict[str, Any] = client.get(accepted.headers["location"], headers=person.headers).json()
        return found

    return run


@pytest.fixture
def convert(send: Callable[..., Response], work_on: Callable[[Response], dict[str, Any]]) -> Convert:
    """A deck on its whole way; the answer about it afterwards."""

    def run(content: bytes | None = None, name: str = "rapat.pptx") -> dict[str, Any]:
        return work_on(send(deck() if content is None else content, name))

    return run
