"""A reading process without models: does what the width of the picture tells it, to test who watches it."""

import contextlib
import json
import os
import socket
import struct
import sys
import threading


def receive(connection: socket.socket, size: int) -> bytes:
    parts = b""
    while len(parts) < size:
        part = connection.recv(size - len(parts))
        if not part:
            sys.exit(0)
        parts += part
    return parts


def answer(connection: socket.socket, content: object) -> None:
    body = json.dumps(content).encode()
    connection.sendall(struct.pack(">I", len(body)) + body)


def line(text: str) -> dict[str, object]:
    return {"text": text, "confidence": 0.5, "polygon": [[0, 0], [1, 0], [1, 1], [0, 1]], "words": []}


def shout() -> None:
    """More than the file for it takes, which no reader may notice."""
    for _ in range(5 * 1024):
        with contextlib.suppress(OSError):
            os.write(2, b"!" * 1023 + b"\n")


def main() -> None:
    connection = socket.socket(fileno=int(sys.argv[-2]))
    answer(connection, {"engine": "pretended 1"})
    while True:
        width, height = struct.unpack(">II", receive(connection, 8))
        receive(connection, width * height * 3)
        if width == 13:
            os.abort()
        if width == 18:
            sys.stderr.write("x" * 500 + "\nSome.Error: Rp 1.250.000\nno more memory\n")
            sys.exit(3)
        if width == 19:
            shout()
        if width == 14:
            threading.Event().wait()
        resident = 2 * 1024**3 if width == 15 else 1024**2
        if width == 20:
            answer(connection, {"failure": "no table", "resident_bytes": resident})
            continue
        lines = [{"text": 1}] if width == 16 else [line(str(os.getpid()))] * (5_001 if width == 17 else 1)
        answer(connection, {"engine": "pretended 1", "rotation": 0, "lines": lines, "resident_bytes": resident})


if __name__ == "__main__":
    main()
