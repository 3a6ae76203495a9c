"""The papers with a table: surat jalan (delivery note), faktur (invoice), and a till's struk (receipt)."""

from random import Random

from bench.pages import parts, vocabulary
from bench.pages.facts import Said
from bench.pages.page import Page
from bench.pages.parts import LEFT, RIGHT, Column
from bench.pages.sheet import Cell, Sheet, Style
from ocrwtf.extraction.field import CellName, DocumentType, FieldName

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
    number, plate = vocabulary.number(chance, "SJ"), vocabulary.plate(chance)
    words = _heads(sheet, chance, ("Nomor", number), ("No. Polisi", plate), FieldName.RECIPIENT_NAME)
    sheet.tell(FieldName.VEHICLE_PLATE, plate, words, plate)
    sheet.line(Cell(LEFT, "Mohon diterima dengan baik barang-barang berikut ini:"))
    sheet.skip(0.3)
    rows = [
        (str(row), *_counted(each), chance.choice(REMARKS))
        for row, each in enumerate(vocabulary.goods(chance, chance.randint(5, 15)), 1)
    ]
    parts.table(sheet, DELIVERED, rows)
    sheet.skip(0.5)
    sheet.line(Cell(LEFT, "Catatan: barang yang sudah diterima tidak dapat dikembalikan."), size=0.85)
    sheet.skip(1)
    parts.places_to_sign(sheet, chance, ("Tanda Terima", "Pengemudi", "Bagian Gudang", "Hormat Kami"))
    return sheet.page("delivery_note", DocumentType.DELIVERY_NOTE)


def invoice(style: Style, chance: Random) -> Page:
    sheet = parts.a4(style)
    parts.letterhead(sheet, chance)
    title = chance.choice(("FAKTUR PENJUALAN", "INVOICE", "FAKTUR"))
    sheet.line(Cell(RIGHT, title, "right"), size=1.8, bold=True, colour=style.accent)
    number, tax_number = vocabulary.number(chance, "INV"), vocabulary.tax_number(chance)
    words = _heads(sheet, chance, ("No. Faktur", number), ("NPWP", tax_number), FieldName.BUYER_NAME)
    sheet.tell(FieldName.SELLER_TAX_NUMBER, tax_number, words, vocabulary.digits(tax_number))
    bought = vocabulary.goods(chance, chance.randint(4, 12))
    rows = [
        (str(row), *_counted(each), money(CellName.PRICE, each.price), money(CellName.AMOUNT, each.total))
        for row, each in enumerate(bought, 1)
    ]
    edges = parts.table(sheet, SOLD, rows)
    _totals(sheet, edges[3] + 10, sum(each.total for each in bought))
    account = f"{chance.randint(100, 999)}-{chance.randint(10**6, 10**7 - 1)}"
    [words] = sheet.line(Cell(LEFT, f"Pembayaran ke rekening {account}"))
    sheet.tell(FieldName.BANK_ACCOUNT, account, words, vocabulary.digits(account))
    sheet.skip(1)
    parts.places_to_sign(sheet, chance, ("Penerima", "Hormat Kami"))
    return sheet.page("invoice", DocumentType.INVOICE)


def receipt(style: Style, chance: Random) -> Page:
    """On a roll 620 px wide, as long as it has to be."""
    sheet = Sheet(620, 5000, style, y=60)
    name = vocabulary.company(chance)
    [words] = sheet.line(Cell(310, name, "middle", 560), size=1.3, bold=True)
    sheet.tell(FieldName.SELLER_NAME, name, words)
    street, city, phone = vocabulary.street(chance), vocabulary.city(chance), vocabulary.phone(chance)
    words = [*sheet.line(Cell(310, street, "middle", 560))[0], *sheet.line(Cell(310, city, "middle", 560))[0]]
    sheet.tell(FieldName.SELLER_ADDRESS, f"{street} {city}", words)
    [telephone] = sheet.line(Cell(310, phone, "middle", 560))
    sheet.tell(FieldName.SELLER_PHONE, phone.removeprefix("Telp. "), telephone)
    _dashes(sheet)
    _when(sheet, chance)
    _dashes(sheet)
    bought = vocabulary.goods(chance, chance.randint(6, 18), most=5)
    for each in bought:
        _sold(sheet, each)
    _dashes(sheet)
    _paid(sheet, chance, sum(each.total for each in bought))
    sheet.y += 60
    sheet.cut()
    return sheet.page("receipt", DocumentType.RECEIPT)


def money(name: CellName, amount: int, decimals: str = ",00") -> Said:
    return Said(name, vocabulary.rupiah(amount, decimals), str(amount))


def _counted(goods: vocabulary.Goods) -> tuple[Said, Said, Said]:
    quantity = str(goods.quantity)
    return Said(CellName.NAME, goods.name), Said(CellName.QUANTITY, quantity, quantity), Said(CellName.UNIT, goods.unit)


