"""What migrations say again and again of tables that belong to accounts, and of functions that look across accounts.

A migration means the same for ever: what is to differ from now on is a new function here, not a change of one.
"""

from collections.abc import Mapping
from typing import Final

import sqlalchemy as sa
from alembic import op

SECURE: Final = "SECURITY DEFINER SET search_path = pg_catalog, pg_temp"


def of_account(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["account_id"], ["accounts.id"], name=op.f(f"fk_{table}_account_id"), ondelete="CASCADE"
    )


def of_user(table: str, column: str = "user_id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["users.id"], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE")


def protect(table: str, may: str = "SELECT, INSERT, UPDATE, DELETE") -> None:
    """Let the app see and make rows of the account that it acts for, and no others."""
    current = "(SELECT nullif(current_setting('app.account_id', true), '')::uuid)"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY own_account ON {table} TO ocrwtf_app"
        f" USING (account_id = {current}) WITH CHECK (account_id = {current})"
    )
    op.execute(f"GRANT {may} ON {table} TO ocrwtf_app")


def make_functions(bodies: Mapping[str, str]) -> None:
    """By signature; the app may call them, and they do what `ocrwtf_system`, their owner, may."""
    # Giving a function away needs membership in, and CREATE for, its new owner; both only for a moment.
    op.execute("GRANT CREATE ON SCHEMA public TO ocrwtf_system")
    op.execute("DO $$ BEGIN EXECUTE format('GRANT ocrwtf_system TO %I', current_user); END $$")
    for signature, body in bodies.items():
        op.execute(f"CREATE FUNCTION {signature} {body}")
        op.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO ocrwtf_app")
        op.execute(f"ALTER FUNCTION {signature} OWNER TO ocrwtf_system")
    op.execute("DO $$ BEGIN EXECUTE format('REVOKE ocrwtf_system FROM %I', current_user); END $$")
    op.execute("REVOKE CREATE ON SCHEMA public FROM ocrwtf_system")


def drop_functions(signatures: Mapping[str, str]) -> None:
    for signature in signatures:
        op.execute(f"DROP FUNCTION {signature}")


def drop_owned_function(signature: str) -> None:
    """One of those that `ocrwtf_system` owns, also where who migrates is no superuser."""
    op.execute("DO $$ BEGIN EXECUTE format('GRANT ocrwtf_system TO %I', current_user); END $$")
    op.execute(f"DROP FUNCTION {signature}")
    op.execute("DO $$ BEGIN EXECUTE format('REVOKE ocrwtf_system FROM %I', current_user); END $$")
