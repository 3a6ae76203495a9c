"""HTTP for what an account remembers of its senders' documents: look, switch off, forget."""

from uuid import UUID

from fastapi import APIRouter, status
from pydantic import AwareDatetime
from sqlalchemy.orm import Session

from ocrwtf.core.schemas import Answer, Body
from ocrwtf.scans import senders
from ocrwtf.users.auth import OwnerDep, SessionDep, StaffDep
from ocrwtf.users.service import Caller

router = APIRouter(prefix="/api/field-memory", tags=["scans"])


class RememberedAnswer(Answer):
    """`sender` is a tax number, or a name in small letters; `label` what stands before the value, null where nothing
    does and its place on the page is looked at; `confirmed` how often people said so.
    """

    id: UUID
    sender: str
    name: str
    label: str | None
    page: int
    confirmed: int
    updated_at: AwareDatetime


class MemoryAnswer(Answer):
    """`enabled`: whether anything is learned and used. `items` are the newest, 200 at most."""

    enabled: bool
    items: list[RememberedAnswer]


class MemoryPatch(Body):
    enabled: bool


@router.get("")
def get_memory(session: SessionDep, caller: StaffDep) -> MemoryAnswer:
    return _answer(session, caller)


@router.patch("")
def switch_memory(session: SessionDep, caller: OwnerDep, body: MemoryPatch) -> MemoryAnswer:
    """Off: nothing more is learned nor used. What was learned stays until it is forgotten."""
    senders.switch(session, caller.account_id, on=body.enabled)
    return _answer(session, caller)


@router.delete("", status_code=status.HTTP_204_NO_CONTENT)
def forget_memory(session: SessionDep, caller: OwnerDep) -> None:  # noqa: ARG001  it is the owner who asks
    senders.forget(session)


@router.delete("/{remembered_id}", status_code=status.HTTP_204_NO_CONTENT)
def forget_remembered(session: SessionDep, caller: StaffDep, remembered_id: UUID) -> None:  # noqa: ARG001  no driver
    senders.forget_one(session, remembered_id)


def _answer(session: Session, caller: Caller) -> MemoryAnswer:
    items = [RememberedAnswer.model_validate(item) for item in senders.remembered(session)]
    return MemoryAnswer(enabled=senders.is_on(session, caller.account_id), items=items)
