"""What a taken-over parser might try; runs in the sandbox's children during the tests."""

import ctypes
import os
import socket
import threading
import time
from contextlib import suppress
from pathlib import Path

from ocrwtf.core.sandbox.wire import Refusal, Result


def reads_its_file(file: int) -> Result:
    return Result({"start": os.pread(file, 4, 0).decode()}, [os.pread(file, 100, 0)])


def refuses(file: int, code: str) -> Result:
    raise Refusal(code, limit=file)


def connects(file: int, port: int) -> Result:
    del file
    with socket.socket() as connection:
        connection.connect(("127.0.0.1", port))
    return Result({}, [])


def opens(file: int, path: str) -> Result:
    del file
    return Result({"text": Path(path).read_text()}, [])


def looks_around(file: int) -> Result:
    del file
    return Result({"environment": dict(os.environ), "descriptors": _open_descriptors()}, [])


def writes_its_file(file: int) -> Result:
    os.write(file, b"overwritten")
    return Result({}, [])


def shortens_its_file(file: int) -> Result:
    os.ftruncate(file, 0)
    return Result({}, [])


def allocates(file: int, size: int) -> Result:
    return Result({"size": len(bytearray(size)) + file}, [])


def loops(file: int) -> Result:
    while file:
        pass
    return Result({}, [])


def aborts(file: int) -> Result:
    del file
    os.abort()


def forks_and_hangs(file: int) -> Result:
    del file
    with suppress(OSError):
        os.fork()
    time.sleep(600)
    return Result({}, [])


def forks(file: int) -> Result:
    del file
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    return Result({}, [])


def forks_and_starts_a_thread(file: int) -> Result:
    """Which worked: a fork, two that ask the kernel itself, a thread."""
    del file
    worked = []
    with suppress(PermissionError):
        worked.append(f"fork {os.fork()}")
    kernel = ctypes.CDLL(None)
    if kernel.syscall(56 if os.uname().machine == "x86_64" else 220, 17, 0, 0, 0, 0) >= 0:
        worked.append("clone")
    if kernel.syscall(435, (ctypes.c_uint64 * 8)(0, 0, 0, 0, 17), 64) >= 0:
        worked.append("clone3")
    thread = threading.Thread(target=worked.append, args=["thread"])
    thread.start()
    thread.join()
    return Result({"worked": worked}, [])


def kills_its_server(file: int) -> Result:
    del file
    os.kill(os.getppid(), 9)
    return Result({}, [])


def talks_too_much(file: int) -> Result:
    del file
    return Result({}, [b"x" * 5_000_000])


def answers_garbage(file: int) -> Result:
    del file
    os.write(4, b"\xff\xff\xff\xff garbage")
    os._exit(0)


def answers_nan(file: int) -> Result:
    del file
    body = b'{"meta": {"width": NaN}, "sizes": []}'
    os.write(4, len(body).to_bytes(4, "big") + body)
    os._exit(0)


def answers_a_list(file: int) -> Result:
    del file
    os.write(4, (2).to_bytes(4, "big") + b"[]")
    os._exit(0)


def _open_descriptors() -> list[int]:
    found = []
    for descriptor in range(64):
        with suppress(OSError):
            os.fstat(descriptor)
            found.append(descriptor)
    return found


SANDBOXED = (
    reads_its_file,
    refuses,
    connects,
    opens,
    looks_around,
    writes_its_file,
    shortens_its_file,
    allocates,
    loops,
    aborts,
    forks_and_hangs,
    forks,
    forks_and_starts_a_thread,
    kills_its_server,
    talks_too_much,
    answers_garbage,
    answers_nan,
    answers_a_list,
)
