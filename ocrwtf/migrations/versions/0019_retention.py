"""The way out and the end of each cycle: accounts that left, archives, deletions with their receipts.

More functions that look across accounts, made as those of `0003`: what the schedule has to do, in which account. They
give ids and nothing else; the work itself is done under row-level security, account by account.
"""

import sqlalchemy as sa
from alembic import op

from ocrwtf.migrations.tenants import SECURE, drop_functions, make_functions, of_account, of_user, protect

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

NOW = sa.text("now()")
TABLES = {"archives": "SELECT, INSERT, UPDATE, DELETE", "deletions": "SELECT, INSERT, UPDATE"}
REFUSE = """
    CREATE FUNCTION refuse_after_leaving() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
    DECLARE
        account uuid := nullif(current_setting('app.account_id', true), '')::uuid;
    BEGIN
        IF account IS NULL THEN
            RETURN NULL;
        END IF;
        PERFORM FROM public.accounts WHERE id = account AND left_at IS NOT NULL FOR KEY SHARE;
        IF FOUND THEN
            RAISE EXCEPTION 'this account was deleted' USING ERRCODE = 'WTF01';
        END IF;
        RETURN NULL;
    END $$
"""
LEFT = "EXISTS (SELECT FROM accounts a WHERE a.id = account_id AND a.left_at IS NOT NULL)"
GO_WITH_THE_ACCOUNT = """
    SELECT conrelid::regclass::text AS name FROM pg_constraint
    WHERE contype = 'f' AND confrelid = 'accounts'::regclass AND confdeltype = 'c' ORDER BY 1
"""
FUNCTIONS = {
    "unfinished_deletions()": f"""
        RETURNS TABLE (account_id uuid, deletion_id uuid, kind text)
        LANGUAGE sql STABLE {SECURE} AS $$
            SELECT account_id, id, kind FROM public.deletions WHERE finished_at IS NULL ORDER BY started_at
        $$
    """,  # noqa: S608  our own words
    "find_deletion(hash bytea)": f"""
        RETURNS TABLE (account_id uuid, deletion_id uuid)
        LANGUAGE sql STABLE {SECURE} AS $$
            SELECT account_id, id FROM public.deletions WHERE token_hash = hash
        $$
    """,  # noqa: S608  as above
    "forget_old_receipts()": f"""
        RETURNS integer
        LANGUAGE sql {SECURE} AS $$
            WITH old AS (
                UPDATE public.deletions SET receipt = NULL
                WHERE finished_at < now() - interval '30 days' AND receipt IS NOT NULL RETURNING 1)
            SELECT count(*)::integer FROM old
        $$
    """,  # noqa: S608  as above
    "accounts_to_refill(today date, daily integer)": f"""
        RETURNS SETOF uuid
        LANGUAGE sql STABLE {SECURE} AS $$
            SELECT id FROM public.accounts
            WHERE left_at IS NULL AND credits < daily AND (refilled_on IS NULL OR refilled_on < today)
        $$
    """,  # noqa: S608  as above
    "oldest_scans()": f"""
        RETURNS TABLE (account_id uuid, joined_at timestamptz, oldest_at timestamptz)
        LANGUAGE sql STABLE {SECURE} AS $$
            SELECT a.id, a.joined_at, oldest.created_at FROM public.accounts a CROSS JOIN LATERAL (
                SELECT s.created_at FROM public.scans s WHERE s.account_id = a.id AND NOT s.legal_hold
                ORDER BY s.created_at LIMIT 1) AS oldest
            WHERE a.left_at IS NULL
        $$
    """,  # noqa: S608  as above
    "forget_security_log_of_left(of_account uuid, most integer)": f"""
        RETURNS integer
        LANGUAGE sql {SECURE} AS $$
            WITH gone AS (
                DELETE FROM public.security_log WHERE account_id = of_account AND id IN (
                    SELECT l.id FROM public.security_log l JOIN public.accounts a ON a.id = l.account_id
                    WHERE a.id = of_account AND a.left_at IS NOT NULL LIMIT most) RETURNING 1)
            SELECT count(*)::integer FROM gone
        $$
    """,  # noqa: S608  as above
    "expired_archives()": f"""
        RETURNS TABLE (account_id uuid, archive_id uuid)
        LANGUAGE sql STABLE {SECURE} AS $$
            SELECT account_id, id FROM public.archives WHERE expires_at <= now()
        $$
    """,  # noqa: S608  as above
}


