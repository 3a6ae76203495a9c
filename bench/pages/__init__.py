"""Indonesian test pages with exact truth, made from a seed: documents of logistics as printers, pens, folds, light and
cameras leave them.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from random import Random

from bench.pages import goods_papers, notes, other_papers, payments, prose, till
from bench.pages.kinds import KINDS, style
from bench.pages.page import Page, Word
from bench.pages.sheet import Style

__all__ = ["DOCUMENTS", "FORMS", "KINDS", "Page", "Word", "generate", "sample_set"]

DOCUMENTS: dict[str, Callable[[Style, Random], Page]] = {
    "delivery_note": notes.delivery_note,
    "invoice": notes.invoice,
    "receipt": notes.receipt,
    "letter": prose.letter,
    "two_columns": prose.two_columns,
}
"""Those that reading is measured on: they stay as they are, so that its figures can be compared."""

FORMS: dict[str, Callable[[Style, Random], Page]] = {
    "delivery_note_form": goods_papers.delivery_note,
    "invoice_form": goods_papers.invoice,
    "receipt_form": till.receipt,
    "payment_receipt": payments.payment_receipt,
    "transfer_slip": payments.transfer_slip,
    "delivery_note_grid": other_papers.delivery_note_grid,
    "invoice_long": other_papers.invoice_long,
    "receipt_glued": other_papers.receipt_glued,
}
"""Those in many layouts, labels, languages and notations, which finding fields is measured on."""


def generate(seed: int, document: str, kind: str, scale: float = 1.0) -> Page:
    """The same arguments give the same page, to the pixel. At scale 1 an A4 page is 1240 px wide, a receipt 620, and
    on a photo 1.55 times that (the table around it comes on top); dot-matrix print has a size of its own.
    """
    chance = Random(f"{seed} {document} {kind}")
    page = (DOCUMENTS | FORMS)[document](style(document, kind, chance, scale), chance)
    return replace(KINDS[kind](page, chance), kind=kind)


def sample_set(count: int, seed: int = 0) -> Iterator[Page]:
    """Documents and kinds in turn: any `count` has each kind, and each document, as often as the others, give or take
    one; after 90 pages all pairs have come once.
    """
    return islice((generate(seed + number, *pair) for number, pair in enumerate(_pairs())), count)


def _pairs() -> Iterator[tuple[str, str]]:
    # 5 documents and 18 kinds have no common divisor, so stepping through both at once meets every pair.
    documents, kinds = list(DOCUMENTS), list(KINDS)
    number = 0
    while True:
        yield documents[number % len(documents)], kinds[number % len(kinds)]
        number += 1
