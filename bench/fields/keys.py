"""Receipts with key/*.json (SROIE 2019, task 3: company, date, address, total), and how what was found compares."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from bench.fields import agreement
from ocrwtf.extraction.field import Extraction, Field, FieldName

IMAGES = (".jpg", ".jpeg", ".png", ".webp")
FORMATS = (
    "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%d/%m/%y", "%d/%b/%Y", "%d/%B/%Y", "%d/%b/%y", "%d/%B/%y",
    "%b/%d/%Y", "%B/%d/%Y", "%Y%m%d", "%d%m%Y", "%d%b%Y", "%d%b%y",
)  # fmt: skip
"""Day before month, unless that is no date."""
MEASURES = ("company exact", "company similar", "date", "total", "address similar", "address exact")


@dataclass(frozen=True)
class Key:
    image: Path
    company: str
    issued: str
    address: str
    total: str


@dataclass(frozen=True)
class KeyJudged:
    """`measures`: right or not, None where the key does not tell. `sure`: confidence and whether right, a field."""

    name: str
    measures: Mapping[str, bool | None]
    sure: list[tuple[float, bool]]


def keys(folder: Path, limit: int | None) -> list[Key]:
    """Images in folder/*/ with key/NAME.json beside their folder."""
    images = sorted(path for path in folder.glob("*/*") if path.suffix.lower() in IMAGES)
    return [_key(image) for image in images[:limit]]


def _key(image: Path) -> Key:
    content = json.loads((image.parent.parent / "key" / f"{image.stem}.json").read_text("utf-8"))
    return Key(image, *(str(content.get(name, "")).strip() for name in ("company", "date", "address", "total")))


def judged(extraction: Extraction, key: Key) -> KeyJudged:
    found = {field.name: field for field in extraction.fields}
    company, address = found.get(FieldName.SELLER_NAME), found.get(FieldName.SELLER_ADDRESS)
    issued, total = found.get(FieldName.ISSUED_ON), found.get(FieldName.TOTAL_AMOUNT)
    measures = {
        "company exact": _text(company, key.company, exactly=True),
        "company similar": _text(company, key.company),
        "date": _date(issued, key.issued),
        "total": _total(total, key.total),
        "address similar": _text(address, key.address),
        "address exact": _text(address, key.address, exactly=True),
    }
    told = (company, measures["company similar"]), (issued, measures["date"]), (total, measures["total"])
    both = (*told, (address, measures["address similar"]))
    return KeyJudged(key.image.name, measures, [(field.confidence, right) for field, right in both
                                                if field and right is not None])  # fmt: skip


def _text(field: Field | None, wanted: str, *, exactly: bool = False) -> bool | None:
    if not wanted:
        return None
    if field is None:
        return False
    if exactly:
        return " ".join(field.value.casefold().split()) == " ".join(wanted.casefold().split())
    return agreement.similar(field.value, wanted)


def _date(field: Field | None, wanted: str) -> bool | None:
    day = day_of(wanted)
    return None if day is None else bool(field and field.normalized == day.isoformat())


def _total(field: Field | None, wanted: str) -> bool | None:
    digits = re.sub(r"[^\d.]", "", wanted)
    if not digits:
        return None
    return bool(field and field.normalized and agreement.number(field.normalized) == Decimal(digits))


def day_of(text: str) -> date | None:
    """Of a key; None when it is no date that we know."""
    compact = re.sub(r"[\s.,-]+", "/", text.strip().strip("()"))
    for form in FORMATS:
        for tried in (compact, re.sub(r"\W", "", compact)):
            try:
                return datetime.strptime(tried, form).date()  # noqa: DTZ007  a day, nowhere
            except ValueError:
                continue
    return None
