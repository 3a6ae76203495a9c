"""All tables, row-level security on those of a tenant, and who may do what."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ALL = "SELECT, INSERT, UPDATE, DELETE"
TENANT_TABLES = (
    ("accounts", "id", "SELECT, INSERT, UPDATE"),
    ("users", "account_id", ALL),
    ("sessions", "account_id", ALL),
    ("credit_entries", "account_id", "SELECT, INSERT"),
    ("files", "account_id", ALL),
    ("scans", "account_id", ALL),
    ("pages", "account_id", ALL),
)


def upgrade() -> None:
    create_roles()
    create_tables()
    protect_tenants()
    keep_ledger()
    op.execute("GRANT SELECT ON alembic_version TO ocrwtf_app")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON objects_to_delete TO ocrwtf_app")


def create_roles() -> None:
    """`ocrwtf_app` for the API and the worker, `ocrwtf_system` for the functions of 0003; neither can log in."""
    for role in ("ocrwtf_app", "ocrwtf_system"):
        op.execute(
            f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN NOSUPERUSER NOBYPASSRLS;"
            " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        )
    op.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    op.execute("GRANT USAGE ON SCHEMA public TO ocrwtf_app, ocrwtf_system")


def protect_tenants() -> None:
    """A row is visible and writable for its account alone, also for the tables' owner (FORCE).

    The setting reads '' once a transaction that set it has ended, hence nullif. The sub-select is evaluated once a
    statement, not once a row.
    """
    current = "(SELECT nullif(current_setting('app.account_id', true), '')::uuid)"
    for table, account, may in TENANT_TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY own_account ON {table} TO ocrwtf_app"
            f" USING ({account} = {current}) WITH CHECK ({account} = {current})"
        )
        op.execute(f"GRANT {may} ON {table} TO ocrwtf_app")


def keep_ledger() -> None:
    """The ledger is append-only for everybody, its owner included."""
    op.execute("""
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
        BEGIN
            RAISE EXCEPTION 'credit_entries is append-only' USING ERRCODE = 'insufficient_privilege';
        END $$
    """)
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON credit_entries"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def create_tables() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("credits", sa.Integer(), nullable=False),
        sa.Column("refilled_on", sa.Date(), nullable=True),
        sa.CheckConstraint("credits >= 0", name=op.f("ck_accounts_credits_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
    )
    op.create_table(
        "objects_to_delete",
        sa.Column("object_key", sa.String(length=80), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("object_key", name=op.f("pk_objects_to_delete")),
    )
    op.create_table(
        "credit_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("balance", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "reason IN ('scan', 'refund', 'refill', 'grant')", name=op.f("ck_credit_entries_known_reason")
        ),
        sa.CheckConstraint("balance >= 0", name=op.f("ck_credit_entries_balance_not_negative")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_credit_entries_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_entries")),
        sa.UniqueConstraint(
            "account_id", "reason", "reference", name=op.f("uq_credit_entries_account_id_reason_reference")
        ),
    )
    op.create_index("ix_credit_entries_account_id_id", "credit_entries", ["account_id", "id"], unique=False)
    op.create_table(
        "files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(length=50), nullable=False),
        sa.Column("object_key", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_files_account_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
        sa.UniqueConstraint("object_key", name=op.f("uq_files_object_key")),
    )
    op.create_index(op.f("ix_files_account_id"), "files", ["account_id"], unique=False)
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("username", sa.String(length=50), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("email_verified", sa.Boolean(), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("time_zone", sa.String(length=50), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("role IN ('owner', 'staff', 'driver')", name=op.f("ck_users_known_role")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_users_account_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
    )
    op.create_index(op.f("ix_users_account_id"), "users", ["account_id"], unique=False)
    op.create_index("uq_users_email", "users", [sa.literal_column("lower(email)")], unique=True)
    op.create_index("uq_users_username", "users", [sa.literal_column("lower(username)")], unique=True)
    op.create_table(
        "scans",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(length=50), nullable=False),
        sa.Column("filename", sa.String(length=255), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("claim", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("page_count", sa.Integer(), nullable=False),
        sa.Column("pages_read", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("ocr_seconds", sa.Double(), nullable=True),
        sa.Column("engine", sa.String(length=80), nullable=True),
        sa.Column("error_code", sa.String(length=50), nullable=True),
        sa.Column("error_params", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('pending', 'processing', 'completed', 'failed', 'cancelled')",
            name=op.f("ck_scans_known_status"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_scans_account_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_scans_file_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_scans_user_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scans")),
    )
    op.create_index("ix_scans_account_id_id", "scans", ["account_id", "id"], unique=False)
    op.create_index("ix_scans_account_id_sha256", "scans", ["account_id", "sha256"], unique=False)
    op.create_index(op.f("ix_scans_file_id"), "scans", ["file_id"], unique=False)
    op.create_index(op.f("ix_scans_user_id"), "scans", ["user_id"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_sessions_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sessions_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sessions_token_hash")),
    )
    op.create_index(op.f("ix_sessions_account_id"), "sessions", ["account_id"], unique=False)
    op.create_index(op.f("ix_sessions_user_id"), "sessions", ["user_id"], unique=False)
    op.create_table(
        "pages",
        sa.Column("scan_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("width_px", sa.Integer(), nullable=True),
        sa.Column("height_px", sa.Integer(), nullable=True),
        sa.Column("rotation", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("image_file_id", sa.Uuid(), nullable=True),
        sa.Column("medium_file_id", sa.Uuid(), nullable=True),
        sa.Column("thumbnail_file_id", sa.Uuid(), nullable=True),
        sa.Column("error_code", sa.String(length=50), nullable=True),
        sa.Column("error_params", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_pages_account_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["image_file_id"], ["files.id"], name=op.f("fk_pages_image_file_id")),
        sa.ForeignKeyConstraint(["medium_file_id"], ["files.id"], name=op.f("fk_pages_medium_file_id")),
        sa.ForeignKeyConstraint(["scan_id"], ["scans.id"], name=op.f("fk_pages_scan_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["thumbnail_file_id"], ["files.id"], name=op.f("fk_pages_thumbnail_file_id")),
        sa.PrimaryKeyConstraint("scan_id", "number", name=op.f("pk_pages")),
    )
    op.create_index(op.f("ix_pages_account_id"), "pages", ["account_id"], unique=False)
    op.create_index(op.f("ix_pages_image_file_id"), "pages", ["image_file_id"], unique=False)
    op.create_index(op.f("ix_pages_medium_file_id"), "pages", ["medium_file_id"], unique=False)
    op.create_index(op.f("ix_pages_thumbnail_file_id"), "pages", ["thumbnail_file_id"], unique=False)


def downgrade() -> None:
    for table in ("pages", "sessions", "scans", "users", "files", "credit_entries", "objects_to_delete", "accounts"):
        op.drop_table(table)
    op.execute("DROP FUNCTION refuse_change()")
