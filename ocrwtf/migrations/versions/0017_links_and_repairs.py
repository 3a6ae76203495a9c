"""Links have rows, so that they can be listed and revoked; the history tells more of what became of a document."""

import sqlalchemy as sa
from alembic import op

from ocrwtf.migrations.tenants import of_account, of_user, protect

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
        of_account("scan_links"),
        sa.ForeignKeyConstraint(["scan_id"], ["scans.id"], name=op.f("fk_scan_links_scan_id"), ondelete="CASCADE"),
        of_user("scan_links"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_links")),
    )
    op.create_index(op.f("ix_scan_links_account_id"), "scan_links", ["account_id"], unique=False)
    op.create_index("ix_scan_links_scan_id_id", "scan_links", ["scan_id", "id"], unique=False)
    op.create_index(op.f("ix_scan_links_user_id"), "scan_links", ["user_id"], unique=False)
    protect("scan_links", "SELECT, INSERT, DELETE")


def allow_kinds(kinds: str) -> None:
    op.drop_constraint(op.f("ck_corrections_known_kind"), "corrections", type_="check")
    op.create_check_constraint(op.f("ck_corrections_known_kind"), "corrections", f"kind IN ({kinds})")


def downgrade() -> None:
    op.drop_table("scan_links")
    op.execute("ALTER TABLE corrections NO FORCE ROW LEVEL SECURITY")  # it hides all rows from the owner too
    op.execute("DELETE FROM corrections WHERE kind IN ('repair', 'link', 'reading')")
    op.execute("ALTER TABLE corrections FORCE ROW LEVEL SECURITY")
    allow_kinds(KINDS)
