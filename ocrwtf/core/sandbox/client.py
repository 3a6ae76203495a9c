"""Runs a function over an open file in a disposable child process that may crash, hang or be taken over.

The child has no network, no files but the one it was given, no secrets in its environment, and limits on memory,
processor time, wall time and what it answers. The parent gets JSON and bytes or one of the errors below.
"""

import atexit
import json
import logging
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from io import FileIO
from typing import Any

from ocrwtf.core.sandbox.child import FAILED, OUT_OF_MEMORY
from ocrwtf.core.sandbox.wire import Limits, MalformedAnswerError, Refusal, Request, Result, read_answer

_log = logging.getLogger(__name__)
_GRACE_SECONDS = 5.0
_START_SECONDS = 60.0
_WHY = {OUT_OF_MEMORY: "memory", FAILED: "error", -signal.SIGXCPU: "cpu", -signal.SIGKILL: "memory"}
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


class ChildTimedOutError(Exception):
    """The child was killed because its wall time was over."""


class ChildDiedError(Exception):
    """The child ended without an answer. `why`: memory, cpu, signal, error or answer."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class ServerLostError(Exception):
    """The process that forks the children was killed; the same call may succeed at another try."""


@dataclass(frozen=True, slots=True)
class _Server:
    process: subprocess.Popen[bytes]
    control: socket.socket
    owner: int
    """The process that started it: after a fork the socket is not ours to use."""
    taken: frozenset[str]
    """What it could take from its children: "network", "files"."""

    def usable(self) -> bool:
        return self.owner == os.getpid() and self.process.poll() is None

    def stop(self) -> None:
        """The server ends because its socket does, and takes its children with it."""
        self.control.close()
        if self.owner == os.getpid():
            self.process.wait()


class Sandbox:
    """One fork server, started at the first call and again whenever it is gone; used from any number of threads."""

    def __init__(self, *modules: str, children: int | None = None) -> None:
        """`modules` are imported once and name in `SANDBOXED` what may be called; `children` run at the same time."""
        self._modules = modules
        self._slots = threading.BoundedSemaphore(children or (os.cpu_count() or 1) + 1)
        self._lock = threading.Lock()
        self._server: _Server | None = None

    def run(
        self, function: str, file_descriptor: int, arguments: dict[str, Any], limits: Limits | None = None
    ) -> Result:
        """Calls `function` ("package.module:name") with a read-only descriptor of its own, at offset 0.

        Raises
        ------
        Refusal: the function raised it. ChildTimedOutError, ChildDiedError, ServerLostError: see there.
        """
        request = Request(function, arguments, limits or Limits())
        with self._slots, ExitStack() as stack:
            answer, end = self._send(request, file_descriptor, stack)
            deadline = time.monotonic() + request.limits.wall_seconds + _GRACE_SECONDS
            try:
                content, blobs = read_answer(_reader(answer, deadline), request.limits.result_bytes)
            except MalformedAnswerError:
                answer.close()  # a child that says too much stops at a broken pipe
                _check(end, deadline)
                raise ChildDiedError("answer") from None
            _check(end, deadline)
        return _result(content, blobs)

    def close(self) -> None:
        """Ends the server and what it still runs; a later call starts another."""
        with self._lock:
            self._stop()

    def _send(self, request: Request, file: int, stack: ExitStack) -> tuple[FileIO, FileIO]:
        """Sends the request; gives the reading ends of the pipes for the answer and for how the child ended."""
        with ExitStack() as ours:
            copy = _owned(os.open(f"/proc/self/fd/{file}", os.O_RDONLY), ours)
            answer, answer_end = _pipe(stack, ours)
            end, end_end = _pipe(stack, ours)
            descriptors = [copy, answer_end, end_end]
            try:
                socket.send_fds(self._running().control, [request.encode()], descriptors)
            except (BrokenPipeError, ConnectionResetError):  # it was killed a moment ago
                socket.send_fds(self._running(fresh=True).control, [request.encode()], descriptors)
        return answer, end

    def _running(self, *, fresh: bool = False) -> _Server:
        with self._lock:
            if fresh or not (self._server and self._server.usable()):
                self._stop()
                self._server = _start(self._modules)
                _warn_once(self._server.taken)
                atexit.register(self.close)
            return self._server

    def _stop(self) -> None:
        if self._server:
            atexit.unregister(self.close)
            self._server.stop()
        self._server = None


def _start(modules: tuple[str, ...]) -> _Server:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        process = subprocess.Popen(  # noqa: S603  our own interpreter and module
            [sys.executable, "-I", "-m", "ocrwtf.core.sandbox.server", str(theirs.fileno()), *modules],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env=_ENVIRONMENT,
            start_new_session=True,  # Ctrl-C reaches us, and we end the server
        )
    ours.settimeout(_START_SECONDS)
    hello = ours.recv(4096)
    server = _Server(process, ours, os.getpid(), frozenset(json.loads(hello)["taken"] if hello else ()))
    if not hello:
        server.stop()
        raise ServerLostError
    ours.settimeout(None)
    return server


def isolation_here() -> frozenset[str]:
    """What this machine lets parsers be kept from ("network", "files"); a server is started to find out.

    Raises
    ------
    ServerLostError: it could not be started.
    """
    server = _start(())
    server.stop()
    return server.taken


@cache
def _warn_of(missing: str) -> None:
    _log.warning("This machine does not let parsers be kept from: %s", missing)


def _warn_once(taken: AbstractSet[str]) -> None:
    missing = {"network", "files"} - taken
    if missing:
        _warn_of(", ".join(sorted(missing)))


def _owned(descriptor: int, stack: ExitStack) -> int:
    stack.callback(os.close, descriptor)
    return descriptor


def _pipe(reader: ExitStack, writer: ExitStack) -> tuple[FileIO, int]:
    read_end, write_end = os.pipe()
    return reader.enter_context(FileIO(read_end)), _owned(write_end, writer)


def _reader(file: FileIO, deadline: float) -> Callable[[int], bytes]:
    """Reads that give up at the deadline (monotonic seconds), in case the server itself is stopped."""
    poll = select.poll()
    poll.register(file, select.POLLIN)

    def read(size: int) -> bytes:
        if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
            raise ServerLostError
        return file.read(size) or b""

    return read


def _check(end: FileIO, deadline: float) -> None:
    """Waits until the child is reaped and raises unless it ended well."""
    raw = _reader(end, deadline)(1024)
    if not raw:
        raise ServerLostError
    verdict = json.loads(raw)
    if verdict["timed_out"]:
        raise ChildTimedOutError
    if verdict["code"] != 0:
        raise ChildDiedError(_WHY.get(verdict["code"], "signal"))


def _result(content: dict[str, Any], blobs: list[bytes]) -> Result:
    match content:
        case {"meta": dict(meta)}:
            return Result(meta, blobs)
        case {"refusal": str(code), "params": dict(params)}:
            raise Refusal(code, **params)
        case _:
            raise ChildDiedError("answer")
