"""What happened, in order: events with a number for each account, given at the commit."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TENANT_TABLES = {"event_counters": "SELECT, INSERT, UPDATE", "events": "SELECT, INSERT, UPDATE"}

NUMBER_EVENT = """
    CREATE FUNCTION number_event() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
    DECLARE
        number bigint;
    BEGIN
        IF NOT EXISTS (SELECT FROM public.events WHERE id = NEW.id) THEN
            RETURN NULL; -- its account was deleted by the same transaction
        END IF;
        INSERT INTO public.event_counters AS counter (account_id, sequence) VALUES (NEW.account_id, 1)
            ON CONFLICT (account_id) DO UPDATE SET sequence = counter.sequence + 1
            RETURNING counter.sequence INTO number;
        UPDATE public.events SET sequence = number WHERE id = NEW.id;
        PERFORM pg_notify('ocrwtf_events', NEW.account_id::text);
        RETURN NULL;
    END $$
"""

SIGNATURE = "forget_old_events()"
FORGET_OLD_EVENTS = """
    RETURNS bigint
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        WITH gone AS (
            DELETE FROM public.events WHERE created_at < now() - interval '7 days' RETURNING id
        )
        SELECT count(*) FROM gone
    $$
"""


def upgrade() -> None:
    create_tables()
    protect_tenants()
    number_at_the_commit()
    forget_after_a_week()


def create_tables() -> None:
    op.create_table(
        "event_counters",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_event_counters_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_event_counters")),
    )
    op.create_table(
        "events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("data", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_events_account_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_events_user_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("account_id", "sequence", name=op.f("uq_events_account_id_sequence")),
    )
    op.create_index(op.f("ix_events_created_at"), "events", ["created_at"], unique=False)
    op.create_index(op.f("ix_events_user_id"), "events", ["user_id"], unique=False)


def protect_tenants() -> None:
    """As in 0001."""
    current = "(SELECT nullif(current_setting('app.account_id', true), '')::uuid)"
    for table, may in TENANT_TABLES.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY own_account ON {table} TO ocrwtf_app"
            f" USING (account_id = {current}) WITH CHECK (account_id = {current})"
        )
        op.execute(f"GRANT {may} ON {table} TO ocrwtf_app")


def number_at_the_commit() -> None:
    """A deferred trigger is the last thing a transaction does: who holds a counter's lock waits for nothing more.

    It runs with the rights of who recorded the event, so it reaches no other account's counter.
    """
    op.execute(NUMBER_EVENT)
    op.execute(
        "CREATE CONSTRAINT TRIGGER number_event AFTER INSERT ON events DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION number_event()"
    )


def forget_after_a_week() -> None:
    """A function that looks across accounts, made as that of 0004: the policy itself names the old rows."""
    op.execute(
        "CREATE POLICY forget_old ON events FOR DELETE TO ocrwtf_system USING (created_at < now() - interval '7 days')"
    )
    op.execute(
        "CREATE POLICY across_accounts ON events FOR SELECT TO ocrwtf_system"
        " USING (created_at < now() - interval '7 days')"
    )
    op.execute("GRANT SELECT (id, created_at), DELETE ON events TO ocrwtf_system")
    # Giving a function away needs membership in, and CREATE for, its new owner; both only for a moment.
    op.execute("GRANT CREATE ON SCHEMA public TO ocrwtf_system")
    op.execute("DO $$ BEGIN EXECUTE format('GRANT ocrwtf_system TO %I', current_user); END $$")
    op.execute(f"CREATE FUNCTION {SIGNATURE} {FORGET_OLD_EVENTS}")
    op.execute(f"REVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION {SIGNATURE} TO ocrwtf_app")
    op.execute(f"ALTER FUNCTION {SIGNATURE} OWNER TO ocrwtf_system")
    op.execute("DO $$ BEGIN EXECUTE format('REVOKE ocrwtf_system FROM %I', current_user); END $$")
    op.execute("REVOKE CREATE ON SCHEMA public FROM ocrwtf_system")


def downgrade() -> None:
    op.execute(f"DROP FUNCTION {SIGNATURE}")
    op.drop_table("events")
    op.drop_table("event_counters")
    op.execute("DROP FUNCTION number_event()")
