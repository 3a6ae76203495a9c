"""Indexes for the dashboard's figures: activities by time, documents by time, doubts, notes that are not back."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TO_REVIEW = sa.text("status = 'completed' AND doubtful_words + doubtful_fields > 0")
NOT_BACK = sa.text("status = 'completed' AND document_type = 'delivery_note' AND recipient_name IS NULL")
ACTIVITIES = sa.text("reason NOT IN ('refund', 'refill', 'grant')")


def upgrade() -> None:
    op.create_index(
        "ix_credit_entries_activities", "credit_entries", ["account_id", "created_at"], postgresql_where=ACTIVITIES
    )
    op.create_index("ix_scans_account_id_created_at", "scans", ["account_id", "created_at"])
    op.create_index("ix_scans_not_back", "scans", ["account_id"], postgresql_where=NOT_BACK)
    op.drop_index("ix_scans_needs_review", "scans")
    op.create_index(
        "ix_scans_needs_review",
        "scans",
        ["account_id", "id"],
        postgresql_where=TO_REVIEW,
        postgresql_include=["doubtful_words", "doubtful_fields"],
    )


def downgrade() -> None:
    op.drop_index("ix_scans_needs_review", "scans")
    op.create_index("ix_scans_needs_review", "scans", ["account_id", "id"], postgresql_where=TO_REVIEW)
    op.drop_index("ix_scans_not_back", "scans")
    op.drop_index("ix_scans_account_id_created_at", "scans")
    op.drop_index("ix_credit_entries_activities", "credit_entries")
