"""The heading of a table of goods: which column means what, and where one ends and the next begins."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz, process

from ocrwtf.extraction.field import CellName
from ocrwtf.extraction.sheet import Row, Span, Token

JUMLAH = "jumlah"
"""The count in a delivery note, the amount in an invoice."""
REMARK = "remark"
"""Keterangan: what it is, or what is noted about it."""
ORDINAL = "ordinal"
OTHER = "other"

_LABELS: dict[str, tuple[str, ...]] = {
    CellName.NAME: (
        *("namabarang", "barang", "uraian", "uraianbarang", "namaproduk", "produk", "jenisbarang", "jenis", "rincian"),
        *("namabarangjasa", "barangjasa", "deskripsi", "nama", "muatan", "jenismuatan", "namaitem", "uraianjasa"),
        *("namajasa", "layanan", "jasa", "description", "item", "items", "particulars", "product", "goods", "itemname"),
        *("descriptionofgoods", "productname", "desc", "itemdescription", "uraianpekerjaan", "pekerjaan", "isi"),
        *("keteranganbarang", "rincianbarang", "deskripsibarang", "macambarang", "spesifikasi", "namadanjenisbarang"),
        *("detailbarang", "isikiriman", "jeniskiriman", "itemproduct", "productdescription", "goodsdescription"),
    ),
    CellName.QUANTITY: (
        *("qty", "quantity", "banyaknya", "banyak", "kuantitas", "kts", "jml", "jmlbarang", "jumlahbarang", "volume"),
        *("vol", "koli", "colly", "jumlahkoli", "jmlkoli", "quantiti", "qnty", "jumlahunit", "kuantiti", "jlh"),
    ),
    CellName.UNIT: ("satuan", "unit", "uom", "sat", "kemasan"),
    CellName.PRICE: (
        *("harga", "hargasatuan", "unitprice", "price", "tarif", "hrg", "hrgsatuan", "hargaunit", "rate", "uprice"),
        *("hargabarang", "priceunit", "hargasat", "hrgsat", "tarifsatuan", "biaya", "ongkos", "harganet"),
    ),
    CellName.AMOUNT: (
        *("total", "amount", "subtotal", "totalharga", "jumlahharga", "nilai", "totalprice", "linetotal", "amt"),
        *("totalamount", "jumlahtotal", "totalbiaya", "jumlahrupiah", "netamount", "nettotal", "jumlahbiaya"),
    ),
    JUMLAH: ("jumlah",),
    REMARK: ("keterangan", "ket", "remarks", "remark", "catatan", "notes"),
    ORDINAL: ("no", "nomor", "nourut", "num"),
    OTHER: (
        *("kode", "kodebarang", "code", "itemcode", "sku", "partno", "diskon", "disc", "discount", "pajak", "tax"),
        *("ppn", "berat", "weight", "kg", "ukuran", "size", "tanggal", "date", "tgl", "barcode", "merk", "merek"),
        *("nopo", "nosj", "tujuan", "asal", "nopolisi", "taxcode", "gst", "kodeproduk", "pot", "potongan"),
    ),
}
_KINDS = {label: kind for kind, labels in _LABELS.items() for label in labels}
_LONG_LABELS = [label for label in _KINDS if len(label) >= 4]
_NEAR = 85
_NEAR_IN_HEADING = 70
"""The same, in percent, for a word in a row that is a heading already."""
_LONGEST_LABEL = 20
_MOST_WORDS = 3
_COVERED = 0.6
"""Part of a heading's letters that are known labels."""
_BETWEEN = re.compile(r"\(?(?:rp|idr|rm|usd)\.?\)?$|[^a-z]")
_BUCKET_PX = 4.0


@dataclass(frozen=True, slots=True)
class Column:
    """`kind` is a CellName or one of the constants above. Words with their middle from `left` to `right` are in it."""

    kind: str
    label: Span
    left: float
    right: float


@lru_cache(maxsize=4096)
def kind_of(text: str, near: int = _NEAR) -> str | None:
    """What a column with this heading holds; `near` is how much of the text must be right, in percent."""
    if len(text) > 2 * _LONGEST_LABEL:
        return None
    if text == "@":
        return CellName.PRICE
    key = _BETWEEN.sub("", _BETWEEN.sub("", text.lower().replace(" ", ""))).replace("rn", "m")
    if key in _KINDS or not 4 <= len(key) <= _LONGEST_LABEL:
        return _KINDS.get(key)
    best = process.extractOne(key, _LONG_LABELS, scorer=fuzz.ratio, score_cutoff=near)
    return _KINDS[best[0]] if best else None


def headed(row: Row, below: Row | None) -> tuple[list[Column], int] | None:
    """The columns that `row` names, without their borders, and how many rows their heading takes; None without any."""
    labels = _labels(row)
    kinds = {kind for kind, _ in labels}
    if not kinds & {CellName.NAME, REMARK, CellName.QUANTITY, CellName.AMOUNT} or len(labels) < 2:
        return None
    if not kinds & {CellName.QUANTITY, CellName.PRICE, CellName.AMOUNT, JUMLAH} or len(kinds - {ORDINAL, OTHER}) < 2:
        return None
    if _covered(row, labels) < _COVERED or _has_number(row):
        return None
    labels = _with_the_rest(row, labels)
    lower = _labels(below) if below and not _has_number(below) and below.top - row.bottom < row.height else []
    if below is None or not lower or _covered(below, lower) < 1 - _COVERED / 2:
        return [Column(kind, span, span.left, span.right) for kind, span in labels], 1
    return [Column(kind, span, span.left, span.right) for kind, span in _stacked(labels, lower)], 2


