"""Links have rows, so that they can be listed and revoked; the history tells more of what became of a document."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KINDS = "'text', 'word', 'recipient', 'rotation', 'field'"
NEW_KINDS = "'repair', 'link', 'reading'"


def upgrade() -> None:
    allow_kinds(f"{KINDS}, {NEW_KINDS}")
    op.create_table(
        "scan_links",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("id", "account_id", "scan_id")),
        *(sa.Column(name, sa.Uuid(), nullable=True) for name in ("user_id", "key_id")),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_scan_links_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["scan_id"], ["scans.id"], name=op.f("fk_scan_links_scan_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_scan_links_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_links")),
    )
    op.create_index(op.f("ix_scan_links_account_id"), "scan_links", ["account_id"], unique=False)
    op.create_index("ix_scan_links_scan_id_id", "scan_links", ["scan_id", "id"], unique=False)
    op.create_index(op.f("ix_scan_links_user_id"), "scan_links", ["user_id"], unique=False)
    protect("scan_links", "SELECT, INSERT, DELETE")


def allow_kinds(kinds: str) -> None:
    op.drop_constraint(op.f("ck_corrections_known_kind"), "corrections", type_="check")
    op.create_check_constraint(op.f("ck_corrections_known_kind"), "corrections", f"kind IN ({kinds})")


def protect(table: str, may: str) -> None:
    current = "(SELECT nullif(current_setting('app.account_id', true), '')::uuid)"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY own_account ON {table} TO ocrwtf_app"
        f" USING (account_id = {current}) WITH CHECK (account_id = {current})"
    )
    op.execute(f"GRANT {may} ON {table} TO ocrwtf_app")


def downgrade() -> None:
    op.drop_table("scan_links")
    op.execute("ALTER TABLE corrections NO FORCE ROW LEVEL SECURITY")  # it hides all rows from the owner too
    op.execute("DELETE FROM corrections WHERE kind IN ('repair', 'link', 'reading')")
    op.execute("ALTER TABLE corrections FORCE ROW LEVEL SECURITY")
    allow_kinds(KINDS)