def _when(sheet: Sheet, chance: Random) -> None:
    clock = f"{chance.randint(7, 21):02}:{chance.randint(0, 59):02}"
    date = vocabulary.date(chance)
    words, _ = sheet.line(Cell(40, date), Cell(580, clock, "right"))
    sheet.tell(FieldName.ISSUED_ON, date, words, vocabulary.iso(date))
    till, number = f"Kasir: {chance.choice(vocabulary.GIVEN)}", f"{chance.randint(1, 99999):05}"
    _, words = sheet.line(Cell(40, till), Cell(580, f"#{number}", "right"))
    # A receipt's running number behind a mere "#": right when found.
    sheet.tell(FieldName.NUMBER, number, words, number, required=False)


def _sold(sheet: Sheet, goods: vocabulary.Goods) -> None:
    quantity, price = str(goods.quantity), vocabulary.rupiah(goods.price, "")
    [name] = sheet.line(Cell(40, goods.name, limit=540))
    amount = money(CellName.AMOUNT, goods.total, "")
    counted, total = sheet.line(Cell(64, f"{quantity} x {price}"), Cell(580, amount.text, "right"))
    row = (
        Said(CellName.NAME, goods.name),
        Said(CellName.QUANTITY, quantity, quantity),
        money(CellName.PRICE, goods.price, ""),
        amount,
    )
    parts.item(sheet, row, (name, counted, counted, total))


def _heads(
    sheet: Sheet, chance: Random, first: tuple[str, str], third: tuple[str, str], addressee: FieldName
) -> list[int]:
    """Number and date on the left, read first; whom it is for on the right. Answers the words of the third value."""
    top, date = sheet.y, vocabulary.date(chance)
    values = [first, ("Tanggal", date), third, ("Petugas", vocabulary.person(chance))]
    written = parts.labelled(sheet, LEFT, values)
    sheet.tell(FieldName.NUMBER, first[1], written[0], first[1])
    sheet.tell(FieldName.ISSUED_ON, date, written[1], vocabulary.iso(date))
    bottom, sheet.y = sheet.y, top
    parts.addressee(sheet, 700, chance, addressee)
    sheet.y = max(bottom, sheet.y)
    sheet.skip(0.7)
    return written[2]


def _totals(sheet: Sheet, x: float, base: int) -> None:
    tax = base * VAT_PERCENT // 100
    sheet.y += 8
    names = (FieldName.SUBTOTAL_AMOUNT, FieldName.TAX_AMOUNT, FieldName.TOTAL_AMOUNT)
    rows = (("Subtotal", base), (f"PPN {VAT_PERCENT}%", tax), ("TOTAL", base + tax))
    for name, (label, amount) in zip(names, rows, strict=True):
        text = vocabulary.rupiah(amount)
        money = Cell(RIGHT - parts.PADDING, f"Rp {text}", "right")
        labelled, words = sheet.line(Cell(x, label), money, bold=label == "TOTAL")
        sheet.tell(name, text, words, str(amount))
        if name == FieldName.TAX_AMOUNT:
            sheet.tell(FieldName.TAX_RATE, f"{VAT_PERCENT}%", labelled, str(VAT_PERCENT))
    sheet.skip(0.5)
    spelled = f"{vocabulary.spelled(base + tax).capitalize()} rupiah"
    words = sheet.paragraph(LEFT, RIGHT - LEFT, f"Terbilang: {spelled}")
    sheet.tell(FieldName.AMOUNT_IN_WORDS, spelled, words, str(base + tax))
    sheet.skip(0.5)


def _paid(sheet: Sheet, chance: Random, total: int) -> None:
    given = -(-total // 50_000) * 50_000
    method = chance.choice(("TUNAI", "QRIS", "DEBIT"))
    names = (FieldName.TOTAL_AMOUNT, FieldName.PAID_AMOUNT, FieldName.CHANGE_AMOUNT)
    rows = (("TOTAL", total), (method, given), ("KEMBALI", given - total))
    for name, (label, amount) in zip(names, rows, strict=True):
        size = 1.3 if label == "TOTAL" else 1
        text = vocabulary.rupiah(amount, "")
        money = Cell(580, f"Rp {text}", "right")
        labelled, words = sheet.line(Cell(40, label), money, size=size, bold=label == "TOTAL")
        sheet.tell(name, text, words, str(amount))
        if name == FieldName.PAID_AMOUNT:
            sheet.tell(FieldName.PAYMENT_METHOD, method, labelled)
    _dashes(sheet)
    for text in ("Terima kasih atas kunjungan Anda", "Barang yang sudah dibeli", "tidak dapat ditukar"):
        sheet.line(Cell(310, text, "middle", 560))


def _dashes(sheet: Sheet) -> None:
    sheet.y += 10
    for x in range(40, 580, 20):
        sheet.rule(x, x + 11)
    sheet.y += 10
