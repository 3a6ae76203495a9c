"""Links in letters, good once, and the devices that users have logged in from.

Three more functions that look across accounts, made as those of `0003`: make a link to a new password (which does the
same for a name that nobody has, and answers nothing), find a link, and forget links and devices by age.
"""

import sqlalchemy as sa
from alembic import op

from ocrwtf.migrations.tenants import SECURE, drop_functions, make_functions, of_account, of_user, protect

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLES = ("known_devices", "one_time_links")
NOW = sa.text("now()")
FUNCTIONS = {
    "add_password_link(identifier text, link_id uuid, hash bytea, lifetime interval)": f"""
        RETURNS void
        LANGUAGE sql {SECURE} AS $$
            INSERT INTO public.one_time_links (id, account_id, user_id, kind, email, token_hash, expires_at)
            SELECT link_id, account_id, id, 'password', email, hash, now() + lifetime FROM public.users
            WHERE is_active AND (lower(email) = lower(identifier) OR lower(username) = lower(identifier))
            ORDER BY lower(email) = lower(identifier) DESC LIMIT 1
        $$
    """,  # noqa: S608  our own words
    "find_one_time_link(hash bytea, link_id uuid)": f"""
        RETURNS TABLE (id uuid, account_id uuid)
        LANGUAGE sql STABLE {SECURE} AS $$
            SELECT l.id, l.account_id
            FROM public.one_time_links l JOIN public.users u ON u.id = l.user_id
            WHERE (l.token_hash = hash OR l.id = link_id) AND l.expires_at > now() AND u.is_active
        $$
    """,  # noqa: S608  as above
    "forget_old_links_and_devices()": f"""
        RETURNS integer
        LANGUAGE sql {SECURE} AS $$
            WITH links AS (
                DELETE FROM public.one_time_links WHERE expires_at < now() RETURNING 1),
            devices AS (
                DELETE FROM public.known_devices WHERE last_seen_at < now() - interval '400 days' RETURNING 1)
            SELECT ((SELECT count(*) FROM links) + (SELECT count(*) FROM devices))::integer
        $$
    """,  # noqa: S608  as above
}


def upgrade() -> None:
    create_one_time_links()
    create_known_devices()
    for table in TABLES:
        protect(table)
        let_system_work(table)
    op.execute("GRANT INSERT ON one_time_links TO ocrwtf_system")
    op.execute("CREATE POLICY made_by_system ON one_time_links FOR INSERT TO ocrwtf_system WITH CHECK (true)")
    make_functions(FUNCTIONS)


def create_one_time_links() -> None:
    op.create_table(
        "one_time_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('password', 'email', 'new_email')", name=op.f("ck_one_time_links_known_kind")),
        of_account("one_time_links"),
        of_user("one_time_links"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_links_token_hash")),
    )
    for column in ("account_id", "user_id", "expires_at"):
        op.create_index(op.f(f"ix_one_time_links_{column}"), "one_time_links", [column], unique=False)


def create_known_devices() -> None:
    op.create_table(
        "known_devices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("device", sa.String(length=100), nullable=False),
        sa.Column("network", sa.String(length=50), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        of_account("known_devices"),
        of_user("known_devices"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_devices")),
        sa.UniqueConstraint("user_id", "mark", name=op.f("uq_known_devices_user_id_mark")),
    )
    for column in ("account_id", "last_seen_at"):
        op.create_index(op.f(f"ix_known_devices_{column}"), "known_devices", [column], unique=False)


def let_system_work(table: str) -> None:
    """Just what the functions above need."""
    op.execute(f"CREATE POLICY across_accounts ON {table} FOR SELECT TO ocrwtf_system USING (true)")
    op.execute(f"CREATE POLICY forgotten ON {table} FOR DELETE TO ocrwtf_system USING (true)")
    op.execute(f"GRANT SELECT, DELETE ON {table} TO ocrwtf_system")


def downgrade() -> None:
    drop_functions(FUNCTIONS)
    for table in TABLES:
        op.drop_table(table)
