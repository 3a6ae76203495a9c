"""Rows that are under a table of goods and no goods: totals, taxes, payments, signatures."""

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz, process

from ocrwtf.extraction.sheet import Row

_DECIDING = """
total subtotal jumlah dpp ppn pajak tax gst sst diskon discount potongan rounding pembulatan cash tunai kembali
kembalian change bayar dibayar tagihan balance grandtotal totalharga totalbayar subttl ttl debit kredit qris
tendered meterai materai dp due payable sisa debet pembayaran payment vat hemat qty items berat weight
"""
"""One of these makes a row of `_BESIDE` words and numbers a row that is no goods."""
_BESIDE = """
sub grand harga item amount net nett netto gross sales incl excl inclusive exclusive of adj adjustment sebelum
setelah sudah termasuk dasar pengenaan nilai lain yang harus seluruh semua bruto keseluruhan uang muka the to be
paid rp idr rm usd barang card bank service charge biaya and dan after before with in words disc pcs koli colly kg
summary for hrg belanja jual tarif bea invoice faktur sejumlah included a b x s myr quantity adjust supplies supply
lunas asli salinan copy diterima
"""
_FINAL = """
terbilang hormatkami penerima yangmenerima mengetahui catatan perhatian terimakasih thankyou barangyangsudahdibeli
barangyangsudah norekening norek disiapkanoleh diperiksaoleh preparedby receivedby approvedby pengirim sopir driver
pengemudi diterimaoleh tandaterima transferke rekening pembayaranke goodssold yangmenyerahkan dikirimoleh dibuatoleh
note disetujui diketahui tandatangan bagiangudang gstsummary keterangan syarat pembulatan rounding
"""
"""A row that begins with one of these ends the table, whatever follows."""
_OTHER_WORDS = frozenset(("beras", "bayam", "potong", "meteran"))
"""Words of goods that are near to one that decides and none of it misread: berat, bayar, potongan, meterai."""
_LETTERS = re.compile(r"[a-z]+")
_DIGITS_AS_LETTERS = str.maketrans("0158", "olsb")
_DECIDING_SET, _BESIDE_SET, _FINAL_WORDS = (frozenset(words.split()) for words in (_DECIDING, _BESIDE, _FINAL))
_LONG_DECIDING = sorted(word for word in _DECIDING_SET if len(word) >= 5)
_NEAR = 80
_MOST_WORDS = 14


def names_goods(words: Iterable[str]) -> bool:
    """Whether a word of them is none of those that stand beside sums."""
    return any("goods" in _kinds(word) for word in words)


def summarises(row: Row) -> bool:
    """Whether it heads a summary of taxes, below which no goods stand."""
    return bool({"summary", "analysis", "ringkasan"}.intersection(_LETTERS.findall(row.text[:60].lower())))


def closes(row: Row) -> bool:
    """Whether the row sums up, taxes, pays or is signed; and so is none of the goods."""
    return _ends(row.text[:40].lower()) or _sums(row)


def _ends(start: str) -> bool:
    key = "".join(_LETTERS.findall(start))
    return any(key.startswith(word) for word in _FINAL_WORDS)


def _sums(row: Row) -> bool:
    """Nothing but numbers and words of sums."""
    if len(row.tokens) > _MOST_WORDS:
        return False
    kinds = {kind for token in row.tokens for kind in _kinds(token.text)}
    return "deciding" in kinds and "goods" not in kinds


@lru_cache(maxsize=8192)
def _kinds(text: str) -> frozenset[str]:
    """Of each run of letters, as it stands or with letters for digits that look like them, whichever we know."""
    lower = text.lower()
    said = frozenset(_kind(letters) for letters in _LETTERS.findall(lower))
    if "goods" not in said or sum(map(str.isalpha, lower)) <= sum(map(str.isdigit, lower)):
        return said
    spelled = frozenset(_kind(letters) for letters in _LETTERS.findall(lower.translate(_DIGITS_AS_LETTERS)))
    return said if "goods" in spelled else spelled


def _kind(letters: str) -> str:
    if letters in _DECIDING_SET:
        return "deciding"
    if letters in _BESIDE_SET:
        return "beside"
    near = (
        len(letters) >= 5
        and letters not in _OTHER_WORDS
        and process.extractOne(letters, _LONG_DECIDING, scorer=fuzz.ratio, score_cutoff=_NEAR)
    )
    return "deciding" if near else "goods"
