"""Sending requests with a key, and looking at what is kept of them."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from ocrwtf.core import database
from tests.integration.conftest import Person

Send = Callable[..., Any]


@pytest.fixture
def key() -> str:
    return uuid4().hex


@pytest.fixture
def upload(client: TestClient, person: Person, key: str) -> Send:
    """POST files with the key; gives the answer."""

    def post(*contents: bytes, name: str = "nota.png", **headers: str) -> Any:
        files = [("file", (name, content)) for content in contents]
        sent = person.headers | {"Idempotency-Key": key} | {name.replace("_", "-"): v for name, v in headers.items()}
        return client.post("/api/scans/upload", files=files, headers=sent)

    return post


def change(person: Person, statement: str) -> None:
    with database.transaction(person.account_id) as session:
        session.execute(text(statement))


def kept(person: Person) -> list[Any]:
    """What is kept of the account's requests."""
    with database.transaction(person.account_id) as session:
        return list(session.execute(text("SELECT * FROM idempotent_requests")))
