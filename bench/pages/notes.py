"""The papers with a table: surat jalan (delivery note), faktur (invoice), and a till's struk (receipt)."""

from random import Random

from bench.pages import parts, vocabulary
from bench.pages.page import Page
from bench.pages.parts import LEFT, RIGHT, Column
from bench.pages.sheet import Cell, Sheet, Style

DELIVERED = (
    Column("No", 0.07, "middle"),
    Column("Nama Barang", 0.43),
    Column("Jumlah", 0.12, "right"),
    Column("Satuan", 0.14, "middle"),
    Column("Keterangan", 0.24),
)
SOLD = (
    Column("No", 0.06, "middle"),
    Column("Uraian", 0.34),
    Column("Qty", 0.08, "right"),
    Column("Satuan", 0.12, "middle"),
    Column("Harga", 0.19, "right"),
    Column("Jumlah", 0.21, "right"),
)
REMARKS = ("baik", "lengkap", "segel utuh", "kurang 1", "titip", "sesuai PO", "lembap", "baru", "retur", "")
VAT_PERCENT = 11


def delivery_note(style: Style, chance: Random) -> Page:
    sheet = parts.a4(style)
    parts.letterhead(sheet, chance)
    sheet.line(Cell(620, "SURAT JALAN", "middle"), size=1.6, bold=True, colour=style.accent)
    sheet.skip(0.5)
    _heads(sheet, chance, "Nomor", vocabulary.number(chance, "SJ"), "No. Polisi", vocabulary.plate(chance))
    sheet.line(Cell(LEFT, "Mohon diterima dengan baik barang-barang berikut ini:"))
    sheet.skip(0.3)
    rows = [
        (str(number), each.name, str(each.quantity), each.unit, chance.choice(REMARKS))
        for number, each in enumerate(vocabulary.goods(chance, chance.randint(5, 15)), 1)
    ]
    parts.table(sheet, DELIVERED, rows)
    sheet.skip(0.5)
    sheet.line(Cell(LEFT, "Catatan: barang yang sudah diterima tidak dapat dikembalikan."), size=0.85)
    sheet.skip(1)
    parts.places_to_sign(sheet, chance, ("Tanda Terima", "Pengemudi", "Bagian Gudang", "Hormat Kami"))
    return sheet.page("delivery_note")


def invoice(style: Style, chance: Random) -> Page:
    sheet = parts.a4(style)
    parts.letterhead(sheet, chance)
    title = chance.choice(("FAKTUR PENJUALAN", "INVOICE", "FAKTUR"))
    sheet.line(Cell(RIGHT, title, "right"), size=1.8, bold=True, colour=style.accent)
    _heads(sheet, chance, "No. Faktur", vocabulary.number(chance, "INV"), "NPWP", vocabulary.tax_number(chance))
    bought = vocabulary.goods(chance, chance.randint(4, 12))
    rows = [
        (str(n), each.name, str(each.quantity), each.unit, vocabulary.rupiah(each.price), vocabulary.rupiah(each.total))
        for n, each in enumerate(bought, 1)
    ]
    edges = parts.table(sheet, SOLD, rows)
    _totals(sheet, edges[3] + 10, sum(each.total for each in bought))
    sheet.line(Cell(LEFT, f"Pembayaran ke rekening {chance.randint(100, 999)}-{chance.randint(10**6, 10**7 - 1)}"))
    sheet.skip(1)
    parts.places_to_sign(sheet, chance, ("Penerima", "Hormat Kami"))
    return sheet.page("invoice")


def receipt(style: Style, chance: Random) -> Page:
    """On a roll 620 px wide, as long as it has to be."""
    sheet = Sheet(620, 5000, style, y=60)
    sheet.line(Cell(310, vocabulary.company(chance), "middle", 560), size=1.3, bold=True)
    for text in (vocabulary.street(chance), vocabulary.city(chance), vocabulary.phone(chance)):
        sheet.line(Cell(310, text, "middle", 560))
    _dashes(sheet)
    clock = f"{chance.randint(7, 21):02}:{chance.randint(0, 59):02}"
    sheet.line(Cell(40, vocabulary.date(chance)), Cell(580, clock, "right"))
    sheet.line(
        Cell(40, f"Kasir: {chance.choice(vocabulary.GIVEN)}"), Cell(580, f"#{chance.randint(1, 99999):05}", "right")
    )
    _dashes(sheet)
    bought = vocabulary.goods(chance, chance.randint(6, 18), most=5)
    for each in bought:
        sheet.line(Cell(40, each.name, limit=540))
        sums = f"{each.quantity} x {vocabulary.rupiah(each.price, '')}"
        sheet.line(Cell(64, sums), Cell(580, vocabulary.rupiah(each.total, ""), "right"))
    _dashes(sheet)
    _paid(sheet, chance, sum(each.total for each in bought))
    sheet.y += 60
    sheet.cut()
    return sheet.page("receipt")


def _heads(sheet: Sheet, chance: Random, label: str, value: str, label2: str, value2: str) -> None:
    """Number and date on the left, read first; whom it is for on the right."""
    top = sheet.y
    values = [(label, value), ("Tanggal", vocabulary.date(chance)), (label2, value2)]
    parts.labelled(sheet, LEFT, [*values, ("Petugas", vocabulary.person(chance))])
    bottom, sheet.y = sheet.y, top
    parts.addressee(sheet, 700, chance)
    sheet.y = max(bottom, sheet.y)
    sheet.skip(0.7)


def _totals(sheet: Sheet, x: float, base: int) -> None:
    tax = base * VAT_PERCENT // 100
    sheet.y += 8
    for label, amount in (("Subtotal", base), (f"PPN {VAT_PERCENT}%", tax), ("TOTAL", base + tax)):
        money = Cell(RIGHT - parts.PADDING, f"Rp {vocabulary.rupiah(amount)}", "right")
        sheet.line(Cell(x, label), money, bold=label == "TOTAL")
    sheet.skip(0.5)
    sheet.paragraph(LEFT, RIGHT - LEFT, f"Terbilang: {vocabulary.spelled(base + tax).capitalize()} rupiah")
    sheet.skip(0.5)


def _paid(sheet: Sheet, chance: Random, total: int) -> None:
    given = -(-total // 50_000) * 50_000
    rows = (("TOTAL", total), (chance.choice(("TUNAI", "QRIS", "DEBIT")), given), ("KEMBALI", given - total))
    for label, amount in rows:
        size = 1.3 if label == "TOTAL" else 1
        money = Cell(580, f"Rp {vocabulary.rupiah(amount, '')}", "right")
        sheet.line(Cell(40, label), money, size=size, bold=label == "TOTAL")
    _dashes(sheet)
    for text in ("Terima kasih atas kunjungan Anda", "Barang yang sudah dibeli", "tidak dapat ditukar"):
        sheet.line(Cell(310, text, "middle", 560))


def _dashes(sheet: Sheet) -> None:
    sheet.y += 10
    for x in range(40, 580, 20):
        sheet.rule(x, x + 11)
    sheet.y += 10
