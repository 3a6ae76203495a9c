"""How long a search over many documents takes, beside the same search with ILIKE and without our index.

`make bench-search`, `DOCUMENTS=10000` for another size. Everything runs as in the service: its role, forced row-level
security, its own functions; a search is complete with snippets. The peers get the same words in the same run. `work`
is processor time, of our process and the database's together: it says what an idle machine would need at most.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from uuid import UUID

import psycopg
from sqlalchemy import select, text
from sqlalchemy.orm import Session, selectinload

from bench.archive import INDEX, Archive, fill, rare_name
from bench.pages import vocabulary
from bench.processes import machine
from ocrwtf.core import database, schema
from ocrwtf.core.embedded_postgres.server import EmbeddedPostgres
from ocrwtf.scans import listing
from ocrwtf.scans.models import Page, Scan
from ocrwtf.scans.search.query import parsed
from ocrwtf.users import service as users_service
from ocrwtf.users.models import Role
from ocrwtf.users.service import Caller

SHARES = (0.4, 0.2, 0.15, 0.1, 0.08, 0.05, 0.015, 0.005)
"""Of the documents, by account."""
ROUNDS = 60
PEER_ROUNDS = 4
LIMIT = 20
Search = Callable[[Session, Caller, str], int]


@dataclass(frozen=True)
class Kind:
    name: str
    typed: Callable[[Random], str]


def _company(chance: Random) -> str:
    return f"{chance.choice(vocabulary.FIRST)} {chance.choice(vocabulary.SECOND)}"


def _started(chance: Random) -> str:
    name = rare_name(chance).lower()
    return name[: chance.randint(2, 5)]


def _misread(chance: Random) -> str:
    name = chance.choice((*vocabulary.CITIES, *vocabulary.FAMILY))
    place = chance.randrange(1, len(name) - 1)
    return name[:place] + chance.choice("xjw") + name[place + 1 :]


KINDS = (
    Kind("two words of a company", _company),
    Kind("words and a city", lambda chance: f"{_company(chance)} {chance.choice(vocabulary.CITIES)}"),
    Kind("a phrase", lambda chance: f'"{_company(chance)}"'),
    Kind("a number", lambda chance: f"INV/{chance.randint(2024, 2026)}/{chance.randint(1, 99999):05}"),
    Kind("an amount", lambda chance: f"{chance.randint(10, 9999)}.{chance.randint(100, 999)}.000"),
    Kind("the first 2 to 5 letters", _started),
    Kind("one letter", lambda chance: chance.choice("abcdefghijklmnoprstuwy1234")),
    Kind("a misread name", _misread),
    Kind("a word of nearly all", lambda chance: chance.choice(("total", "pengiriman", "kepada", "penerima"))),
    Kind("another form", lambda chance: chance.choice(("kirim barang", "terima", "bayar", "dikirim"))),
    Kind("what is nowhere", lambda chance: f"zq{rare_name(chance)}"),
)


def ours(session: Session, caller: Caller, typed: str) -> int:
    return len(listing.listed(session, caller, listing.Filter(), LIMIT, None, typed).found)


def by_ilike(session: Session, caller: Caller, typed: str) -> int:  # noqa: ARG001
    """Every word somewhere in one page's text, newest first: what one writes without an index."""
    words = typed.replace('"', " ").split()
    has_all = select(Page.scan_id).where(*(Page.text.icontains(word, autoescape=True) for word in words))
    scans = select(Scan).where(Scan.id.in_(has_all)).options(selectinload(Scan.pages).defer(Page.lines))
    return len(session.scalars(scans.order_by(Scan.id.desc()).limit(LIMIT + 1)).all())


def without_our_function(session: Session, caller: Caller, typed: str) -> int:  # noqa: ARG001
    """The strictest of our own queries on the same lexemes, by a plain statement: row-level security bars the index."""
    query = parsed(typed)
    plain = text(
        "SELECT scan_id FROM search_entries WHERE lexemes @@ CAST(:query AS tsquery) ORDER BY scan_id DESC LIMIT 21"
    )
    return len(session.execute(plain, {"query": query.tiers()[0] if query else ""}).all())


