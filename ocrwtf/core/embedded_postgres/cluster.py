"""The folder of the embedded PostgreSQL: made in one step, entered only when nobody lives in it."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ocrwtf.core.embedded_postgres.programs import PostgresUnavailable, Programs
from ocrwtf.core.file_lock import FileLock

LOG_LIMIT_BYTES = 10_000_000
RESIDENTS = frozenset({"postgres", "initdb", "pg_ctl"})
# The server reaches its folder as its own current folder: that works for an unprivileged uid below /root too, and a
# long path is never a matter.
HERE = "/proc/self/cwd"


class Cluster:
    """`DATA_DIR/postgres`: the data, the server's log and the lock that every process of the server holds."""

    def __init__(self, home: Path) -> None:
        home.mkdir(mode=0o700, exist_ok=True)
        self.home = home
        self.data = home / "data"
        self.log = home / "server.log"

    def occupancy(self) -> FileLock:
        """The lock that server and initdb inherit. Who gets it exclusively knows that none of them lives any more.

        It says more than the pid file: a reused pid, a zombie, another container on the same folder do not fool it.
        """
        return FileLock(self.home / "server.lock")

    def residents(self) -> list[int]:
        """Pids of the PostgreSQL programs whose current folder lies in here (Linux; elsewhere none are seen)."""
        return [int(entry.name) for entry in Path("/proc").glob("[0-9]*") if self._lives_here(entry)]

    def postmaster(self) -> int | None:
        """The pid of the server's first process; None when the pid file is gone or names a stranger."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None
        return pid if self._lives_here(Path(f"/proc/{pid}")) else None

    def end(self, occupancy: FileLock, patience_seconds: float) -> bool:
        """End the server: first with a checkpoint, then at once, then by force. Whether nobody is left."""
        for request, seconds in ((signal.SIGINT, patience_seconds), (signal.SIGQUIT, 5.0)):
            pid = self.postmaster()
            if pid is not None:
                with suppress(ProcessLookupError):
                    os.kill(pid, request)
                if occupancy.wait(seconds):
                    return True
        for pid in self.residents():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return occupancy.wait(5.0)

    def make(self, programs: Programs, password: str, occupancy: FileLock) -> None:
        """Make the data folder unless it is there: initdb works in a draft, which becomes the folder when it is whole.

        Raises
        ------
        PostgresUnavailable: initdb failed, or the folder is of another major version or no cluster.
        """
        for draft in self.home.glob("draft-*"):
            shutil.rmtree(draft)
        if self.data.exists():
            self._must_fit(programs)
            return
        draft = Path(tempfile.mkdtemp(prefix="draft-", dir=self.home))
        programs.own(draft)
        with _in_memory_file(password, programs.owner) as secret:
            done = programs.run("initdb", *_INITDB, folder=draft, stdin=secret, inherited=[occupancy.fileno()])
        if done.returncode:
            shutil.rmtree(draft)
            raise PostgresUnavailable(f"PostgreSQL could not make its folder: {_last_line(done.stdout)}")
        draft.rename(self.data)
        _keep_names(self.home)

    def open_log(self) -> int:
        """A descriptor at the end of the server's log. A long log is put aside, and an older one goes."""
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        return os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)

    def _lives_here(self, process: Path) -> bool:
        try:
            folder = Path((process / "cwd").readlink())
            return folder.is_relative_to(self.home) and (process / "comm").read_text().strip() in RESIDENTS
        except OSError:
            return False  # it ended, or belongs to somebody else

    def _must_fit(self, programs: Programs) -> None:
        try:
            kept = (self.data / "PG_VERSION").read_text().strip()
        except FileNotFoundError as error:
            raise PostgresUnavailable(
                f"{self.data} is no PostgreSQL folder: move it away; nothing was deleted"
            ) from error
        ours = programs.run("postgres", "--version", folder=Path("/")).stdout.decode().split()[2].split(".")[0]
        if kept != ours:
            raise PostgresUnavailable(
                f"{self.data} was made by PostgreSQL {kept}, this is {ours}: take a backup with the version of OCR.WTF "
                "that made it and restore it here; nothing was changed"
            )


_INITDB = (
    *("--pgdata", HERE, "--username", "postgres", "--pwfile", "/proc/self/fd/0", "--auth", "scram-sha-256"),
    # The collation is PostgreSQL's own: an index does not break when the machine's C library is renewed.
    *("--encoding", "UTF8", "--locale", "C.UTF-8", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
    "--no-instructions",
)


@contextmanager
def _in_memory_file(text: str, owner: int) -> Iterator[int]:
    """A descriptor to read the text from: the password is on no command line and in no file."""
    descriptor = os.memfd_create("password")
    try:
        os.write(descriptor, text.encode() + b"\n")
        os.lseek(descriptor, 0, os.SEEK_SET)
        if owner != os.geteuid():
            os.fchown(descriptor, owner, -1)
        yield descriptor
    finally:
        os.close(descriptor)


def _keep_names(folder: Path) -> None:
    """Make a rename in the folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _last_line(output: bytes) -> str:
    lines = output.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"
