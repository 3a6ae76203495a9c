"""One disposable child: takes its limits, runs one function over one open file, writes the answer and ends."""

import os
import resource
from collections.abc import Callable
from typing import Any

from ocrwtf.core.sandbox import isolation, one_process
from ocrwtf.core.sandbox.wire import Limits, Refusal, Request, Result, write_answer

INPUT, ANSWER = 3, 4
OUT_OF_MEMORY = 71
FAILED = 70
_MAX_TASKS = 1024
"""Threads of a child that may have some, counted with everything else that runs as the same user."""

Function = Callable[..., Result]


def run_child(request: Request, function: Function, descriptors: tuple[int, int], server: int) -> None:
    """Never returns: the process ends here. `descriptors` are the input and the pipe for the answer."""
    os.setsid()
    isolation.die_with(server)
    _keep_only(*descriptors)
    isolation.forbid_paths_and_sockets()
    _limit(request.limits)
    os._exit(_answer(function, request.arguments))


def _keep_only(file: int, answer: int) -> None:
    """The input becomes descriptor 3 and the answer 4, warnings go where standard output goes: nowhere. The rest is
    closed.
    """
    os.dup2(1, 2)
    spare = max(file, answer, ANSWER) + 1
    os.dup2(file, spare)
    os.dup2(answer, spare + 1)
    os.dup2(spare, INPUT)
    os.dup2(spare + 1, ANSWER)
    os.closerange(ANSWER + 1, os.sysconf("SC_OPEN_MAX"))


def _limit(limits: Limits) -> None:
    """The hard CPU limit lies a second above the soft one: that signal can be ignored, the kill after it cannot."""
    tasks = _MAX_TASKS if limits.threads and one_process.forbid_processes() else limits.processes
    for what, soft, hard in (
        (resource.RLIMIT_AS, limits.memory_bytes, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1),
        (resource.RLIMIT_FSIZE, limits.file_bytes, limits.file_bytes),
        (resource.RLIMIT_NPROC, tasks, tasks),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NOFILE, 64, 64),
    ):
        resource.setrlimit(what, (soft, hard))


def _answer(function: Function, arguments: dict[str, Any]) -> int:
    try:
        result = function(INPUT, **arguments)
        write_answer(ANSWER, {"meta": result.meta}, result.blobs)
    except Refusal as refusal:
        write_answer(ANSWER, {"refusal": refusal.code, "params": refusal.params}, [])
    except MemoryError:
        return OUT_OF_MEMORY
    except BaseException:  # noqa: BLE001  parsers raise anything; the exit code tells the server, nothing else may leave
        return FAILED
    return 0
