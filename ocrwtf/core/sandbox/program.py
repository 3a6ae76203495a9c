"""Runs one program of the machine over one file, where it has no network, no files of the host and no other process.

Unlike the disposable children, a program as large as an office suite cannot do without its own files: it sees those of
installed software, read-only, and a folder in memory. Where the kernel does not give such a place, nothing is run.
"""

import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from io import FileIO
from tempfile import TemporaryFile
from typing import BinaryIO

from ocrwtf.core.sandbox.jail import Order
from ocrwtf.core.sandbox.wire import MalformedAnswerError, read_answer

_LOOK_SECONDS = 0.5
_END_SECONDS = 10.0
_BELIEVED_SECONDS = 60.0
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


class JailDeniedError(Exception):
    """This machine does not let a process have namespaces of its own (`what`: namespaces, mounts or start)."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class ProgramTimedOutError(Exception):
    """It was killed because its time was over."""


class ProgramStoppedError(Exception):
    """It was killed because nobody wants its answer any more."""


class ProgramFailedError(Exception):
    """It ended, or was killed by a limit, without a usable answer; `code` as a shell says it."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Program:
    """`command` with paths as the program sees them; `shown`: what it may read of the host; `files`: what lies in its
    work folder beforehand, the input under `input_name`; whatever single file it leaves in `output` is the answer.
    """

    command: list[str]
    environment: dict[str, str]
    shown: list[str]
    input_name: str
    output: str
    files: dict[str, str] = field(default_factory=dict)
    memory_bytes: int = 3 * 1024**3
    cpu_seconds: int = 90
    file_bytes: int = 256 * 1024**2
    work_bytes: int = 768 * 1024**2
    again_code: int = -1
    """Ended with this, it is started once more."""


_NOTHING = Program(["/usr/bin/true"], {}, ["/usr/bin/true", "/usr/lib", "/usr/lib64", "/lib", "/lib64"], "given", "out")


def run(program: Program, given: BinaryIO, wall_seconds: float, is_wanted: Callable[[], bool] = lambda: True) -> bytes:
    """What the program made of the file. `is_wanted` is asked about twice a second.

    When this returns or raises, nothing of it runs any more.

    Raises
    ------
    JailDeniedError, ProgramTimedOutError, ProgramStoppedError, ProgramFailedError: see there.
    """
    deadline = time.monotonic() + wall_seconds
    with _started(program, given) as answer:

        def read(size: int) -> bytes:
            _wait(answer, deadline, is_wanted)
            return answer.read(size) or b""

        try:
            content, blobs = read_answer(read, program.file_bytes)
        except MalformedAnswerError:
            raise ProgramFailedError(-1) from None
    if "denied" in content:
        raise JailDeniedError(str(content["denied"]))
    if content.get("code") != 0 or len(blobs) != 1:
        raise ProgramFailedError(int(content.get("code", -1)))
    return blobs[0]


@dataclass
class _Allowed:
    until: float = 0.0


_allowed = _Allowed()


def denied() -> str | None:
    """What this machine does not give, if anything (namespaces, mounts; start: not even our own part of it ran). Found
    out by running a program that does nothing; that all is given holds for a minute.
    """
    if time.monotonic() < _allowed.until:
        return None
    denied_now = _tried()
    if denied_now is None:
        _allowed.until = time.monotonic() + _BELIEVED_SECONDS
    return denied_now


def _tried() -> str | None:
    try:
        with open(os.devnull, "rb") as nothing:  # noqa: PTH123  its descriptor is wanted
            run(_NOTHING, nothing, _END_SECONDS)
    except JailDeniedError as error:
        return error.what
    except ProgramFailedError as error:
        return None if error.code == 0 else "start"  # it has no answer to give
    except ProgramTimedOutError:
        return "start"
    return None


@contextmanager
def _started(program: Program, given: BinaryIO) -> Iterator[FileIO]:
    """The pipe for the answer; on leaving, all is killed and seen to be gone."""
    with ExitStack() as stack:
        (alive, alive_end), (answer, answer_end) = os.pipe(), os.pipe()
        gone = stack.enter_context(FileIO(alive))
        copy = os.open(f"/proc/self/fd/{given.fileno()}", os.O_RDONLY)
        try:
            process = _keeper(program, copy, alive_end, answer_end)
        finally:
            for ours in (copy, alive_end, answer_end):
                os.close(ours)
        stack.callback(_end, process, gone)
        yield stack.enter_context(FileIO(answer))


def _keeper(program: Program, given: int, alive: int, answer: int) -> subprocess.Popen[bytes]:
    order = Order(
        parent=os.getpid(),
        command=program.command,
        environment=program.environment,
        shown=program.shown,
        files=program.files,
        input_name=program.input_name,
        output=program.output,
        memory_bytes=program.memory_bytes,
        cpu_seconds=program.cpu_seconds,
        file_bytes=program.file_bytes,
        work_bytes=program.work_bytes,
        again_code=program.again_code,
    )
    with TemporaryFile() as said:
        said.write(order.encode())
        said.seek(0)
        return subprocess.Popen(  # noqa: S603  our own interpreter and module
            [sys.executable, "-I", "-m", "ocrwtf.core.sandbox.jail", str(given), str(alive)],
            stdin=said,
            stdout=answer,
            pass_fds=[given, alive],
            env=_ENVIRONMENT,
            start_new_session=True,
        )


def _wait(answer: FileIO, deadline: float, is_wanted: Callable[[], bool]) -> None:
    poll = select.poll()
    poll.register(answer, select.POLLIN)
    while not poll.poll(_LOOK_SECONDS * 1000):
        if time.monotonic() > deadline:
            raise ProgramTimedOutError
        if not is_wanted():
            raise ProgramStoppedError


def _end(process: subprocess.Popen[bytes], gone: FileIO) -> None:
    """Kill the keeper; the kernel then kills the first process of the namespace, and with it all others.

    The pipe that they all hold says when the last is gone.
    """
    process.kill()
    process.wait()
    poll = select.poll()
    poll.register(gone, select.POLLIN)
    poll.poll(_END_SECONDS * 1000)
