"""Many rows at once: events of a transaction are numbered together, objects of a statement are queued together.

Both were done row by row, which was a third of what a clean-up took. What they promise is the same: numbers without
gaps in the order of the commits, and within a transaction in the order in which it recorded them (ids rise: UUIDv7); a
key in the queue for each row that goes, under cascade too.
"""

import sqlalchemy as sa
from alembic import op

from ocrwtf.migrations.tenants import SECURE, drop_owned_function, make_functions

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

UNNUMBERED = sa.text("sequence IS NULL")
NUMBER_EVENTS = """
    CREATE FUNCTION number_events() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
    DECLARE
        known bigint;
        number bigint;
        own uuid[];
    BEGIN
        SELECT sequence INTO known FROM public.events WHERE id = NEW.id;
        IF NOT FOUND OR known IS NOT NULL THEN
            RETURN NULL; -- its account was deleted by the same transaction, or it was numbered with another
        END IF;
        -- Unnumbered rows of others are not committed, so nobody sees them.
        SELECT array_agg(id ORDER BY id) INTO own FROM public.events
            WHERE account_id = NEW.account_id AND sequence IS NULL;
        INSERT INTO public.event_counters AS counter (account_id, sequence) VALUES (NEW.account_id, cardinality(own))
            ON CONFLICT (account_id) DO UPDATE SET sequence = counter.sequence + cardinality(own)
            RETURNING counter.sequence - cardinality(own) INTO number;
        FOR place IN 1 .. cardinality(own) LOOP -- one by one: as a join it is planned by statistics of emptier times
            UPDATE public.events SET sequence = number + place WHERE id = own[place];
        END LOOP;
        PERFORM pg_notify('ocrwtf_events', NEW.account_id::text);
        RETURN NULL;
    END $$
"""
QUEUE_OBJECTS = {
    "queue_objects_of_deleted_files()": f"""
        RETURNS trigger
        LANGUAGE plpgsql {SECURE} AS $$
        BEGIN
            INSERT INTO public.objects_to_delete (object_key) SELECT object_key FROM gone ON CONFLICT DO NOTHING;
            RETURN NULL;
        END $$
    """,  # noqa: S608  our own words
}
BEFORE = {
    "queue_object_deletion()": f"""
        RETURNS trigger
        LANGUAGE plpgsql {SECURE} AS $$
        BEGIN
            INSERT INTO public.objects_to_delete (object_key) VALUES (OLD.object_key) ON CONFLICT DO NOTHING;
            RETURN OLD;
        END $$
    """,  # noqa: S608  as above
}


def upgrade() -> None:
    op.create_index("ix_events_unnumbered", "events", ["account_id"], postgresql_where=UNNUMBERED)
    op.execute(NUMBER_EVENTS)
    number_events_by("number_events")
    make_functions(QUEUE_OBJECTS)
    op.execute("DROP TRIGGER queue_object_deletion ON files")
    drop_owned_function("queue_object_deletion()")
    op.execute(
        "CREATE TRIGGER queue_objects_of_deleted_files AFTER DELETE ON files REFERENCING OLD TABLE AS gone"
        " FOR EACH STATEMENT EXECUTE FUNCTION queue_objects_of_deleted_files()"
    )


def number_events_by(function: str) -> None:
    op.execute("DROP TRIGGER number_event ON events")
    op.execute(
        "CREATE CONSTRAINT TRIGGER number_event AFTER INSERT ON events DEFERRABLE INITIALLY DEFERRED"
        f" FOR EACH ROW EXECUTE FUNCTION {function}()"
    )


def downgrade() -> None:
    number_events_by("number_event")
    op.execute("DROP FUNCTION number_events()")
    op.drop_index("ix_events_unnumbered", "events")
    op.execute("DROP TRIGGER queue_objects_of_deleted_files ON files")
    drop_owned_function("queue_objects_of_deleted_files()")
    make_functions(BEFORE)
    op.execute(
        "CREATE TRIGGER queue_object_deletion AFTER DELETE ON files"
        " FOR EACH ROW EXECUTE FUNCTION queue_object_deletion()"
    )
