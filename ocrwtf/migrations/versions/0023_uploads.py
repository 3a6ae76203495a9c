"""Files that are no documents, kept for seven days.

One more function that looks across accounts, made as those of `0003`: which have expired. Kept replies about one are
forgotten with it, by the trigger function of `0010`.
"""

import sqlalchemy as sa
from alembic import op

from ocrwtf.migrations.tenants import SECURE, drop_functions, make_functions, of_account, protect

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

FUNCTIONS = {
    "expired_uploads()": f"""
        RETURNS TABLE (account_id uuid, upload_id uuid)
        LANGUAGE sql STABLE {SECURE} AS $$
            SELECT account_id, id FROM public.uploads WHERE expires_at <= now() ORDER BY expires_at LIMIT 500
        $$
    """,  # noqa: S608  our own words
}


def upgrade() -> None:
    op.create_table(
        "uploads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("filename", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        of_account("uploads"),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_uploads_file_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_uploads_user_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
    )
    op.create_index("ix_uploads_account_id_id", "uploads", ["account_id", "id"], unique=False)
    for column in ("user_id", "file_id", "expires_at"):
        op.create_index(op.f(f"ix_uploads_{column}"), "uploads", [column], unique=False)
    protect("uploads")
    op.execute("CREATE POLICY across_accounts ON uploads FOR SELECT TO ocrwtf_system USING (true)")
    op.execute("GRANT SELECT ON uploads TO ocrwtf_system")
    make_functions(FUNCTIONS)
    op.execute(
        "CREATE TRIGGER forget_replies_about_upload AFTER DELETE ON uploads"
        " FOR EACH ROW EXECUTE FUNCTION forget_replies_about_scan()"
    )
    op.execute(
        "CREATE TRIGGER refuse_after_leaving BEFORE INSERT ON uploads"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_after_leaving()"
    )


def downgrade() -> None:
    drop_functions(FUNCTIONS)
    op.drop_table("uploads")
