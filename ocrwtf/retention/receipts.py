"""Receipts of deletions: what went, signed, so that who kept one can have it checked later."""

import hmac
import json
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from ocrwtf.retention.models import Deletion
from ocrwtf.users import tokens

VERSION: Final = "ocrwtf-deletion-receipt/1"
_PURPOSE = "deletion receipts 1"
_HASH_BYTES = 32

Json = dict[str, Any]


def note(session: Session, deletion_id: UUID, hashes: bytes) -> None:
    """More documents of the deletion have gone: appended where they lie, for there may be hundreds of thousands."""
    longer = {"documents": Deletion.documents.concat(hashes)}
    of_it = update(Deletion).where(Deletion.id == deletion_id).values(longer)
    session.execute(of_it, execution_options={"synchronize_session": False})


def made(deletion: Deletion, kept: dict[str, int]) -> str:
    """As JSON. The signature is over the head; the head has a hash over the list of documents, so that the head can be
    checked without the list, which may be long.
    """
    documents = sorted(_hashes(deletion.documents))
    head = {
        "version": VERSION,
        "id": str(deletion.id),
        "kind": str(deletion.kind),
        "accountId": str(deletion.account_id),
        "startedAt": _time(deletion.started_at),
        "finishedAt": _time(deletion.finished_at),
        "deleted": deletion.counts,
        "kept": kept,
        "documentCount": len(documents),
        "documentsSha256": digest(documents),
    }
    return json.dumps(head | {"signature": signature(head), "documents": documents}, indent=1)


def _hashes(joined: bytes) -> list[str]:
    return [joined[at : at + _HASH_BYTES].hex() for at in range(0, len(joined), _HASH_BYTES)]


def _time(at: Any) -> str:  # noqa: ANN401  a time that is there by now
    return str(at.isoformat(timespec="seconds"))


def digest(documents: list[str]) -> str:
    """SHA-256 over the hashes as they stand in the list, a line each."""
    return sha256("".join(f"{one}\n" for one in documents).encode()).hexdigest()


def signature(head: Json) -> str:
    """HMAC with SHA-256 (RFC 2104) over the head as JSON, its members sorted, without blanks."""
    message = json.dumps(head, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
    return hmac.digest(tokens.derived_key(_PURPOSE), message, sha256).hex()


def is_genuine(receipt: Json) -> bool:
    """Whether we signed it as it is; a list of documents, if there is one, belongs to it."""
    head = {name: value for name, value in receipt.items() if name not in ("signature", "documents")}
    documents = receipt.get("documents")
    said = str(receipt.get("signature", "")).encode("utf-8", "replace")
    if not hmac.compare_digest(signature(head).encode(), said):
        return False
    return documents is None or digest([str(one) for one in documents]) == head.get("documentsSha256")
