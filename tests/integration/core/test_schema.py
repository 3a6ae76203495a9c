"""Migrations run as a plain owner, as on a managed PostgreSQL, and there and back again."""

import json
from collections.abc import Iterator
from uuid import UUID

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, make_url, pool, text

from ocrwtf.core import fitness, schema
from ocrwtf.core.revision import newest_revision
from tests.integration.conftest import Urls

ROLES = "ocrwtf_app, ocrwtf_system"


@pytest.fixture(scope="module")
def managed(urls: Urls, owner_engine: Engine) -> Iterator[Urls]:
    """An empty database whose owner may make roles and is no superuser."""
    with owner_engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CREATE ROLE boss LOGIN CREATEROLE PASSWORD 'of-the-boss'"))
        connection.execute(text(f"GRANT {ROLES} TO boss WITH ADMIN OPTION"))
        connection.execute(text("CREATE DATABASE managed OWNER boss"))
        admin = make_url(urls.admin).set(username="boss", password="of-the-boss", database="managed")
        app = admin.set(username="web%shop", password="100%'s")
        yield Urls(*(url.render_as_string(hide_password=False) for url in (app, admin)))
        connection.execute(text("DROP DATABASE managed WITH (FORCE)"))
        connection.execute(text('DROP ROLE IF EXISTS "web%shop"'))
        connection.execute(text(f"REVOKE {ROLES} FROM boss CASCADE"))
        connection.execute(text("DROP ROLE boss"))


def test_an_owner_that_is_no_superuser_can_migrate_again_and_again(managed: Urls) -> None:
    for _ in range(2):
        schema.migrate(managed.admin, managed.app)
    engine = create_engine(managed.app, poolclass=pool.NullPool)
    with engine.connect() as connection:
        fitness.refuse_unfit(connection)
        assert connection.scalar(text("SELECT current_user")) == "web%shop"


