"""Delivery notes and invoices as many offices lay them out."""

from datetime import date, timedelta
from random import Random

from bench.pages import accounts, layouts, parts, vocabulary, wording
from bench.pages.layouts import Entry, Party
from bench.pages.page import Page
from bench.pages.parts import LEFT, RIGHT
from bench.pages.sheet import Cell, Sheet, Style
from bench.pages.wording import Office
from ocrwtf.extraction.field import DocumentType, FieldName

PLACES: tuple[tuple[int, layouts.Align], ...] = ((LEFT, "left"), (620, "middle"), (RIGHT, "right"))
NOTE_TITLES = (("SURAT JALAN", "SURAT JALAN", "SURAT PENGANTAR BARANG"), ("DELIVERY ORDER", "DELIVERY NOTE"))
INVOICE_TITLES = (("FAKTUR PENJUALAN", "FAKTUR", "INVOICE", "NOTA TAGIHAN"), ("INVOICE", "SALES INVOICE"))
SIGNERS = (("Tanda Terima", "Sopir", "Hormat Kami"), ("Received by", "Driver", "Issued by"))


def delivery_note(style: Style, chance: Random) -> Page:
    sheet, office, when = parts.a4(style), wording.office(chance), wording.day(chance)
    letterhead(sheet, chance)
    _title(sheet, chance, office.word(NOTE_TITLES, chance))
    head = heads(office, chance, "SJ", when)
    carried = transport(office, chance)
    how = chance.choice(layouts.ARRANGEMENTS)
    if chance.random() < 0.5:
        layouts.entries(sheet, [(LEFT, head), (640, carried)], how)
        _parties(sheet, office, chance)
    else:
        _parties(sheet, office, chance)
        layouts.entries(sheet, [(LEFT, [*head, *carried])], how)
    sheet.skip(0.5)
    goods = vocabulary.goods(chance, chance.randint(3, 10))
    accounts.goods_table(sheet, office, chance, accounts.NOTE_COLUMNS, goods)
    sheet.skip(0.5)
    if chance.random() < 0.5:
        sheet.line(Cell(LEFT, "Catatan: barang diterima dalam keadaan baik dan cukup."), size=0.85)
    sheet.skip(0.7)
    parts.places_to_sign(sheet, chance, SIGNERS[office.english])
    return sheet.page("delivery_note_form", DocumentType.DELIVERY_NOTE)


def invoice(style: Style, chance: Random) -> Page:
    sheet, office, when = parts.a4(style), wording.office(chance), wording.day(chance)
    seller = letterhead(sheet, chance)
    _title(sheet, chance, office.word(INVOICE_TITLES, chance))
    head = heads(office, chance, "INV", when)
    due = when + timedelta(days=chance.choice((7, 14, 30, 45)))
    if chance.random() < 0.6:
        label = office.label(FieldName.DUE_ON, chance)
        head.append(Entry(label, office.date(due), FieldName.DUE_ON, due.isoformat()))
    how = chance.choice(layouts.ARRANGEMENTS)
    blocks = [(LEFT, head[:2]), (640, head[2:])] if chance.random() < 0.4 and len(head) > 2 else [(LEFT, head)]
    if chance.random() < 0.5:
        layouts.entries(sheet, blocks, how)
        _buyer(sheet, office, chance)
    else:
        _buyer(sheet, office, chance)
        layouts.entries(sheet, blocks, how)
    sheet.skip(0.5)
    goods = vocabulary.goods(chance, chance.randint(2, 9))
    edges = accounts.goods_table(sheet, office, chance, accounts.INVOICE_COLUMNS, goods)
    sheet.y += 8
    total = accounts.sums(sheet, office, chance, edges[-2] - 160, sum(each.total for each in goods))
    accounts.payment(sheet, office, chance, total, seller)
    parts.places_to_sign(sheet, chance, ("Hormat Kami",))
    return sheet.page("invoice_form", DocumentType.INVOICE)


