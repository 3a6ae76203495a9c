"""Who left is not let in again by a login elsewhere that is older than that.

A token of another issuer is taken as long as it is good, and its first call makes an account: after the deletion of an
account the very next call of a page that is still open would make one again. A trigger remembers the identities of
accounts that leave, as hashes that belong to nobody, for 30 days.
"""

import sqlalchemy as sa
from alembic import op

from ocrwtf.migrations.tenants import SECURE, drop_owned_function, make_functions

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

HASH = "sha256(convert_to({0} || E'\\n' || {1}, 'UTF8'))"
REMEMBER = "remember_left_identity()"
FUNCTIONS = {
    REMEMBER: f"""
        RETURNS trigger
        LANGUAGE plpgsql {SECURE} AS $$
        BEGIN
            INSERT INTO public.left_identities AS known (hash, left_at)
                SELECT {HASH.format("OLD.issuer", "OLD.subject")}, left_at FROM public.accounts
                WHERE id = OLD.account_id AND left_at IS NOT NULL
                ON CONFLICT (hash) DO UPDATE SET left_at = EXCLUDED.left_at;
            RETURN NULL;
        END $$
    """,  # noqa: S608  our own words
    "identity_left_at(of_issuer text, of_subject text)": f"""
        RETURNS timestamptz
        LANGUAGE sql STABLE {SECURE} AS $$
            SELECT left_at FROM public.left_identities WHERE hash = {HASH.format("of_issuer", "of_subject")}
        $$
    """,  # noqa: S608  as above
    "forget_left_identities()": f"""
        RETURNS integer
        LANGUAGE sql {SECURE} AS $$
            WITH gone AS (DELETE FROM public.left_identities WHERE left_at < now() - interval '30 days' RETURNING 1)
            SELECT count(*)::integer FROM gone
        $$
    """,  # noqa: S608  as above
}


def upgrade() -> None:
    op.create_table(
        "left_identities",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_left_identities")),
    )
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON left_identities TO ocrwtf_system")
    make_functions(FUNCTIONS)
    op.execute(
        "CREATE TRIGGER remember_left_identity AFTER DELETE ON identities"
        " FOR EACH ROW EXECUTE FUNCTION remember_left_identity()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER remember_left_identity ON identities")
    for signature in FUNCTIONS:
        drop_owned_function(signature)
    op.drop_table("left_identities")
