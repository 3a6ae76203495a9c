"""Reading a multipart request into temporary files, without holding it in memory."""

from collections.abc import AsyncIterator, Iterator
from typing import Annotated, BinaryIO

from fastapi import Depends, Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from ocrwtf.core.errors import Problem, Wording
from ocrwtf.core.http.body_guard import Refused
from ocrwtf.core.problems import ServiceUnavailable
from ocrwtf.idempotency import fingerprint
from ocrwtf.idempotency.fingerprint import Part
from ocrwtf.idempotency.once import KeyHeader, Once, address, attempt
from ocrwtf.users.auth import CallerDep

MAX_FILES = 20


class MalformedUpload(Problem):
    status = 400
    title = Wording("Unggahan tidak dapat dibaca", "Upload cannot be read")
    detail = Wording(
        "Kirim multipart/form-data dengan 1 sampai {max_files} berkas pada kolom “file”.",
        "Send multipart/form-data with 1 to {max_files} files in the field “file”.",
    )


class Upload:
    """One file of the request; bytes beyond the first MiB are on disk."""

    def __init__(self, file: UploadFile) -> None:
        self.filename = file.filename
        file.file.rollover()  # type: ignore[attr-defined]  # the child that opens it gets a descriptor, so it must be a real file
        self.content: BinaryIO = file.file


async def read_uploads(request: Request, _caller: CallerDep) -> AsyncIterator[list[Upload]]:
    """The request's files. The caller comes first: nobody unknown may make us receive a body.

    Raises
    ------
    MalformedUpload: no multipart body, no file, too many, or another field than `file`.
    """
    try:
        form = await request.form(max_files=MAX_FILES, max_fields=0)
    except Refused:
        raise  # the body guard's own answer: larger than this address takes
    except HTTPException as error:
        raise MalformedUpload(max_files=MAX_FILES) from error
    except OSError as error:  # the disk for temporary files is full
        raise ServiceUnavailable(retry_after_seconds=60) from error
    try:
        files = [value for name, value in form.multi_items() if name == "file" and isinstance(value, UploadFile)]
        if not files or len(files) != len(form.multi_items()):
            raise MalformedUpload(max_files=MAX_FILES)
        yield _on_disk(files)
    finally:
        await form.close()


def _on_disk(files: list[UploadFile]) -> list[Upload]:
    try:
        return [Upload(file) for file in files]
    except OSError as error:
        raise ServiceUnavailable(retry_after_seconds=60) from error


UploadsDep = Annotated[list[Upload], Depends(read_uploads, scope="function")]


def once(request: Request, caller: CallerDep, uploads: UploadsDep, key: KeyHeader = None) -> Iterator[Once]:
    """The request may come with an Idempotency-Key, which is looked up before any file is opened."""

    def said() -> bytes:
        return fingerprint.of_form(address(request), (Part("file", file.filename, file.content) for file in uploads))

    yield from attempt(request, caller, key, said)


UploadOnceDep = Annotated[Once, Depends(once, scope="function")]

_BYTES: dict[str, object] = {"type": "string", "contentMediaType": "application/octet-stream"}


def _body(title: str, file: dict[str, object]) -> dict[str, object]:
    form = {
        "title": title,
        "type": "object",
        "required": ["file"],
        "additionalProperties": False,
        "properties": {"file": file},
    }
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": form}}}}


UPLOAD_BODY = _body("UploadForm", {"type": "array", "minItems": 1, "maxItems": MAX_FILES, "items": _BYTES})
"""OpenAPI of the body, which is read by hand."""
ONE_FILE_BODY = _body("OneFileForm", _BYTES)
