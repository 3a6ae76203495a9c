"""What a child of the sandbox can and cannot do, tried by a module that plays a taken-over parser."""

import os
import resource
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import pytest

from ocrwtf.core.sandbox import child, one_process
from ocrwtf.core.sandbox import client as sandbox_module
from ocrwtf.core.sandbox.client import ChildDiedError, ChildTimedOutError, Sandbox, ServerLostError
from ocrwtf.core.sandbox.wire import Limits, Refusal

TRICKS = "tests.integration.core.sandboxed_tricks"
IMPATIENT = Limits(wall_seconds=0.3)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    sandbox = Sandbox(TRICKS)
    yield sandbox
    sandbox.close()


@pytest.fixture
def file(tmp_path: Path) -> Iterator[BinaryIO]:
    path = tmp_path / "document"
    path.write_bytes(b"original content")
    with path.open("r+b") as file:
        yield file


def server_of(sandbox: Sandbox, file: BinaryIO) -> int:
    sandbox.run(f"{TRICKS}:reads_its_file", file.fileno(), {})
    assert sandbox._server is not None
    return sandbox._server.process.pid


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def namesakes_of(pid: int) -> set[str]:
    """Living processes with the same command line: the server and whatever came from it, wherever it hangs now."""
    command = Path(f"/proc/{pid}/cmdline").read_bytes()
    found = set()
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(FileNotFoundError, ProcessLookupError):
            if path.read_bytes() == command:
                found.add(path.parent.name)
    return found


