"""`ocrwtf up`: the database, the API and the worker with one command, and all of them gone with one Ctrl-C."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import click
import psycopg

from ocrwtf.cli.engine import engine_of_setting
from ocrwtf.cli.supervisor import Child, KeepsFailing, Signals, caught_signals, supervise
from ocrwtf.config import Settings, settings
from ocrwtf.conversions import soffice
from ocrwtf.core.embedded_postgres.programs import PostgresUnavailable
from ocrwtf.core.embedded_postgres.server import EmbeddedPostgres
from ocrwtf.core.file_lock import FileLock
from ocrwtf.core.revision import newest_revision
from ocrwtf.users import first_link

OCRWTF = (sys.executable, "-m", "ocrwtf")
PORT_SECONDS = 3.0  # what an API that lost its parent takes to let go of the port
READY_TIMEOUT_SECONDS = 2.0
CONNECT_SECONDS = 10
CHECK_SECONDS = 1.0
RETRY_SECONDS = 10.0


@click.command()
def up() -> None:
    """Start everything: database, API and worker. Ctrl-C ends it."""
    engine_of_setting()  # one sentence now, not one from the worker at each try
    if url := settings().database_url:
        _refuse_absent(url.get_secret_value())
    try:
        with caught_signals() as signals:
            run(settings(), signals)
    except PostgresUnavailable as problem:
        raise click.ClickException(str(problem)) from problem


def run(
    config: Settings,
    signals: Signals,
    migrate: Sequence[str] = (*OCRWTF, "migrate"),
    services: Sequence[tuple[str, Sequence[str]]] = (("api", (*OCRWTF, "api")), ("worker", (*OCRWTF, "worker"))),
) -> None:
    """All of `ocrwtf up` after reading the settings.

    Raises
    ------
    click.ClickException: one sentence says why it cannot run.
    PostgresUnavailable: the same for the embedded database.
    """
    say("Starting …")
    say_what_is_off()
    with _only_one(config.data_dir), _database(config) as database:
        port = _free_port(config)
        environment = os.environ | {"PORT": str(port), "DATA_DIR": str(config.data_dir)}
        if config.may_migrate and not (database and _is_current(database)):
            _migrate(migrate, environment)
        watch = _Watch(config.host, port, config.data_dir, database)
        children = [Child(name, command, environment) for name, command in services]
        try:
            supervise(children, signals, watch.look)
        except KeepsFailing as failure:
            raise click.ClickException(
                f"{failure.name} ends at its start again and again: the reason is in the lines above"
            ) from failure


@contextmanager
def _only_one(data_dir: Path) -> Iterator[None]:
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise click.ClickException(
            f"the data folder {data_dir} cannot be made ({error.strerror}): set DATA_DIR"
        ) from error
    with FileLock(data_dir / "up.lock") as lock:
        if not lock.take():
            raise click.ClickException(
                f"OCR.WTF already runs on {data_dir}: stop it first, or give this one a DATA_DIR and a PORT of its own"
            )
        yield


@contextmanager
def _database(config: Settings) -> Iterator[EmbeddedPostgres | None]:
    """The embedded server while it is needed; nothing when the settings name a database."""
    if config.database_url:
        yield None
        return
    if config.env == "production":
        say(f"ENV=production on the embedded database in {config.data_dir}: for one small machine; else DATABASE_URL")
    with EmbeddedPostgres(config.data_dir) as embedded:
        yield embedded


def _refuse_absent(database_url: str) -> None:
    """One sentence now, not one from each service at each try."""
    try:
        psycopg.connect(database_url, connect_timeout=CONNECT_SECONDS).close()
    except psycopg.OperationalError as error:
        raise click.ClickException("the database of DATABASE_URL does not answer, or refuses the login") from error


def _free_port(config: Settings) -> int:
    """The port to serve on; with PORT=0 any free one.

    The API opens it itself a moment later; this look is for the clear sentence.
    """
    deadline = time.monotonic() + PORT_SECONDS
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    while True:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((config.host, config.port))
            except PermissionError as error:
                raise click.ClickException(f"port {config.port} is for root only: try PORT=8000 make run") from error
            except OSError as error:
                if time.monotonic() > deadline:
                    raise click.ClickException(_port_taken(config, error)) from error
            else:
                return int(probe.getsockname()[1])
        time.sleep(0.1)


def _port_taken(config: Settings, error: OSError) -> str:
    other = config.port + 1 if config.port < 65535 else 8000
    reason = error.strerror or "cannot be opened"
    return f"port {config.port} on {config.host} is taken ({reason}): stop what uses it, or PORT={other} make run"


def _is_current(database: EmbeddedPostgres) -> bool:
    """Whether the embedded database has this version's schema: then the start need not wait for the tools."""
    try:
        with psycopg.connect(database.app_url.replace("+psycopg", "", 1)) as connection:
            found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except psycopg.Error:  # a new one has neither the role nor the table
        return False
    return found == (newest_revision(),)


def _migrate(command: Sequence[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False, process_group=0)  # noqa: S603
    if done.returncode:
        raise click.ClickException("the database could not be brought up to date: the reason is in the lines above")


@dataclass
class _Watch:
    """Says once that all is ready, and revives the database when it dies."""

    host: str
    port: int
    data_dir: Path
    database: EmbeddedPostgres | None
    announced: bool = False
    check_at: float = 0.0  # monotonic clock

    def look(self) -> None:
        now = time.monotonic()
        if not self.announced and is_ready(self.host, self.port):
            self._announce()
        if self.database and now >= self.check_at:
            self.check_at = now + CHECK_SECONDS
            self._revive(self.database)

    def _announce(self) -> None:
        """Where it is; while nobody is registered also the link to the first account, else such a link is forgotten."""
        public = _answer(self.host, self.port, "/api/config")
        if public is None:  # gone again: asked at the next look
            return
        self.announced = True
        address = _address(self.host, self.port)
        if json.loads(public)["firstRun"]:
            say(f"OCR.WTF is ready at {address} – the first account: {first_link.link(self.data_dir, address)}")
        else:
            first_link.forget(self.data_dir)
            say(f"OCR.WTF is ready at {address}")

    def _revive(self, database: EmbeddedPostgres) -> None:
        """API and worker find a revived server by themselves; one that does not come up is tried again later."""
        if database.alive():
            return
        try:
            database.start()
        except PostgresUnavailable as problem:
            say(f"The database died: {problem}")
            self.check_at = time.monotonic() + RETRY_SECONDS


def say_what_is_off() -> None:
    """What this machine lacks for all of it, with the command that helps; `ocrwtf doctor` says more."""
    if not soffice.folder():
        say(f"Slides to PDF is off until LibreOffice is here: {soffice.INSTALL}")


def is_ready(host: str, port: int) -> bool:
    """Whether GET /ready answers 200."""
    return _answer(host, port, "/ready") is not None


def _answer(host: str, port: int, path: str) -> bytes | None:
    """The body of an answer with 200; None for any other and for no answer."""
    connection = HTTPConnection(_reachable(host), port, timeout=READY_TIMEOUT_SECONDS)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.read() if answer.status == 200 else None
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()


def _reachable(host: str) -> str:
    """An address to call for one to listen on: who listens on all is called on the loopback."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104


def _address(host: str, port: int) -> str:
    reachable = _reachable(host)
    return f"http://[{reachable}]:{port}" if ":" in reachable else f"http://{reachable}:{port}"


def say(line: str) -> None:
    """A line for the person at the terminal, which may be gone."""
    with suppress(OSError):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
