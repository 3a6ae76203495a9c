"""What an account's people confirmed about the documents of each sender, and what is looked for on the next one."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ocrwtf.core.problems import NotFound
from ocrwtf.extraction.field import FieldName, WordAt
from ocrwtf.extraction.remembered import Remembered, place_of
from ocrwtf.ocr.page import Page as ReadPage
from ocrwtf.ocr.wire import lines_from_json
from ocrwtf.scans.fields import Shown
from ocrwtf.scans.models import Page, RememberedField, Scan
from ocrwtf.users.models import Account

Json = dict[str, Any]
MOST = 200
"""Shown at once; the newest."""
_PLACE = ("label", "page", "left", "top", "right", "bottom")
_SENDER_CHARACTERS = 200
_COMPARED, _LIKE = 200, 0.6
"""Characters, and the share that must be alike for a value to be another reading of the same words."""


def sender_of(fields: Iterable[Json]) -> str | None:
    """Who made a document, by tax number, else by name as letters and digits; None where neither is on it."""
    said = {field["name"]: field for field in fields if field["value"]}
    if number := said.get(FieldName.SELLER_TAX_NUMBER):
        return str(number["normalized"] or number["value"])[:_SENDER_CHARACTERS]
    name = said.get(FieldName.SELLER_NAME) or said.get(FieldName.SENDER_NAME)
    plain = " ".join("".join(c if c.isalnum() else " " for c in name["value"].casefold()).split()) if name else ""
    return plain[:_SENDER_CHARACTERS] or None


def recall(session: Session, account_id: UUID, sender: str | None) -> list[Remembered]:
    """Nothing while the account does not want it."""
    if not sender or not is_on(session, account_id):
        return []
    rows = session.scalars(select(RememberedField).where(RememberedField.sender == sender))
    return [
        Remembered(FieldName(row.name), row.label, row.page, row.left, row.top, row.right, row.bottom) for row in rows
    ]


def learn(session: Session, scan: Scan, shown: Shown, keys: set[str]) -> None:
    """Remember where those fields stand that a person has just confirmed or corrected, if they stand anywhere; of what
    was taken back, one confirmation less.
    """
    sender = sender_of(shown.fields)
    if not (keys and sender and scan.extraction and is_on(session, scan.account_id)):
        return
    said = scan.extraction.said
    _unlearn(session, sender, keys - said.keys())
    pages = {page.number: page for page in scan.pages}
    for field in shown.fields:
        words = _shown(field, said) if field["name"] in keys & said.keys() else []
        place = place_of(field["name"], [page_read(pages[words[0].page])], words) if words else None
        if place:
            _keep(session, scan.account_id, sender, place)


def _unlearn(session: Session, sender: str, names: set[str]) -> None:
    """Who takes back what was said confirmed nothing after all."""
    of_these = (RememberedField.sender == sender, RememberedField.name.in_(names))
    session.execute(update(RememberedField).where(*of_these).values(confirmed=RememberedField.confirmed - 1))
    session.execute(delete(RememberedField).where(*of_these, RememberedField.confirmed < 1))


def _shown(field: Json, said: Json) -> list[WordAt]:
    """Where a confirmed value stands: where a person showed it, or where almost the same was read. Who typed something
    else said only that it does not stand there.
    """
    value, read = (str(field[member] or "")[:_COMPARED].casefold() for member in ("correctedValue", "read"))
    like = bool(value) and SequenceMatcher(None, value, read, autojunk=False).ratio() >= _LIKE
    pointed_at = bool(value) and "words" in said[field["name"]]
    return [WordAt(**at) for at in field["words"]] if like or pointed_at else []


def page_read(page: Page) -> ReadPage:
    """As extraction takes it: what was read, whatever people say of it."""
    lines = lines_from_json(page.lines)
    return ReadPage(page.number, page.width_px or 0, page.height_px or 0, page.rotation, page.confidence, "", lines)


def _keep(session: Session, account_id: UUID, sender: str, place: Remembered) -> None:
    where = {part: getattr(place, part) for part in _PLACE}
    session.execute(
        insert(RememberedField)
        .values(account_id=account_id, sender=sender, name=place.name, **where)
        .on_conflict_do_update(
            constraint="uq_remembered_fields_account_id_sender_name",
            set_=where | {"confirmed": RememberedField.confirmed + 1, "updated_at": func.now()},
        )
    )


def is_on(session: Session, account_id: UUID) -> bool:
    return bool(session.scalar(select(Account.remembers).where(Account.id == account_id)))


def switch(session: Session, account_id: UUID, *, on: bool) -> None:
    """Off: nothing more is learned nor used; what was learned stays until it is forgotten."""
    session.execute(update(Account).where(Account.id == account_id).values(remembers=on))


def remembered(session: Session) -> list[RememberedField]:
    """The newest of the account."""
    return list(session.scalars(select(RememberedField).order_by(RememberedField.updated_at.desc()).limit(MOST)))


def forget(session: Session) -> None:
    """Everything of the account."""
    session.execute(delete(RememberedField))


def forget_one(session: Session, remembered_id: UUID) -> None:
    """Raises NotFound."""
    gone = delete(RememberedField).where(RememberedField.id == remembered_id).returning(RememberedField.id)
    if not session.scalar(gone):
        raise NotFound
