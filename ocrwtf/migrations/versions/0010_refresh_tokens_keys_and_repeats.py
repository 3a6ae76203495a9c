"""Refresh tokens, API keys, and requests that were sent with an Idempotency-Key.

Four more functions that look across accounts, made as those of `0003`: find a refresh token, find an API key, forget
kept replies by age, and the trigger that forgets those about a scan that is deleted.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = ("idempotent_requests", "api_keys", "refresh_tokens")
NOW = sa.text("now()")
SECURE = "SECURITY DEFINER SET search_path = pg_catalog, pg_temp"
FUNCTIONS = {
    "find_refresh_token(hash bytea)": f"""
        RETURNS TABLE (account_id uuid, session_id uuid)
        LANGUAGE sql STABLE {SECURE} AS $$
            SELECT s.account_id, s.id
            FROM public.refresh_tokens t
            JOIN public.sessions s ON s.id = t.session_id
            JOIN public.users u ON u.id = s.user_id
            WHERE t.token_hash = hash AND s.expires_at > now() AND u.is_active
        $$
    """,  # noqa: S608  our own words
    "find_api_key(hash bytea, key_id uuid)": f"""
        RETURNS TABLE (id uuid, account_id uuid, user_id uuid, role text, scopes text[], limit_per_minute integer,
                       last_used_at timestamptz)
        LANGUAGE sql STABLE {SECURE} AS $$
            SELECT k.id, k.account_id, k.user_id, u.role, k.scopes, k.limit_per_minute, k.last_used_at
            FROM public.api_keys k JOIN public.users u ON u.id = k.user_id
            WHERE (k.key_hash = hash OR k.id = key_id) AND (k.expires_at IS NULL OR k.expires_at > now())
            AND u.is_active
        $$
    """,  # noqa: S608  as above
    "forget_idempotent_requests()": f"""
        RETURNS integer
        LANGUAGE sql {SECURE} AS $$
            WITH old AS (
                DELETE FROM public.idempotent_requests
                WHERE created_at < now() - interval '24 hours' AND locked_until < now() RETURNING 1)
            SELECT count(*)::integer FROM old
        $$
    """,  # noqa: S608  as above
    "forget_replies_about_scan()": f"""
        RETURNS trigger
        LANGUAGE plpgsql {SECURE} AS $$
        BEGIN
            DELETE FROM public.idempotent_requests
            WHERE scan_ids @> ARRAY[OLD.id] AND account_id = OLD.account_id;
            RETURN OLD;
        END $$
    """,  # noqa: S608  as above
}


def upgrade() -> None:
    create_refresh_tokens()
    create_api_keys()
    create_idempotent_requests()
    for table in TABLES:
        protect(table)
    let_system_look()
    make_functions()
    op.execute(
        "CREATE TRIGGER forget_replies_about_scan AFTER DELETE ON scans"
        " FOR EACH ROW EXECUTE FUNCTION forget_replies_about_scan()"
    )


def create_refresh_tokens() -> None:
    op.create_table(
        "refresh_tokens",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        of_account("refresh_tokens"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_refresh_tokens_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refresh_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_refresh_tokens_token_hash")),
    )
    op.create_index(op.f("ix_refresh_tokens_account_id"), "refresh_tokens", ["account_id"], unique=False)
    op.create_index(op.f("ix_refresh_tokens_session_id"), "refresh_tokens", ["session_id"], unique=False)


def create_api_keys() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("ending", sa.String(length=4), nullable=False),
        sa.Column("scopes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("limit_per_minute", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "scopes <@ ARRAY['read', 'capture', 'write', 'admin'] AND cardinality(scopes) > 0",
            name=op.f("ck_api_keys_known_scopes"),
        ),
        sa.CheckConstraint("limit_per_minute > 0", name=op.f("ck_api_keys_limit_positive")),
        of_account("api_keys"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_api_keys_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_api_keys_key_hash")),
    )
    op.create_index(op.f("ix_api_keys_account_id"), "api_keys", ["account_id"], unique=False)
    op.create_index(op.f("ix_api_keys_user_id"), "api_keys", ["user_id"], unique=False)


def create_idempotent_requests() -> None:
    op.create_table(
        "idempotent_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("caller_id", sa.Uuid(), nullable=False),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("route", sa.String(length=100), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("claim", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("location", sa.String(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("scan_ids", postgresql.ARRAY(sa.Uuid()), server_default=sa.text("'{}'"), nullable=False),
        of_account("idempotent_requests"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_idempotent_requests_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotent_requests")),
        sa.UniqueConstraint(
            "account_id", "caller_id", "method", "route", "key_hash", name="uq_idempotent_requests_scope"
        ),
    )
    op.create_index(
        "ix_idempotent_requests_scan_ids", "idempotent_requests", ["scan_ids"], unique=False, postgresql_using="gin"
    )
    op.create_index(op.f("ix_idempotent_requests_user_id"), "idempotent_requests", ["user_id"], unique=False)
    op.create_index(op.f("ix_idempotent_requests_created_at"), "idempotent_requests", ["created_at"], unique=False)


def of_account(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["account_id"], ["accounts.id"], name=op.f(f"fk_{table}_account_id"), ondelete="CASCADE"
    )


def protect(table: str) -> None:
    current = "(SELECT nullif(current_setting('app.account_id', true), '')::uuid)"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY own_account ON {table} TO ocrwtf_app"
        f" USING (account_id = {current}) WITH CHECK (account_id = {current})"
    )
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO ocrwtf_app")


def let_system_look() -> None:
    """Just what the functions below need."""
    for table in TABLES:
        op.execute(f"CREATE POLICY across_accounts ON {table} FOR SELECT TO ocrwtf_system USING (true)")
        op.execute(f"GRANT SELECT ON {table} TO ocrwtf_system")
    op.execute("CREATE POLICY forgotten ON idempotent_requests FOR DELETE TO ocrwtf_system USING (true)")
    op.execute("GRANT DELETE ON idempotent_requests TO ocrwtf_system")


def make_functions() -> None:
    # Giving a function away needs membership in, and CREATE for, its new owner; both only for a moment.
    op.execute("GRANT CREATE ON SCHEMA public TO ocrwtf_system")
    op.execute("DO $$ BEGIN EXECUTE format('GRANT ocrwtf_system TO %I', current_user); END $$")
    for signature, body in FUNCTIONS.items():
        op.execute(f"CREATE FUNCTION {signature} {body}")
        op.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO ocrwtf_app")
        op.execute(f"ALTER FUNCTION {signature} OWNER TO ocrwtf_system")
    op.execute("DO $$ BEGIN EXECUTE format('REVOKE ocrwtf_system FROM %I', current_user); END $$")
    op.execute("REVOKE CREATE ON SCHEMA public FROM ocrwtf_system")


def downgrade() -> None:
    op.execute("DROP TRIGGER forget_replies_about_scan ON scans")
    for signature in FUNCTIONS:
        op.execute(f"DROP FUNCTION {signature}")
    for table in TABLES:
        op.drop_table(table)
