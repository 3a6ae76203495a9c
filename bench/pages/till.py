"""Receipts as many tills print them."""

from collections.abc import Sequence
from random import Random

from bench.pages import layouts, parts, vocabulary, wording
from bench.pages.facts import Said
from bench.pages.page import Page
from bench.pages.sheet import Cell, Sheet, Style
from bench.pages.vocabulary import Goods
from bench.pages.wording import Office
from ocrwtf.extraction.field import CellName, DocumentType, FieldName

LEFT, MIDDLE, RIGHT = 40, 310, 580
PLACES: tuple[tuple[int, layouts.Align], ...] = ((LEFT, "left"), (MIDDLE, "middle"), (MIDDLE, "middle"))
SHOPS = ("TOKO", "MINIMARKET", "WARUNG", "APOTEK", "UD", "CV", "RM")
METHODS = (("TUNAI", "Tunai", "QRIS", "DEBIT", "Debit BCA"), ("CASH", "Cash", "CARD", "QRIS"))
PAID = (("BAYAR", "Dibayar", "Bayar"), ("PAID", "Tendered"))


def receipt(style: Style, chance: Random) -> Page:
    sheet, office, when = Sheet(620, 5000, style, y=50), wording.office(chance), wording.day(chance)
    shop(sheet, chance)
    number = wording.document_number("NT", when, chance)
    label = office.word(wording.NUMBER_LABELS["NT"], chance)
    heads = [
        layouts.Entry(label, number, FieldName.NUMBER, number.upper()),
        layouts.Entry(office.word(wording.DATE_LABELS, chance), _clocked(office.date(when), chance)),
        layouts.Entry(chance.choice(("Kasir", "Cashier", "Opr")), chance.choice(vocabulary.GIVEN)),
    ]
    chance.shuffle(heads)
    first = len(sheet.texts)
    layouts.entries(sheet, [(LEFT, heads)], chance.choice(("colon", "tight", "gap")))
    sheet.tell(FieldName.ISSUED_ON, office.date(when), range(first, len(sheet.texts)), when.isoformat())
    _line(sheet, chance)
    goods = vocabulary.goods(chance, chance.randint(1, 12), most=6)
    chance.choice((_two_rows, _one_row, _under_heads))(sheet, office, goods)
    _line(sheet, chance)
    _sums(sheet, office, chance, goods)
    sheet.skip(0.5)
    for text in chance.sample(("Terima kasih", "Barang tidak dapat ditukar", "Simpan struk ini", "www.toko.co.id"), 2):
        sheet.line(Cell(MIDDLE, text, "middle"))
    sheet.y += 50
    sheet.cut()
    return sheet.page("receipt_form", DocumentType.RECEIPT)


def shop(sheet: Sheet, chance: Random) -> None:
    x, align = chance.choice(PLACES)
    name = f"{chance.choice(SHOPS)} {chance.choice(vocabulary.FIRST)} {chance.choice(vocabulary.SECOND)}"
    name = chance.choice((name, name.upper()))
    [words] = sheet.line(Cell(x, name, align, 540), size=1.2, bold=True)
    sheet.tell(FieldName.SELLER_NAME, name, words)
    rows = (vocabulary.street(chance), vocabulary.city(chance))
    words = [index for row in rows for index in sheet.line(Cell(x, row, align, 540))[0]]
    sheet.tell(FieldName.SELLER_ADDRESS, " ".join(rows), words)
    if chance.random() < 0.6:
        phone = f"08{chance.randint(11, 59)}-{chance.randint(1000, 9999)}-{chance.randint(1000, 9999)}"
        [words] = sheet.line(Cell(x, f"{chance.choice(('Telp.', 'HP', 'WA:', 'Tel:'))} {phone}", align))
        sheet.tell(FieldName.SELLER_PHONE, phone, words)
    if chance.random() < 0.3:
        number = wording.tax_number(chance)
        [words] = sheet.line(Cell(x, f"NPWP : {number}", align))
        sheet.tell(FieldName.SELLER_TAX_NUMBER, number, words, vocabulary.digits(number))
    _line(sheet, chance)


def _clocked(date: str, chance: Random) -> str:
    if chance.random() < 0.3:
        return date
    return f"{date} {chance.randint(7, 21):02}{chance.choice((':', '.'))}{chance.randint(0, 59):02}"


def _two_rows(sheet: Sheet, office: Office, goods: Sequence[Goods]) -> None:
    for each in goods:
        [name] = sheet.line(Cell(LEFT, each.name, limit=540))
        counted = f"{each.quantity} {each.unit} x @{office.number(each.price)}"
        first, last = sheet.line(Cell(LEFT + 30, counted), Cell(RIGHT, office.number(each.total), "right"))
        item(sheet, office, each, (name, first, first, first, last))


