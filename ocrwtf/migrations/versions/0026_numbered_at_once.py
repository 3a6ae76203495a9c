"""Events that come with their numbers are not numbered again: many at once are numbered where they are recorded.

Numbering each at the end of the transaction writes every row and its entries in the indexes twice.
"""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number_events_where("WHEN (NEW.sequence IS NULL) ")


def number_events_where(condition: str) -> None:
    op.execute("DROP TRIGGER number_event ON events")
    op.execute(
        "CREATE CONSTRAINT TRIGGER number_event AFTER INSERT ON events DEFERRABLE INITIALLY DEFERRED"
        f" FOR EACH ROW {condition}EXECUTE FUNCTION number_events()"
    )


def downgrade() -> None:
    number_events_where("")
