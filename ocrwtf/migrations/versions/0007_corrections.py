"""What people correct stands beside what was read; the app role may overwrite the reading no more."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None

CORRECTED = (
    *("word_texts", "corrected_text", "turned_to"),
    *("image_file_id", "medium_file_id", "thumbnail_file_id"),
)
"""The columns of a page that may change once it is written: all but what was read."""


def upgrade() -> None:
    add_columns()
    count_doubtful_words()
    create_history()
    op.execute("REVOKE UPDATE ON pages FROM ocrwtf_app")
    op.execute(f"GRANT UPDATE ({', '.join(CORRECTED)}) ON pages TO ocrwtf_app")


def add_columns() -> None:
    op.add_column("scans", sa.Column("corrected_text", sa.String(), nullable=True))
    op.add_column("scans", sa.Column("recipient_name", sa.String(length=200), nullable=True))
    op.add_column("scans", sa.Column("doubtful_words", sa.Integer(), server_default="0", nullable=False))
    empty = sa.text("'{}'::jsonb")
    op.add_column(
        "pages", sa.Column("word_texts", postgresql.JSONB(astext_type=sa.Text()), server_default=empty, nullable=False)
    )
    op.add_column("pages", sa.Column("corrected_text", sa.String(), nullable=True))
    op.add_column("pages", sa.Column("turned_to", sa.Integer(), nullable=True))
    op.create_check_constraint(op.f("ck_pages_quarter_turns"), "pages", "turned_to IN (0, 90, 180, 270)")
    reviewed = sa.text("status = 'completed' AND doubtful_words > 0")
    op.create_index("ix_scans_needs_review", "scans", ["account_id", "id"], unique=False, postgresql_where=reviewed)


def count_doubtful_words() -> None:
    """Of scans that were read before. Forced security hides all rows from the tables' owner too, hence the pause."""
    for force in ("NO FORCE", "FORCE"):
        for table in ("scans", "pages"):
            op.execute(f"ALTER TABLE {table} {force} ROW LEVEL SECURITY")
        if force == "NO FORCE":
            op.execute("""
                UPDATE scans SET doubtful_words = found.words FROM (
                    SELECT scan_id, count(*) AS words
                    FROM pages, jsonb_array_elements(lines) AS line, jsonb_array_elements(line -> 'words') AS word
                    WHERE (word ->> 'confidence')::double precision < 0.85 GROUP BY scan_id
                ) AS found WHERE found.scan_id = scans.id
            """)


def create_history() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("scan_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("word", sa.Integer(), nullable=True),
        sa.Column("old", sa.String(), nullable=True),
        sa.Column("new", sa.String(), nullable=True),
        sa.CheckConstraint("kind IN ('text', 'word', 'recipient', 'rotation')", name=op.f("ck_corrections_known_kind")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_corrections_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["scan_id"], ["scans.id"], name=op.f("fk_corrections_scan_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_corrections_user_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_index(op.f("ix_corrections_account_id"), "corrections", ["account_id"], unique=False)
    op.create_index(op.f("ix_corrections_user_id"), "corrections", ["user_id"], unique=False)
    op.create_index("ix_corrections_scan_id_id", "corrections", ["scan_id", "id"], unique=False)
    current = "(SELECT nullif(current_setting('app.account_id', true), '')::uuid)"
    op.execute("ALTER TABLE corrections ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE corrections FORCE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY own_account ON corrections TO ocrwtf_app"
        f" USING (account_id = {current}) WITH CHECK (account_id = {current})"
    )
    op.execute("GRANT SELECT, INSERT ON corrections TO ocrwtf_app")


def downgrade() -> None:
    op.drop_table("corrections")
    op.execute(f"REVOKE UPDATE ({', '.join(CORRECTED)}) ON pages FROM ocrwtf_app")
    op.execute("GRANT UPDATE ON pages TO ocrwtf_app")
    op.drop_index("ix_scans_needs_review", "scans")
    for column in ("turned_to", "corrected_text", "word_texts"):
        op.drop_column("pages", column)
    for column in ("doubtful_words", "recipient_name", "corrected_text"):
        op.drop_column("scans", column)
