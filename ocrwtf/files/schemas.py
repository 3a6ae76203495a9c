"""Answers about files that are no documents."""

from typing import Self
from uuid import UUID

from pydantic import AwareDatetime

from ocrwtf.core.schemas import Answer
from ocrwtf.files.models import File, Upload


class FileAnswer(Answer):
    """`sha256` in hexadecimal, of the bytes as they came; `url` is for whoever may see it, until `deletesAt`."""

    id: UUID
    filename: str
    media_type: str
    size_bytes: int
    sha256: str
    url: str
    created_at: AwareDatetime
    deletes_at: AwareDatetime

    @classmethod
    def of(cls, upload: Upload, file: File) -> Self:
        return cls(
            id=upload.id,
            filename=upload.filename,
            media_type=file.media_type,
            size_bytes=file.size_bytes,
            sha256=file.sha256.hex(),
            url=f"/api/files/{upload.id}",
            created_at=upload.created_at,
            deletes_at=upload.expires_at,
        )


class FileList(Answer):
    items: list[FileAnswer]
    next_cursor: UUID | None
