"""How long the dashboard's two requests take on a full account, beside the same figures asked for in the plain way.

`make bench-dashboard`: one account with 100,000 documents, all of which the next clean-up takes, and 1,000,000 ledger
entries of three years. `SCANS=` and `ENTRIES=` change that. Everything runs as in the service: its role, row-level
security.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import psycopg
from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from bench.processes import machine
from ocrwtf.core import database, schema
from ocrwtf.core.embedded_postgres.server import EmbeddedPostgres
from ocrwtf.dashboard import service
from ocrwtf.users import service as users_service
from ocrwtf.users.models import Role
from ocrwtf.users.service import Caller

ROUNDS = 100
PEER_ROUNDS = 10
Asked = Callable[[Session, Caller], object]

FILES = """
    INSERT INTO files (id, account_id, sha256, size_bytes, media_type, object_key)
    SELECT md5(n::text)::uuid, %(account)s, '', 0, '', n FROM generate_series(1, %(scans)s) n
"""
SCANS = """
    INSERT INTO scans (id, account_id, user_id, file_id, sha256, size_bytes, media_type, filename, status, attempt,
        claim, version, page_count, pages_read, document_type, doubtful_words, created_at)
    SELECT gen_random_uuid(), %(account)s, %(user)s, md5(n::text)::uuid, '', 0, 'image/jpeg', 'x.jpg', 'completed',
        1, 1, 1, 1, 1,
        CASE n %% 3 WHEN 0 THEN 'delivery_note' ELSE 'receipt' END, CASE n %% 5 WHEN 0 THEN 3 ELSE 0 END,
        now() - n * (interval '29 days' / %(scans)s)
    FROM generate_series(1, %(scans)s) n
"""
ENTRIES = """
    INSERT INTO credit_entries (id, account_id, amount, balance, reason, reference, created_at)
    SELECT gen_random_uuid(), %(account)s, 0, 0, CASE n %% 10 WHEN 0 THEN 'refund' ELSE 'scan' END, n,
        now() - n * (interval '3 years' / %(entries)s)
    FROM generate_series(1, %(entries)s) n
"""
PLAIN_STATS = text(
    "SELECT count(*), sum(doubtful_words + doubtful_fields), count(*) FILTER (WHERE document_type = 'delivery_note'"
    " AND recipient_name IS NULL), (SELECT count(*) FROM credit_entries WHERE amount <= 0"
    " AND created_at > now() - interval '30 days') FROM scans"
)
PLAIN_WEEK = text(
    "SELECT date_trunc('day', created_at AT TIME ZONE 'Asia/Jakarta') AS day, count(*) FROM credit_entries"
    " WHERE amount <= 0 AND created_at > now() - interval '7 days' GROUP BY day"
)


def fill(admin_url: str, account_id: UUID, user_id: UUID, scans: int, entries: int) -> None:
    with psycopg.connect(admin_url) as connection:
        values = {"account": account_id, "user": user_id, "scans": scans, "entries": entries}
        connection.execute(FILES, values)
        connection.execute(SCANS, values)
        connection.execute(ENTRIES, values)
        joined = "UPDATE accounts SET joined_at = now() - interval '60 days 12 hours' WHERE id = %(account)s"
        connection.execute(joined, values)
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def seconds(asked: Asked, caller: Caller, rounds: int) -> list[float]:
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        with database.transaction(caller.account_id) as session:
            asked(session, caller)
        times.append(time.perf_counter() - started)
    return times


def main() -> None:
    scans, entries = map(int, sys.argv[1:3])
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres(Path(folder)) as server:
        schema.migrate(server.admin_url, server.app_url)
        database.connect(server.app_url)
        with database.transaction() as session:
            owner = users_service.create_owner(session, "bench@contoh.id", "bench", "rahasia-sekali")
        fill(server.admin_url.replace("+psycopg", ""), owner.account_id, owner.id, scans, entries)
        caller = Caller(owner.id, owner.account_id, Role.OWNER, None)
        print(f"{scans:,} documents, {entries:,} ledger entries, one account")
        print(f"{'milliseconds':18}{'ours p50':>10}{'p95':>8}{'plain p50':>11}{'ratio':>8}")
        _compare("stats", caller, lambda s, c: service.stats(s, c, datetime.now(UTC)), PLAIN_STATS)
        _compare("weekly-activity", caller, lambda s, c: service.weekly_activity(s, c, datetime.now(UTC)), PLAIN_WEEK)
        print(machine())
        database.disconnect()


def _compare(name: str, caller: Caller, ours: Asked, plain: TextClause) -> None:
    own = sorted(seconds(ours, caller, ROUNDS))
    theirs = statistics.median(seconds(lambda s, _: s.execute(plain).all(), caller, PEER_ROUNDS))
    middle, late = statistics.median(own), own[int(len(own) * 0.95)]
    print(f"{name:18}{1000 * middle:10.1f}{1000 * late:8.1f}{1000 * theirs:11.1f}{theirs / middle:7.1f}×")


if __name__ == "__main__":
    main()
