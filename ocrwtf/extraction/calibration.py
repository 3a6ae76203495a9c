"""How likely a guess is to be right, from the evidence for it: a logistic curve with few parameters.

Fitted by `bench/fields/fit.py` on what was found on receipts and made pages through reading: one slope for each kind of
evidence, one offset for each kind of field, drawn towards a prior where few pages say anything.
"""

from enum import StrEnum

from ocrwtf.extraction.field import FieldName


class Kind(StrEnum):
    """Fields that are about as hard to find."""

    DATE = "date"
    AMOUNT = "amount"
    NAME = "name"
    ADDRESS = "address"
    CODE = "code"
    OTHER = "other"


KIND_OF = {
    **dict.fromkeys((FieldName.ISSUED_ON, FieldName.DUE_ON, FieldName.DELIVERED_ON), Kind.DATE),
    **dict.fromkeys((FieldName.SELLER_ADDRESS, FieldName.BUYER_ADDRESS), Kind.ADDRESS),
    **{name: Kind.AMOUNT for name in FieldName if name.endswith("_amount")},
    **{name: Kind.NAME for name in FieldName if name.endswith("_name")},
    **{name: Kind.CODE for name in FieldName if name.endswith("number")},
}
SLOPES = (5.0, 2.5, 1.0)
"""Of strength, words and lead."""
OFFSETS = {
    Kind.DATE: -4.5,
    Kind.AMOUNT: -4.5,
    Kind.NAME: -4.5,
    Kind.ADDRESS: -4.5,
    Kind.CODE: -4.5,
    Kind.OTHER: -4.5,
}
