"""One more function that looks across accounts, made as those of `0003`: it deletes the sessions that have ended.

Its owner `ocrwtf_system` may delete no other rows: the policy itself names the expired ones.
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SIGNATURE = "forget_expired_sessions()"
BODY = """
    RETURNS bigint
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        WITH gone AS (DELETE FROM public.sessions WHERE expires_at <= now() RETURNING id)
        SELECT count(*) FROM gone
    $$
"""


def upgrade() -> None:
    op.execute("CREATE POLICY forget_expired ON sessions FOR DELETE TO ocrwtf_system USING (expires_at <= now())")
    op.execute("GRANT DELETE ON sessions TO ocrwtf_system")
    # Giving a function away needs membership in, and CREATE for, its new owner; both only for a moment.
    op.execute("GRANT CREATE ON SCHEMA public TO ocrwtf_system")
    op.execute("DO $$ BEGIN EXECUTE format('GRANT ocrwtf_system TO %I', current_user); END $$")
    op.execute(f"CREATE FUNCTION {SIGNATURE} {BODY}")
    op.execute(f"REVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION {SIGNATURE} TO ocrwtf_app")
    op.execute(f"ALTER FUNCTION {SIGNATURE} OWNER TO ocrwtf_system")
    op.execute("DO $$ BEGIN EXECUTE format('REVOKE ocrwtf_system FROM %I', current_user); END $$")
    op.execute("REVOKE CREATE ON SCHEMA public FROM ocrwtf_system")


def downgrade() -> None:
    op.execute(f"DROP FUNCTION {SIGNATURE}")
    op.execute("REVOKE DELETE ON sessions FROM ocrwtf_system")
    op.execute("DROP POLICY forget_expired ON sessions")
