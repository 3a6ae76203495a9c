"""A session knows its device and its last use; one more function that looks across accounts: is anybody registered?

`find_session` gives the last use too, so that it need not be written at each request. Made as those of `0003`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

FIND_SESSION = "find_session(hash bytea, session_id uuid)"
FOUND = "id uuid, account_id uuid, user_id uuid, role text, expires_at timestamptz"
COLUMNS = "s.id, s.account_id, s.user_id, u.role, s.expires_at"
ANY_USER_EXISTS = "any_user_exists()"
ANY_USER_EXISTS_BODY = """
    RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        SELECT EXISTS (SELECT FROM public.users)
    $$
"""


def find_session(found: str, columns: str) -> str:
    return f"""
        RETURNS TABLE ({found})
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
            SELECT {columns}
            FROM public.sessions s JOIN public.users u ON u.id = s.user_id
            WHERE (s.token_hash = hash OR s.id = session_id) AND s.expires_at > now() AND u.is_active
        $$
    """  # noqa: S608  the names of our own columns


def make_functions(functions: dict[str, str]) -> None:
    # Giving a function away needs membership in, and CREATE for, its new owner; both only for a moment.
    op.execute("GRANT CREATE ON SCHEMA public TO ocrwtf_system")
    op.execute("DO $$ BEGIN EXECUTE format('GRANT ocrwtf_system TO %I', current_user); END $$")
    for signature, body in functions.items():
        op.execute(f"DROP FUNCTION IF EXISTS {signature}")
        op.execute(f"CREATE FUNCTION {signature} {body}")
        op.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO ocrwtf_app")
        op.execute(f"ALTER FUNCTION {signature} OWNER TO ocrwtf_system")
    op.execute("DO $$ BEGIN EXECUTE format('REVOKE ocrwtf_system FROM %I', current_user); END $$")
    op.execute("REVOKE CREATE ON SCHEMA public FROM ocrwtf_system")


def upgrade() -> None:
    op.add_column("sessions", sa.Column("device", sa.String(length=100), server_default="", nullable=False))
    op.add_column(
        "sessions",
        # Sessions that are open already count as used now: the owner of the tables sees no rows to compute it from.
        sa.Column("last_used_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
    )
    newer = find_session(f"{FOUND}, last_used_at timestamptz", f"{COLUMNS}, s.last_used_at")
    make_functions({FIND_SESSION: newer, ANY_USER_EXISTS: ANY_USER_EXISTS_BODY})


def downgrade() -> None:
    op.execute(f"DROP FUNCTION {ANY_USER_EXISTS}")
    make_functions({FIND_SESSION: find_session(FOUND, COLUMNS)})
    op.drop_column("sessions", "last_used_at")
    op.drop_column("sessions", "device")
