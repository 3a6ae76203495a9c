"""Where the embedded PostgreSQL is reached: a socket in a short private folder, and no TCP port."""

import hashlib
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from ocrwtf.core.embedded_postgres.programs import PostgresUnavailable, Programs

PORT = "5432"  # part of the socket's name only
SOCKET_PATH_BYTES = 107 - len(f"/.s.PGSQL.{PORT}.lock")
ACCEPTING, STARTING = 0, 1  # what pg_isready returns


def ask(programs: Programs, folder: Path) -> int:
    """What the server itself says: ACCEPTING, STARTING, or 2 for no answer."""
    address = ("--host", str(folder), "--port", PORT, "--username", "postgres", "--dbname", "postgres")
    return programs.run("pg_isready", "--quiet", "--timeout", "2", *address, folder=Path("/")).returncode


def socket_dir(data_dir: Path) -> Path:
    """A short folder whose name follows from the data folder, the same in every process."""
    place = "/tmp" if os.access("/tmp", os.W_OK) else tempfile.gettempdir()  # noqa: S108  TMPDIR may differ per process
    folder = Path(place) / f"ocrwtf-{hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]}"
    if len(os.fsencode(folder)) > SOCKET_PATH_BYTES:
        raise PostgresUnavailable(f"the path {folder} is too long for a socket: set TMPDIR to a short one")
    return folder


def make_private(folder: Path, programs: Programs) -> None:
    """Make the socket folder, for the server's identity only; one that others could have made is refused."""
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.geteuid(), programs.owner) or found.st_mode & 0o077:
        raise PostgresUnavailable(f"{folder} was made by somebody else: remove it and start again")
    for entry in folder.iterdir():
        entry.unlink()
    programs.own(folder)
