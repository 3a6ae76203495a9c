"""The process that forks a disposable child for each request and alone kills and reaps it.

`python -m ocrwtf.core.sandbox.server DESCRIPTOR MODULE…`: started by the client, with an empty environment.
It imports the modules once, so that a child costs a fork (about 5 ms), and ends when its socket does.
"""

import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass

from ocrwtf.core.sandbox import isolation
from ocrwtf.core.sandbox.child import Function, run_child
from ocrwtf.core.sandbox.wire import Request

_MAX_REQUEST_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class _Child:
    pid: int
    pidfd: int
    end: int
    """The pipe on which the caller learns how the child ended."""
    deadline: float


class _Server:
    def __init__(self, control: socket.socket, functions: dict[str, Function]) -> None:
        self._control = control
        self._functions = functions
        self._children: dict[int, _Child] = {}
        self._poll = select.poll()
        self._poll.register(control, select.POLLIN)

    def serve(self) -> None:
        """Until the other end of the socket is closed, which the kernel does even for a parent that was killed."""
        while True:
            for descriptor, _ in self._poll.poll(self._milliseconds_to_next_deadline()):
                if descriptor in self._children:
                    self._reap(self._children[descriptor], timed_out=False)
                elif not self._accept():
                    self._kill_all()
                    return
            for child in [c for c in self._children.values() if c.deadline <= time.monotonic()]:
                self._reap(child, timed_out=True)

    def _milliseconds_to_next_deadline(self) -> float | None:
        if not self._children:
            return None
        next_deadline = min(child.deadline for child in self._children.values())
        return max(0.0, (next_deadline - time.monotonic()) * 1000) + 1

    def _accept(self) -> bool:
        message, descriptors, _, _ = socket.recv_fds(self._control, _MAX_REQUEST_BYTES, 3)
        if not message:
            return False
        file, answer, end = descriptors
        request = Request.decode(message)
        function = self._functions[request.function]
        server = os.getpid()
        pid = os.fork()
        if pid == 0:
            run_child(request, function, (file, answer), server)
        os.close(file)
        os.close(answer)
        child = _Child(pid, os.pidfd_open(pid), end, time.monotonic() + request.limits.wall_seconds)
        self._children[child.pidfd] = child
        self._poll.register(child.pidfd, select.POLLIN)
        return True

    def _reap(self, child: _Child, *, timed_out: bool) -> None:
        """Kills whatever is left of the child's process group *before* its pid is free for another."""
        _kill(child.pid)
        status = os.waitpid(child.pid, 0)[1]
        self._poll.unregister(child.pidfd)
        del self._children[child.pidfd]
        os.close(child.pidfd)
        verdict = {"timed_out": timed_out, "code": os.waitstatus_to_exitcode(status)}
        with suppress(BrokenPipeError):  # the caller has gone
            os.write(child.end, json.dumps(verdict).encode())
        os.close(child.end)

    def _kill_all(self) -> None:
        for child in list(self._children.values()):
            self._reap(child, timed_out=True)


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):  # it may not have made its group yet
        os.killpg(pid, signal.SIGKILL)
    os.kill(pid, signal.SIGKILL)


def _load(modules: list[str]) -> dict[str, Function]:
    """The functions that may be called: those each module lists in `SANDBOXED`."""
    functions: dict[str, Function] = {}
    for name in modules:
        module = importlib.import_module(name)
        functions |= {f"{name}:{function.__name__}": function for function in module.SANDBOXED}
    return functions


def main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    functions = _load(sys.argv[2:])
    isolation.become_nobody()
    taken = isolation.leave_network_and_files()
    isolation.drop_rights()
    try:
        control.send(json.dumps({"taken": taken}).encode())
    except BrokenPipeError:
        return  # whoever started us was killed meanwhile
    gc.freeze()  # a collection in a child would copy every page of the imported modules
    _Server(control, functions).serve()


if __name__ == "__main__":
    main()
