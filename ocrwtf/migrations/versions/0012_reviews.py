"""Reviews, and four functions that look across accounts: what everybody is shown, and what the operator does."""

import sqlalchemy as sa
from alembic import op

from ocrwtf.migrations.tenants import SECURE, drop_functions, make_functions, of_account, of_user, protect

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SHOWN = "id uuid, rating integer, text text, created_at timestamptz, edited_at timestamptz, reply text,"
FUNCTIONS = {
    "shown_reviews(before uuid, most integer)": f"""
        RETURNS TABLE ({SHOWN} replied_at timestamptz)
        LANGUAGE sql STABLE {SECURE} AS $$
            SELECT r.id, r.rating, r.text, r.created_at, r.edited_at, r.reply, r.replied_at
            FROM public.reviews r WHERE NOT r.is_hidden AND (before IS NULL OR r.id < before)
            ORDER BY r.id DESC LIMIT most
        $$
    """,  # noqa: S608  our own words
    "review_counts()": f"""
        RETURNS integer[]
        LANGUAGE sql STABLE {SECURE} AS $$
            SELECT array_agg((SELECT count(*)::integer FROM public.reviews r WHERE r.rating = n AND NOT r.is_hidden)
                             ORDER BY n)
            FROM generate_series(1, 5) n
        $$
    """,  # noqa: S608  as above
    "all_reviews()": f"""
        RETURNS TABLE ({SHOWN} is_hidden boolean, email text)
        LANGUAGE sql STABLE {SECURE} AS $$
            SELECT r.id, r.rating, r.text, r.created_at, r.edited_at, r.reply, r.is_hidden, u.email
            FROM public.reviews r JOIN public.users u ON u.id = r.user_id ORDER BY r.id DESC
        $$
    """,  # noqa: S608  as above
    "moderate_review(review uuid, hidden boolean, answer text)": f"""
        RETURNS timestamptz
        LANGUAGE sql {SECURE} AS $$
            UPDATE public.reviews SET is_hidden = coalesce(hidden, is_hidden),
                reply = CASE WHEN answer IS NULL THEN reply ELSE nullif(answer, '') END,
                replied_at = CASE WHEN answer IS NULL THEN replied_at WHEN answer = '' THEN NULL ELSE now() END
            WHERE id = review RETURNING created_at
        $$
    """,  # noqa: S608  as above
}


def upgrade() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply", sa.String(length=1000), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_hidden", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name=op.f("ck_reviews_one_to_five")),
        of_account("reviews"),
        of_user("reviews"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("user_id", name=op.f("uq_reviews_user_id")),
    )
    op.create_index(op.f("ix_reviews_account_id"), "reviews", ["account_id"], unique=False)
    let_in()
    make_functions(FUNCTIONS)


def let_in() -> None:
    protect("reviews", "SELECT, INSERT, DELETE")
    # What the operator says of a review is written by the function below alone.
    op.execute("GRANT UPDATE (rating, text, edited_at) ON reviews TO ocrwtf_app")
    op.execute("CREATE POLICY across_accounts ON reviews FOR SELECT TO ocrwtf_system USING (true)")
    op.execute("CREATE POLICY moderated ON reviews FOR UPDATE TO ocrwtf_system USING (true)")
    op.execute("GRANT SELECT ON reviews TO ocrwtf_system")
    op.execute("GRANT UPDATE (is_hidden, reply, replied_at) ON reviews TO ocrwtf_system")


def downgrade() -> None:
    drop_functions(FUNCTIONS)
    op.drop_table("reviews")
