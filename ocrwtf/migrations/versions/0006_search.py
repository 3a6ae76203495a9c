"""Search over all scans: what each is found by, its index, and the function that reads it.

`@@` is not leakproof: under forced row-level security no query may use an index for it. So `search_scans` looks up. It
runs as `ocrwtf_system`, takes the account from the transaction, never from its caller, and gives ids and nothing else:
the rows behind them are read under row-level security as always.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError

from ocrwtf.core.fitness import SchemaError
from ocrwtf.scans.search.lexemes import lexemes

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SIGNATURE = "search_scans(query tsquery, before uuid, most integer)"
# The ids of all matches first: with LIMIT in reach, the planner would rather walk the scans from the newest and unpack
# the lexemes of each. The same for reading the table as a whole, whose cost it thinks far too low.
BODY = """
    RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
        WITH found AS MATERIALIZED (
            SELECT scan_id FROM public.search_entries
            WHERE account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid)
            AND lexemes @@ query
        )
        SELECT scan_id FROM found WHERE before IS NULL OR scan_id < before ORDER BY scan_id DESC LIMIT most
    $$
"""
BATCH = 500


def upgrade() -> None:
    make_extension()
    op.add_column("pages", sa.Column("search_text", sa.String(), nullable=True))
    create_table()
    index_what_is_there()
    op.create_index(
        "ix_search_entries_account_id_lexemes",
        "search_entries",
        ["account_id", "lexemes"],
        unique=False,
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
    )
    protect()
    create_function()


def make_extension() -> None:
    """One that is there already needs no right at all."""
    try:
        op.execute("CREATE EXTENSION IF NOT EXISTS btree_gin")
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        raise SchemaError(
            "The database needs PostgreSQL's extension btree_gin, which could not be made: install PostgreSQL's contrib"
            " package on its server, run `CREATE EXTENSION btree_gin` in this database as a superuser, then"
            " `ocrwtf migrate` again."
        ) from error


def create_table() -> None:
    op.create_table(
        "search_entries",
        sa.Column("scan_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("lexemes", postgresql.TSVECTOR(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_search_entries_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["scan_id"], ["scans.id"], name=op.f("fk_search_entries_scan_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("scan_id", name=op.f("pk_search_entries")),
    )
    # The lexemes lie apart, so that the ids of many matches are read from few blocks.
    op.execute("ALTER TABLE search_entries SET (toast_tuple_target = 128)")


def index_what_is_there() -> None:
    """As the tables' owner, who sees rows only while security is not forced on it: inside this transaction alone."""
    for table in ("scans", "pages"):
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    connection = op.get_bind()
    scans = connection.execute(
        sa.text(
            "SELECT s.id, s.account_id, s.filename, coalesce(array_agg(p.text ORDER BY p.number), '{}') AS texts"
            " FROM scans s LEFT JOIN pages p ON p.scan_id = s.id GROUP BY s.id"
        ).execution_options(yield_per=BATCH)
    )
    for rows in scans.partitions():
        connection.execute(
            sa.text("INSERT INTO search_entries VALUES (:id, :account_id, array_to_tsvector(:lexemes))"),
            [
                {
                    "id": row.id,
                    "account_id": row.account_id,
                    "lexemes": lexemes([row.filename, *filter(None, row.texts)]),
                }
                for row in rows
            ],
        )
    for table in ("scans", "pages"):
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def protect() -> None:
    current = "(SELECT nullif(current_setting('app.account_id', true), '')::uuid)"
    op.execute("ALTER TABLE search_entries ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE search_entries FORCE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY own_account ON search_entries TO ocrwtf_app"
        f" USING (account_id = {current}) WITH CHECK (account_id = {current})"
    )
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON search_entries TO ocrwtf_app")
    op.execute("CREATE POLICY across_accounts ON search_entries FOR SELECT TO ocrwtf_system USING (true)")
    op.execute("GRANT SELECT ON search_entries TO ocrwtf_system")


def create_function() -> None:
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
    op.execute("DROP FUNCTION search_scans(tsquery, uuid, integer)")
    op.drop_table("search_entries")
    op.drop_column("pages", "search_text")
    # The extension stays: it may have been there before us, and others may use it.
