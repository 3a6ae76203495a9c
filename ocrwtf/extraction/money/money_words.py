"""What an amount is, from the words before it."""

from dataclasses import dataclass

from ocrwtf.extraction.field import FieldName
from ocrwtf.extraction.paper_words import MONEY
from ocrwtf.extraction.vocabulary import phrases_in

MONEY_WORDS = frozenset(phrases_in(MONEY))
TAXES = frozenset(["gst", "tax", "ppn", "vat", "sst", "pajak"])
_TOTALS = frozenset(["total", "tot", "ttl", "jumlah", "amount", "amt", "tagihan", "nominal"])
_FINAL = frozenset(
    ["grand", "nett", "net", "netto", "final", "payable", "due", "akhir", "rounded", "keseluruhan", "seluruhnya"]
)
_PAID = frozenset(
    [
        "cash",
        "tunai",
        "bayar",
        "tender",
        "tendered",
        "paid",
        "visa",
        "master",
        "mastercard",
        "card",
        "kartu",
        "debit",
        "kredit",
        "credit",
        "qris",
        "payment",
        "payments",
        "received",
        "dibayar",
        "gopay",
        "ovo",
        "dana",
        "shopeepay",
        "cheque",
        "edc",
        "uang",
        "muka",
        "dp",
        "deposit",
    ]
)
_WITHOUT = frozenset(["exclusive", "excluding", "excl", "excluded", "sebelum", "before"])
_WITH = frozenset(["inclusive", "including", "incl", "inc", "with", "termasuk", "setelah", "after"])
ROUNDING = frozenset(["round", "rounding", "pembulatan"])
_ANY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Meaning:
    """Of words that hold one of `first`, one of `second` and none of `without` (an empty set asks for nothing)."""

    first: frozenset[str]
    second: frozenset[str]
    without: frozenset[str]
    name: FieldName | None
    strength: float

    def fits(self, words: set[str]) -> bool:
        wanted = all(not group or group & words for group in (self.first, self.second))
        return wanted and not self.without & words


def _meaning(
    first: str, name: FieldName | None, strength: float, second: frozenset[str] = _ANY, without: str = ""
) -> Meaning:
    return Meaning(frozenset(first.split()), second, frozenset(without.split()), name, strength)


_MEANINGS = (
    _meaning("change kembali kembalian kembalikan", FieldName.CHANGE_AMOUNT, 0.9),
    _meaning(
        "qty quantity item items points point poin count pcs koli berat weight barang", None, 0, without="harga nilai"
    ),
    _meaning("lain other others", None, 0),
    _meaning("colly coli packages ctn dus tonase", None, 0),
    _meaning("harga", FieldName.SUBTOTAL_AMOUNT, 0.7, second=_TOTALS, without="grand"),
    _meaning("round rounding pembulatan adj adjustment", None, 0, without=" ".join(_TOTALS)),
    _meaning("saving savings hemat service svc srv charge chg ongkir sisa kurang balance member", None, 0),
    _meaning(
        "disc discount diskon potongan rabat voucher coupon kupon",
        FieldName.DISCOUNT_AMOUNT,
        0.9,
        without="after setelah",
    ),
    _meaning("supplies", FieldName.TOTAL_AMOUNT, 0.3),
    _meaning(" ".join(_WITHOUT), FieldName.SUBTOTAL_AMOUNT, 0.8),
    _meaning("sub subtotal dpp pengenaan penggantian", FieldName.SUBTOTAL_AMOUNT, 0.9),
    _meaning("included", FieldName.TAX_AMOUNT, 0.8, second=TAXES),
    Meaning(TAXES, _WITH, _ANY, FieldName.TOTAL_AMOUNT, 0.9),
    Meaning(TAXES, _ANY, frozenset(["invoice"]), FieldName.TAX_AMOUNT, 0.85),
    Meaning(_FINAL, _TOTALS, _ANY, FieldName.TOTAL_AMOUNT, 1.0),
    Meaning(
        frozenset(["total"]),
        frozenset(["bayar", "belanja", "pembayaran", "transaksi"]),
        _ANY,
        FieldName.TOTAL_AMOUNT,
        0.95,
    ),
    Meaning(_PAID, _ANY, frozenset(["sales"]), FieldName.PAID_AMOUNT, 0.9),
    _meaning("total tot ttl", FieldName.TOTAL_AMOUNT, 0.85),
    Meaning(_TOTALS, _ANY, _ANY, FieldName.TOTAL_AMOUNT, 0.6),
    _meaning("sales gross", FieldName.TOTAL_AMOUNT, 0.5),
)
"""The first that fits says what an amount is; None: not one of ours."""


def meaning_of(said: list[str]) -> Meaning | None:
    return next((meaning for meaning in _MEANINGS if meaning.fits(set(said))), None)


def is_rounding(said: list[str]) -> bool:
    """What makes the total a round one, not that total."""
    return bool(ROUNDING & set(said)) and not _TOTALS & set(said)
