"""Brings the database's schema up to date, and tells whether it is."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, pool, text
from sqlalchemy.engine import URL, make_url

APP_ROLE = "ocrwtf_app"
"""What the API and the worker may do; neither owner nor superuser, so row-level security holds for it."""
_MIGRATION_LOCK = 0x0C2_0001
"""Two `migrate` at once: the second waits and finds nothing to do."""


class SchemaError(Exception):
    """The database is not as this version needs it; the text says what to do."""


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent.parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def _admin_engine(admin_url: str) -> Engine:
    return create_engine(make_url(admin_url).set(drivername="postgresql+psycopg"), poolclass=pool.NullPool)


def migrate(admin_url: str, app_url: str) -> None:
    """Apply all migrations as the owner and let the app's login role in."""
    with _admin_engine(admin_url).begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        command.upgrade(_config(connection), "head")
        _admit(connection, make_url(app_url))


def check(admin_url: str) -> None:
    """Raise if the tables differ from the models (`alembic check`)."""
    with _admin_engine(admin_url).connect() as connection:
        command.check(_config(connection))


def _admit(connection: Connection, app_url: URL) -> None:
    """Make the login of the app's URL a member of the app role; made here when it is missing.

    A login of another name that exists is left as it is: who made it keeps its password.
    """
    login = app_url.username
    if not login or not app_url.password:
        raise SchemaError("DATABASE_URL must name the user and password the app logs in with.")
    quoted, password, known = connection.execute(
        text(
            "SELECT quote_ident(:login), quote_literal(:password), EXISTS (SELECT FROM pg_roles WHERE rolname = :login)"
        ),
        {"login": login, "password": app_url.password},
    ).one()
    if not known or login == APP_ROLE:
        action = "ALTER" if known else "CREATE"
        connection.exec_driver_sql(f"{action} ROLE {quoted} LOGIN PASSWORD {password}".replace("%", "%%"))
    if login != APP_ROLE:
        connection.exec_driver_sql(f"GRANT {APP_ROLE} TO {quoted}".replace("%", "%%"))


def refuse_unfit(connection: Connection) -> None:
    """Refuse to serve with a role that row-level security does not hold for, or on another schema than ours.

    Raises
    ------
    SchemaError: what is wrong and what to do, in one sentence.
    """
    privileged = connection.scalar(
        text(
            "SELECT rolsuper OR rolbypassrls OR EXISTS ("
            "  SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
            "  AND pg_has_role(current_user, relowner, 'USAGE'))"
            " FROM pg_roles WHERE rolname = current_user"
        )
    )
    if privileged:
        raise SchemaError(
            "DATABASE_URL logs in as a superuser, an owner or a role with BYPASSRLS: accounts would see each other. "
            f"Use a plain role that is a member of {APP_ROLE}; `ocrwtf migrate` makes it."
        )
    current = MigrationContext.configure(connection).get_current_revision()
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if current != head:
        raise SchemaError(f"The database is at schema {current}, this version needs {head}: run `ocrwtf migrate`.")
