"""Papers of money that changed hands: kwitansi (payment receipt) and a bank's transfer slip."""

from random import Random

from bench.pages import accounts, layouts, parts, vocabulary, wording
from bench.pages.layouts import Entry
from bench.pages.page import Page
from bench.pages.parts import LEFT, RIGHT
from bench.pages.sheet import Cell, Sheet, Style
from ocrwtf.extraction.field import DocumentType, FieldName

FROM = ("Sudah terima dari", "Telah terima dari", "Diterima dari")
SPELLED = ("Uang sejumlah", "Banyaknya uang", "Sejumlah uang")
PURPOSES = ("Ongkos kirim barang", "Pelunasan faktur", "Sewa gudang", "Uang muka pembelian", "Jasa bongkar muat")
FEES = (0, 0, 2_500, 6_500)


def payment_receipt(style: Style, chance: Random) -> Page:
    """Half a sheet."""
    sheet, office, when = Sheet(1240, 877, style, y=60), wording.office(chance), wording.day(chance)
    amount = chance.randint(2, 90_000) * 500
    if chance.random() < 0.6:
        parts.letterhead(sheet, chance)
    number = wording.document_number("KW", when, chance)
    label = office.word(wording.NUMBER_LABELS["KW"], chance)
    title, words = sheet.line(
        Cell(620, "KWITANSI", "middle"), Cell(RIGHT, f"{label} {number}", "right"), size=1.3, bold=True
    )
    del title
    sheet.tell(FieldName.NUMBER, number, words, number.upper())
    sheet.skip(0.6)
    payer = vocabulary.company(chance)
    rows = [
        Entry(chance.choice(FROM), payer, FieldName.BUYER_NAME, None, (FieldName.SENDER_NAME,)),
        Entry(chance.choice(SPELLED), wording.spelled(amount, chance), FieldName.AMOUNT_IN_WORDS, str(amount)),
        Entry("Untuk pembayaran", chance.choice(PURPOSES)),
    ]
    _filled(sheet, rows)
    sheet.skip(1)
    text = office.amount(amount)
    date = office.date(when)
    money, place = sheet.line(
        Cell(LEFT + 20, f"Rp {text}"), Cell(800, f"{vocabulary.city(chance)}, {date}"), bold=chance.random() < 0.5
    )
    sheet.tell(FieldName.TOTAL_AMOUNT, text, money, str(amount))
    sheet.tell(FieldName.ISSUED_ON, date, place, when.isoformat())
    sheet.skip(2)
    sheet.line(Cell(800, f"( {vocabulary.person(chance)} )"))
    return sheet.page("payment_receipt", DocumentType.PAYMENT_RECEIPT)


def _filled(sheet: Sheet, rows: list[Entry]) -> None:
    """Labels, colons, and values that run on below."""
    x = LEFT + max(sheet.width_of(row.label) for row in rows) + sheet.style.body_px
    for row in rows:
        top = sheet.y
        sheet.line(Cell(LEFT, row.label), Cell(x, ":"))
        sheet.y = top
        words = sheet.paragraph(x + sheet.style.body_px, RIGHT - x - sheet.style.body_px, row.text)
        if row.name:
            sheet.tell(row.name, row.text, words, row.normalized, row.also)
        sheet.skip(0.4)


def transfer_slip(style: Style, chance: Random) -> Page:
    """As a phone shows it or a machine prints it."""
    sheet, office, when = Sheet(720, 3000, style, y=60), wording.office(chance), wording.day(chance)
    bank = chance.choice(accounts.BANKS)
    sheet.line(Cell(360, bank, "middle"), size=1.4, bold=True, colour=sheet.style.accent)
    sheet.line(Cell(360, chance.choice(("Transfer Berhasil", "BUKTI TRANSFER", "Transaksi Berhasil")), "middle"))
    clock = f"{chance.randint(0, 23):02}:{chance.randint(0, 59):02}:{chance.randint(0, 59):02}"
    [words] = sheet.line(Cell(360, f"{office.date(when)} {clock}", "middle"))
    sheet.tell(FieldName.ISSUED_ON, office.date(when), words, when.isoformat())
    sheet.skip(0.6)
    layouts.entries(sheet, [(60, _transfer(office, chance))], chance.choice(("colon", "gap", "above")))
    sheet.y += 50
    sheet.cut()
    return sheet.page("transfer_slip", DocumentType.TRANSFER_SLIP)


def _transfer(office: wording.Office, chance: Random) -> list[Entry]:
    amount, fee, account = chance.randint(2, 90_000) * 500, chance.choice(FEES), wording.account(chance)
    reference = "".join(chance.choice("0123456789ABCDEFGHJKLMNPRSTUVWXYZ") for _ in range(12))
    label = office.word(wording.NUMBER_LABELS["TRX"], chance)
    return [
        Entry(label, reference, FieldName.NUMBER, reference),
        Entry(chance.choice(("Dari", "Pengirim", "Rekening Sumber")), vocabulary.person(chance), FieldName.SENDER_NAME),
        Entry(chance.choice(("Ke", "Penerima", "Nama Penerima")), vocabulary.company(chance), FieldName.RECIPIENT_NAME),
        Entry("Bank Tujuan", chance.choice(accounts.BANKS)),
        Entry(
            chance.choice(("Rekening Tujuan", "No. Rekening", "Ke Rekening")),
            account, FieldName.BANK_ACCOUNT, vocabulary.digits(account),
        ),
        *_transferred(office, chance, amount, fee),
        Entry(chance.choice(("Berita", "Keterangan")), chance.choice(PURPOSES)),
    ]  # fmt: skip


def _transferred(office: wording.Office, chance: Random, amount: int, fee: int) -> list[Entry]:
    """Without a fee what is sent is the total."""
    label = chance.choice(("Nominal", "Jumlah", "Jumlah Transfer"))
    money, total = office.money(amount), office.money(amount + fee)
    if not fee:
        return [Entry(label, money, FieldName.TOTAL_AMOUNT, str(amount))]
    return [
        Entry(label, money, FieldName.SUBTOTAL_AMOUNT, str(amount), required=False),
        Entry("Biaya Admin", office.money(fee)),
        Entry("Total", total, FieldName.TOTAL_AMOUNT, str(amount + fee)),
    ]
