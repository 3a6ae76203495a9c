"""The long-lived processes that read pixels: started once, watched, replaced when they die, hang or grow."""

import json
import logging
import os
import queue
import socket
import struct
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from ocrwtf.ocr.choice import PPOCR, EngineArguments
from ocrwtf.ocr.errors import DocumentError, EngineFailedError
from ocrwtf.ocr.last_words import LastWords
from ocrwtf.ocr.page import Line
from ocrwtf.ocr.wire import TooMuchTextError, lines_from_json

_log = logging.getLogger(__name__)

MAX_RESIDENT_BYTES = 1536 * 1024**2
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
_REQUEST, _ANSWER = struct.Struct(">II"), struct.Struct(">I")
_Command = tuple[str, ...]


def command_of(engine: EngineArguments) -> _Command:
    """What starts a reading process, but for its socket and lifeline."""
    return sys.executable, "-I", "-m", "ocrwtf.ocr.reader_process", *engine


_DEFAULT_COMMAND = command_of(PPOCR)


@dataclass(frozen=True, slots=True)
class Raster:
    """RGB pixels of 8 bits, row by row from the top: width × height × 3 bytes."""

    width_px: int
    height_px: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """What one process read; polygons in pixels of the raster, turned clockwise by `rotation` degrees."""

    engine: str
    rotation: int
    lines: tuple[Line, ...]


class _Process:
    """One process, our ends of its socket and lifeline; its first answer, says that the models are loaded."""

    def __init__(self, command: _Command) -> None:
        with ExitStack() as ours:
            self._words = LastWords()
            ours.callback(self._words.close)
            self._socket, theirs = socket.socketpair()
            ours.callback(self._socket.close)
            with theirs:
                lifeline, self._lifeline = os.pipe()
                ours.callback(os.close, self._lifeline)
                try:
                    self._process = subprocess.Popen(  # noqa: S603  our own interpreter and module
                        [*command, str(theirs.fileno()), str(lifeline)],
                        stdin=subprocess.DEVNULL,
                        stdout=subprocess.DEVNULL,
                        stderr=self._words.file,
                        pass_fds=[theirs.fileno(), lifeline],
                        env=_ENVIRONMENT,
                        start_new_session=True,  # Ctrl-C reaches us, and we end it
                    )
                finally:
                    os.close(lifeline)
            with suppress(OSError):  # it died already
                self._words.limit(self._process.pid)
            self._ours = ours.pop_all()
        self._loaded = False
        self.pid = self._process.pid
        self.used_up = False
        self._told = False

    def read(self, raster: Raster, timeout_seconds: float) -> Reading:
        """Raises EngineFailedError, and goes on; OSError (TimeoutError among them) or ValueError (TooMuchTextError
        among them): the process is of no more use.
        """
        deadline = time.monotonic() + timeout_seconds
        self._words.forget()
        if not self._loaded:
            self._receive(deadline)
            self._loaded = True
        self._socket.settimeout(_left(deadline))
        self._socket.sendall(_REQUEST.pack(raster.width_px, raster.height_px))
        self._socket.sendall(raster.data)
        answer = self._receive(deadline)
        self.used_up = int(answer["resident_bytes"]) > MAX_RESIDENT_BYTES
        if "failure" in answer:
            raise EngineFailedError(str(answer["failure"]))
        return Reading(str(answer["engine"]), int(answer["rotation"]), lines_from_json(answer["lines"]))

    def alive(self) -> bool:
        return self._process.poll() is None

    def tell_end(self) -> None:
        """Log how it ended and its last words, once; only for one that ended by itself."""
        with suppress(subprocess.TimeoutExpired, ValueError):  # it lives, or the pool closes just now
            code = self._process.wait(1)  # its socket closes a moment before
            if not self._told:
                _log.warning("reading process ended by itself, code %d: %s", code, self._words.lines())
            self._told = True

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """Ends it and closes our ends of it; the second time nothing happens."""
        self.kill()
        self._ours.close()

    def _receive(self, deadline: float) -> dict[str, Any]:
        size = _ANSWER.unpack(self._exactly(_ANSWER.size, deadline))[0]
        content: dict[str, Any] = json.loads(self._exactly(size, deadline))
        return content

    def _exactly(self, size: int, deadline: float) -> bytes:
        parts = bytearray()
        while len(parts) < size:
            self._socket.settimeout(_left(deadline))
            part = self._socket.recv(size - len(parts))
            if not part:
                raise ConnectionResetError
            parts += part
        return bytes(parts)


def _left(deadline: float) -> float:
    """Seconds until then; 0 would mean a socket that does not wait."""
    return max(0.001, deadline - time.monotonic())


class ReaderPool:
    """Used from any number of threads; closing it ends its processes, as does the death of this one."""

    def __init__(self, processes: int, command: _Command = _DEFAULT_COMMAND) -> None:
        """The processes start now and load their models side by side; the first page waits for one."""
        self._command = command
        self._lock = threading.Lock()
        self._closed = False
        self._all = {_Process(command) for _ in range(processes)}
        self._idle: queue.LifoQueue[_Process] = queue.LifoQueue()
        for process in self._all:
            self._idle.put(process)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, raster: Raster, timeout_seconds: float) -> Reading:
        """Waits at most `timeout_seconds` for a free process, then at most as long for its answer.

        Raises
        ------
        DocumentError: reading-timed-out, reader-crashed (both retryable); too-much-text when it has more text
        than a page can hold. The process is replaced, unless it said itself that it could not read the page.
        """
        try:
            process = self._idle.get(timeout=timeout_seconds)
        except queue.Empty as error:
            raise DocumentError("reading-timed-out", retryable=True) from error
        failed = True
        try:
            if not process.alive():  # died while it was idle, or could not be replaced
                self._tell_end(process)
                process = self._replaced(process)
            reading = process.read(raster, timeout_seconds)
            failed = process.used_up
        except TimeoutError as error:
            raise DocumentError("reading-timed-out", retryable=True) from error
        except EngineFailedError as error:
            failed = process.used_up
            _log.warning("page not read: %s", error)
            raise DocumentError("reader-crashed", retryable=True) from error
        except TooMuchTextError as error:
            raise DocumentError("too-much-text") from error
        except (OSError, ValueError, KeyError) as error:
            if isinstance(error, ConnectionError):
                self._tell_end(process)
            raise DocumentError("reader-crashed", retryable=True) from error
        finally:
            self._idle.put(self._replaced(process) if failed else process)
        return reading

    def pids(self) -> list[int]:
        with self._lock:
            return [process.pid for process in self._all]

    def close(self) -> None:
        with self._lock:
            self._closed = True
            for process in self._all:
                process.stop()
            self._all.clear()

    def _tell_end(self, process: _Process) -> None:
        """Nothing when the pool was closed: then the end was ours."""
        if not self._closed:
            process.tell_end()

    def _replaced(self, old: _Process) -> _Process:
        """A new process, or the old one, dead, while the machine has no room for a new one: the next page tries again.

        A dead process in the pool costs that page a retry; a process missing from it would leave readers waiting.
        """
        with self._lock:
            if self._closed:
                return old
            try:
                new = _Process(self._command)
            except OSError:
                old.kill()
                return old
            self._all.add(new)
            self._all.remove(old)
            old.stop()
            return new
