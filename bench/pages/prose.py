"""The papers of running text: a business letter, and terms set in two columns."""

import re
from dataclasses import replace
from itertools import cycle
from random import Random

from bench.pages import parts, phrases, vocabulary
from bench.pages.page import Page
from bench.pages.parts import LEFT, RIGHT
from bench.pages.sheet import Cell, Sheet, Style
from ocrwtf.extraction.field import FieldName

SUBJECTS = ("Pengiriman Barang", "Penawaran Harga", "Keterlambatan Muatan", "Pemberitahuan Jadwal", "Permohonan Retur")
HEADINGS = (
    "Ketentuan Umum", "Tanggung Jawab", "Pembayaran", "Pengepakan", "Asuransi", "Klaim", "Jadwal Muat", "Bongkar Muat",
    "Penyimpanan", "Keadaan Kahar", "Penyelesaian Sengketa", "Biaya Tambahan",
)  # fmt: skip
TITLES = ("Syarat dan Ketentuan Pengiriman", "Buletin Gudang dan Armada", "Pedoman Serah Terima Barang")
BOTTOM = 1640
LETTER_FIELDS = (FieldName.NUMBER, FieldName.ISSUED_ON)


def letter(style: Style, chance: Random) -> Page:
    sheet = parts.a4(style)
    parts.letterhead(sheet, chance)
    city, date = vocabulary.city(chance), vocabulary.date(chance)
    [words] = sheet.line(Cell(RIGHT, f"{city}, {date}", "right"))
    sheet.tell(FieldName.ISSUED_ON, date, words, vocabulary.iso(date))
    number = vocabulary.number(chance, "SK")
    words, _ = parts.labelled(sheet, LEFT, [("Nomor", number), ("Perihal", chance.choice(SUBJECTS))])
    sheet.tell(FieldName.NUMBER, number, words, number)
    sheet.skip(0.7)
    parts.addressee(sheet, LEFT, chance, FieldName.RECIPIENT_NAME)
    sheet.skip(0.7)
    justify = chance.random() < 0.5
    for text in _body(chance):
        if sheet.y > BOTTOM - 11 * sheet.step:
            break
        sheet.paragraph(LEFT, RIGHT - LEFT, text, justify=justify)
        sheet.skip(0.5)
    sheet.paragraph(LEFT, RIGHT - LEFT, phrases.closing(chance), justify=justify)
    sheet.skip(0.7)
    _signed(sheet, chance)
    # What a letter is about is its text: parties and address are right when found, and nobody misses them.
    sheet.fields = [replace(each, required=each.name in LETTER_FIELDS) for each in sheet.fields]
    _mentioned(sheet)
    return sheet.page("letter")


def two_columns(style: Style, chance: Random) -> Page:
    """Read down the left column, then down the right one."""
    sheet = parts.a4(style)
    sheet.line(Cell(620, chance.choice(TITLES), "middle", RIGHT - LEFT), size=1.7, bold=True, colour=style.accent)
    company, date = vocabulary.company(chance), vocabulary.date(chance)
    [words] = sheet.line(Cell(620, f"{company}, {date}", "middle"), size=0.9)
    sheet.tell(FieldName.SELLER_NAME, company, words, required=False)
    sheet.tell(FieldName.ISSUED_ON, date, words, vocabulary.iso(date), required=False)
    sheet.skip(0.3)
    sheet.rule(LEFT, RIGHT, 3)
    sheet.skip(0.6)
    top, headings = sheet.y, cycle(chance.sample(HEADINGS, len(HEADINGS)))
    justify, gutter = chance.random() < 0.5, chance.randint(40, 70)
    width = (RIGHT - LEFT - gutter) / 2
    for number, x in enumerate((LEFT, RIGHT - width)):
        sheet.y = top
        while sheet.y < BOTTOM - 9 * sheet.step:
            sheet.line(Cell(x, next(headings), limit=width), bold=True, size=1.1)
            sheet.paragraph(x, width, phrases.paragraph(chance, chance.randint(2, 3)), justify=justify)
            sheet.skip(0.7)
        if number == 0 and chance.random() < 0.5:
            sheet.stroke((x + width + gutter / 2, top, x + width + gutter / 2, sheet.y), 1)
    _mentioned(sheet)
    return sheet.page("two_columns")


def _body(chance: Random) -> list[str]:
    return [phrases.opening(chance), *(phrases.paragraph(chance, chance.randint(2, 4)) for _ in range(5))]


def _mentioned(sheet: Sheet) -> None:
    """What sentences name in a form of its own is right when found."""
    words = range(len(sheet.texts))
    text = " ".join(sheet.texts)
    if plate := re.search(r"\b[A-Z]{1,2} \d{4} [A-Z]{3}\b", text):
        sheet.tell(FieldName.VEHICLE_PLATE, plate[0], words, plate[0], required=False)
    if amount := re.search(r"Jumlah seluruhnya sebesar Rp ([\d.]+),00", text):
        sheet.tell(FieldName.TOTAL_AMOUNT, amount[1], words, vocabulary.digits(amount[1]), required=False)
    if account := re.search(r"rekening (\d{3}-\d{7})", text):
        sheet.tell(FieldName.BANK_ACCOUNT, account[1], words, vocabulary.digits(account[1]), required=False)


def _signed(sheet: Sheet, chance: Random) -> None:
    x = chance.choice((LEFT, 800))
    sheet.line(Cell(x, "Hormat kami,"))
    sheet.skip(2.5)
    sheet.line(Cell(x, vocabulary.person(chance)), bold=True)
    sheet.line(Cell(x, chance.choice(("Direktur", "Manajer Logistik", "Kepala Gudang", "Bagian Keuangan"))))
