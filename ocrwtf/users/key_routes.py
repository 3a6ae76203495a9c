"""HTTP for API keys; the owner's alone, and no key's own."""

from uuid import UUID

from fastapi import APIRouter, status

from ocrwtf.users import api_keys
from ocrwtf.users.auth import OwnerDep, SessionDep
from ocrwtf.users.key_shapes import KeyAnswer, KeyList, NewKey, NewKeyAnswer

router = APIRouter(prefix="/api/api-keys", tags=["users"])


@router.get("")
def list_api_keys(session: SessionDep, caller: OwnerDep) -> KeyList:  # noqa: ARG001  it is the owner who asks
    """All keys of the account, the newest first; of each its last characters alone."""
    return KeyList(items=[KeyAnswer.model_validate(row) for row in api_keys.listed(session)])


@router.post("", status_code=status.HTTP_201_CREATED)
def create_api_key(session: SessionDep, caller: OwnerDep, body: NewKey) -> NewKeyAnswer:
    """The answer has the key itself; it is not shown again."""
    made = api_keys.make(session, caller, body)
    return NewKeyAnswer.of(made.row, made.plain)


@router.delete("/{key_id}", status_code=status.HTTP_204_NO_CONTENT)
def revoke_api_key(session: SessionDep, caller: OwnerDep, key_id: UUID) -> None:
    """It is refused from now on."""
    api_keys.revoke(session, caller, key_id)