def letterhead(sheet: Sheet, chance: Random) -> str:
    """On the left, in the middle or on the right; answers the name."""
    x, align = chance.choice(PLACES)
    name, street = vocabulary.company(chance), vocabulary.street(chance)
    [words] = sheet.line(Cell(x, name, align), size=chance.uniform(1.3, 2), bold=True, colour=sheet.style.accent)
    sheet.tell(FieldName.SELLER_NAME, name, words, also=(FieldName.SENDER_NAME,))
    city = f"{vocabulary.city(chance)} {chance.randint(10110, 98111)}"
    rows = [f"{street}, {city}"] if chance.random() < 0.5 else [street, city]
    words = [index for row in rows for index in sheet.line(Cell(x, row, align))[0]]
    sheet.tell(FieldName.SELLER_ADDRESS, " ".join(rows), words)
    phone = f"(0{chance.randint(21, 99)}) {chance.randint(200, 899)}{chance.randint(1000, 9999)}"
    [words] = sheet.line(Cell(x, f"{chance.choice(('Telp.', 'Tel:', 'Phone:', 'Telp:'))} {phone}", align), size=0.9)
    sheet.tell(FieldName.SELLER_PHONE, phone, words)
    if chance.random() < 0.4:
        number = wording.tax_number(chance)
        [words] = sheet.line(Cell(x, f"NPWP: {number}", align), size=0.9)
        sheet.tell(FieldName.SELLER_TAX_NUMBER, number, words, vocabulary.digits(number))
    sheet.skip(0.4)
    sheet.rule(LEFT, RIGHT, chance.choice((1, 3)))
    sheet.skip(0.5)
    return name


def _title(sheet: Sheet, chance: Random, title: str) -> None:
    x, align = chance.choice(PLACES)
    sheet.line(Cell(x, title, align), size=chance.uniform(1.4, 1.9), bold=True)
    sheet.skip(0.4)


def heads(office: Office, chance: Random, prefix: str, when: date) -> list[Entry]:
    number = wording.document_number(prefix, when, chance)
    label = office.word(wording.NUMBER_LABELS[prefix], chance)
    found = [
        Entry(label, number, FieldName.NUMBER, number.upper()),
        Entry(office.word(wording.DATE_LABELS, chance), office.date(when), FieldName.ISSUED_ON, when.isoformat()),
    ]
    if chance.random() < 0.6:
        order = wording.document_number("PO", when, chance)
        label = office.label(FieldName.ORDER_NUMBER, chance)
        found.append(Entry(label, order, FieldName.ORDER_NUMBER, order.upper()))
    return found


def transport(office: Office, chance: Random) -> list[Entry]:
    driver, plate, container = vocabulary.person(chance), vocabulary.plate(chance), wording.container(chance)
    packages, tenths = chance.randint(2, 400), chance.randint(5, 24_000)
    kilograms = f"{tenths // 10}.{tenths % 10}".removesuffix(".0")
    point = "." if office.thousands == "," else ","
    weight = f"{office.number(tenths // 10)}{point}{tenths % 10} {chance.choice(('kg', 'Kg', 'KG'))}"
    values = (
        (FieldName.DRIVER_NAME, driver, None, 0.8),
        (FieldName.VEHICLE_PLATE, plate, plate, 0.9),
        (FieldName.CONTAINER_NUMBER, container, container.replace(" ", "").replace("-", ""), 0.4),
        (FieldName.PACKAGE_COUNT, f"{packages} {chance.choice(('koli', 'Koli', 'dus'))}", str(packages), 0.5),
        (FieldName.WEIGHT, weight, kilograms, 0.5),
    )
    return [
        Entry(office.label(name, chance), text, name, normalized)
        for name, text, normalized, share in values
        if chance.random() < share
    ]


def _parties(sheet: Sheet, office: Office, chance: Random) -> None:
    """The recipient, and sometimes a sender beside."""
    sheet.skip(0.3)
    recipient = Party(
        office.label(FieldName.RECIPIENT_NAME, chance), vocabulary.company(chance), FieldName.RECIPIENT_NAME,
        (FieldName.BUYER_NAME,), f"{vocabulary.street(chance)}, {vocabulary.city(chance)}", FieldName.BUYER_ADDRESS,
    )  # fmt: skip
    found = [recipient]
    if chance.random() < 0.5:
        label = office.label(FieldName.SENDER_NAME, chance)
        found.insert(0, Party(label, vocabulary.company(chance), FieldName.SENDER_NAME))
    layouts.parties(sheet, found, labelled=chance.random() < 0.4)
    sheet.skip(0.3)


def _buyer(sheet: Sheet, office: Office, chance: Random) -> None:
    sheet.skip(0.3)
    buyer = Party(
        office.label(FieldName.BUYER_NAME, chance), vocabulary.company(chance), FieldName.BUYER_NAME,
        (FieldName.RECIPIENT_NAME,), f"{vocabulary.street(chance)}, {vocabulary.city(chance)}", FieldName.BUYER_ADDRESS,
        wording.tax_number(chance) if chance.random() < 0.6 else "",
    )  # fmt: skip
    layouts.parties(sheet, [buyer], labelled=chance.random() < 0.4)
    sheet.skip(0.3)