@dataclass(frozen=True)
class Spent:
    """Seconds on the clock, and of processors."""

    waited: float
    worked: float


def spent(search: Search, caller: Caller, typed: str) -> Spent:
    started = time.perf_counter()
    with database.transaction(caller.account_id) as session:
        backend = session.scalar(text("SELECT pg_backend_pid()"))
        before = _processor_seconds(backend)
        search(session, caller, typed)
        worked = _processor_seconds(backend) - before
    return Spent(time.perf_counter() - started, worked)


def _processor_seconds(backend: int | None) -> float:
    """Of this process and of the database's process that serves it."""
    return time.process_time() + int(Path(f"/proc/{backend}/schedstat").read_text().split()[0]) / 1e9


def measured(callers: list[Caller]) -> None:
    head = ("ours p50", "p95", "work p50", "p95", "ILIKE p50", "p95", "ratio", "bare p50", "p95", "ratio")
    print(f"{'milliseconds a search':28}" + "".join(f"{each:>11}" for each in head))
    everything: dict[Search, list[Spent]] = {search: [] for search in (ours, by_ilike, without_our_function)}
    for kind in KINDS:
        each = _times(kind, callers)
        for search, times in each.items():
            everything[search] += times
        _show(kind.name, each)
    _show("all", everything)


def _times(kind: Kind, callers: list[Caller]) -> dict[Search, list[Spent]]:
    chance = Random(kind.name)
    times: dict[Search, list[Spent]] = {ours: [], by_ilike: [], without_our_function: []}
    for number in range(ROUNDS):
        caller, typed = callers[number % len(callers)], kind.typed(chance)
        times[ours].append(spent(ours, caller, typed))
        if number % (ROUNDS // PEER_ROUNDS) == 0:
            for peer in (by_ilike, without_our_function):
                times[peer].append(spent(peer, caller, typed))
    return times


def _show(name: str, times: dict[Search, list[Spent]]) -> None:
    """The ratio is that of the medians of the searches that both did."""
    cells = _cells([each.waited for each in times[ours]]) + _cells([each.worked for each in times[ours]])
    both = statistics.median(each.waited for each in times[ours][:: ROUNDS // PEER_ROUNDS])
    for peer in (by_ilike, without_our_function):
        theirs = [each.waited for each in times[peer]]
        cells += f"{_cells(theirs)}{statistics.median(theirs) / both:10.0f}×"
    print(f"{name:28}{cells}", flush=True)


def _cells(seconds: list[float]) -> str:
    late = sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * 0.95))]
    return f"{1000 * statistics.median(seconds):11.1f}{1000 * late:11.1f}"


def new_archive(documents: int) -> Archive:
    with database.transaction() as session:
        user = users_service.create_owner(session, f"{documents}@contoh.id", f"u{documents}", "rahasia-sekali")
    return Archive(user.account_id, user.id, documents)


def main() -> None:
    documents = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres(Path(folder)) as server:
        schema.migrate(server.admin_url, server.app_url)
        database.connect(server.app_url)
        archives = [new_archive(int(documents * share)) for share in SHARES]
        started = time.perf_counter()
        admin_url = server.admin_url.replace("+psycopg", "")
        fill(admin_url, archives)
        print(f"{documents:,} documents in {len(archives)} accounts, written in {time.perf_counter() - started:.0f} s")
        with psycopg.connect(admin_url) as connection:
            sizes = "SELECT pg_relation_size(%s), pg_table_size('search_entries'), pg_table_size('pages')"
            found = connection.execute(sizes, (INDEX,)).fetchone() or (0, 0, 0)
        index, lexemes, pages = (size // documents for size in found)
        print(f"bytes a document: index {index}, lexemes {lexemes}, pages {pages}")
        measured([Caller(each.user_id, each.account_id, Role.OWNER, UUID(int=0)) for each in archives])
        print(machine())
        database.disconnect()


if __name__ == "__main__":
    main()
