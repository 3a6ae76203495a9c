"""An archive of invented documents as they lie in the database once they are read, written by the fastest way."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from uuid import UUID

import psycopg

from bench.pages import vocabulary
from ocrwtf.core.database import new_id
from ocrwtf.scans.search.lexemes import lexemes

INDEX = "ix_search_entries_account_id_lexemes"
SYLLABLES = ("ba", "ka", "ri", "no", "tu", "ma", "la", "si", "wa", "du", "pe", "go", "ni", "ra", "sa", "to", "yu", "ha")
MISTAKES = {"i": "l", "l": "1", "o": "0", "a": "o", "e": "c", "s": "5", "n": "m", "t": "f"}
MISREAD_SHARE = 0.03
"""Of the words; good photos have fewer, bad ones more."""


@dataclass(frozen=True)
class Archive:
    account_id: UUID
    user_id: UUID
    documents: int


def rare_name(chance: Random) -> str:
    """A name that few documents share."""
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(3, 5))).title()


def document_text(chance: Random) -> str:
    """A delivery note: about 80 words, some of them misread."""
    rows = []
    for _ in range(chance.randint(3, 7)):
        goods, unit, price = chance.choice(vocabulary.GOODS)
        count = chance.randint(1, 90)
        rows.append(f"{goods} {count} {unit} {price:,} {count * price:,}".replace(",", "."))
    number = f"{chance.choice(('SJ', 'INV', 'DO'))}/{chance.randint(2024, 2026)}/{chance.randint(1, 99999):05}"
    lines = [
        f"{vocabulary.company(chance)} {rare_name(chance)}",
        f"{vocabulary.street(chance)} {chance.choice(vocabulary.CITIES)}",
        f"{chance.choice(('SURAT JALAN', 'INVOICE', 'TANDA TERIMA'))} No. {number}",
        f"Kepada {vocabulary.person(chance)} {rare_name(chance)}",
        f"Pengiriman tanggal {chance.randint(1, 28)} {chance.choice(vocabulary.MONTHS)} {chance.randint(2024, 2026)}",
        *rows,
        f"Total Rp {chance.randint(10, 9999)}.{chance.randint(100, 999)}.000 sudah dibayar",
        f"Penerima {vocabulary.person(chance)} Pengirim {vocabulary.person(chance)}",
    ]
    return "\n".join(" ".join(_as_read(word, chance) for word in line.split()) for line in lines)


def _as_read(word: str, chance: Random) -> str:
    places = [place for place, letter in enumerate(word) if letter in MISTAKES]
    if not places or chance.random() > MISREAD_SHARE:
        return word
    place = chance.choice(places)
    return word[:place] + MISTAKES[word[place]] + word[place + 1 :]


def _lines(text: str) -> str:
    box = [[0.0, 0.0], [99.0, 0.0], [99.0, 20.0], [0.0, 20.0]]

    def item(text: str) -> dict[str, object]:
        return {"text": text, "confidence": 0.99, "polygon": box}

    lines = [
        item(line) | {"words": [item(word) | {"alternatives": []} for word in line.split()]}
        for line in text.split("\n")
    ]
    return json.dumps(lines)


def fill(admin_url: str, archives: list[Archive]) -> None:
    """Documents of all accounts, mixed in time as they would come in. The index is built last, as after a restore."""
    with psycopg.connect(admin_url) as connection:
        connection.execute(f"DROP INDEX {INDEX}")
        chance = Random(7)
        owners = [archive for archive in archives for _ in range(archive.documents)]
        chance.shuffle(owners)
        files = {archive.account_id: _one_file(connection, archive) for archive in archives}
        documents = [(new_id(), owner, document_text(chance)) for owner in owners]
        _copy(connection, "scans", SCAN_COLUMNS, (_scan(*each, files[each[1].account_id]) for each in documents))
        _copy(connection, "pages", PAGE_COLUMNS, (_page(*each) for each in documents))
        _copy_entries(connection, documents)
        connection.execute("SET maintenance_work_mem = '512MB'")
        connection.execute(
            f"CREATE INDEX {INDEX} ON search_entries USING gin (account_id, lexemes) WITH (fastupdate = off)"
        )
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


Document = tuple[UUID, Archive, str]
SCAN_COLUMNS = (
    "id, account_id, user_id, file_id, sha256, size_bytes, media_type, filename, status, attempt, claim, version,"
    " page_count, pages_read"
)
PAGE_COLUMNS = "scan_id, number, account_id, rotation, lines, text, width_px, height_px"


def _one_file(connection: psycopg.Connection, archive: Archive) -> UUID:
    file_id = new_id()
    connection.execute(
        "INSERT INTO files (id, account_id, sha256, size_bytes, media_type, object_key) VALUES (%s, %s, '', 0, '', %s)",
        (file_id, archive.account_id, file_id.hex),
    )
    return file_id


def _name(scan_id: UUID) -> str:
    return f"IMG_{scan_id.int % 100_000:05}.jpg"


def _scan(scan_id: UUID, owner: Archive, _text: str, file_id: UUID) -> tuple[object, ...]:
    made = (owner.account_id, owner.user_id, file_id, b"", 0, "image/jpeg", _name(scan_id))
    return (scan_id, *made, "completed", 1, 1, 1, 1, 1)


def _page(scan_id: UUID, owner: Archive, text: str) -> tuple[object, ...]:
    return (scan_id, 1, owner.account_id, 0, _lines(text), text, 99, 400)


def _copy(connection: psycopg.Connection, table: str, columns: str, rows: Iterator[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _copy_entries(connection: psycopg.Connection, documents: list[Document]) -> None:
    """By way of an array: a tsvector's own text form would have to be quoted here."""
    connection.execute("CREATE TEMP TABLE found_by (scan_id uuid, account_id uuid, words text[])")
    rows = ((scan_id, owner.account_id, lexemes([_name(scan_id), text])) for scan_id, owner, text in documents)
    _copy(connection, "found_by", "scan_id, account_id, words", rows)
    connection.execute("INSERT INTO search_entries SELECT scan_id, account_id, array_to_tsvector(words) FROM found_by")
