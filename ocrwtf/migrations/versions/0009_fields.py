"""What documents say, field by field, found by extraction and corrected by people; lists know the most important."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KINDS = "'text', 'word', 'recipient', 'rotation'"
NOTED: dict[str, sa.types.TypeEngine[Any]] = {
    "document_type": sa.String(length=20),
    "document_number": sa.String(length=200),
    "seller_name": sa.String(length=200),
    "buyer_name": sa.String(length=200),
    "issued_on": sa.Date(),
    "total_amount": sa.Numeric(precision=18, scale=2),
    "currency": sa.String(length=3),
}
"""What lists show of a scan's fields."""


def upgrade() -> None:
    op.add_column("scans", sa.Column("doubtful_fields", sa.Integer(), server_default="0", nullable=False))
    for name, kind in NOTED.items():
        op.add_column("scans", sa.Column(name, kind, nullable=True))
    renew_index("doubtful_words + doubtful_fields > 0")
    op.create_index("ix_scans_account_id_document_type_id", "scans", ["account_id", "document_type", "id"])
    op.add_column("corrections", sa.Column("field", sa.String(length=60), nullable=True))
    allow_kinds(f"{KINDS}, 'field'")
    create_extractions()
    create_remembered_fields()
    op.add_column("accounts", sa.Column("remembers", sa.Boolean(), server_default=sa.text("true"), nullable=False))


def renew_index(reviewed: str) -> None:
    op.drop_index("ix_scans_needs_review", "scans")
    where = sa.text(f"status = 'completed' AND {reviewed}")
    op.create_index("ix_scans_needs_review", "scans", ["account_id", "id"], unique=False, postgresql_where=where)


def allow_kinds(kinds: str) -> None:
    op.drop_constraint(op.f("ck_corrections_known_kind"), "corrections", type_="check")
    op.create_check_constraint(op.f("ck_corrections_known_kind"), "corrections", f"kind IN ({kinds})")


def create_extractions() -> None:
    json = postgresql.JSONB(astext_type=sa.Text())
    op.create_table(
        "extractions",
        sa.Column("scan_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("found", json, nullable=False),
        sa.Column("said", json, server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_extractions_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["scan_id"], ["scans.id"], name=op.f("fk_extractions_scan_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("scan_id", name=op.f("pk_extractions")),
    )
    op.create_index(op.f("ix_extractions_account_id"), "extractions", ["account_id"], unique=False)
    protect("extractions", "SELECT, INSERT, DELETE, UPDATE (said)")


def create_remembered_fields() -> None:
    op.create_table(
        "remembered_fields",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("sender", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=True),
        sa.Column("page", sa.Integer(), nullable=False),
        *(sa.Column(side, sa.Float(), nullable=False) for side in ("left", "top", "right", "bottom")),
        sa.Column("confirmed", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_remembered_fields_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remembered_fields")),
        sa.UniqueConstraint("account_id", "sender", "name", name=op.f("uq_remembered_fields_account_id_sender_name")),
    )
    protect("remembered_fields", "SELECT, INSERT, DELETE, UPDATE")


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
    op.drop_column("accounts", "remembers")
    op.drop_table("remembered_fields")
    op.drop_table("extractions")
    op.execute("ALTER TABLE corrections NO FORCE ROW LEVEL SECURITY")  # it hides all rows from the owner too
    op.execute("DELETE FROM corrections WHERE kind = 'field'")
    op.execute("ALTER TABLE corrections FORCE ROW LEVEL SECURITY")
    allow_kinds(KINDS)
    op.drop_column("corrections", "field")
    op.drop_index("ix_scans_account_id_document_type_id", "scans")
    renew_index("doubtful_words > 0")
    for name in ("doubtful_fields", *NOTED):
        op.drop_column("scans", name)