def test_every_migration_can_be_taken_back_and_applied_again(managed: Urls) -> None:
    schema.migrate(managed.admin, managed.app)
    with schema._admin_engine(managed.admin).begin() as connection:
        command.downgrade(schema._config(connection), "base")
        left = connection.scalars(text("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
        assert set(left) <= {"alembic_version", "alembic_version_pkc"}
    schema.migrate(managed.admin, managed.app)
    schema.check(managed.admin)


def test_scans_that_were_read_before_get_their_doubtful_words_counted(managed: Urls) -> None:
    """By an owner that row-level security holds back like everybody else."""
    with schema._admin_engine(managed.admin).begin() as connection:
        config = schema._config(connection)
        command.upgrade(config, "0007")
        command.downgrade(config, "0007-1")
        add_read_scan(connection, confidences=(0.5, 0.8499, 0.85))
        command.upgrade(config, "head")
        connection.execute(text("SELECT set_config('app.account_id', :id, true)"), {"id": str(UUID(int=1))})
        assert connection.scalars(text("SELECT doubtful_words FROM scans")).all() == [2]
        assert connection.scalar(text("SELECT bool_and(relforcerowsecurity) FROM pg_class WHERE relname = 'scans'"))
        connection.execute(text("DELETE FROM scans"))


def add_read_scan(connection: Connection, confidences: tuple[float, ...], page_text: str = "") -> None:
    """A scan of one page, with the columns of the first migration."""
    lines = [{"words": [{"confidence": sure} for sure in confidences]}]
    one = {"id": UUID(int=1), "lines": json.dumps(lines), "text": page_text}
    connection.execute(text("SELECT set_config('app.account_id', :id, true)"), one | {"id": str(one["id"])})
    for statement in (
        "INSERT INTO accounts (id, credits) VALUES (:id, 0) ON CONFLICT DO NOTHING",
        "INSERT INTO files VALUES (:id, :id, '', 0, '', '') ON CONFLICT DO NOTHING",
        """INSERT INTO scans (id, account_id, file_id, sha256, size_bytes, media_type, filename, status, attempt, claim,
        version, page_count, pages_read) VALUES (:id, :id, :id, '', 0, '', 'lama.jpg', 'completed', 1, 1, 1, 1, 1)""",
        "INSERT INTO pages (scan_id, number, account_id, rotation, lines, text) VALUES (:id, 1, :id, 0, :lines, :text)",
    ):
        connection.execute(text(statement), one)
    connection.execute(text("SELECT set_config('app.account_id', '', true)"))


def test_what_was_read_before_there_was_a_search_is_found_after_its_migration(managed: Urls) -> None:
    schema.migrate(managed.admin, managed.app)
    with schema._admin_engine(managed.admin).begin() as connection:
        command.downgrade(schema._config(connection), "0006-1")
        add_read_scan(connection, confidences=(1.0,), page_text="SEMEN")
        command.upgrade(schema._config(connection), "head")
    with create_engine(managed.app, poolclass=pool.NullPool).begin() as connection:
        connection.execute(text("SELECT set_config('app.account_id', :id, true)"), {"id": str(UUID(int=1))})
        assert connection.scalars(text("SELECT search_scans('lama & semen', NULL, 2)")).all() == [UUID(int=1)]
        connection.execute(text("DELETE FROM scans"))


def test_pictures_of_pages_move_to_their_own_table_and_back_with_their_objects(managed: Urls) -> None:
    schema.migrate(managed.admin, managed.app)
    with schema._admin_engine(managed.admin).begin() as connection:
        config = schema._config(connection)
        command.downgrade(config, "0024")
        add_read_scan(connection, confidences=(1.0,))
        connection.execute(text("SELECT set_config('app.account_id', :id, true)"), {"id": str(UUID(int=1))})
        for size in ("image", "medium", "thumbnail"):
            added = "INSERT INTO files VALUES (gen_random_uuid(), :id, :sha256, 7, 'image/webp', :key) RETURNING id"
            one = {"id": UUID(int=1), "sha256": size.encode(), "key": f"of-{size}"}
            file_id = connection.scalar(text(added), one)
            connection.execute(text(f"UPDATE pages SET {size}_file_id = :id"), {"id": file_id})  # noqa: S608
        was = connection.scalar(text("SELECT right(image_file_id::text, 12) FROM pages"))
        command.upgrade(config, "head")
        moved = connection.execute(text("SELECT size, object_key, sha256, size_bytes FROM page_images ORDER BY size"))
        assert [tuple(row) for row in moved] == [
            ("full", "of-image", b"image", 7),
            ("medium", "of-medium", b"medium", 7),
            ("thumbnail", "of-thumbnail", b"thumbnail", 7),
        ]
        assert connection.scalars(text("SELECT image_version FROM pages")).all() == [was]
        assert connection.scalars(text("SELECT object_key FROM files")).all() == [""]
        command.downgrade(config, "0024")
        back = (
            "SELECT object_key FROM pages JOIN files ON files.id IN (image_file_id, medium_file_id, thumbnail_file_id)"
        )
        assert set(connection.scalars(text(back))) == {"of-image", "of-medium", "of-thumbnail"}
        assert connection.scalars(text("SELECT object_key FROM objects_to_delete")).all() == []
        connection.execute(text("DELETE FROM scans"))
        command.upgrade(config, "head")


def test_the_newest_revision_is_known_without_alembic() -> None:
    assert newest_revision() == ScriptDirectory.from_config(schema._config()).get_current_head()


def test_models_and_migrations_agree(urls: Urls) -> None:
    schema.check(urls.admin)


def test_an_app_url_without_a_password_is_refused_with_a_sentence(urls: Urls) -> None:
    with pytest.raises(fitness.SchemaError, match="user and password"):
        schema.migrate(urls.admin, "postgresql://web@/ocrwtf")


def test_an_owner_who_may_not_make_the_extension_is_told_what_to_do(managed: Urls) -> None:
    schema.migrate(managed.admin, managed.app)
    with schema._admin_engine(managed.admin).connect() as connection:
        command.downgrade(schema._config(connection), "0006-1")
        connection.execute(text("DROP EXTENSION btree_gin"))
        connection.execute(text("REVOKE CREATE ON DATABASE managed FROM boss"))
        with pytest.raises(fitness.SchemaError, match="CREATE EXTENSION btree_gin"):
            command.upgrade(schema._config(connection), "head")


def test_going_back_leaves_an_extension_that_is_somebody_elses(managed: Urls) -> None:
    schema.migrate(managed.admin, managed.app)
    with schema._admin_engine(managed.admin).connect() as connection:
        command.downgrade(schema._config(connection), "0006-1")
        assert connection.scalar(text("SELECT true FROM pg_extension WHERE extname = 'btree_gin'"))
