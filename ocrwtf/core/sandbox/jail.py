"""The process that builds a place without network and files of the host, and runs one program of the machine in it.

`python -m ocrwtf.core.sandbox.jail INPUT ALIVE`, started by `program.py`, which says on standard input what to run.
The program sees an empty root with read-only folders of installed software, a folder in memory that goes with it, and
no process but its own. It is the child of the first process of a pid namespace: when that ends, the kernel kills all
that the program started, whatever it did to hide.
"""

import json
import os
import resource
import stat
import sys
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ocrwtf.core.sandbox import isolation, mounts
from ocrwtf.core.sandbox.wire import write_answer

WORK = Path("/work")
"""The only folder in which the program can write; its home too."""
_DEVICES = ("null", "urandom", "random")
_FAILED = 126
_COPY_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Order:
    """What to run. `shown` are folders and files of the host, to be seen read-only at the same paths, if they exist.

    `files` (path below the work folder → content) are there beforehand, the input under `input_name`. What the program
    leaves below `output` is the answer. `work_bytes` bounds all that it writes, and counts as memory.
    A program that ends with `again_code` is started once more.
    """

    parent: int
    command: list[str]
    environment: dict[str, str]
    shown: list[str]
    files: dict[str, str]
    input_name: str
    output: str
    memory_bytes: int
    cpu_seconds: int
    file_bytes: int
    work_bytes: int
    again_code: int
    tasks: int = field(default=256)

    def encode(self) -> bytes:
        return json.dumps(asdict(self)).encode()


def main() -> None:
    """Answers `{"code": …}` and the output, or `{"denied": what}` where the kernel does not give such a place."""
    order = Order(**json.loads(sys.stdin.buffer.read()))
    given, alive = int(sys.argv[1]), int(sys.argv[2])
    isolation.become_nobody()
    if denied := _enter(order):
        write_answer(1, {"denied": denied}, [])
        return
    _lay_out(order, given)
    isolation.die_with(order.parent)
    code = _run(order, alive)
    found = _output(WORK / order.output, order.file_bytes)
    write_answer(1, {"code": code, "found": found is not None}, [] if found is None else [found])


def _enter(order: Order) -> str | None:
    """What was not given, if anything; then nothing was run."""
    if not isolation.leave_processes_too():
        return "namespaces"
    root = Path(tempfile.gettempdir())
    try:
        mounts.memory_root(root, order.work_bytes)
        for path in order.shown:
            mounts.show(Path(path), root)
        for name in _DEVICES:
            mounts.show_device(name, root)
        mounts.enter(root)
    except (OSError, KeyError):  # KeyError: a machine whose system calls we do not know
        return "mounts"
    return None


def _lay_out(order: Order, given: int) -> None:
    (WORK / order.output).mkdir(parents=True)
    for name, content in order.files.items():
        path = WORK / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    with os.fdopen(given, "rb") as source, (WORK / order.input_name).open("wb") as copy:
        while chunk := source.read(_COPY_BYTES):
            copy.write(chunk)


def _run(order: Order, alive: int) -> int:
    """How the program ended, as a shell says it: 128 and the signal's number for one that was killed."""
    first = os.fork()
    if first == 0:
        isolation.drop_rights()
        isolation.die_with(0)  # its parent's number, seen from inside the pid namespace
        code = _once(order, alive)
        if code == order.again_code:
            code = _once(order, alive)
        os._exit(code)
    return _ended(first)


def _once(order: Order, alive: int) -> int:
    program = os.fork()
    if program == 0:
        _become(order, alive)
    return _ended(program)


def _ended(pid: int) -> int:
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return code if code >= 0 else 128 - code


def _become(order: Order, alive: int) -> None:
    """Never returns. `alive` stays open in whatever the program starts, so that our caller can see it end."""
    try:
        os.setsid()
        nothing = os.open("/dev/null", os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(nothing, descriptor)
        os.dup2(alive, 3)
        os.closerange(4, os.sysconf("SC_OPEN_MAX"))
        for what, most in (
            (resource.RLIMIT_AS, order.memory_bytes),
            (resource.RLIMIT_CPU, order.cpu_seconds),
            (resource.RLIMIT_FSIZE, order.file_bytes),
            (resource.RLIMIT_NPROC, order.tasks),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_NOFILE, 256),
        ):
            resource.setrlimit(what, (most, most))
        os.chdir(WORK)
        os.execve(order.command[0], order.command, order.environment)  # noqa: S606  no shell; the path is ours
    finally:
        os._exit(_FAILED)


def _output(folder: Path, most: int) -> bytes | None:
    """The one regular file there, if it is one and no larger than that."""
    with suppress(OSError):
        left = list(folder.iterdir())
        if len(left) != 1:
            return None
        descriptor = os.open(left[0], os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            facts = os.fstat(descriptor)
            return file.read(most) if stat.S_ISREG(facts.st_mode) and facts.st_size <= most else None
    return None


if __name__ == "__main__":
    main()
