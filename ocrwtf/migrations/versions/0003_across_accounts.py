"""The few functions that look across accounts. All of them stand in this file and its successors.

They run as `ocrwtf_system`, which cannot log in and has explicit policies on just the tables named here (a function
owned by the tables' owner would see nothing under forced row-level security). Each has a fixed search_path and gives
the app role no more than the columns its caller needs.
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

READS = ("users", "sessions", "scans", "files")

FUNCTIONS = {
    "find_login(identifier text)": """
        RETURNS TABLE (user_id uuid, account_id uuid, password_hash text, is_active boolean)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
            SELECT id, account_id, password_hash, is_active FROM public.users
            WHERE lower(email) = lower(identifier) OR lower(username) = lower(identifier)
            ORDER BY lower(email) = lower(identifier) DESC LIMIT 1
        $$
    """,
    "find_session(hash bytea, session_id uuid)": """
        RETURNS TABLE (id uuid, account_id uuid, user_id uuid, role text, expires_at timestamptz)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
            SELECT s.id, s.account_id, s.user_id, u.role, s.expires_at
            FROM public.sessions s JOIN public.users u ON u.id = s.user_id
            WHERE (s.token_hash = hash OR s.id = session_id) AND s.expires_at > now() AND u.is_active
        $$
    """,
    "list_users()": """
        RETURNS TABLE (email text, username text, role text, is_active boolean, created_at timestamptz)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
            SELECT email, username, role, is_active, created_at FROM public.users ORDER BY created_at
        $$
    """,
    "known_object_keys(keys text[])": """
        RETURNS SETOF text
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
            SELECT object_key FROM public.files WHERE object_key = ANY (keys)
            UNION SELECT object_key FROM public.objects_to_delete WHERE object_key = ANY (keys)
        $$
    """,
    "stranded_scans()": """
        RETURNS TABLE (account_id uuid, scan_id uuid, attempt integer)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
            SELECT account_id, id, attempt FROM public.scans
            WHERE status IN ('pending', 'processing') AND NOT EXISTS (
                SELECT FROM public.procrastinate_jobs
                WHERE procrastinate_jobs.status IN ('todo', 'doing') AND args ->> 'scan_id' = scans.id::text
                AND (args ->> 'attempt')::integer = scans.attempt)
        $$
    """,
    "queue_object_deletion()": """
        RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        BEGIN
            INSERT INTO public.objects_to_delete (object_key) VALUES (OLD.object_key) ON CONFLICT DO NOTHING;
            RETURN OLD;
        END $$
    """,
}


def upgrade() -> None:
    for table in READS:
        op.execute(f"CREATE POLICY across_accounts ON {table} FOR SELECT TO ocrwtf_system USING (true)")
        op.execute(f"GRANT SELECT ON {table} TO ocrwtf_system")
    op.execute("GRANT SELECT ON procrastinate_jobs TO ocrwtf_system")
    op.execute("GRANT SELECT, INSERT ON objects_to_delete TO ocrwtf_system")
    # Giving a function away needs membership in, and CREATE for, its new owner; both only for a moment.
    op.execute("GRANT CREATE ON SCHEMA public TO ocrwtf_system")
    op.execute("DO $$ BEGIN EXECUTE format('GRANT ocrwtf_system TO %I', current_user); END $$")
    for signature, body in FUNCTIONS.items():
        op.execute(f"CREATE FUNCTION {signature} {body}")
    op.execute(
        "CREATE TRIGGER queue_object_deletion AFTER DELETE ON files"
        " FOR EACH ROW EXECUTE FUNCTION queue_object_deletion()"
    )
    for signature in FUNCTIONS:
        op.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO ocrwtf_app")
        op.execute(f"ALTER FUNCTION {signature} OWNER TO ocrwtf_system")
    op.execute("DO $$ BEGIN EXECUTE format('REVOKE ocrwtf_system FROM %I', current_user); END $$")
    op.execute("REVOKE CREATE ON SCHEMA public FROM ocrwtf_system")


def downgrade() -> None:
    op.execute("DROP TRIGGER queue_object_deletion ON files")
    for signature in FUNCTIONS:
        op.execute(f"DROP FUNCTION {signature}")
    for table in READS:
        op.execute(f"DROP POLICY across_accounts ON {table}")
