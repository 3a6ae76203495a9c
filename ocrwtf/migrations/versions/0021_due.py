"""Indexes for how many documents a clean-up takes: the few that are being read or kept longer are found at once."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

BEING_READ = sa.text("status IN ('pending', 'processing')")
RETAINED = sa.text("retain_until IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_scans_being_read", "scans", ["account_id", "created_at"], postgresql_where=BEING_READ)
    op.create_index("ix_files_retained", "files", ["account_id", "retain_until"], postgresql_where=RETAINED)


def downgrade() -> None:
    op.drop_index("ix_files_retained", "files")
    op.drop_index("ix_scans_being_read", "scans")
