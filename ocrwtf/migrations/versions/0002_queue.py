"""The job queue's own schema (Procrastinate), usable by the app role.

The schema is that of Procrastinate 3.10; a release with further migrations gets a revision of ours.
"""

from typing import Any

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # On the driver's own connection: SQLAlchemy would take the schema's % for placeholders.
    driver: Any = op.get_bind().connection.driver_connection
    driver.execute(SchemaManager.get_schema())
    op.execute("""
        DO $$ DECLARE name text; BEGIN
            FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'procrastinate%'
            LOOP EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO ocrwtf_app', name); END LOOP;
            FOR name IN SELECT sequencename FROM pg_sequences
                WHERE schemaname = 'public' AND sequencename LIKE 'procrastinate%'
            LOOP EXECUTE format('GRANT USAGE ON SEQUENCE %I TO ocrwtf_app', name); END LOOP;
        END $$
    """)


def downgrade() -> None:
    op.execute("""
        DO $$ DECLARE item text; BEGIN
            DROP TABLE procrastinate_periodic_defers, procrastinate_events, procrastinate_jobs, procrastinate_workers
                CASCADE;
            FOR item IN SELECT oid::regprocedure::text FROM pg_proc
                WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'procrastinate%'
            LOOP EXECUTE 'DROP FUNCTION ' || item || ' CASCADE'; END LOOP;
            DROP TYPE procrastinate_job_to_defer_v1, procrastinate_job_status, procrastinate_job_event_type CASCADE;
        END $$
    """)
