"""A whole `ocrwtf up` on a data folder of its own, for programs that measure or torment it."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.processes import Process, all_processes, below, by_kind
from ocrwtf.cli.up import is_ready
from ocrwtf.core.embedded_postgres.cluster import Cluster
from ocrwtf.core.embedded_postgres.server import EmbeddedPostgres

HOST = "127.0.0.1"
UP = (sys.executable, "-m", "ocrwtf", "up")
READY_SECONDS = 120.0
STOP_SECONDS = 60.0
NO_LIMITS = dict.fromkeys(("LIMIT_API", "LIMIT_UPLOAD", "LIMIT_FILES", "LIMIT_REVIEW", "LIMIT_FAILURES"), "0")
"""For programs that mean to load it, where they say so; others are served as people are."""


class NotReadyError(Exception):
    """The service did not answer /ready in time; the message has the end of its log."""


@dataclass
class Service:
    """`folder` gets data/, tmp/ (its TMPDIR) and up.log. The port stays the same over restarts.

    It runs in `cwd`, by default in a folder without an `.env`; `environment` is all it gets beyond its own settings.
    """

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    command: tuple[str, ...] = UP
    cwd: Path | None = None
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    seen: set[int] = field(default_factory=set)
    """Every pid that was ever found below it, so that none is left in the end."""

    def __post_init__(self) -> None:
        self.port = self.port or free_port()
        for name in ("data", "tmp"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)

    @property
    def data_dir(self) -> Path:
        return self.folder / "data"

    @property
    def log_path(self) -> Path:
        return self.folder / "up.log"

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def pid(self) -> int:
        return self.process.pid if self.process else 0

    def start(self) -> None:
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.cwd or self.folder,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def ocrwtf(self, *arguments: str) -> str:
        """What `ocrwtf …` says on this data folder. Raises CalledProcessError."""
        done = subprocess.run(
            [sys.executable, "-m", "ocrwtf", *arguments],
            cwd=self.folder,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        return done.stdout

    def admin_url(self) -> str:
        """For looking at the whole database from outside, as its superuser (libpq form)."""
        return EmbeddedPostgres(self.data_dir).admin_url.replace("+psycopg", "")

    def ready(self) -> bool:
        with suppress(OSError):
            return is_ready(HOST, self.port)
        return False

    def wait_ready(self, seconds: float = READY_SECONDS) -> float:
        """Seconds until /ready answered. Raises NotReadyError."""
        started = time.monotonic()
        while not self.ready():
            if time.monotonic() - started > seconds:
                raise NotReadyError(f"no /ready after {seconds:.0f} s:\n{self.log_end()}")
            time.sleep(0.02)
        return time.monotonic() - started

    def kinds(self) -> dict[str, list[Process]]:
        """All processes by kind, PostgreSQL's among them."""
        kinds = by_kind(self.pid)
        everything = all_processes()
        kinds["postgres"] = [everything[pid] for pid in self._postgres() if pid in everything]
        self.seen.update(process.pid for processes in kinds.values() for process in processes)
        return kinds

    def stop(self) -> list[Process]:
        """Ask it to end, as Ctrl-C does; gives what was still there afterwards, which is killed."""
        self.kinds()
        if self.process and self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(STOP_SECONDS)
        return self.kill_rest()

    def kill_rest(self) -> list[Process]:
        """Kill every process of this service, and nothing else; gives those that lived."""
        mine = self.seen | {process.pid for process in below(self.pid)} | set(self._postgres())
        left = [process for process in all_processes().values() if process.pid in mine and _is_ours(process)]
        for process in left:
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)
        if self.process:
            self.process.wait()
        return left

    def log_end(self, characters: int = 2000) -> str:
        return self.log_path.read_text(errors="replace")[-characters:]

    def _postgres(self) -> list[int]:
        home = self.data_dir.resolve() / "postgres"
        return Cluster(home).residents() if home.exists() else []

    def _environment(self) -> dict[str, str]:
        own = {"DATA_DIR": str(self.data_dir), "PORT": str(self.port), "HOST": HOST}
        own["TMPDIR"] = str(self.folder / "tmp")
        return {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"} | self.environment | own


def _is_ours(process: Process) -> bool:
    """Guards against a pid that somebody else got meanwhile."""
    return "ocrwtf" in process.command or "postgres" in process.command


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_service(**environment: str) -> Iterator[Service]:
    """A service that is ready, in a temporary folder; afterwards neither processes nor files of it are left."""
    with tempfile.TemporaryDirectory(prefix="ocrwtf-bench-") as folder:
        service = Service(Path(folder), environment)
        service.start()
        try:
            service.wait_ready()
            yield service
        finally:
            service.stop()
