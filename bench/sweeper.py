"""How many scans a second a clean-up deletes, rows and objects, and what memory it takes: `make bench-sweeper`.

The peer is plain SQL: the same rows of another account, deleted by the tables' owner in two statements, without
batches, events, hashes or a receipt. What it takes is what the tables' keys and triggers take.
"""

import os
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import create_engine, pool, text

from bench.processes import resident_megabytes
from ocrwtf import config
from ocrwtf.core import database, schema, storage
from ocrwtf.core.embedded_postgres.server import EmbeddedPostgres
from ocrwtf.retention import cycles
from ocrwtf.users import service as users_service

FILES = """
    INSERT INTO files (id, account_id, sha256, size_bytes, media_type, object_key)
    SELECT gen_random_uuid(), :account_id, sha256(n::text::bytea), 200000, 'image/jpeg', md5(:salt || n)
    FROM generate_series(1, :files) AS n
"""
SCANS = """
    INSERT INTO scans (id, account_id, user_id, file_id, sha256, size_bytes, media_type, filename, status, attempt,
        claim, version, page_count, pages_read, created_at)
    SELECT gen_random_uuid(), :account_id, :user_id, id, sha256, 200000, 'image/jpeg', 'surat-jalan-' || n || '.jpg',
        'completed', 1, 1, 2, 1, 1, CAST(:created_at AS timestamptz) - n * interval '1 millisecond'
    FROM (SELECT id, sha256, row_number() OVER (ORDER BY id) AS n FROM files WHERE account_id = :account_id) AS own
"""
PAGES = """
    INSERT INTO pages (scan_id, number, account_id, width_px, height_px, rotation, lines, text, image_version)
    SELECT id, 1, :account_id, 1654, 2339, 0, CAST(:lines AS jsonb), :words, '0123456789ab' FROM scans
    WHERE account_id = :account_id
"""
IMAGES = """
    INSERT INTO page_images (scan_id, number, size, account_id, sha256, size_bytes, object_key)
    SELECT id, 1, size, :account_id, sha256, 100000, md5(:salt || size || id)
    FROM scans CROSS JOIN (VALUES ('full'), ('medium'), ('thumbnail')) AS sizes (size) WHERE account_id = :account_id
"""
ENTRIES = """
    INSERT INTO search_entries SELECT id, account_id, to_tsvector('simple', :words) FROM scans
    WHERE account_id = :account_id
"""
EXTRACTIONS = """
    INSERT INTO extractions SELECT id, account_id, CAST(:found AS jsonb), '{}' FROM scans
    WHERE account_id = :account_id
"""
FOUND = '{"fields": [], "items": []}'
WORDS = " ".join(f"kata{n} surat jalan {n * 7919 % 10007}" for n in range(60))
LINES = '[{"text": "surat jalan", "confidence": 0.9, "polygon": [[0, 0]], "words": []}]'


def filled(count: int) -> UUID:
    """An account that joined 60 days ago and sent that many documents of one page in its first hour."""
    with database.transaction() as session:
        name = uuid4().hex
        user = users_service.add_owner(session, f"{name}@contoh.id", name, "no password")
        joined_at = datetime.now(UTC) - timedelta(days=60)
        own = {"account_id": user.account_id, "user_id": user.id}
        session.execute(text("UPDATE accounts SET joined_at = :at"), {"at": joined_at - timedelta(hours=2)})
        session.execute(text(FILES), {**own, "files": count, "salt": name})
        session.execute(text(SCANS), {**own, "created_at": joined_at - timedelta(hours=1)})
        session.execute(text(PAGES), {**own, "lines": LINES, "words": WORDS})
        session.execute(text(IMAGES), {**own, "salt": name})
        session.execute(text(ENTRIES), {**own, "words": WORDS})
        session.execute(text(EXTRACTIONS), {**own, "found": FOUND})
        return user.account_id


def plain_seconds(count: int, admin_url: str) -> float:
    """What two statements take for as many rows."""
    account_id = filled(count)
    owner = create_engine(admin_url, poolclass=pool.NullPool)
    with owner.begin() as connection:
        connection.execute(text("ANALYZE scans, pages, page_images, files"))
        started = time.perf_counter()
        for table in ("scans", "files"):
            connection.execute(text(f"DELETE FROM {table} WHERE account_id = :id"), {"id": account_id})  # noqa: S608
    seconds = time.perf_counter() - started
    owner.dispose()
    return seconds


def measured(count: int, admin_url: str) -> None:
    """Rows first, then the objects: these lie in a folder, and are not there, so it is the least that they take."""
    account_id, at = filled(count), datetime.now(UTC)
    before, started = resident_megabytes(os.getpid()), time.perf_counter()
    deletion_id = cycles.begun(account_id, at)
    while deletion_id and cycles.delete_batch(account_id, deletion_id, at):
        pass
    rows_seconds = time.perf_counter() - started
    while deletion_id and not cycles.finish(account_id, deletion_id, 600):
        pass
    seconds, after = time.perf_counter() - started, resident_megabytes(os.getpid())
    plain = plain_seconds(count, admin_url)
    print(
        f"{count:7,} scans of a page: rows {rows_seconds:6.2f} s, {count / rows_seconds:6,.0f} scans a second,"
        f" {rows_seconds / plain:4.2f} × plain SQL ({count / plain:6,.0f});"
        f" with objects and receipt {seconds:6.2f} s; memory {before:.0f} → {after:.0f} MB"
    )


def main(counts: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres(Path(folder)) as server:
        schema.migrate(server.admin_url, server.app_url)
        os.environ["DATA_DIR"] = folder
        config.settings.cache_clear()
        storage.store.cache_clear()
        database.connect(server.app_url)
        try:
            for count in counts:
                measured(count, server.admin_url)
        finally:
            database.disconnect()


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [1000, 10_000, 40_000])
