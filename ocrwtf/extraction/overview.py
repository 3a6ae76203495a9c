"""What lists show of a document's fields: the few that everybody looks for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ocrwtf.extraction.field import FieldName

_NAME_CHARACTERS = 200
_MOST = Decimal(10) ** 16
"""Larger amounts are none."""


@dataclass(frozen=True, slots=True)
class Overview:
    """`total_amount` has two decimals."""

    document_number: str | None
    seller_name: str | None
    buyer_name: str | None
    issued_on: date | None
    total_amount: Decimal | None
    currency: str | None


def overview_of(fields: Iterable[dict[str, Any]]) -> Overview:
    """`fields` as `wire` has them; one that a person took out has an empty value."""
    said = {field["name"]: field for field in fields}

    def value(name: FieldName, member: str = "value") -> str | None:
        return (said.get(name) or {}).get(member) or None

    day, amount = value(FieldName.ISSUED_ON, "normalized"), value(FieldName.TOTAL_AMOUNT, "normalized")
    return Overview(
        document_number=_shortened(value(FieldName.NUMBER)),
        seller_name=_shortened(value(FieldName.SELLER_NAME)),
        buyer_name=_shortened(value(FieldName.BUYER_NAME) or value(FieldName.RECIPIENT_NAME)),
        issued_on=date.fromisoformat(day) if day else None,
        total_amount=_amount(amount) if amount else None,
        currency=(value(FieldName.CURRENCY, "normalized") or "")[:3] or None,
    )


def _amount(text: str) -> Decimal | None:
    amount = Decimal(text)
    return amount.quantize(Decimal("0.01")) if abs(amount) < _MOST else None


def _shortened(text: str | None) -> str | None:
    return text[:_NAME_CHARACTERS] if text else None
