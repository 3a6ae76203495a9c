"""Papers laid out unlike the others: boxes in a grid, labels in two languages, labels glued to values, long names."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from bench.pages import accounts, goods_papers, layouts, parts, till, vocabulary, wording
from bench.pages.facts import Said
from bench.pages.layouts import Entry, TableCell, TableColumn
from bench.pages.page import Page
from bench.pages.parts import LEFT, RIGHT
from bench.pages.sheet import Cell, Sheet, Style
from bench.pages.vocabulary import Goods
from bench.pages.wording import Office
from ocrwtf.extraction.field import CellName, DocumentType, FieldName

BRANDS = ("merek Gajah Terbang kemasan baru", "kualitas ekspor tanpa garansi", "pesanan khusus warna abu-abu muda")
CODES = ("BRG", "SKU", "A", "MTR")
GRID_COLUMNS = 3


def delivery_note_grid(style: Style, chance: Random) -> Page:
    """Ruled boxes with a small label above each value, labels in both languages."""
    sheet, office, when = parts.a4(style), wording.office(chance), wording.day(chance)
    goods_papers.letterhead(sheet, chance)
    sheet.line(Cell(620, "SURAT JALAN / DELIVERY ORDER", "middle"), size=1.5, bold=True)
    sheet.skip(0.5)
    recipient, address = vocabulary.company(chance), vocabulary.city(chance)
    entries = [
        *goods_papers.heads(office, chance, "SJ", when),
        Entry(office.label(FieldName.RECIPIENT_NAME, chance), recipient, FieldName.RECIPIENT_NAME, None,
              (FieldName.BUYER_NAME,)),
        Entry("Tujuan", address),
        *goods_papers.transport(office, chance),
    ]  # fmt: skip
    _grid(sheet, [replace(each, label=_bilingual(each, chance)) for each in entries])
    sheet.skip(0.7)
    goods = vocabulary.goods(chance, chance.randint(2, 8))
    rows = [_delivered(office, number, each) for number, each in enumerate(goods, 1)]
    total = office.number(sum(each.quantity for each in goods))
    rows.append([TableCell(""), TableCell("TOTAL"), TableCell(total), TableCell("")])
    columns = [TableColumn("No", 0.07, "middle"), TableColumn("Nama Barang / Description", 0.53),
               TableColumn("Qty", 0.18, "right"), TableColumn("Satuan / Unit", 0.22, "middle")]  # fmt: skip
    layouts.table(sheet, columns, rows, "full")
    sheet.skip(1)
    parts.places_to_sign(sheet, chance, ("Pengirim", "Pengemudi", "Tanda Terima"))
    return sheet.page("delivery_note_grid", DocumentType.DELIVERY_NOTE)


def _bilingual(entry: Entry, chance: Random) -> str:
    """The label in Indonesian and in English, where we know both."""
    if entry.name is None or entry.name not in wording.LABELS:
        return entry.label
    indonesian, english = wording.LABELS[entry.name]
    return f"{chance.choice(indonesian)} / {chance.choice(english)}"


def _grid(sheet: Sheet, entries: Sequence[Entry]) -> None:
    width, height = (RIGHT - LEFT) / GRID_COLUMNS, 2.4 * sheet.step
    for start in range(0, len(entries), GRID_COLUMNS):
        top, row = sheet.y, entries[start : start + GRID_COLUMNS]
        sheet.y += 5
        lefts = [LEFT + 8 + index * width for index in range(len(row))]
        sheet.line(*(Cell(x, each.label, limit=width - 16) for x, each in zip(lefts, row, strict=True)), size=0.7)
        written = sheet.line(*(Cell(x, each.text, limit=width - 16) for x, each in zip(lefts, row, strict=True)))
        for each, words in zip(row, written, strict=True):
            if each.name:
                sheet.tell(each.name, each.text, words, each.normalized, each.also, required=each.required)
        sheet.y = top + height
        for index in range(GRID_COLUMNS + 1):
            sheet.stroke((LEFT + index * width, top, LEFT + index * width, sheet.y), 1)
        for y in (top, sheet.y):
            sheet.stroke((LEFT, y, RIGHT, y), 1)


def _delivered(office: Office, number: int, goods: Goods) -> list[TableCell]:
    quantity = office.number(goods.quantity)
    return [
        TableCell(str(number)),
        TableCell(goods.name, (Said(CellName.NAME, goods.name),)),
        TableCell(quantity, (Said(CellName.QUANTITY, quantity, str(goods.quantity)),)),
        TableCell(goods.unit, (Said(CellName.UNIT, goods.unit),)),
    ]


def invoice_long(style: Style, chance: Random) -> Page:
    """Codes before names that run over two lines, sums in the table's own columns, labels glued to their values."""
    sheet, office, when = parts.a4(style), wording.office(chance), wording.day(chance)
    seller = goods_papers.letterhead(sheet, chance)
    buyer = vocabulary.company(chance)
    customer = Entry(office.label(FieldName.BUYER_NAME, chance), buyer, FieldName.BUYER_NAME, None,
                     (FieldName.RECIPIENT_NAME,))  # fmt: skip
    sheet.line(Cell(LEFT, "FAKTUR / INVOICE"), size=1.4, bold=True)
    layouts.entries(sheet, [(LEFT, goods_papers.heads(office, chance, "INV", when)), (660, [customer])], "glued")
    sheet.skip(0.6)
    goods = vocabulary.goods(chance, chance.randint(2, 6))
    edges = layouts.table(
        sheet, _LONG, [_sold(office, chance, each) for each in goods], chance.choice(("full", "head"))
    )
    sheet.y += 6
    total = accounts.sums(sheet, office, chance, edges[3], sum(each.total for each in goods))
    accounts.payment(sheet, office, chance, total, seller)
    return sheet.page("invoice_long", DocumentType.INVOICE)


