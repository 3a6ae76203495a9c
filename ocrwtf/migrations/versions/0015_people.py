"""People of an account: invitations, drivers' phones, who was removed; where and how long a session lives.

Three more functions that look across accounts, made as those of `0003`: find an open invitation, find an open pairing,
forget those that are over. `list_users` leaves out who was removed and tells a phone by its name; a link to a new
password is made for who has an address.
"""

import sqlalchemy as sa
from alembic import op

from ocrwtf.migrations.tenants import SECURE, drop_functions, make_functions, of_account, of_user, protect

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TABLES = ("invitations", "pairings")
NOW = sa.text("now()")
LISTED = "email text, username text, role text, is_active boolean, created_at timestamptz"
LIST_USERS = f"""
    RETURNS TABLE ({LISTED})
    LANGUAGE sql STABLE {SECURE} AS $$
        SELECT email, coalesce(username, display_name), role, is_active, created_at FROM public.users
        WHERE removed_at IS NULL ORDER BY created_at
    $$
"""  # noqa: S608  our own words
LIST_USERS_BEFORE = f"""
    RETURNS TABLE ({LISTED})
    LANGUAGE sql STABLE {SECURE} AS $$
        SELECT email, username, role, is_active, created_at FROM public.users ORDER BY created_at
    $$
"""  # noqa: S608  as above
FUNCTIONS = {
    "find_invitation(hash bytea)": f"""
        RETURNS TABLE (id uuid, account_id uuid)
        LANGUAGE sql STABLE {SECURE} AS $$
            SELECT id, account_id FROM public.invitations WHERE token_hash = hash AND expires_at > now()
        $$
    """,  # noqa: S608  as above
    "find_pairing(hash bytea)": f"""
        RETURNS TABLE (id uuid, account_id uuid)
        LANGUAGE sql STABLE {SECURE} AS $$
            SELECT id, account_id FROM public.pairings
            WHERE token_hash = hash AND expires_at > now() AND phone_id IS NULL
        $$
    """,  # noqa: S608  as above
    "forget_over_invitations()": f"""
        RETURNS integer
        LANGUAGE sql {SECURE} AS $$
            WITH invited AS (DELETE FROM public.invitations WHERE expires_at <= now() RETURNING 1),
                 paired AS (DELETE FROM public.pairings WHERE expires_at <= now() - interval '1 hour' RETURNING 1)
            SELECT ((SELECT count(*) FROM invited) + (SELECT count(*) FROM paired))::integer
        $$
    """,  # noqa: S608  as above
}
ADD_PASSWORD_LINK = "add_password_link(identifier text, link_id uuid, hash bytea, lifetime interval)"  # noqa: S105  a function


def add_password_link(condition: str) -> str:
    return f"""
        RETURNS void
        LANGUAGE sql {SECURE} AS $$
            INSERT INTO public.one_time_links (id, account_id, user_id, kind, email, token_hash, expires_at)
            SELECT link_id, account_id, id, 'password', email, hash, now() + lifetime FROM public.users
            WHERE {condition} AND (lower(email) = lower(identifier) OR lower(username) = lower(identifier))
            ORDER BY lower(email) = lower(identifier) DESC LIMIT 1
        $$
    """  # noqa: S608  as above


PERSON = {
    "person_has_username": "username IS NOT NULL OR is_phone OR removed_at IS NOT NULL",
    "has_a_name": "username IS NOT NULL OR display_name IS NOT NULL",
    "phone_is_a_driver": "NOT is_phone OR (role = 'driver' AND num_nonnulls(email, username, password_hash) = 0)",
    "removed_is_nobody": ("removed_at IS NULL OR (NOT is_active AND num_nonnulls(email, username, password_hash) = 0)"),
}


def upgrade() -> None:
    widen_users()
    op.add_column("sessions", sa.Column("place", sa.String(length=45), server_default="", nullable=False))
    op.add_column("sessions", sa.Column("lasts", sa.Interval(), server_default=sa.text("'30 days'"), nullable=False))
    create_invitations()
    create_pairings()
    for table in TABLES:
        protect(table)
        let_system_work(table)
    make_functions(FUNCTIONS)
    make_anew(LIST_USERS, "is_active AND email IS NOT NULL")


def make_anew(list_users: str, may_have_link: str) -> None:
    anew = {"list_users()": list_users, ADD_PASSWORD_LINK: add_password_link(may_have_link)}
    drop_functions(anew)
    make_functions(anew)


def widen_users() -> None:
    op.alter_column("users", "email", existing_type=sa.String(length=254), nullable=True)
    op.alter_column("users", "username", existing_type=sa.String(length=50), nullable=True)
    op.add_column("users", sa.Column("display_name", sa.String(length=60), nullable=True))
    op.add_column("users", sa.Column("is_phone", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("users", sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
    for name, condition in PERSON.items():
        op.create_check_constraint(op.f(f"ck_users_{name}"), "users", condition)


def create_invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("label", sa.String(length=60), nullable=True),
        sa.Column("by_mail", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('staff', 'driver')", name=op.f("ck_invitations_role_to_give")),
        sa.CheckConstraint("email IS NOT NULL OR NOT by_mail", name=op.f("ck_invitations_mail_has_address")),
        of_account("invitations"),
        of_user("invitations", "invited_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.create_index(op.f("ix_invitations_account_id"), "invitations", ["account_id"], unique=False)
    op.create_index(op.f("ix_invitations_invited_by"), "invitations", ["invited_by"], unique=False)
    op.create_index("uq_invitations_email", "invitations", ["account_id", sa.text("lower(email)")], unique=True)


def create_pairings() -> None:
    op.create_table(
        "pairings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("phone_id", sa.Uuid(), nullable=True),
        of_account("pairings"),
        of_user("pairings", "made_by"),
        of_user("pairings", "phone_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairings")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_pairings_token_hash")),
    )
    for column in ("account_id", "made_by", "phone_id"):
        op.create_index(op.f(f"ix_pairings_{column}"), "pairings", [column], unique=False)


def let_system_work(table: str) -> None:
    """Just what the functions need."""
    op.execute(f"CREATE POLICY across_accounts ON {table} FOR SELECT TO ocrwtf_system USING (true)")
    op.execute(f"CREATE POLICY forgotten ON {table} FOR DELETE TO ocrwtf_system USING (true)")
    op.execute(f"GRANT SELECT, DELETE ON {table} TO ocrwtf_system")


def downgrade() -> None:
    """Who has no address or username, a phone or somebody who was removed, cannot stay: their names go with them."""
    drop_functions(FUNCTIONS)
    make_anew(LIST_USERS_BEFORE, "is_active")
    for table in TABLES:
        op.drop_table(table)
    op.drop_column("sessions", "lasts")
    op.drop_column("sessions", "place")
    for name in PERSON:
        op.drop_constraint(op.f(f"ck_users_{name}"), "users")
    # The tables' owner sees no row under forced row-level security.
    op.execute("ALTER TABLE users NO FORCE ROW LEVEL SECURITY")
    op.execute("DELETE FROM users WHERE email IS NULL OR username IS NULL")
    op.execute("ALTER TABLE users FORCE ROW LEVEL SECURITY")
    for column in ("removed_at", "is_phone", "display_name"):
        op.drop_column("users", column)
    op.alter_column("users", "username", existing_type=sa.String(length=50), nullable=False)
    op.alter_column("users", "email", existing_type=sa.String(length=254), nullable=False)
