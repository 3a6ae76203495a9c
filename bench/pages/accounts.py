"""The goods of a paper, what they come to, and where to pay it."""

from collections.abc import Sequence
from random import Random

from bench.pages import layouts, vocabulary, wording
from bench.pages.facts import Said
from bench.pages.layouts import TableCell, TableColumn
from bench.pages.parts import LEFT, PADDING, RIGHT
from bench.pages.sheet import Cell, Sheet
from bench.pages.vocabulary import Goods
from bench.pages.wording import Office
from ocrwtf.extraction.field import CellName, FieldName

Columns = Sequence[str]
"""CellNames; COUNTED is quantity and unit in one, NUMBERED the row's number."""
COUNTED, NUMBERED = "counted", "number"
NOTE_COLUMNS = (
    (NUMBERED, CellName.NAME, CellName.QUANTITY, CellName.UNIT),
    (CellName.QUANTITY, CellName.UNIT, CellName.NAME),
    (NUMBERED, CellName.NAME, COUNTED),
    (COUNTED, CellName.NAME),
)
INVOICE_COLUMNS = (
    (NUMBERED, CellName.NAME, CellName.QUANTITY, CellName.UNIT, CellName.PRICE, CellName.AMOUNT),
    (CellName.QUANTITY, CellName.UNIT, CellName.NAME, CellName.PRICE, CellName.AMOUNT),
    (NUMBERED, CellName.NAME, COUNTED, CellName.PRICE, CellName.AMOUNT),
    (CellName.NAME, CellName.PRICE, CellName.QUANTITY, CellName.AMOUNT),
    (COUNTED, CellName.NAME, CellName.PRICE, CellName.AMOUNT),
)
SHARES = {NUMBERED: 0.06, CellName.QUANTITY: 0.11, CellName.UNIT: 0.11, COUNTED: 0.14,
          CellName.PRICE: 0.19, CellName.AMOUNT: 0.21}  # fmt: skip
BANKS = ("BCA", "Bank Mandiri", "BRI", "BNI", "Bank Permata")


def goods_table(
    sheet: Sheet, office: Office, chance: Random, layouts_of: Sequence[Columns], goods: Sequence[Goods]
) -> list[float]:
    """Answers the edges of the columns."""
    names = chance.choice(layouts_of)
    shares = [SHARES.get(name, 0.0) for name in names]
    widths = [share or 1 - sum(shares) for share in shares]
    columns = [
        TableColumn(_title(name, office, chance), width, _align(name))
        for name, width in zip(names, widths, strict=True)
    ]
    rows = [[cell(name, number, each, office) for name in names] for number, each in enumerate(goods, 1)]
    return layouts.table(sheet, columns, rows, chance.choice(("full", "across", "head")))


def _title(name: str, office: Office, chance: Random) -> str:
    if name == NUMBERED:
        return "No"
    return office.word(wording.COLUMNS[CellName.QUANTITY if name == COUNTED else CellName(name)], chance)


def _align(name: str) -> layouts.Align:
    if name == CellName.NAME:
        return "left"
    return "right" if name in {CellName.PRICE, CellName.AMOUNT} else "middle"


def cell(name: str, number: int, goods: Goods, office: Office) -> TableCell:
    quantity = Said(CellName.QUANTITY, office.number(goods.quantity), str(goods.quantity))
    unit = Said(CellName.UNIT, goods.unit)
    match name:
        case CellName.NAME:
            return TableCell(goods.name, (Said(CellName.NAME, goods.name),))
        case CellName.QUANTITY:
            return TableCell(quantity.text, (quantity,))
        case CellName.UNIT:
            return TableCell(goods.unit, (unit,))
        case "counted":
            return TableCell(f"{quantity.text} {goods.unit}", (quantity, unit))
        case CellName.PRICE | CellName.AMOUNT:
            return _money(CellName(name), goods.price if name == CellName.PRICE else goods.total, office)
    return TableCell(str(number))


def _money(name: CellName, amount: int, office: Office) -> TableCell:
    text = office.amount(amount)
    return TableCell(text, (Said(name, text, str(amount)),))


def sums(sheet: Sheet, office: Office, chance: Random, x: float, base: int) -> int:
    """Subtotal, sometimes a discount, mostly a tax (12 % of eleven twelfths from 2025 on, or 11 %), and the total,
    which it answers.
    """
    subtotal = FieldName.SUBTOTAL_AMOUNT
    rows: list[tuple[FieldName | None, str, int, str]] = [(subtotal, office.label(subtotal, chance), base, "")]
    discount = round(base * chance.choice((2, 5, 10)) / 100) if chance.random() < 0.35 else 0
    if discount:
        label = office.label(FieldName.DISCOUNT_AMOUNT, chance)
        rows.append((FieldName.DISCOUNT_AMOUNT, label, discount, chance.choice(("", "-"))))
    rate, tax = None, 0
    if chance.random() < 0.8:
        rate, share = chance.choice(((11, 1.0), (12, 11 / 12)))
        taxed = round((base - discount) * share)
        if rate == 12:
            rows.append((None, "DPP Nilai Lain", taxed, ""))
        tax = (taxed * rate + 50) // 100
        rows.append((FieldName.TAX_AMOUNT, office.label(FieldName.TAX_AMOUNT, chance).format(rate=rate), tax, ""))
    total = base - discount + tax
    rows.append((FieldName.TOTAL_AMOUNT, office.label(FieldName.TOTAL_AMOUNT, chance), total, ""))
    layouts.sums(sheet, rows, x, RIGHT - PADDING, office, chance, rate)
    return total


def payment(sheet: Sheet, office: Office, chance: Random, total: int, payee: str) -> None:
    """The amount in words, mostly, and an account."""
    sheet.skip(0.4)
    if chance.random() < 0.8:
        in_words(sheet, office, chance, total)
    bank, account = chance.choice(BANKS), wording.account(chance)
    label = office.label(FieldName.BANK_ACCOUNT, chance)
    if chance.random() < 0.5:
        [words] = sheet.line(Cell(LEFT, f"{bank} {label} {account} a.n. {payee}"))
        sheet.tell(FieldName.BANK_ACCOUNT, account, words, vocabulary.digits(account))
    else:
        account_entry = layouts.Entry(label, account, FieldName.BANK_ACCOUNT, vocabulary.digits(account))
        rows = [layouts.Entry("Bank", bank), account_entry, layouts.Entry("a.n.", payee)]
        layouts.entries(sheet, [(LEFT, rows)], "colon")
    sheet.skip(0.8)


def in_words(sheet: Sheet, office: Office, chance: Random, total: int) -> None:
    spelled = wording.spelled(total, chance)
    hashes = chance.choice(("", "# "))
    label = office.label(FieldName.AMOUNT_IN_WORDS, chance)
    words = sheet.paragraph(LEFT, RIGHT - LEFT, f"{label}: {hashes}{spelled}{hashes[::-1]}")
    sheet.tell(FieldName.AMOUNT_IN_WORDS, spelled, words, str(total))
    sheet.skip(0.4)
