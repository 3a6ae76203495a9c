"""A review goes with its user's name: who is removed from an account keeps a row, which takes no review along."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

FORGET = """
    CREATE FUNCTION forget_review() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
    BEGIN
        DELETE FROM public.reviews WHERE user_id = NEW.id;
        RETURN NULL;
    END $$
"""


def upgrade() -> None:
    # The tables' owner sees no row under forced row-level security.
    for table in ("reviews", "users"):
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute("DELETE FROM reviews WHERE user_id IN (SELECT id FROM users WHERE removed_at IS NOT NULL)")
    for table in ("reviews", "users"):
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(FORGET)
    op.execute(
        "CREATE TRIGGER forget_review AFTER UPDATE OF removed_at ON users"
        " FOR EACH ROW WHEN (NEW.removed_at IS NOT NULL) EXECUTE FUNCTION forget_review()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER forget_review ON users")
    op.execute("DROP FUNCTION forget_review()")
