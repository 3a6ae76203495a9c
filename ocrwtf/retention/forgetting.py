"""Taking away all rows of an account but what has to stay, table by table, in batches.

The catalogue says which: what refers to the account ON DELETE CASCADE goes, what refers to it without stays (the
ledger, the deletions themselves). So a table that is added later goes too, without a word here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

BATCH = 1000
_TABLES = """
    SELECT c.conrelid::regclass::text AS name, a.attname AS account,
        has_table_privilege(c.conrelid, 'DELETE') AS ours,
        EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.conrelid AND attname = 'sha256') AS hashed
    FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND c.confrelid = 'public.accounts'::regclass AND c.confdeltype = 'c'
"""
_REFERENCES = """
    SELECT conrelid::regclass::text AS source, confrelid::regclass::text AS target FROM pg_constraint
    WHERE contype = 'f' AND conrelid <> confrelid
"""
_KEPT_COLUMNS = ("id", "joined_at", "credits", "refilled_on", "left_at")
"""Of an account that has left: nothing personal, and what the ledger adds up to."""


@dataclass(frozen=True)
class Table:
    """`account` is the column that says whose a row is; `hashed`: its rows have the SHA-256 of their bytes."""

    name: str
    account: str
    ours: bool
    hashed: bool


def tables(session: Session) -> list[Table]:
    """What goes with an account, so ordered that no row is deleted before those that refer to it."""
    found = {row.name: Table(*row) for row in session.execute(text(_TABLES))}
    order: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(found, ()))
    for row in session.execute(text(_REFERENCES)):
        if row.source in found and row.target in found:
            order.add(row.target, row.source)
    return [found[name] for name in order.static_order()]


def delete_batch(session: Session, table: Table, account_id: UUID) -> list[bytes | None]:
    """Delete up to a batch of rows; of each that is gone its hash, if the table has hashes."""
    given = "sha256" if table.hashed else "NULL::bytea"
    statement = (
        f"DELETE FROM {table.name} WHERE ctid = ANY (ARRAY("  # noqa: S608  names of our catalogue
        f" SELECT ctid FROM {table.name} WHERE {table.account} = :account_id LIMIT :most)) RETURNING {given}"
    )
    return list(session.scalars(text(statement), {"account_id": account_id, "most": BATCH}))


def delete_log_batch(session: Session, account_id: UUID) -> int:
    """The same of the security log, of which nobody may delete a line while the account is there; how many."""
    forget = text("SELECT forget_security_log_of_left(:account_id, :most)")
    return int(session.execute(forget, {"account_id": account_id, "most": BATCH}).scalar_one())


def forget_jobs(session: Session, account_id: UUID) -> None:
    """What waits in the queue, and what failed; a job that runs finds nothing any more and ends."""
    own = "DELETE FROM procrastinate_jobs WHERE args ->> 'account_id' = :account_id AND status <> 'doing'"
    session.execute(text(own), {"account_id": str(account_id)})


def left_over(session: Session, account_id: UUID) -> Iterator[str]:
    """Tables that have rows of the account still."""
    for table in tables(session):
        some = f"SELECT EXISTS (SELECT FROM {table.name} WHERE {table.account} = :account_id)"  # noqa: S608  as above
        if session.scalar(text(some), {"account_id": account_id}):
            yield table.name


def bare(session: Session, account_id: UUID) -> None:
    """Leave nothing in the account's own row but what the ledger needs: each other column as in a new account."""
    listed = text("SELECT attname FROM pg_attribute WHERE attrelid = 'accounts'::regclass AND attnum > 0")
    columns = [name for name in session.scalars(text(f"{listed} AND NOT attisdropped")) if name not in _KEPT_COLUMNS]
    cleared = ", ".join(f"{name} = DEFAULT" for name in columns)
    session.execute(text(f"UPDATE accounts SET {cleared} WHERE id = :id"), {"id": account_id})  # noqa: S608  as above