_LONG = (
    TableColumn("Kode", 0.13), TableColumn("Nama Barang", 0.3), TableColumn("Banyaknya", 0.15, "middle"),
    TableColumn("Harga Satuan", 0.2, "right"), TableColumn("Jumlah", 0.22, "right"),
)  # fmt: skip


def _sold(office: Office, chance: Random, goods: Goods) -> list[TableCell]:
    name = f"{goods.name} {chance.choice(BRANDS)}"
    counted = accounts.cell(accounts.COUNTED, 0, goods, office)
    money = (accounts.cell(each, 0, goods, office) for each in (CellName.PRICE, CellName.AMOUNT))
    code = f"{chance.choice(CODES)}-{chance.randint(1, 9999):04}"
    return [TableCell(code), TableCell(name, (Said(CellName.NAME, name),)), counted, *money]


def receipt_glued(style: Style, chance: Random) -> Page:
    """A till without columns: quantity and price in one word, sums glued to their labels."""
    sheet, office, when = Sheet(620, 5000, style, y=50), wording.office(chance), wording.day(chance)
    till.shop(sheet, chance)
    number = wording.document_number("NT", when, chance)
    label = office.word(wording.NUMBER_LABELS["NT"], chance)
    first = Entry(label, number, FieldName.NUMBER, number.upper())
    second = Entry(office.word(wording.DATE_LABELS, chance), office.date(when), FieldName.ISSUED_ON, when.isoformat())
    layouts.entries(sheet, [(till.LEFT, [first, second])], "glued")
    sheet.skip(0.4)
    goods = vocabulary.goods(chance, chance.randint(1, 9), most=6)
    for each in goods:
        _bought(sheet, office, each)
    sheet.skip(0.4)
    _glued_sums(sheet, office, chance, sum(each.total for each in goods))
    sheet.line(Cell(till.MIDDLE, "Terima kasih", "middle"))
    sheet.y += 50
    sheet.cut()
    return sheet.page("receipt_glued", DocumentType.RECEIPT)


def _bought(sheet: Sheet, office: Office, goods: Goods) -> None:
    [name] = sheet.line(Cell(till.LEFT, goods.name, limit=540))
    counted, last = sheet.line(
        Cell(till.LEFT + 20, f"{goods.quantity}x{office.number(goods.price)}"),
        Cell(till.RIGHT, office.number(goods.total), "right"),
    )
    till.item(sheet, office, goods, (name, counted, (), counted, last))


def _glued_sums(sheet: Sheet, office: Office, chance: Random, total: int) -> None:
    given = -(-total // 100_000) * 100_000
    rows = [
        (FieldName.TOTAL_AMOUNT, chance.choice(("TOTAL", "Total", "TotalBayar", "GrandTotal")), total),
        (FieldName.PAID_AMOUNT, chance.choice(("TUNAI", "BAYAR", "Cash")), given),
        (FieldName.CHANGE_AMOUNT, chance.choice(("KEMBALI", "Kembali", "Change")), given - total),
    ]
    for name, label, amount in rows if given > total else rows[:2]:
        [words] = sheet.line(Cell(till.LEFT, f"{label}:{office.currency.strip()}{office.amount(amount)}"))
        sheet.tell(name, office.amount(amount), words, str(amount))
        if name == FieldName.PAID_AMOUNT and label != "BAYAR":
            sheet.tell(FieldName.PAYMENT_METHOD, label, words, required=False)
