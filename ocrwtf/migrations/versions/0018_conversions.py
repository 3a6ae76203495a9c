"""Slides that become PDF and are gone after seven days.

Two more functions that look across accounts, made as those of `0003`: which conversions have expired, and which are
stranded. Kept replies about a conversion are forgotten with it, by the trigger function of `0010`.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from ocrwtf.migrations.tenants import SECURE, drop_functions, make_functions, of_account, protect

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLES = ("conversions", "conversion_files")
REASONS = "'scan', 'refund', 'refill', 'grant'"
FUNCTIONS = {
    "expired_conversions()": f"""
        RETURNS TABLE (account_id uuid, conversion_id uuid)
        LANGUAGE sql STABLE {SECURE} AS $$
            SELECT account_id, id FROM public.conversions WHERE expires_at <= now() ORDER BY expires_at LIMIT 500
        $$
    """,  # noqa: S608  our own words
    "stranded_conversions()": f"""
        RETURNS TABLE (account_id uuid, conversion_id uuid)
        LANGUAGE sql STABLE {SECURE} AS $$
            SELECT account_id, id FROM public.conversions
            WHERE status IN ('pending', 'processing') AND NOT EXISTS (
                SELECT FROM public.procrastinate_jobs
                WHERE procrastinate_jobs.status IN ('todo', 'doing')
                AND args ->> 'conversion_id' = conversions.id::text)
        $$
    """,  # noqa: S608  as above
}


def upgrade() -> None:
    op.alter_column("files", "media_type", type_=sa.String(length=100), existing_nullable=False)
    allow_reasons(f"{REASONS}, 'conversion'")
    create_conversions()
    create_conversion_files()
    for table in TABLES:
        protect(table)
    op.execute("CREATE POLICY across_accounts ON conversions FOR SELECT TO ocrwtf_system USING (true)")
    op.execute("GRANT SELECT ON conversions TO ocrwtf_system")
    make_functions(FUNCTIONS)
    op.execute(
        "CREATE TRIGGER forget_replies_about_conversion AFTER DELETE ON conversions"
        " FOR EACH ROW EXECUTE FUNCTION forget_replies_about_scan()"
    )


def allow_reasons(reasons: str) -> None:
    op.drop_constraint(op.f("ck_credit_entries_known_reason"), "credit_entries", type_="check")
    op.create_check_constraint(op.f("ck_credit_entries_known_reason"), "credit_entries", f"reason IN ({reasons})")


def create_conversions() -> None:
    json = postgresql.JSONB(astext_type=sa.Text())
    op.create_table(
        "conversions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("filename", sa.String(length=255), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("slide_count", sa.Integer(), nullable=False),
        sa.Column("page_count", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("step", sa.String(length=10), nullable=True),
        sa.Column("pictures_made", sa.Integer(), nullable=False),
        sa.Column("claim", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=True),
        sa.Column("fonts", json, nullable=True),
        sa.Column("error_code", sa.String(length=50), nullable=True),
        sa.Column("error_params", json, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('pending', 'processing', 'completed', 'failed', 'cancelled')",
            name=op.f("ck_conversions_known_status"),
        ),
        sa.CheckConstraint("kind IN ('pptx', 'ppt', 'odp', 'outline')", name=op.f("ck_conversions_known_kind")),
        of_account("conversions"),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_conversions_file_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_conversions_user_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversions")),
    )
    op.create_index("ix_conversions_account_id_id", "conversions", ["account_id", "id"], unique=False)
    for column in ("user_id", "file_id", "expires_at"):
        op.create_index(op.f(f"ix_conversions_{column}"), "conversions", [column], unique=False)


def create_conversion_files() -> None:
    op.create_table(
        "conversion_files",
        sa.Column("conversion_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        of_account("conversion_files"),
        sa.ForeignKeyConstraint(
            ["conversion_id"], ["conversions.id"], name=op.f("fk_conversion_files_conversion_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_conversion_files_file_id")),
        sa.PrimaryKeyConstraint("conversion_id", "kind", "number", name=op.f("pk_conversion_files")),
    )
    for column in ("account_id", "file_id"):
        op.create_index(op.f(f"ix_conversion_files_{column}"), "conversion_files", [column], unique=False)


def downgrade() -> None:
    """Entries of the ledger are never deleted, so their reason stays allowed; media types keep their length."""
    drop_functions(FUNCTIONS)
    for table in reversed(TABLES):
        op.drop_table(table)
