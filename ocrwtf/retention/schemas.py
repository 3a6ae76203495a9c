"""Bodies of requests and answers about archives, the deletion of an account, and receipts."""

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field

from ocrwtf.core.schemas import Answer, Body
from ocrwtf.retention.models import ArchiveStatus
from ocrwtf.users.schemas import Proof


class ArchiveAnswer(Answer):
    """`expires_at`: until when it can be downloaded."""

    status: ArchiveStatus
    documents_done: int
    documents_total: int
    size_bytes: int | None
    created_at: AwareDatetime
    expires_at: AwareDatetime | None


class CurrentArchive(Answer):
    archive: ArchiveAnswer | None


class AccountDeletion(Proof):
    """`username`: one's own, typed once more."""

    username: Annotated[str, Field(min_length=1, max_length=50)]


class ReceiptMembers(Answer):
    """What was deleted: rows by table, and the SHA-256 of each document as it was received."""

    version: str
    id: str
    kind: Literal["account", "cycle"]
    account_id: str
    started_at: str
    finished_at: str
    deleted: dict[str, int]
    kept: dict[str, int]
    document_count: int
    documents_sha256: str
    signature: str
    documents: list[str]


class DeletionAnswer(Answer):
    """`token` opens `GET /api/receipts/{token}` for 30 days, without a login. `receipt` is null while it goes on."""

    token: str
    receipt: ReceiptMembers | None


class ReceiptAnswer(Answer):
    receipt: ReceiptMembers | None


class ReceiptCheck(Body):
    """A receipt; without `documents` its head alone is checked."""

    version: Annotated[str, Field(max_length=50)]
    id: Annotated[str, Field(max_length=50)]
    kind: Annotated[str, Field(max_length=10)]
    account_id: Annotated[str, Field(max_length=50)]
    started_at: Annotated[str, Field(max_length=50)]
    finished_at: Annotated[str, Field(max_length=50)]
    deleted: Annotated[dict[str, int], Field(max_length=200)]
    kept: Annotated[dict[str, int], Field(max_length=200)]
    document_count: int
    documents_sha256: Annotated[str, Field(max_length=64)]
    signature: Annotated[str, Field(max_length=64)]
    documents: list[Annotated[str, Field(max_length=64)]] | None = None

    def as_sent(self) -> dict[str, Any]:
        return self.model_dump(by_alias=True, exclude_none=True)


class CheckAnswer(Answer):
    genuine: bool
