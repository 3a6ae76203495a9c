"""`ocrwtf up` keeps its services running and leaves none behind, however it ends."""

import os
import re
import select
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ocrwtf.cli.up import _Watch
from ocrwtf.core.embedded_postgres.server import EmbeddedPostgres
from ocrwtf.users import first_link

SCRIPT = Path(__file__).with_name("up_of_stand_ins.py")
Launch = Callable[..., "Up"]
PATIENCE_SECONDS = 60


class Up:
    """A running `ocrwtf up` whose services are stand-ins."""

    def __init__(self, data_dir: Path, roles: tuple[str, ...], port: int, stdin: int) -> None:
        environment = os.environ | {"DATA_DIR": str(data_dir), "PORT": str(port)}
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, SCRIPT, *roles],
            env=environment,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.pids: dict[str, int] = {}

    def until(self, *words: str) -> str:
        """Reads until each word has begun a line; the last of these lines. Pids in lines `name pid` are remembered."""
        assert self.process.stdout
        missing = set(words)
        for line in self.process.stdout:
            name, _, rest = line.strip().partition(" ")
            if rest.isdigit():
                self.pids[name] = int(rest)
            missing.discard(name)
            if not missing:
                return line
        raise AssertionError(f"it ended without saying {missing}")

    def until_all_run(self) -> None:
        self.until("api", "worker", "OCR.WTF")

    def ended(self, role: str) -> bool:
        return gone(self.pids[role])


def gone(pid: int) -> bool:
    """Whether the process ends within a minute, or has."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([descriptor], [], [], PATIENCE_SECONDS)[0])
    finally:
        os.close(descriptor)


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Launch]:
    started: list[Up] = []

    def start(*roles: str, port: int = 0, stdin: int = subprocess.DEVNULL) -> Up:
        started.append(Up(tmp_path / "up data", roles or ("nothing", "api", "worker"), port, stdin))
        return started[-1]

    yield start
    for one in started:
        with one.process:
            one.process.kill()


def test_it_says_once_where_it_is(launch: Launch) -> None:
    up = launch()
    assert re.fullmatch(r"OCR.WTF is ready at http://127\.0\.0\.1:\d+\n", up.until("OCR.WTF"))
    up.process.send_signal(signal.SIGINT)
    assert "OCR.WTF" not in up.process.communicate()[0]


def test_while_nobody_is_registered_it_shows_the_link_whose_secret_only_the_owner_can_read(
    launch: Launch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOBODY_IS_REGISTERED", "yes")
    line = launch().until("OCR.WTF")
    secret = tmp_path / "up data" / "secrets" / "first-run"
    found = re.fullmatch(r"OCR.WTF is ready at (\S+) – the first account: (\S+)/masuk#awal=(\S+)\n", line)
    assert found
    assert found[1] == found[2]
    assert found[3] == secret.read_text()
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600


def test_a_link_that_was_shown_before_somebody_registered_is_forgotten_at_the_next_start(
    launch: Launch, tmp_path: Path
) -> None:
    first_link.link(tmp_path / "up data", "http://127.0.0.1:8000")
    launch().until("OCR.WTF")
    assert list((tmp_path / "up data" / "secrets").iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_all_of_it_without_an_error(launch: Launch, number: signal.Signals) -> None:
    up = launch()
    up.until_all_run()
    up.process.send_signal(number)
    assert up.process.wait(PATIENCE_SECONDS) == 0
    assert up.ended("api")
    assert up.ended("worker")


def test_it_ends_with_its_terminal_also_when_no_signal_comes(launch: Launch) -> None:
    screen, terminal = os.openpty()
    up = launch(stdin=terminal)
    os.close(terminal)
    up.until_all_run()
    os.close(screen)
    assert up.process.wait(PATIENCE_SECONDS) == 0
    assert up.ended("worker")


def test_a_killed_service_comes_back(launch: Launch) -> None:
    up = launch()
    up.until_all_run()
    for _ in range(6):
        old = up.pids["worker"]
        os.kill(old, signal.SIGKILL)
        up.until("worker")
        assert up.pids["worker"] != old


def test_services_end_when_up_is_killed(launch: Launch) -> None:
    up = launch()
    up.until_all_run()
    up.process.kill()
    assert up.ended("api")
    assert up.ended("worker")


def test_a_killed_up_can_be_started_again_on_its_port(launch: Launch) -> None:
    up = launch()
    port = int(up.until("OCR.WTF").split("127.0.0.1:")[1].split()[0])
    up.process.kill()
    assert up.ended("api")
    assert launch(port=port).until("OCR.WTF")


def test_a_second_ctrl_c_kills_what_does_not_end_and_its_children(launch: Launch) -> None:
    up = launch("nothing", "stubborn")
    up.until("grandchild", "stubborn")
    up.process.send_signal(signal.SIGINT)
    up.until("asked")
    up.process.send_signal(signal.SIGINT)
    assert up.process.wait(PATIENCE_SECONDS) == 0
    assert up.ended("stubborn")
    assert up.ended("grandchild")


def test_what_does_not_end_in_time_is_killed(launch: Launch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STOP_SECONDS", "0.1")
    up = launch("nothing", "stubborn")
    up.until("grandchild", "stubborn")
    up.process.send_signal(signal.SIGTERM)
    assert up.process.wait(PATIENCE_SECONDS) == 0
    assert up.ended("grandchild")


def test_a_service_that_fails_at_each_start_is_given_up(launch: Launch) -> None:
    up = launch("nothing", "failing", "worker")
    output, _ = up.process.communicate(timeout=PATIENCE_SECONDS)
    assert up.process.returncode == 1
    assert output.count("failing ") == 6
    assert "failing ends at its start again and again" in output


def test_a_failed_migration_starts_nothing(launch: Launch) -> None:
    up = launch("failing", "worker")
    output, _ = up.process.communicate(timeout=PATIENCE_SECONDS)
    assert "could not be brought up to date" in output
    assert "worker" not in output


def test_a_taken_port_is_named_with_a_way_out(launch: Launch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        output, _ = launch(port=port).process.communicate(timeout=PATIENCE_SECONDS)
    assert f"port {port} on 127.0.0.1 is taken" in output
    assert f"PORT={port + 1} make run" in output


def test_a_second_one_on_the_same_data_is_refused(launch: Launch) -> None:
    launch().until("OCR.WTF")
    output, _ = launch().process.communicate(timeout=PATIENCE_SECONDS)
    assert "already runs on" in output


def test_a_database_that_dies_is_revived(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path / "data") as database:
        for pid in database._cluster.residents():
            os.kill(pid, signal.SIGKILL)
        assert gone_server(database)
        _Watch("127.0.0.1", 1, tmp_path, database, announced=True).look()
        assert database.alive()


def gone_server(database: EmbeddedPostgres) -> bool:
    with database._cluster.occupancy() as occupancy:
        return occupancy.wait(PATIENCE_SECONDS)
