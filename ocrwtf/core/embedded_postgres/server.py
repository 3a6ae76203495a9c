"""A PostgreSQL of our own in the data folder, for machines that have none: started by the first, stopped by the last.

Every process that wants the database holds a shared lock. The one that finds no server starts it; a server left by a
kill -9 is taken over; the one that leaves last stops it. All of it happens under one exclusive lock.
"""

import os
import shlex
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from ocrwtf.core.embedded_postgres.cluster import HERE, Cluster
from ocrwtf.core.embedded_postgres.programs import PostgresUnavailable, Programs, find_programs
from ocrwtf.core.embedded_postgres.socket import ACCEPTING, PORT, STARTING, ask, make_private, socket_dir
from ocrwtf.core.file_lock import POLL_SECONDS, FileLock
from ocrwtf.core.secrets import kept_secret

DATABASE = "ocrwtf"
ORPHAN_SECONDS = 5.0
STOP_SECONDS = 20.0
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
SETTINGS = {
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0700",
    **dict.fromkeys(DURABLE, "on"),
    "max_connections": "120",
    "shared_buffers": "128MB",
    "max_wal_size": "512MB",
    "io_method": "sync",  # three I/O processes less, for a small machine
    "max_parallel_workers_per_gather": "0",  # short queries; and a container's /dev/shm is small
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # The log names what failed, never a statement or a value: they hold people's documents.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
    "cluster_name": "ocrwtf",
}


class _TooSlow(PostgresUnavailable):
    """It still works at something, such as recovery: it is left alone."""


