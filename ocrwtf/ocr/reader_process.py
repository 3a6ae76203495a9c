"""A long-lived process that loads the models once and reads pages until its parent is gone.

`python -m ocrwtf.ocr.reader_process ENGINE… SOCKET LIFELINE`: started by `ocrwtf.ocr.pool`; ENGINE… is what
`ocrwtf.ocr.choice` says. A request is width and height (4 bytes each, big-endian) and RGB pixels; the answer is JSON
behind its length, `{failure, resident_bytes}` when the engine gave the page up. The lifeline is a pipe whose other end
only the parent holds: when it ends, so does this process, in the middle of a page if need be.
"""

import json
import os
import socket
import struct
import sys
import threading
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ocrwtf.ocr.choice import EngineArguments
from ocrwtf.ocr.engine import Engine, Pixels
from ocrwtf.ocr.errors import EngineFailedError
from ocrwtf.ocr.wire import lines_as_json

REQUEST = struct.Struct(">II")
ANSWER = struct.Struct(">I")
_EVERY_SCRIPT = ", every script"
"""Added to the engine's name where Latin characters were not enough."""
NICE = 5
"""Reading takes all the processor it gets: whoever waits for an answer of the API goes first."""


def receive(connection: socket.socket, size: int) -> bytearray | None:
    """Exactly `size` bytes, or None when the other end is closed."""
    buffer = bytearray(size)
    view = memoryview(buffer)
    while view:
        received = connection.recv_into(view)
        if received == 0:
            return None
        view = view[received:]
    return buffer


def main() -> None:
    os.nice(NICE)
    *chosen, descriptor, lifeline = sys.argv[1:]
    connection = socket.socket(fileno=int(descriptor))
    threading.Thread(target=_end_with_parent, args=(int(lifeline),), daemon=True).start()
    cv2.setNumThreads(1)
    engine = _engine(tuple(chosen))
    _answer(connection, {"resident_bytes": _resident_bytes()})
    while (pixels := _request(connection)) is not None:
        _answer(connection, _read(engine, pixels))


def _engine(chosen: EngineArguments) -> Engine:
    """Only the chosen one is imported. Raises ValueError for no engine."""
    match chosen:
        case ("ppocr",):
            from ocrwtf.ocr.ppocr.engine import PpocrEngine  # noqa: PLC0415

            return PpocrEngine()
        case ("tesseract", path, languages):
            from ocrwtf.ocr.tesseract.engine import TesseractEngine  # noqa: PLC0415
            from ocrwtf.ocr.tesseract.program import Tesseract  # noqa: PLC0415

            return TesseractEngine(Tesseract(path, languages))
    raise ValueError("no such engine")


def _end_with_parent(lifeline: int) -> None:
    os.read(lifeline, 1)
    os._exit(0)


def _request(connection: socket.socket) -> Pixels | None:
    header = receive(connection, REQUEST.size)
    if header is None:
        return None
    width, height = REQUEST.unpack(header)
    raw = receive(connection, width * height * 3)
    return None if raw is None else np.frombuffer(raw, np.uint8).reshape(height, width, 3)


def _read(engine: Engine, pixels: Pixels) -> dict[str, Any]:
    try:
        reading = engine.read(pixels)
    except EngineFailedError as error:
        return {"failure": str(error), "resident_bytes": _resident_bytes()}
    return {
        "engine": engine.name + (_EVERY_SCRIPT if reading.every_script else ""),
        "rotation": reading.rotation,
        "lines": lines_as_json(reading.lines),
        "resident_bytes": _resident_bytes(),
    }


def _resident_bytes() -> int:
    """Memory that this process holds now (proc(5), statm)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _answer(connection: socket.socket, content: dict[str, Any]) -> None:
    body = json.dumps(content).encode()
    connection.sendall(ANSWER.pack(len(body)) + body)


if __name__ == "__main__":
    main()