def bordered(columns: Sequence[Column], rows: Sequence[Row]) -> list[Column]:
    """With borders where the fewest of the words below are cut, and among those the fewest cells: words of a few names
    may stand below each other by chance.
    """
    cells = [(cell.left, cell.right, 1) for row in rows for cell in row.cells]
    words = [(token.left, token.right, len(cells) + 1) for row in rows for token in row.tokens]
    pieces = [*cells, *words]
    ordered = sorted(columns, key=lambda column: column.label.left)
    borders = [-float("inf")]
    for one, other in pairwise(ordered):
        borders.append(_border(one.label.centre, other.label.centre, pieces))
    borders.append(float("inf"))
    return [
        replace(column, left=left, right=right)
        for column, (left, right) in zip(ordered, pairwise(borders), strict=True)
    ]


def _with_the_rest(row: Row, labels: list[tuple[str, Span]]) -> list[tuple[str, Span]]:
    """Other words head columns too: more misread labels, or unknown ones, whose numbers then belong to no other."""
    known = {token.at for _, span in labels for token in span.tokens}
    rest = [token for token in row.tokens if token.at not in known and any(map(str.isalpha, token.text))]
    return [*labels, *((kind_of(token.text, _NEAR_IN_HEADING) or OTHER, Span(token.text, (token,))) for token in rest)]


def _labels(row: Row) -> list[tuple[str, Span]]:
    """The longest labels first from each word on; "Keterangan" just before "Muatan" is part of that label."""
    labels: list[tuple[str, Span]] = []
    at = 0
    while at < len(row.tokens):
        for size in range(min(_MOST_WORDS, len(row.tokens) - at), 0, -1):
            tokens = row.tokens[at : at + size]
            text = " ".join(token.text for token in tokens)
            kind = kind_of(text) if _stand_together(tokens) else None
            if kind:
                if (
                    kind == CellName.NAME
                    and labels
                    and labels[-1][0] == REMARK
                    and _stand_together((*labels[-1][1].tokens, *tokens))
                ):
                    tokens = (*labels.pop()[1].tokens, *tokens)
                if labels and labels[-1][0] == kind and _in_one_cell(row, labels[-1][1].tokens[0], tokens[0]):
                    tokens = (*labels.pop()[1].tokens, *tokens)
                labels.append((kind, Span(" ".join(token.text for token in tokens), tokens)))
                break
        at += size if kind else 1
    return labels


def _in_one_cell(row: Row, one: Token, other: Token) -> bool:
    """As in "Nama Barang / Description"."""
    return any(one in cell.tokens and other in cell.tokens for cell in row.cells)


def _stand_together(tokens: tuple[Token, ...]) -> bool:
    return all(after.left - before.right < 1.2 * before.height for before, after in pairwise(tokens))


def _covered(row: Row, labels: list[tuple[str, Span]]) -> float:
    letters = sum(len(token.text) for token in row.tokens)
    return sum(len(token.text) for _, span in labels for token in span.tokens) / letters


def _has_number(row: Row) -> bool:
    return sum(character.isdigit() for token in row.tokens for character in token.text) > 2


def _stacked(upper: list[tuple[str, Span]], lower: list[tuple[str, Span]]) -> list[tuple[str, Span]]:
    """Joins "Harga" with the "Satuan" under it."""
    joined = list(upper)
    for kind, span in lower:
        over = [index for index, (_, above) in enumerate(upper) if above.left < span.right and span.left < above.right]
        if not over:
            joined.append((kind, span))
        elif len(over) == 1:
            above = joined[over[0]][1]
            both = kind_of(f"{above.text} {span.text}")
            joined[over[0]] = (both or joined[over[0]][0], above)
    return joined


_Weighed = tuple[float, float, int]
"""Left and right of a piece of text, and how much speaks against cutting it."""


def _border(start: float, end: float, pieces: list[_Weighed]) -> float:
    """The middle of the widest strip between `start` and `end` that the least weight crosses."""
    size = max(int((end - start) / _BUCKET_PX), 1)
    steps = [0] * (size + 1)
    for *sides, weight in pieces:
        left, right = ((side - start) / (end - start or 1.0) * size for side in sides)
        if right > 0 and left < size:
            steps[max(int(left), 0)] += weight
            steps[min(int(right) + 1, size)] -= weight
    crossing, strips = 0, [0] * size
    for index in range(size):
        crossing += steps[index]
        strips[index] = crossing
    first, last = _widest(strips, min(strips))
    return start + (first + last + 1) / 2 * (end - start) / size


def _widest(strips: list[int], least: int) -> tuple[int, int]:
    """First and last index of the longest run of `least`."""
    best, begun = (0, -1), None
    for index, value in enumerate([*strips, least + 1]):
        if value == least and begun is None:
            begun = index
        elif value != least and begun is not None:
            best = max(best, (begun, index - 1), key=lambda run: run[1] - run[0])
            begun = None
    return best
