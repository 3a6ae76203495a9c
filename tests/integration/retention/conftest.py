"""People with documents, and all that can be seen of them from outside."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from tests.integration.conftest import Person
from tests.integration.scans.conftest import letter, read, reader, upload, uploaded

__all__ = ["letter", "read", "reader", "upload", "uploaded"]

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
