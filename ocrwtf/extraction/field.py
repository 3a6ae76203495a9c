"""What a document says: fields, each with its place on the page, how sure it is, and what bears it out."""

from dataclasses import dataclass
from enum import StrEnum

from ocrwtf.ocr.page import Polygon


class DocumentType(StrEnum):
    DELIVERY_NOTE = "delivery_note"
    """Surat jalan."""
    INVOICE = "invoice"
    """Faktur."""
    RECEIPT = "receipt"
    """A till's struk."""
    PAYMENT_RECEIPT = "payment_receipt"
    """Kwitansi."""
    TRANSFER_SLIP = "transfer_slip"
    """Bukti transfer."""
    OTHER = "other"


class FieldName(StrEnum):
    """The terms of EN 16931 where it has one. Dates are normalised to ISO 8601, amounts and counts to plain decimals
    ("1234567.89"), tax and bank numbers to their digits, currencies to ISO 4217, plates and numbers to upper case.
    """

    NUMBER = "number"
    ORDER_NUMBER = "order_number"
    ISSUED_ON = "issued_on"
    DUE_ON = "due_on"
    DELIVERED_ON = "delivered_on"
    SELLER_NAME = "seller_name"
    SELLER_TAX_NUMBER = "seller_tax_number"
    SELLER_ADDRESS = "seller_address"
    SELLER_PHONE = "seller_phone"
    BUYER_NAME = "buyer_name"
    BUYER_TAX_NUMBER = "buyer_tax_number"
    BUYER_ADDRESS = "buyer_address"
    CURRENCY = "currency"
    SUBTOTAL_AMOUNT = "subtotal_amount"
    DISCOUNT_AMOUNT = "discount_amount"
    TAX_AMOUNT = "tax_amount"
    TAX_RATE = "tax_rate"
    TOTAL_AMOUNT = "total_amount"
    PAID_AMOUNT = "paid_amount"
    CHANGE_AMOUNT = "change_amount"
    AMOUNT_IN_WORDS = "amount_in_words"
    PAYMENT_METHOD = "payment_method"
    BANK_ACCOUNT = "bank_account"
    SENDER_NAME = "sender_name"
    RECIPIENT_NAME = "recipient_name"
    DRIVER_NAME = "driver_name"
    VEHICLE_PLATE = "vehicle_plate"
    CONTAINER_NUMBER = "container_number"
    PACKAGE_COUNT = "package_count"
    WEIGHT = "weight"
    """As printed, with its unit; normalised to kilograms."""


class CellName(StrEnum):
    """The columns of line items."""

    NAME = "name"
    QUANTITY = "quantity"
    UNIT = "unit"
    PRICE = "price"
    AMOUNT = "amount"


class Source(StrEnum):
    """How a value was found."""

    LABEL = "label"
    """A word beside or above it names it."""
    LAYOUT = "layout"
    """Where such a thing stands on paper of this type."""
    SHAPE = "shape"
    """Its own form says what it is, as a plate's or a container number's does."""
    TABLE = "table"
    """A column under its heading."""
    REMEMBERED = "remembered"
    """A person confirmed this place on an earlier document of the same sender."""
    PERSON = "person"
    """A person wrote it."""


@dataclass(frozen=True, slots=True)
class WordAt:
    """A word of the reading, by the page's number (from 1), and its line and word (from 0)."""

    page: int
    line: int
    word: int


class WitnessKind(StrEnum):
    """What independent part of the document proves or contradicts a number."""

    PRODUCT = "product"
    """Quantity × price = amount."""
    COLUMN_SUM = "column_sum"
    """The amounts above add up to it."""
    TOTAL = "total"
    """Subtotal − discount + tax = total."""
    TAX = "tax"
    """Rate × base = tax."""
    CHANGE = "change"
    """Paid − total = change."""
    WORDS = "words"
    """The amount in words, read back as a number."""
    CHECK_DIGIT = "check_digit"
    """The number's own check digit, as ISO 6346 and older NPWP have."""
    CALENDAR = "calendar"
    """The days there are: it speaks against a date alone, as 31/02/2026."""


@dataclass(frozen=True, slots=True)
class Witness:
    """One check that a value took part in. `formula` is plain text with the numbers as normalised,
    as in "3 × 12500 = 37500"; `words` are those of the other side, which the witness rests on.
    """

    kind: WitnessKind
    agrees: bool
    formula: str
    words: tuple[WordAt, ...] = ()


@dataclass(frozen=True, slots=True)
class Repair:
    """A misread digit that a witness proved: what was read, what it must be, and why."""

    old: str
    new: str
    witness: Witness


@dataclass(frozen=True, slots=True)
class Candidate:
    """Another reading of a field, less likely than the one chosen."""

    value: str
    normalized: str | None
    confidence: float
    page: int
    polygon: Polygon
    words: tuple[WordAt, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that the document says.

    `value` is the text as it stands on paper: part of the text of `words`, joined by spaces, in which no digit differs
    unless `repair` says so. `normalized` is the form that machines compare; None where there is none. `confidence` in
    [0, 1] is calibrated: of the fields at 0.9, nine in ten are right. `polygon` is the box of the words, in the pixels
    of page `page`. `label` is the text that names it on paper.
    """

    name: str
    """A FieldName, or in a line item a CellName."""
    value: str
    normalized: str | None
    confidence: float
    page: int
    polygon: Polygon
    source: Source
    words: tuple[WordAt, ...]
    label: str | None = None
    witnesses: tuple[Witness, ...] = ()
    repair: Repair | None = None
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class LineItem:
    """One row of the table of goods; `cells` by the columns that it has, at most one of each name."""

    page: int
    polygon: Polygon
    cells: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found; what is not on the paper is absent. Fields in the order of FieldName, at most one a name."""

    document_type: DocumentType
    type_confidence: float
    fields: tuple[Field, ...]
    items: tuple[LineItem, ...]
    items_left_out: int = 0
    """Rows of goods beyond the most that are kept."""


NOTHING_FOUND = Extraction(DocumentType.OTHER, 0.0, (), ())
