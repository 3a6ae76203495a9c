"""What a scan's own row knows of its pages and fields, for lists: doubts, and what the fields say."""

from datetime import date
from decimal import Decimal
from typing import Any

from ocrwtf.extraction.field import FieldName
from ocrwtf.scans import fields
from ocrwtf.scans.fields import Shown
from ocrwtf.scans.models import Scan

_NAME_CHARACTERS = 200
_MOST = Decimal(10) ** 16
"""More than the column holds is no amount."""


def renew(scan: Scan, shown: Shown | None) -> None:
    """After a reading and after every correction: count what is in doubt, and note what lists show."""
    every = shown.every if shown else []
    scan.doubtful_words = len(fields.doubtful_words(scan.pages, every))
    scan.doubtful_fields = len(fields.doubtful_keys(every))
    scan.document_type = shown.document_type["value"] if shown else None
    _note(scan, {field["key"]: field for field in every})


def _note(scan: Scan, said: dict[str, Any]) -> None:
    def value(name: FieldName, member: str = "value") -> str | None:
        return (said.get(name) or {}).get(member) or None

    scan.document_number = _shortened(value(FieldName.NUMBER))
    scan.seller_name = _shortened(value(FieldName.SELLER_NAME))
    scan.buyer_name = _shortened(value(FieldName.BUYER_NAME) or value(FieldName.RECIPIENT_NAME))
    day, amount = value(FieldName.ISSUED_ON, "normalized"), value(FieldName.TOTAL_AMOUNT, "normalized")
    scan.issued_on = date.fromisoformat(day) if day else None
    scan.total_amount = _amount(amount) if amount else None
    scan.currency = (value(FieldName.CURRENCY, "normalized") or "")[:3] or None


def _amount(text: str) -> Decimal | None:
    amount = Decimal(text)
    return amount.quantize(Decimal("0.01")) if abs(amount) < _MOST else None


def _shortened(text: str | None) -> str | None:
    return text[:_NAME_CHARACTERS] if text else None
