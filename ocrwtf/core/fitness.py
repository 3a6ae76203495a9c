"""Whether a database is fit to serve from: the right schema, and a role that row-level security holds for."""

from sqlalchemy import Connection, text

from ocrwtf.core.revision import newest_revision

APP_ROLE = "ocrwtf_app"
"""What the API and the worker may do; neither owner nor superuser, so row-level security holds for it."""


class SchemaError(Exception):
    """The database is not as this version needs it; the text says what to do."""


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
    current = connection.scalar(text("SELECT version_num FROM alembic_version")) if _has_version(connection) else None
    head = newest_revision()
    if current != head:
        raise SchemaError(f"The database is at schema {current}, this version needs {head}: run `ocrwtf migrate`.")


def _has_version(connection: Connection) -> bool:
    return connection.scalar(text("SELECT to_regclass('alembic_version')")) is not None