def open_descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def ends_within(seconds: float, pid: int) -> bool:
    """Waits on a descriptor of the process, which becomes readable when it ends."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([descriptor], [], [], seconds)[0])
    finally:
        os.close(descriptor)


def test_a_child_reads_the_file_it_was_given_and_answers(sandbox: Sandbox, file: BinaryIO) -> None:
    file.seek(9)
    result = sandbox.run(f"{TRICKS}:reads_its_file", file.fileno(), {})
    assert (result.meta, result.blobs) == ({"start": "orig"}, [b"original content"])
    assert file.tell() == 9


def test_a_refusal_arrives_with_its_code_and_parameters(sandbox: Sandbox, file: BinaryIO) -> None:
    with pytest.raises(Refusal) as refused:
        sandbox.run(f"{TRICKS}:refuses", file.fileno(), {"code": "too-many-pages"})
    assert (refused.value.code, refused.value.params) == ("too-many-pages", {"limit": 3})


def test_a_child_cannot_connect(sandbox: Sandbox, file: BinaryIO) -> None:
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.setblocking(False)
        with pytest.raises(ChildDiedError):
            sandbox.run(f"{TRICKS}:connects", file.fileno(), {"port": trap.getsockname()[1]})
        with pytest.raises(BlockingIOError):
            trap.accept()


@pytest.mark.parametrize("path", ["/etc/passwd", "/proc/self/environ", "/proc/1/cmdline", sys.executable, __file__])
def test_a_child_cannot_open_other_files(sandbox: Sandbox, file: BinaryIO, path: str) -> None:
    with pytest.raises(ChildDiedError):
        sandbox.run(f"{TRICKS}:opens", file.fileno(), {"path": path})


def test_a_child_finds_no_secret_and_no_foreign_descriptor(file: BinaryIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JWT_SECRET", "do not tell")
    sandbox = Sandbox(TRICKS)
    around = sandbox.run(f"{TRICKS}:looks_around", file.fileno(), {}).meta
    sandbox.close()
    assert set(around["environment"]) == {"PATH", "LANG", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"}
    assert around["descriptors"] == [0, 1, 2, 3, 4]


def test_a_child_cannot_change_its_file(sandbox: Sandbox, file: BinaryIO) -> None:
    with pytest.raises(ChildDiedError):
        sandbox.run(f"{TRICKS}:writes_its_file", file.fileno(), {})
    with pytest.raises(ChildDiedError):
        sandbox.run(f"{TRICKS}:shortens_its_file", file.fileno(), {})
    assert os.pread(file.fileno(), 100, 0) == b"original content"


def test_a_child_gets_no_more_than_two_gibibytes(sandbox: Sandbox, file: BinaryIO) -> None:
    with pytest.raises(ChildDiedError) as died:
        sandbox.run(f"{TRICKS}:allocates", file.fileno(), {"size": 3 * 1024**3})
    assert died.value.why == "memory"


def test_an_endless_child_is_killed_when_its_time_is_over(sandbox: Sandbox, file: BinaryIO) -> None:
    with pytest.raises(ChildTimedOutError):
        sandbox.run(f"{TRICKS}:loops", file.fileno(), {}, IMPATIENT)
    assert children_of(server_of(sandbox, file)) == []


def test_a_child_that_burns_its_processor_time_is_killed(sandbox: Sandbox, file: BinaryIO) -> None:
    with pytest.raises(ChildDiedError) as died:
        sandbox.run(f"{TRICKS}:loops", file.fileno(), {}, Limits(cpu_seconds=1, wall_seconds=20))
    assert died.value.why == "cpu"


def test_an_abort_ends_the_child_alone(sandbox: Sandbox, file: BinaryIO) -> None:
    before = server_of(sandbox, file)
    with pytest.raises(ChildDiedError) as died:
        sandbox.run(f"{TRICKS}:aborts", file.fileno(), {})
    assert (died.value.why, server_of(sandbox, file)) == ("signal", before)


def test_a_child_cannot_fork(sandbox: Sandbox, file: BinaryIO) -> None:
    with pytest.raises(ChildDiedError):
        sandbox.run(f"{TRICKS}:forks", file.fileno(), {})


def test_a_child_that_may_have_threads_still_cannot_fork(sandbox: Sandbox, file: BinaryIO) -> None:
    done = sandbox.run(f"{TRICKS}:forks_and_starts_a_thread", file.fileno(), {}, Limits(threads=True)).meta
    assert done == {"worked": ["thread"]}


def test_a_child_has_no_threads_unless_they_are_given(sandbox: Sandbox, file: BinaryIO) -> None:
    with pytest.raises(ChildDiedError):
        sandbox.run(f"{TRICKS}:forks_and_starts_a_thread", file.fileno(), {}, Limits())


def test_where_forking_cannot_be_forbidden_there_are_no_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[int, int]] = []
    monkeypatch.setattr(one_process, "forbid_processes", lambda: False)
    monkeypatch.setattr(resource, "setrlimit", lambda what, limit: given.append((what, limit[0])))
    child._limit(Limits(threads=True))
    assert (resource.RLIMIT_NPROC, 0) in given


def test_a_grandchild_dies_with_a_child_that_hangs(sandbox: Sandbox, file: BinaryIO) -> None:
    server = server_of(sandbox, file)
    before = namesakes_of(server)
    with pytest.raises(ChildTimedOutError):
        sandbox.run(f"{TRICKS}:forks_and_hangs", file.fileno(), {}, Limits(wall_seconds=0.5, processes=64))
    assert namesakes_of(server) == before


def test_a_child_cannot_kill_the_server(sandbox: Sandbox, file: BinaryIO) -> None:
    before = server_of(sandbox, file)
    with pytest.raises(ChildDiedError):
        sandbox.run(f"{TRICKS}:kills_its_server", file.fileno(), {})
    assert server_of(sandbox, file) == before


def test_an_answer_above_the_limit_is_not_taken(sandbox: Sandbox, file: BinaryIO) -> None:
    with pytest.raises(ChildDiedError):
        sandbox.run(f"{TRICKS}:talks_too_much", file.fileno(), {}, Limits(result_bytes=1_000_000))


@pytest.mark.parametrize("trick", ["answers_garbage", "answers_nan", "answers_a_list"])
def test_a_malformed_answer_is_a_dead_child(sandbox: Sandbox, file: BinaryIO, trick: str) -> None:
    with pytest.raises(ChildDiedError) as died:
        sandbox.run(f"{TRICKS}:{trick}", file.fileno(), {})
    assert died.value.why == "answer"


def test_only_listed_functions_can_be_called(file: BinaryIO) -> None:
    sandbox = Sandbox(TRICKS)
    with pytest.raises(ServerLostError):
        sandbox.run(f"{TRICKS}:os", file.fileno(), {})
    sandbox.close()


def test_a_killed_server_is_replaced_at_the_next_call(sandbox: Sandbox, file: BinaryIO) -> None:
    before = server_of(sandbox, file)
    os.kill(before, signal.SIGKILL)
    assert ends_within(5, before)
    assert server_of(sandbox, file) != before


def test_many_threads_share_one_server(sandbox: Sandbox, file: BinaryIO) -> None:
    def call(_: int) -> bytes:
        return sandbox.run(f"{TRICKS}:reads_its_file", file.fileno(), {}).blobs[0]

    with ThreadPoolExecutor(40) as threads:
        answers = set(threads.map(call, range(120)))
    assert answers == {b"original content"}
    assert children_of(server_of(sandbox, file)) == []


def test_nothing_is_left_open_by_a_call(sandbox: Sandbox, file: BinaryIO) -> None:
    server_of(sandbox, file)
    before = open_descriptors()
    with pytest.raises(ChildTimedOutError):
        sandbox.run(f"{TRICKS}:loops", file.fileno(), {}, IMPATIENT)
    server_of(sandbox, file)
    assert open_descriptors() == before


_PARENT = f"""
import threading
from ocrwtf.core.sandbox.client import Sandbox
from ocrwtf.core.sandbox.wire import Limits
file = open("/dev/null", "rb")
sandbox = Sandbox("{TRICKS}")
sandbox.run("{TRICKS}:reads_its_file", file.fileno(), {{}})
threading.Thread(target=sandbox.run, args=("{TRICKS}:loops", file.fileno(), {{}}), daemon=True).start()
import pathlib
pid = sandbox._server.process.pid
children = pathlib.Path(f"/proc/{{pid}}/task/{{pid}}/children")
while not children.read_text():
    pass
print(pid, children.read_text(), flush=True)
threading.Event().wait()
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_parent_leaves_nobody_behind(how: signal.Signals) -> None:
    command = [sys.executable, "-c", _PARENT]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:  # noqa: S603  our own words
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        parent.send_signal(how)
    assert len(pids) == 2
    assert all(ends_within(5, pid) for pid in pids)


def test_a_machine_that_cannot_isolate_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    sandbox_module._warn_of.cache_clear()
    sandbox_module._warn_once({"network"})
    sandbox_module._warn_once({"network"})
    assert [record.message for record in caplog.records] == ["This machine does not let parsers be kept from: files"]


def test_a_server_whose_parent_was_killed_at_its_start_ends_without_a_word() -> None:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.close()
    with theirs:
        command = [sys.executable, "-I", "-m", "ocrwtf.core.sandbox.server", str(theirs.fileno()), TRICKS]
        done = subprocess.run(command, pass_fds=[theirs.fileno()], capture_output=True, check=False)  # noqa: S603
    assert (done.returncode, done.stderr) == (0, b"")
