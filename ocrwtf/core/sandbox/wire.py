"""What passes between a sandbox and its children: plain JSON and bytes, never anything that can run."""

import json
import os
import struct
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, NoReturn

MAX_META_BYTES = 32 * 1024**2
_HEADER = struct.Struct(">I")
_READ_BYTES = 1 << 20

Read = Callable[[int], bytes]


class Refusal(Exception):  # noqa: N818  the child did its work: the input is refused
    """Raised by the code in the child, arrives at the caller; untrusted there, like all that a child says."""

    def __init__(self, code: str, **params: int | str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class MalformedAnswerError(Exception):
    """What came from a child is not an answer: it was cut off, or the child was taken over."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may use. `file_bytes` 0: it cannot write any file. `processes` 0: it cannot fork or start threads.

    `threads`: it may start some, in itself only, where the kernel can keep it from forking; else they fail too.
    """

    memory_bytes: int = 2 * 1024**3
    cpu_seconds: int = 30
    wall_seconds: float = 60.0
    file_bytes: int = 0
    processes: int = 0
    threads: bool = False
    result_bytes: int = 256 * 1024**2


@dataclass(frozen=True, slots=True)
class Request:
    """One call; three descriptors travel with it: the input, the pipe for the answer, the pipe for the end."""

    function: str
    arguments: dict[str, Any]
    limits: Limits

    def encode(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def decode(cls, raw: bytes) -> "Request":
        body = json.loads(raw)
        return cls(body["function"], body["arguments"], Limits(**body["limits"]))


@dataclass(frozen=True, slots=True)
class Result:
    """What a function in a child gives back."""

    meta: dict[str, Any]
    blobs: list[bytes]


def write_answer(descriptor: int, answer: dict[str, Any], blobs: list[bytes]) -> None:
    """Length of the JSON (4 bytes, big-endian), the JSON, the blobs one after the other."""
    body = json.dumps(answer | {"sizes": [len(blob) for blob in blobs]}, allow_nan=False).encode()
    for part in (_HEADER.pack(len(body)), body, *blobs):
        view = memoryview(part)
        while view:
            view = view[os.write(descriptor, view[:_READ_BYTES]) :]


def read_answer(read: Read, max_bytes: int) -> tuple[dict[str, Any], list[bytes]]:
    """The answer and its blobs.

    Raises
    ------
    MalformedAnswerError: too big, cut off, or not an answer.
    """
    length = _HEADER.unpack(_exactly(read, _HEADER.size))[0]
    if length > min(MAX_META_BYTES, max_bytes):
        raise MalformedAnswerError
    try:
        answer = json.loads(_exactly(read, length), parse_constant=_no_constant)
        sizes = answer.pop("sizes")
        valid = all(type(size) is int and size >= 0 for size in sizes) and sum(sizes) <= max_bytes
    except (ValueError, AttributeError, KeyError, TypeError, RecursionError) as error:
        raise MalformedAnswerError from error
    if not valid:
        raise MalformedAnswerError
    return answer, [_exactly(read, size) for size in sizes]


def _exactly(read: Read, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = read(min(size - len(parts), _READ_BYTES))
        if not part:
            raise MalformedAnswerError
        parts += part
    return bytes(parts)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)
