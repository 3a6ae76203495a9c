"""Cuts a network out of an ONNX file and takes its constants, by Protocol Buffers' wire format alone.

Field numbers are those of onnx.proto: ModelProto.graph 7; GraphProto.node 1, initializer 5, output 12; NodeProto.input
1, output 2; TensorProto.dims 1, data_type 2, name 8, raw_data 9; ValueInfoProto.name 1. The runtime computes everything
that a file describes, also what nobody asked it for: a head of 18,709 characters is an eighth of the work.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_FLOAT32 = 1
Field = tuple[int, bytes, bytes]
"""A field's number, its content and the whole of it with tag and length."""


def cut(model: bytes, output: str) -> bytes:
    """The model with `output` as its only output, without the nodes and constants that this does not need.

    Raises
    ------
    ValueError: no node makes that output.
    """
    return b"".join(_tagged(7, _cut_graph(content, output)) if number == 7 else whole
                    for number, content, whole in _fields(model))  # fmt: skip


def constant(model: bytes, name: str) -> NDArray[np.float32]:
    """Raises ValueError when there is none of that name in 32-bit floats."""
    for number, graph, _ in _fields(model):
        for inner, tensor, _ in _fields(graph) if number == 7 else ():
            if inner == 5 and _names(tensor, 8) == [name]:
                return _floats(tensor)
    raise ValueError(f"no constant {name}")


def _cut_graph(graph: bytes, output: str) -> bytes:
    """Nodes stand in the order of computing (onnx.proto), so one look from the end finds all that are needed."""
    needed, kept = {output}, list[bytes]()
    for number, content, whole in reversed(list(_fields(graph))):
        if number == 1:
            if needed.isdisjoint(_names(content, 2)):
                continue
            needed.update(_names(content, 1))
        if number != 12:
            kept.append(whole)
    if len(needed) == 1:
        raise ValueError(f"no node makes {output}")
    wanted = (whole for whole in reversed(kept) if _is_needed(whole, needed))
    return b"".join(wanted) + _tagged(12, _tagged(1, output.encode()))


def _is_needed(whole: bytes, needed: set[str]) -> bool:
    number, content, _ = next(_fields(whole))
    return number != 5 or not needed.isdisjoint(_names(content, 8))


def _names(message: bytes, number: int) -> list[str]:
    return [content.decode() for found, content, _ in _fields(message) if found == number]


def _floats(tensor: bytes) -> NDArray[np.float32]:
    parts = {number: content for number, content, _ in _fields(tensor)}
    if _varint(parts[2], 0)[0] != _FLOAT32 or 9 not in parts:
        raise ValueError("not stored as 32-bit floats")
    dims = [_varint(content, 0)[0] for number, content, _ in _fields(tensor) if number == 1]
    return np.frombuffer(parts[9], "<f4").reshape(dims)


def _fields(message: bytes) -> Iterator[Field]:
    """Raises IndexError or ValueError where the bytes are no message."""
    at = 0
    while at < len(message):
        key, start = _varint(message, at)
        match key & 7:
            case kind if kind == _BYTES:
                length, start = _varint(message, start)
                end = start + length
            case kind if kind == _VARINT:
                _, end = _varint(message, start)
            case kind if kind in (_FIXED32, _FIXED64):
                end = start + (4 if kind == _FIXED32 else 8)
            case kind:
                raise ValueError(f"no wire type {kind}")
        yield key >> 3, message[start:end], message[at:end]
        at = end


def _varint(message: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first, and where it ends."""
    value = shift = 0
    while True:
        byte = message[at]
        at, value, shift = at + 1, value | (byte & 127) << shift, shift + 7
        if byte < 128:
            return value, at


def _tagged(number: int, content: bytes) -> bytes:
    return _as_varint(number << 3 | _BYTES) + _as_varint(len(content)) + content


def _as_varint(value: int) -> bytes:
    low, rest = value & 127, value >> 7
    return bytes([low | 128]) + _as_varint(rest) if rest else bytes([low])