def upgrade() -> None:
    op.add_column("accounts", sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("accounts", sa.Column("told_of_cleanup_at", sa.DateTime(timezone=True), nullable=True))
    no = sa.text("false")
    op.add_column("scans", sa.Column("legal_hold", sa.Boolean(), server_default=no, nullable=False))
    op.create_index("ix_scans_held", "scans", ["account_id", "created_at"], postgresql_where=sa.text("legal_hold"))
    op.add_column("files", sa.Column("retain_until", sa.DateTime(timezone=True), nullable=True))
    create_archives()
    create_deletions()
    for table, may in TABLES.items():
        protect(table, may)
    op.execute("GRANT DELETE ON events, event_counters TO ocrwtf_app")
    let_system_look()
    make_functions(FUNCTIONS)
    refuse_after_leaving()


def create_archives() -> None:
    op.create_table(
        "archives",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("claim", sa.Integer(), nullable=False),
        sa.Column("documents_total", sa.Integer(), nullable=False),
        sa.Column("documents_done", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("size_bytes", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('pending', 'working', 'ready', 'failed')", name=op.f("ck_archives_known_status")
        ),
        of_account("archives"),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_archives_file_id")),
        of_user("archives"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archives")),
    )
    op.create_index(op.f("ix_archives_account_id"), "archives", ["account_id"], unique=True)
    op.create_index(op.f("ix_archives_file_id"), "archives", ["file_id"], unique=False)
    op.create_index(op.f("ix_archives_user_id"), "archives", ["user_id"], unique=False)


def create_deletions() -> None:
    """Not by cascade: like the ledger, they stay when the account has left."""
    op.create_table(
        "deletions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("rows_gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counts", sa.dialects.postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("documents", sa.LargeBinary(), server_default=sa.text("''::bytea"), nullable=False),
        sa.Column("receipt", sa.String(), nullable=True),
        sa.Column("token_hash", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("kind IN ('account', 'cycle')", name=op.f("ck_deletions_known_kind")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_deletions_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deletions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_deletions_token_hash")),
    )
    unfinished = sa.text("finished_at IS NULL")
    op.create_index(
        "uq_deletions_unfinished", "deletions", ["account_id", "kind"], unique=True, postgresql_where=unfinished
    )
    op.create_index(op.f("ix_deletions_account_id"), "deletions", ["account_id"], unique=False)


def let_system_look() -> None:
    """Just what the functions above need."""
    for table in (*TABLES, "accounts"):
        op.execute(f"CREATE POLICY across_accounts ON {table} FOR SELECT TO ocrwtf_system USING (true)")
        op.execute(f"GRANT SELECT ON {table} TO ocrwtf_system")
    op.execute("CREATE POLICY forgotten ON deletions FOR UPDATE TO ocrwtf_system USING (true)")
    op.execute("GRANT UPDATE (receipt) ON deletions TO ocrwtf_system")
    # Nobody else may delete lines of the security log: of an account that left they go by a function alone.
    for name, what in (("of_left_seen", "SELECT"), ("of_left_forgotten", "DELETE")):
        op.execute(f"CREATE POLICY {name} ON security_log FOR {what} TO ocrwtf_system USING ({LEFT})")
    op.execute("GRANT SELECT (account_id) ON security_log TO ocrwtf_system")


def refuse_after_leaving() -> None:
    """A request or job that began before the account left writes nothing after it.

    Once a statement, with the rights of who inserts. Without an account only our own functions can insert (a link to a
    new password), and what they insert belongs to a user, who goes with the account. The lock waits for the transaction
    in which the account leaves, and that waits for those that have inserted already: so whatever is there when it has
    committed is all there will ever be.
    """
    op.execute(REFUSE)
    for row in op.get_bind().execute(sa.text(GO_WITH_THE_ACCOUNT)):
        op.execute(
            f"CREATE TRIGGER refuse_after_leaving BEFORE INSERT ON {row.name}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_after_leaving()"
        )


def downgrade() -> None:
    for row in op.get_bind().execute(sa.text(GO_WITH_THE_ACCOUNT)):
        op.execute(f"DROP TRIGGER IF EXISTS refuse_after_leaving ON {row.name}")
    op.execute("DROP FUNCTION refuse_after_leaving()")
    drop_functions(FUNCTIONS)
    op.execute("REVOKE DELETE ON events, event_counters FROM ocrwtf_app")
    for name in ("of_left_seen", "of_left_forgotten"):
        op.execute(f"DROP POLICY {name} ON security_log")
    op.execute("REVOKE SELECT (account_id) ON security_log FROM ocrwtf_system")
    op.execute("DROP POLICY across_accounts ON accounts")
    op.execute("REVOKE SELECT ON accounts FROM ocrwtf_system")
    for table in TABLES:
        op.drop_table(table)
    op.drop_column("files", "retain_until")
    op.drop_column("scans", "legal_hold")
    op.drop_column("accounts", "told_of_cleanup_at")
    op.drop_column("accounts", "left_at")
