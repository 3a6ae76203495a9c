"""How one office words its papers: the language of its labels, how it writes dates, amounts and numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from stdnum import iso6346

from bench.pages import vocabulary
from ocrwtf.extraction.field import CellName, FieldName

Wordings = tuple[tuple[str, ...], tuple[str, ...]]
"""In Indonesian and in English."""
SHORT = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
DATES = (
    ("{d:02}/{m:02}/{y}", "{d:02}-{m:02}-{y}", "{d:02}.{m:02}.{y}", "{d} {month} {y}", "{d:02} {short} {y}",
     "{d:02}-{short}-{y}", "{d:02}/{m:02}/{yy:02}", "{y}-{m:02}-{d:02}"),
    ("{month} {d}, {y}", "{d} {month} {y}", "{d:02} {short} {y}", "{d:02}-{short}-{yy:02}", "{d:02}/{m:02}/{y}",
     "{y}-{m:02}-{d:02}"),
)  # fmt: skip
LABELS: Mapping[FieldName, Wordings] = {
    FieldName.ORDER_NUMBER: (("No. PO", "No. Pesanan", "Nomor PO", "Ref. PO"), ("PO No.", "Order No.", "PO Number")),
    FieldName.DUE_ON: (("Jatuh Tempo", "Tgl. Jatuh Tempo", "Tanggal Jatuh Tempo"), ("Due Date", "Payment Due")),
    FieldName.DELIVERED_ON: (("Tgl. Diterima", "Tanggal Terima"), ("Received Date", "Delivery Date")),
    FieldName.BUYER_NAME: (("Kepada Yth.", "Kepada", "Pembeli", "Pelanggan"), ("Bill To", "Customer", "Sold To")),
    FieldName.SENDER_NAME: (("Pengirim", "Dikirim oleh", "Nama Pengirim"), ("Shipper", "Sender")),
    FieldName.RECIPIENT_NAME: (("Penerima", "Dikirim ke", "Kepada Yth."), ("Consignee", "Ship To", "Deliver To")),
    FieldName.DRIVER_NAME: (("Sopir", "Pengemudi", "Nama Sopir", "Supir"), ("Driver", "Driver Name")),
    FieldName.VEHICLE_PLATE: (("No. Polisi", "Nopol", "No. Kendaraan", "Plat No."), ("Vehicle No.", "Truck No.")),
    FieldName.CONTAINER_NUMBER: (("No. Kontainer", "No. Peti Kemas", "Kontainer"), ("Container No.", "Container")),
    FieldName.PACKAGE_COUNT: (("Jumlah Koli", "Koli", "Jml. Koli"), ("Packages", "Total Colly")),
    FieldName.WEIGHT: (("Berat", "Berat Kotor", "Total Berat", "Tonase"), ("Gross Weight", "Weight")),
    FieldName.SUBTOTAL_AMOUNT: (("Subtotal", "Sub Total", "Jumlah Harga"), ("Subtotal", "Sub Total")),
    FieldName.DISCOUNT_AMOUNT: (("Diskon", "Potongan", "Disc."), ("Discount", "Disc.")),
    FieldName.TAX_AMOUNT: (("PPN {rate}%", "PPN ({rate}%)", "PPN {rate} %"), ("VAT {rate}%", "VAT ({rate}%)")),
    FieldName.TOTAL_AMOUNT: (
        ("TOTAL", "Total", "Grand Total", "Total Bayar", "Total Tagihan", "Jumlah Total"),
        ("TOTAL", "Grand Total", "Total Due", "Amount Due"),
    ),
    FieldName.CHANGE_AMOUNT: (("KEMBALI", "Kembalian", "Kembali"), ("CHANGE", "Change")),
    FieldName.AMOUNT_IN_WORDS: (("Terbilang", "Sejumlah"), ("Terbilang", "In Words")),
    FieldName.BANK_ACCOUNT: (("No. Rekening", "Rekening", "No. Rek."), ("Account No.", "A/C No.")),
}
DATE_LABELS: Wordings = (("Tanggal", "Tgl", "Tgl."), ("Date",))
NUMBER_LABELS: Mapping[str, Wordings] = {
    "SJ": (("No. Surat Jalan", "No. SJ", "Nomor", "No."), ("DO No.", "Delivery Note No.", "D/O Number")),
    "INV": (("No. Faktur", "Nomor Faktur", "No. Invoice", "Nomor"), ("Invoice No.", "Invoice #", "Invoice Number")),
    "KW": (("No.", "Nomor", "No. Kwitansi"), ("Receipt No.", "No.")),
    "NT": (("No. Nota", "No.", "No. Struk", "Nota"), ("Receipt No.", "Bill No.")),
    "TRX": (("No. Referensi", "No. Ref", "Nomor Transaksi"), ("Reference No.", "Ref. No.")),
}
COLUMNS: Mapping[CellName, Wordings] = {
    CellName.NAME: (("Nama Barang", "Uraian", "Keterangan Barang", "Deskripsi"), ("Description", "Item", "Product")),
    CellName.QUANTITY: (("Jumlah", "Qty", "Banyaknya", "Kuantitas"), ("Qty", "Quantity")),
    CellName.UNIT: (("Satuan", "Sat.", "Unit"), ("Unit", "UOM")),
    CellName.PRICE: (("Harga", "Harga Satuan", "@ Harga"), ("Price", "Unit Price", "Rate")),
    CellName.AMOUNT: (("Jumlah", "Total", "Jumlah Harga"), ("Amount", "Total", "Line Total")),
}


@dataclass(frozen=True)
class Office:
    """`english`: its labels are. Amounts are whole rupiah."""

    english: bool
    date_form: str
    thousands: str
    decimals: str
    currency: str

    def word(self, wordings: Wordings, chance: Random) -> str:
        return chance.choice(wordings[self.english])

    def label(self, name: FieldName, chance: Random) -> str:
        return self.word(LABELS[name], chance)

    def date(self, day: date) -> str:
        months, shorts = (MONTHS_EN, [name[:3] for name in MONTHS_EN]) if self.english else (vocabulary.MONTHS, SHORT)
        names = {"month": months[day.month - 1], "short": shorts[day.month - 1]}
        return self.date_form.format(d=day.day, m=day.month, y=day.year, yy=day.year % 100, **names)

    def number(self, amount: int) -> str:
        return f"{amount:,}".replace(",", self.thousands)

    def amount(self, amount: int) -> str:
        return self.number(amount) + self.decimals

    def money(self, amount: int) -> str:
        """With the currency before it."""
        return f"{self.currency}{self.amount(amount)}"


def office(chance: Random) -> Office:
    english = chance.random() < 0.3
    form = chance.choice(DATES[english])
    if english and chance.random() < 0.6:
        return Office(english, form, ",", chance.choice((".00", "")), chance.choice(("IDR ", "Rp ", "")))
    return Office(english, form, ".", chance.choice((",00", "", "", ",-")), chance.choice(("Rp ", "Rp. ", "Rp", "")))


def day(chance: Random) -> date:
    return date(2023, 1, 1) + timedelta(days=chance.randrange(1300))


def document_number(prefix: str, when: date, chance: Random) -> str:
    running = chance.randint(1, 9999)
    forms = (
        f"{prefix}/{when.year}/{when.month:02}/{running:05}",
        f"{prefix}-{when.year}-{running:04}",
        f"{running:04}/{prefix}/{ROMAN[when.month - 1]}/{when.year}",
        f"{prefix}{when:%y%m}-{running:04}",
        f"{prefix}{when:%y%m%d}{running:04}",
        f"{running:06}",
    )
    return chance.choice(forms)


def tax_number(chance: Random) -> str:
    """NPWP of 15 digits with a right check digit (Luhn over the first nine), or of 16, dotted or plain."""
    body = f"{chance.randint(1, 99):02}{chance.randint(0, 999_999):06}"
    checked = body + next(str(digit) for digit in range(10) if _luhn(body + str(digit)))
    whole = f"{checked}{chance.randint(1, 999):03}000"
    dotted = f"{whole[:2]}.{whole[2:5]}.{whole[5:8]}.{whole[8]}-{whole[9:12]}.{whole[12:]}"
    return chance.choice((dotted, dotted, whole, f"0{whole}"))


def _luhn(digits: str) -> bool:
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def container(chance: Random) -> str:
    """With its check digit (ISO 6346)."""
    owner = chance.choice(("TCLU", "MRKU", "TEGU", "SPNU", "HJCU"))
    body = f"{owner}{chance.randint(100_000, 999_999)}"
    digit = iso6346.calc_check_digit(body)
    return chance.choice((f"{body}{digit}", f"{owner} {body[4:]}-{digit}", f"{owner} {body[4:]} {digit}"))


def account(chance: Random) -> str:
    plain = str(chance.randint(10**9, 10**10 - 1))
    return chance.choice((plain, f"{plain[:3]}-{plain[3:6]}-{plain[6:]}", f"{plain[:3]} {plain[3:6]} {plain[6:]}"))


def spelled(amount: int, chance: Random) -> str:
    """In Indonesian, as the law asks for."""
    words = f"{vocabulary.spelled(amount)} rupiah"
    return chance.choice((words, words.capitalize(), words.title(), words.upper()))
