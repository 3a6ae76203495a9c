"""What a program in its own namespaces cannot do, whatever it tries."""

import io
import os
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

import pytest

from ocrwtf.core.sandbox import program
from ocrwtf.core.sandbox.program import Program, ProgramFailedError, ProgramStoppedError, ProgramTimedOutError

SHOWN = ["/usr/bin", "/usr/lib", "/usr/lib64", "/bin", "/lib", "/lib64"]


def script(text: str, **limits: int) -> Program:
    return Program(["/usr/bin/bash", "-c", text], {"PATH": "/usr/bin"}, SHOWN, "given", "out", **limits)  # type: ignore[arg-type]


@pytest.fixture
def given() -> Iterator[BinaryIO]:
    with TemporaryFile() as file:
        file.write(b"isi berkas")
        file.flush()
        yield file


def said(text: str, given: BinaryIO) -> list[str]:
    """What a script prints, errors too."""
    return program.run(script(f"({text}) >out/said 2>&1; true"), given, 20).decode().splitlines()


def processes_with(marker: str) -> list[str]:
    commands = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            commands.append((folder / "cmdline").read_text().replace("\0", " "))
        except OSError:  # it ended meanwhile
            continue
    return [command for command in commands if marker in command and "python" not in command]


def test_it_gets_the_file_and_gives_one_back(given: BinaryIO) -> None:
    assert program.run(script("tr a-z A-Z <given >out/answer"), given, 20) == b"ISI BERKAS"


def test_it_sees_software_and_nothing_else_of_the_host(given: BinaryIO, tmp_path: Path) -> None:
    secret = tmp_path / "rahasia"
    secret.write_text("kunci")
    assert said("cd /; echo *", given) == ["bin dev lib lib64 usr work"]
    assert "kunci" not in "".join(said(f"cat {secret} /etc/passwd /proc/1/environ", given))


def test_it_cannot_change_what_it_sees(given: BinaryIO) -> None:
    lines = said("touch /usr/lib/x /usr/bin/x; chmod 777 /usr/bin/bash; echo", given)
    assert "Read-only file system" in lines[0]
    assert not Path("/usr/lib/x").exists()


def test_it_reaches_no_network(given: BinaryIO) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        assert "Network is unreachable" in " ".join(said(f"exec 3<>/dev/tcp/127.0.0.1/{port}", given))
        with pytest.raises(TimeoutError):
            server.accept()


def test_it_knows_no_secret_of_ours(given: BinaryIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JWT_SECRET", "x" * 40)
    assert not [line for line in said("env; set", given) if "xxxx" in line]


def test_it_has_no_rights(given: BinaryIO) -> None:
    """All of its ids are those of who started it or nobody's, and it may not mount."""
    assert said("echo $(id -u)", given) == [str(os.getuid() or 65534)]
    assert said("mount -t tmpfs x /work 2>&1 || echo no", given)[-1] == "no"
    assert "no_new_privs: 1" in said("setpriv --dump", given)


def test_what_it_left_running_is_killed(given: BinaryIO) -> None:
    marker = f"sleep 98765.{os.getpid()}"
    text = f"setsid nohup {marker} & setsid setsid {marker} & disown -a; echo x >out/answer"
    assert program.run(script(text), given, 20) == b"x\n"
    assert not processes_with("98765." + str(os.getpid()))


def test_after_its_time_nothing_of_it_is_left(given: BinaryIO) -> None:
    marker = f"97654.{os.getpid()}"
    with pytest.raises(ProgramTimedOutError):
        program.run(script(f"trap '' TERM INT; setsid sleep {marker} & sleep {marker}"), given, 0.6)
    assert not processes_with(marker)


def test_it_ends_when_nobody_wants_its_answer_any_more(given: BinaryIO) -> None:
    marker = f"96543.{os.getpid()}"
    with pytest.raises(ProgramStoppedError):
        program.run(script(f"sleep {marker}"), given, 30, lambda: False)
    assert not processes_with(marker)


def test_it_ends_with_whoever_started_it(given: BinaryIO) -> None:
    """As when a worker is killed with kill -9 in the middle."""
    marker = f"95432.{os.getpid()}"
    code = (
        "from tests.integration.core.test_program import *\n"
        "say = lambda: print('on', flush=True) or True\n"
        f"program.run(script('echo; sleep {marker}'), open('/dev/null', 'rb'), 60, say)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as starter:  # noqa: S603  our own words
        assert starter.stdout
        assert starter.stdout.readline() == b"on\n"
        assert processes_with(f"sleep {marker}")
        starter.kill()
    ended = program.run(script("echo x >out/answer"), given, 20)  # by now the kernel had the time that this took
    assert ended
    assert not processes_with(f"sleep {marker}")


@pytest.mark.parametrize(
    "text",
    [
        "head -c 3000000 /dev/zero >out/answer",
        "x=$(head -c 300000000 /dev/zero | tr '\\0' x); [ ${#x} -gt 0 ] && echo x >out/answer",
        "while :; do :; done",
        "ln -s /usr/bin/bash out/answer",
        "mkfifo out/answer",
        "mkdir out/answer",
        "echo x >out/one; echo x >out/two",
        "exit 3",
        "kill -9 $$",
    ],
)
def test_what_is_too_much_or_no_answer_fails(given: BinaryIO, text: str) -> None:
    bounds = {"file_bytes": 2_000_000, "memory_bytes": 200_000_000, "cpu_seconds": 1, "work_bytes": 50_000_000}
    with pytest.raises(ProgramFailedError):
        program.run(script(text, **bounds), given, 20)


def test_what_it_writes_in_all_is_bounded(given: BinaryIO) -> None:
    text = "for n in 1 2 3 4 5; do head -c 1500000 /dev/zero >$n || exit 9; done; echo x >out/answer"
    with pytest.raises(ProgramFailedError):
        program.run(script(text, file_bytes=2_000_000, work_bytes=4_000_000), given, 20)


def test_it_may_not_start_processes_without_end(given: BinaryIO) -> None:
    text = "for n in $(seq 400); do sleep 5 & done; echo x >out/answer"
    lines = said(text, given)
    assert "Resource temporarily unavailable" in " ".join(lines)


def test_where_namespaces_are_denied_nothing_is_run() -> None:
    """In a user namespace whose own limit of namespaces is none, as a hardened machine has it."""
    code = "from ocrwtf.core.sandbox import program; print(program.denied())"
    limit = "echo 0 >/proc/sys/user/max_user_namespaces"
    inside = f"{limit} && exec {shlex.quote(sys.executable)} -c {shlex.quote(code)}"
    command = ["/usr/bin/unshare", "--user", "--map-root-user", "sh", "-c", inside]
    told = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  our own words
    assert told.stdout.strip() in ("namespaces", "start")
    assert program.denied() is None


def test_an_answer_is_needed_from_a_file_that_is_open() -> None:
    with pytest.raises(io.UnsupportedOperation):
        program.run(script("true"), io.BytesIO(b"x"), 5)
