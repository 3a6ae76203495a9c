"""The database: one engine a process, one session a request or job, one commit at its end."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import uuid_utils.compat
from psycopg import InterfaceError as PsycopgInterfaceError
from psycopg import OperationalError as PsycopgOperationalError
from sqlalchemy import (
    ARRAY,
    CollectionAggregate,
    DateTime,
    Engine,
    MetaData,
    Uuid,
    any_,
    create_engine,
    event,
    literal,
    text,
)
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import DeclarativeBase, Session, SessionTransaction, sessionmaker

from ocrwtf.config import settings
from ocrwtf.core.problems import AccountDeleted

LOOK_THREADS = 4
"""That look for all open streams of events together; a stream at rest has neither thread nor connection."""
POOL_SIZE = 40 + LOOK_THREADS
"""As many connections as threads that use them (AnyIO's 40 for requests): with fewer, they wait for each other."""

SESSION_PLACES = 24
"""Requests that may keep a connection while they wait for a thread; fewer than connections, so that some thread that
waits for one always gets it.
"""

AWAY = (OperationalError, InterfaceError, PoolTimeoutError, PsycopgOperationalError, PsycopgInterfaceError)
"""The database or a connection to it is away: rule of the product, no default hides it."""


_REFUSED_AFTER_LEAVING = "WTF01"
"""What the trigger `refuse_after_leaving` (migration 0019) raises."""


class Base(DeclarativeBase):
    """Base of all tables; times are always with time zone."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {datetime: DateTime(timezone=True)}


_make_session = sessionmaker(expire_on_commit=False)
_engines: list[Engine] = []


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562 §5.7): sorts by time, so lists and indexes follow creation."""
    return uuid_utils.compat.uuid7()


def connect(url: str) -> Engine:
    """Make this process's engine. Opens no connection yet. Call `disconnect` at the end."""
    driver_url = make_url(url).set(drivername="postgresql+psycopg")
    engine = create_engine(
        driver_url,
        pool_size=POOL_SIZE,
        max_overflow=0,
        pool_pre_ping=True,
        pool_timeout=10,
        connect_args={"connect_timeout": 5},
        hide_parameters=True,  # of a statement that failed: they are people's names and texts, and the log is read
    )
    _engines.append(engine)
    _make_session.configure(bind=engine)
    return engine


def disconnect() -> None:
    while _engines:
        _engines.pop().dispose()


@event.listens_for(_make_session, "after_begin")
def _set_account(session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    """Tell row-level security who is asking, for this transaction alone (a pooled connection must not keep it)."""
    if account_id := session.info.get("account_id"):
        connection.execute(
            text("SELECT set_config('app.account_id', :account_id, true)"), {"account_id": str(account_id)}
        )


@contextmanager
def transaction(account_id: UUID | None = None) -> Iterator[Session]:
    """Open a session; commit when the block ends, roll back when it raises.

    Without an account no row of any tenant is visible; what must look across accounts calls a function of the
    migration `0003`. The connection is taken at the first statement, not before: a request that waits for a thread
    must not hold one.

    Raises
    ------
    AccountDeleted: a row was to be added to an account that has left.
    """
    with _make_session(info={"account_id": account_id}) as session:
        try:
            yield session
            session.commit()
        except DatabaseError as error:
            if getattr(error.orig, "sqlstate", None) == _REFUSED_AFTER_LEAVING:
                raise AccountDeleted from error
            raise


def listen_conninfo() -> str:
    """Where to LISTEN, for psycopg: a connection for as long as the process lives, which a pooler would not give."""
    if own := settings().database_listen_url:
        return own.get_secret_value()
    return _engines[-1].url.set(drivername="postgresql").render_as_string(hide_password=False)


def any_of(ids: Sequence[UUID]) -> CollectionAggregate[Any]:
    """To compare a column with: one array, for a parameter for each of thousands takes longer than to delete them."""
    return any_(literal(list(ids), ARRAY(Uuid())))


def act_for(session: Session, account_id: UUID) -> None:
    """From here on the session sees that account's rows; once a session, and never another one's."""
    if session.info.get("account_id") not in (None, account_id):
        raise RuntimeError("a session serves one account")
    session.info["account_id"] = account_id
    session.execute(text("SELECT set_config('app.account_id', :account_id, true)"), {"account_id": str(account_id)})