def _one_row(sheet: Sheet, office: Office, goods: Sequence[Goods]) -> None:
    for each in goods:
        count, name, total = sheet.line(
            Cell(LEFT, str(each.quantity)), Cell(LEFT + 50, each.name, limit=330),
            Cell(RIGHT, office.number(each.total), "right"),
        )  # fmt: skip
        item(sheet, office, each, (name, count, (), (), total))


def _under_heads(sheet: Sheet, office: Office, goods: Sequence[Goods]) -> None:
    sheet.line(*_columns("Item", "Qty", "Harga", "Total"), size=0.85)
    sheet.rule(LEFT, RIGHT, 1)
    sheet.y += 6
    for each in goods:
        row = (each.name, str(each.quantity), office.number(each.price), office.number(each.total))
        name, count, price, total = sheet.line(*_columns(*row), size=0.85)
        item(sheet, office, each, (name, count, (), price, total))


def _columns(*texts: str) -> list[Cell]:
    name, count, price, total = texts
    ends = (Cell(300, count, "right"), Cell(425, price, "right"), Cell(RIGHT, total, "right"))
    return [Cell(LEFT, name, limit=200), *ends]


def item(sheet: Sheet, office: Office, goods: Goods, words: Sequence[Sequence[int]]) -> None:
    """`words` of name, quantity, unit, price and amount; none of what is not printed."""
    said = (
        Said(CellName.NAME, goods.name),
        Said(CellName.QUANTITY, str(goods.quantity), str(goods.quantity)),
        Said(CellName.UNIT, goods.unit),
        Said(CellName.PRICE, office.number(goods.price), str(goods.price)),
        Said(CellName.AMOUNT, office.number(goods.total), str(goods.total)),
    )
    printed = [(cell, found) for cell, found in zip(said, words, strict=True) if found]
    parts.item(sheet, [cell for cell, _ in printed], [found for _, found in printed])


def _sums(sheet: Sheet, office: Office, chance: Random, goods: Sequence[Goods]) -> None:
    base = sum(each.total for each in goods)
    discount = round(base * 0.05) if chance.random() < 0.25 else 0
    tax = round((base - discount) * 0.11) if chance.random() < 0.35 else 0
    total = base - discount + tax
    rows: list[tuple[FieldName | None, str, int, str]] = []
    if discount or tax or chance.random() < 0.3:
        rows.append((FieldName.SUBTOTAL_AMOUNT, office.label(FieldName.SUBTOTAL_AMOUNT, chance), base, ""))
    if discount:
        rows.append((FieldName.DISCOUNT_AMOUNT, office.label(FieldName.DISCOUNT_AMOUNT, chance), discount, "-"))
    if tax:
        rows.append((FieldName.TAX_AMOUNT, office.label(FieldName.TAX_AMOUNT, chance).format(rate=11), tax, ""))
    rows.append((FieldName.TOTAL_AMOUNT, office.label(FieldName.TOTAL_AMOUNT, chance), total, ""))
    layouts.sums(sheet, rows, LEFT, RIGHT, office, chance, 11)
    _paid(sheet, office, chance, total)


def _paid(sheet: Sheet, office: Office, chance: Random, total: int) -> None:
    method = office.word(METHODS, chance)
    given = -(-total // 50_000) * 50_000 if method.upper() in {"TUNAI", "CASH"} else total
    named = chance.random() < 0.6
    label = method if named else office.word(PAID, chance)
    text = office.amount(given)
    labelled, words = sheet.line(Cell(LEFT, label), Cell(RIGHT, f"{office.currency}{text}", "right"))
    sheet.tell(FieldName.PAID_AMOUNT, text, words, str(given))
    if named:
        sheet.tell(FieldName.PAYMENT_METHOD, method, labelled)
    if given > total:
        text = office.amount(given - total)
        label = office.label(FieldName.CHANGE_AMOUNT, chance)
        _, words = sheet.line(Cell(LEFT, label), Cell(RIGHT, f"{office.currency}{text}", "right"))
        sheet.tell(FieldName.CHANGE_AMOUNT, text, words, str(given - total))


def _line(sheet: Sheet, chance: Random) -> None:
    sheet.y += 8
    long = chance.choice((11, 20))
    for x in range(LEFT, RIGHT, 20):
        sheet.rule(x, x + long)
    sheet.y += 8
