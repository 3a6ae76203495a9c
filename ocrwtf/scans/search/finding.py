"""Looks a query up in the database: ids of scans, best first, and what each shows of itself."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import ARRAY, Select, Uuid, any_, literal, text
from sqlalchemy.orm import Session

from ocrwtf.scans.models import Scan
from ocrwtf.scans.search.cursor import Cursor
from ocrwtf.scans.search.matching import Matcher
from ocrwtf.scans.search.page_text import Line
from ocrwtf.scans.search.query import Query
from ocrwtf.scans.search.snippets import Hit, hits

MOST_AT_ONCE = 100_000
"""Ids in one look-up; the first one takes few, because most searches are not narrowed any further."""
_LOOK_UP = text("SELECT * FROM search_scans(CAST(:query AS tsquery), :before, :most)")
_NEEDED_LINES = text("""
    SELECT needed.scan_id, needed.page, each.place - 1 AS line, each.content
    FROM (
        SELECT scan_id, page, array_agg(line) AS lines
        FROM unnest(CAST(:scan_ids AS uuid[]), CAST(:pages AS int[]), CAST(:lines AS int[])) AS u (scan_id, page, line)
        GROUP BY scan_id, page
    ) AS needed
    JOIN pages ON pages.scan_id = needed.scan_id AND pages.number = needed.page
    CROSS JOIN jsonb_array_elements(pages.lines) WITH ORDINALITY AS each (content, place)
    WHERE each.place - 1 = ANY (needed.lines)
""")


@dataclass(frozen=True)
class FoundScan:
    """`lines` are those that the hits name, by page number and index of the line."""

    scan: Scan
    hits: list[Hit]
    lines: Mapping[int, Mapping[int, Line]]


def places(session: Session, query: Query, wanted: Select[UUID], limit: int, after: Cursor | None) -> list[Cursor]:
    """Where the next scans of those that are wanted stand, best first and the newest of equals: at most `limit`."""
    found: list[Cursor] = []
    first_tier = after.tier if after else 0
    for tier, tsquery in enumerate(query.tiers()[first_tier:], first_tier):
        before = after.before if after and tier == first_tier else None
        for scan_id in _of_tier(session, tsquery, wanted, limit - len(found), before):
            found.append(Cursor(scan_id, tier))
            if len(found) == limit:
                return found
    return found


def _of_tier(session: Session, tsquery: str, wanted: Select[UUID], limit: int, before: UUID | None) -> Iterator[UUID]:
    """The index knows words alone, so what is wanted is asked of the rows: of more and more of them, newest first."""
    most = limit
    while True:
        ids = list(session.scalars(_LOOK_UP, {"query": tsquery, "before": before, "most": most}))
        kept = set(session.scalars(wanted.where(Scan.id == any_(literal(ids, ARRAY(Uuid)))))) if ids else set()
        yield from (scan_id for scan_id in ids if scan_id in kept)
        if len(ids) < most:
            return
        before, most = ids[-1], min(most * 20, MOST_AT_ONCE)


def shown(session: Session, query: Query, scans: Iterable[Scan]) -> list[FoundScan]:
    """The scans with what they show of the query."""
    matcher = Matcher(query)
    found = [(scan, _hits(matcher, scan)) for scan in scans]
    lines = _lines(session, ((scan.id, hit) for scan, its_hits in found for hit in its_hits))
    return [FoundScan(scan, its_hits, lines.get(scan.id, {})) for scan, its_hits in found]


def _hits(matcher: Matcher, scan: Scan) -> list[Hit]:
    """Of its pages; of the text that was written in place of the whole, where no page has the words: then no places."""
    of_pages = hits(matcher, [(page.number, page.search_text or page.text) for page in scan.pages])
    if of_pages or not scan.corrected_text or not scan.pages:
        return of_pages
    of_whole = hits(matcher, [(scan.pages[0].number, scan.corrected_text.replace("\t", " "))])
    return [replace(hit, places=()) for hit in of_whole]


def _lines(session: Session, hits_of: Iterable[tuple[UUID, Hit]]) -> dict[UUID, dict[int, dict[int, Line]]]:
    """Just the lines that are needed: the JSON of a whole page is large, and unpacked no more than once this way."""
    wanted = {(scan_id, hit.page, place.line) for scan_id, hit in hits_of for place in hit.places}
    found: dict[UUID, dict[int, dict[int, Line]]] = {}
    if wanted:
        scan_ids, pages, lines = zip(*wanted, strict=True)
        rows = session.execute(_NEEDED_LINES, {"scan_ids": [*scan_ids], "pages": [*pages], "lines": [*lines]})
        for row in rows:
            found.setdefault(row.scan_id, {}).setdefault(row.page, {})[row.line] = row.content
    return found
