"""Webhooks and what each was told; an event that is forgotten takes its deliveries along.

One more function that looks across accounts, made as those of `0003`: which endpoints have something to be told.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from ocrwtf.migrations.tenants import SECURE, drop_functions, make_functions, of_account, protect

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

NOW = sa.text("now()")
TABLES = ("webhook_endpoints", "webhook_deliveries")
FUNCTIONS = {
    "webhooks_with_work()": f"""
        RETURNS TABLE (account_id uuid, endpoint_id uuid)
        LANGUAGE sql STABLE {SECURE} AS $$
            SELECT e.account_id, e.id FROM public.webhook_endpoints e
            LEFT JOIN public.event_counters c ON c.account_id = e.account_id
            WHERE e.is_active AND (e.position < c.sequence
                OR (e.paused_until IS NULL OR e.paused_until <= now()) AND EXISTS (
                    SELECT FROM public.webhook_deliveries d
                    WHERE d.endpoint_id = e.id AND d.status = 'pending' AND d.next_attempt_at <= now()))
            AND NOT EXISTS (
                SELECT FROM public.procrastinate_jobs j
                WHERE j.status IN ('todo', 'doing') AND j.lock = 'webhooks.call ' || e.id)
            LIMIT 500
        $$
    """,  # noqa: S608  our own words
}


def upgrade() -> None:
    create_endpoints()
    create_deliveries()
    for table in TABLES:
        protect(table)
        op.execute(
            f"CREATE TRIGGER refuse_after_leaving BEFORE INSERT ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_after_leaving()"
        )
    for table in (*TABLES, "event_counters"):
        op.execute(f"CREATE POLICY with_work ON {table} FOR SELECT TO ocrwtf_system USING (true)")
        op.execute(f"GRANT SELECT ON {table} TO ocrwtf_system")
    make_functions(FUNCTIONS)


def create_endpoints() -> None:
    op.create_table(
        "webhook_endpoints",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("kinds", postgresql.ARRAY(sa.String(length=40)), nullable=True),
        sa.Column("description", sa.String(length=100), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("secret_version", sa.Integer(), nullable=False),
        sa.Column("old_secret_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("why_stopped", sa.String(length=10), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        of_account("webhook_endpoints"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_endpoints")),
    )
    op.create_index(op.f("ix_webhook_endpoints_account_id"), "webhook_endpoints", ["account_id"], unique=False)


def create_deliveries() -> None:
    table = "webhook_deliveries"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("endpoint_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("attempts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), server_default=NOW, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.CheckConstraint(
            "status IN ('pending', 'delivered', 'failed')", name=op.f("ck_webhook_deliveries_known_status")
        ),
        of_account(table),
        sa.ForeignKeyConstraint(
            ["endpoint_id"],
            ["webhook_endpoints.id"],
            name=op.f("fk_webhook_deliveries_endpoint_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_webhook_deliveries_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_deliveries")),
        sa.UniqueConstraint("endpoint_id", "event_id", name=op.f("uq_webhook_deliveries_endpoint_id_event_id")),
    )
    op.create_index("ix_webhook_deliveries_endpoint_id_id", table, ["endpoint_id", "id"], unique=False)
    waiting = sa.text("status = 'pending'")
    op.create_index(
        "ix_webhook_deliveries_waiting", table, ["endpoint_id", "next_attempt_at"], postgresql_where=waiting
    )
    for column in ("account_id", "event_id"):
        op.create_index(op.f(f"ix_webhook_deliveries_{column}"), table, [column], unique=False)


def downgrade() -> None:
    drop_functions(FUNCTIONS)
    op.execute("DROP POLICY with_work ON event_counters")
    op.execute("REVOKE SELECT ON event_counters FROM ocrwtf_system")
    for table in reversed(TABLES):
        op.drop_table(table)
