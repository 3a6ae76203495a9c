"""The security log: the app adds to it and reads it, nobody changes it, what is older than 400 days goes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from ocrwtf.migrations.tenants import SECURE, make_functions, of_account, protect

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLE = "security_log"
OLD = "at < now() - interval '400 days'"
SIGNATURE = "forget_old_security_log()"
FORGET_OLD = f"""
    RETURNS bigint
    LANGUAGE sql VOLATILE {SECURE} AS $$
        WITH gone AS (DELETE FROM public.{TABLE} WHERE {OLD} RETURNING id)
        SELECT count(*) FROM gone
    $$
"""  # noqa: S608  made of the constants above


def upgrade() -> None:
    create_table()
    protect(TABLE, "SELECT, INSERT")  # rows go with their account, which the database does itself
    forget_after_400_days()


def create_table() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("key_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=True),
        sa.Column("device", sa.String(length=100), nullable=False),
        sa.Column("detail", postgresql.JSONB(), nullable=False),
        of_account("security_log"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_security_log")),
    )
    op.create_index("ix_security_log_account_id_id", TABLE, ["account_id", "id"], unique=False)
    op.create_index("ix_security_log_account_id_kind_at", TABLE, ["account_id", "kind", "at"], unique=False)
    op.create_index(op.f("ix_security_log_at"), TABLE, ["at"], unique=False)
    op.create_index(
        "uq_security_log_key_address",
        TABLE,
        ["key_id", "address"],
        unique=True,
        postgresql_where=sa.text("kind = 'key_new_address'"),
    )


def forget_after_400_days() -> None:
    """A function that looks across accounts, made as that of 0005: the policy itself names the old rows."""
    op.execute(f"CREATE POLICY forget_old ON {TABLE} FOR DELETE TO ocrwtf_system USING ({OLD})")
    op.execute(f"CREATE POLICY across_accounts ON {TABLE} FOR SELECT TO ocrwtf_system USING ({OLD})")
    op.execute(f"GRANT SELECT (id, at), DELETE ON {TABLE} TO ocrwtf_system")
    make_functions({SIGNATURE: FORGET_OLD})


def downgrade() -> None:
    op.execute(f"DROP FUNCTION {SIGNATURE}")
    op.drop_table(TABLE)