class EmbeddedPostgres:
    """The server in `data_dir/postgres`, while `start()` … `release()` or a `with` block lasts.

    `start()` may be called again, before `release()`, to revive a server that died.
    """

    def __init__(self, data_dir: Path, *, start_seconds: float = 60.0) -> None:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._data_dir = data_dir.resolve()
        self._start_seconds = start_seconds
        self._cluster = Cluster(self._data_dir / "postgres")
        self._users = FileLock(self._cluster.home / "users.lock")
        self.socket_dir = socket_dir(self._data_dir)

    @property
    def app_password(self) -> str:
        """The password of the role `ocrwtf_app`, which the migrations make."""
        return kept_secret(self._data_dir, "postgres-app")

    @property
    def app_url(self) -> str:
        return self._url("ocrwtf_app", self.app_password)

    @property
    def admin_url(self) -> str:
        """For migrations only: the superuser passes row-level security."""
        return self._url("postgres", self._admin_password)

    @property
    def log_path(self) -> Path:
        return self._cluster.log

    def start(self) -> None:
        """Take the database, starting the server if none answers.

        Raises
        ------
        PostgresUnavailable: one sentence says why and what to do.
        """
        with self._alone(self._start_seconds):
            self._users.take(shared=True)  # only ever exclusive under the lock we hold
            try:
                self._ensure_server()
                self._ensure_database()
            except _TooSlow:
                self._users.release()
                raise
            except BaseException:
                self._leave()
                raise

    def release(self) -> None:
        """Give the database back; the last user stops the server."""
        try:
            with self._alone(STOP_SECONDS):
                self._leave()
        except PostgresUnavailable:
            self._users.release()  # somebody is starting it: a user is left
        self._users.close()

    def alive(self) -> bool:
        """Whether any process of the server lives; costs microseconds."""
        with self._cluster.occupancy() as occupancy:
            return not occupancy.take()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.release()

    @property
    def _admin_password(self) -> str:
        return kept_secret(self._data_dir, "postgres-admin")

    def _url(self, role: str, password: str) -> str:
        host = quote(str(self.socket_dir), safe="/")
        return f"postgresql+psycopg://{role}:{quote(password, safe='')}@/{DATABASE}?host={host}&port={PORT}"

    @contextmanager
    def _alone(self, seconds: float) -> Iterator[None]:
        with FileLock(self._cluster.home / "start.lock") as lock:
            if not lock.wait(seconds):
                raise PostgresUnavailable(
                    f"another process has been starting PostgreSQL for {seconds:.0f} s: see {self.log_path}"
                )
            yield

    def _leave(self) -> None:
        self._users.release()
        if self._users.take():
            with self._cluster.occupancy() as occupancy:
                if not occupancy.take():
                    self._cluster.end(occupancy, STOP_SECONDS)
            with suppress(OSError):
                self.socket_dir.rmdir()
            self._users.release()

    def _ensure_server(self) -> None:
        programs = find_programs()
        deadline = time.monotonic() + self._start_seconds
        with self._cluster.occupancy() as occupancy:
            if self._found(programs, occupancy, deadline):
                return
            self._cluster.make(programs, self._admin_password, occupancy)
            self._launch(programs, occupancy)
        self._await(programs, deadline)

    def _found(self, programs: Programs, occupancy: FileLock, deadline: float) -> bool:
        """Whether a server answers; False when the folder is empty of processes and the lock is ours.

        Who neither answers nor goes is an orphan of a kill -9, or a server whose socket folder was cleaned away.
        """
        patience = time.monotonic() + ORPHAN_SECONDS
        while not occupancy.take():
            answer = ask(programs, self.socket_dir)
            if answer == ACCEPTING:
                return True
            if answer == STARTING:
                patience = time.monotonic() + ORPHAN_SECONDS
            self._give_up_after(deadline)
            if time.monotonic() > patience and not self._cluster.end(occupancy, ORPHAN_SECONDS):
                raise PostgresUnavailable(f"a PostgreSQL without a socket does not end: see {self.log_path}")
            time.sleep(POLL_SECONDS)
        if strangers := self._cluster.residents():
            raise PostgresUnavailable(
                f"a PostgreSQL that OCR.WTF did not start is at work (pid {strangers[0]}): stop it"
            )
        return False

    def _launch(self, programs: Programs, occupancy: FileLock) -> None:
        (self._cluster.data / "postmaster.pid").unlink(missing_ok=True)  # nobody lives here: it can only mislead
        programs.own(self._cluster.data)
        make_private(self.socket_dir, programs)
        options = [f"-c{name}={value}" for name, value in SETTINGS.items()] + ["-k", str(self.socket_dir)]
        log = self._cluster.open_log()
        try:
            programs.run(
                *("pg_ctl", "start", "--no-wait", "--pgdata", HERE, "--options", shlex.join(options)),
                folder=self._cluster.data,
                output=log,
                inherited=[occupancy.fileno()],
            )
        finally:
            os.close(log)

    def _await(self, programs: Programs, deadline: float) -> None:
        while ask(programs, self.socket_dir) != ACCEPTING:
            if not self.alive():
                raise PostgresUnavailable(f"PostgreSQL ended at its start: the reason is in {self.log_path}")
            self._give_up_after(deadline)
            time.sleep(POLL_SECONDS)

    def _give_up_after(self, deadline: float) -> None:
        if time.monotonic() > deadline:
            raise _TooSlow(f"PostgreSQL is not ready after {self._start_seconds:.0f} s: see {self.log_path}")

    def _ensure_database(self) -> None:
        server = self.admin_url.replace(f"/{DATABASE}?", "/postgres?").replace("+psycopg", "")
        try:
            connection = psycopg.connect(server, autocommit=True)
        except psycopg.OperationalError as error:
            raise PostgresUnavailable(
                f"PostgreSQL refuses the password in {self._data_dir / 'secrets'}: put back the one that belongs to it"
            ) from error
        with closing(connection):
            for name in DURABLE:
                if connection.execute("SELECT current_setting(%s)", [name]).fetchone() != ("on",):
                    raise PostgresUnavailable(f"PostgreSQL runs with {name} off and could lose what it confirmed")
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
