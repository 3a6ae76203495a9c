"""A data folder that leaves no server behind, and a second process that uses the database too."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from ocrwtf.core.embedded_postgres.cluster import Cluster
from ocrwtf.core.embedded_postgres.server import EmbeddedPostgres

USER = """
import sys
from pathlib import Path
from ocrwtf.core.embedded_postgres.server import EmbeddedPostgres
with EmbeddedPostgres(Path(sys.argv[1])):
    print("ready", flush=True)
    sys.stdin.read()
"""
Neighbour = Callable[[], subprocess.Popen[str]]


def end_server(cluster: Cluster) -> None:
    """SIGKILL for all of its processes, as from the kernel's out-of-memory killer or an impatient person."""
    for pid in cluster.residents():
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@pytest.fixture
def new_data_dir(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "data"
    yield folder
    if (folder / "postgres").exists():
        end_server(Cluster(folder.resolve() / "postgres"))


@pytest.fixture(scope="session")
def made_data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose server ran once and ended: a copy of it spares a test the second that initdb takes."""
    folder = tmp_path_factory.mktemp("made") / "data"
    with EmbeddedPostgres(folder):
        pass
    return folder


@pytest.fixture
def old_data_dir(made_data_dir: Path, new_data_dir: Path) -> Path:
    shutil.copytree(made_data_dir, new_data_dir)
    return new_data_dir


@pytest.fixture
def embedded(old_data_dir: Path) -> Iterator[EmbeddedPostgres]:
    """A running server that the test may kill or change."""
    postgres = EmbeddedPostgres(old_data_dir)
    postgres.start()
    yield postgres
    postgres.release()


@pytest.fixture(scope="module")
def shared(made_data_dir: Path) -> Iterator[EmbeddedPostgres]:
    """A running server for tests that only look."""
    with EmbeddedPostgres(made_data_dir.parent / "shared") as postgres:
        yield postgres


@pytest.fixture
def neighbour(new_data_dir: Path) -> Iterator[Neighbour]:
    """Starts another process that takes the database and keeps it until its stdin closes or it is killed."""
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        command = [sys.executable, "-c", USER, str(new_data_dir)]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603
        started.append(process)
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def ask(postgres: EmbeddedPostgres, statement: str) -> object:
    """The first value that the superuser gets for a statement, on a connection of its own; None without a row."""
    with psycopg.connect(postgres.admin_url.replace("+psycopg", ""), autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        row = cursor.fetchone() if cursor.description else None
    return row[0] if row else None
