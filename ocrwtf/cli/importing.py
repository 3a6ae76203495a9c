"""`ocrwtf import FOLDER --account EMAIL`: sends a folder's files to an account, as uploads would be."""

import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import click

from ocrwtf.cli.language import terminal_language
from ocrwtf.cli.server import opened_database
from ocrwtf.core.database import transaction
from ocrwtf.core.errors import Language, Problem, Wording
from ocrwtf.credits.service import InsufficientCredits
from ocrwtf.files import service as files_service
from ocrwtf.scans import service as scans_service
from ocrwtf.users import members
from ocrwtf.users import service as users_service
from ocrwtf.users.service import Caller

LOOK_SECONDS = 2.0
_INTERRUPTED = 130  # 128 + SIGINT, as shells report it
_SENT = Wording("{path}: dikirim", "{path}: sent")
_KNOWN = Wording("{path}: sudah ada, gratis", "{path}: there already, free")
_FAILED = Wording("{path}: {title}. {detail}", "{path}: {title}. {detail}")
_STOPPED = Wording("{detail} {left} berkas belum dikirim.", "{detail} {left} files were not sent.")
_NOBODY = Wording("Tidak ada pengguna aktif dengan e-mail {email}.", "No active user is registered as {email}.")

State = tuple[int, int]
"""Size in bytes and time of the last change in nanoseconds: the same twice, and nobody writes any more."""


@click.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--account", "email", required=True, metavar="EMAIL", help="A user of the account, who sends them.")
@click.option("--watch", is_flag=True, help="Go on, and send what comes into the folder, until Ctrl-C.")
def import_folder(folder: Path, email: str, *, watch: bool) -> None:
    """Send all files of FOLDER and its folders; they stay where they are. Exit code 0: all sent, 1: some were not."""
    language = terminal_language()
    with opened_database():
        round_ = Round(folder, _caller(email, language), language)
        try:
            round_.send(round_.files())
            while watch:
                threading.Event().wait(LOOK_SECONDS)
                round_.send(round_.settled())
        except KeyboardInterrupt:
            sys.exit(_INTERRUPTED)
        except OutOfCreditsError as stopped:
            click.echo(stopped.sentence, err=True)
            sys.exit(1)
    sys.exit(1 if round_.failed else 0)


class OutOfCreditsError(Exception):
    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def _caller(email: str, language: Language) -> Caller:
    with transaction() as session:
        found = users_service.login_of(session, email)
    if not found or not found.is_active:
        raise click.BadParameter(_NOBODY.in_language(language, {"email": email}), param_hint="--account")
    with transaction(found.account_id) as session:
        role = members.member(session, found.user_id).role
    return Caller(found.user_id, found.account_id, role, None)


@dataclass
class Round:
    """What of a folder was sent so far. The same bytes again are the same document, so nothing is lost by a restart."""

    folder: Path
    caller: Caller
    language: Language
    failed: int = 0
    _done: dict[Path, State] = field(default_factory=dict)
    _seen: dict[Path, State] = field(default_factory=dict)

    def files(self) -> list[Path]:
        """Those that were not sent as they are now, by name; hidden ones are nobody's documents."""
        return [path for path, state in self._states() if self._done.get(path) != state]

    def settled(self) -> list[Path]:
        """The same, but for those that have changed since the last look: somebody is still writing them."""
        now = dict(self._states())
        ready = [path for path in self.files() if path in now and self._seen.get(path) == now[path]]
        self._seen = now
        return ready

    def _states(self) -> Iterator[tuple[Path, State]]:
        for path in sorted(self.folder.rglob("*")):
            if any(part.startswith(".") for part in path.relative_to(self.folder).parts) or not path.is_file():
                continue
            facts = path.stat()
            yield path, (facts.st_size, facts.st_mtime_ns)

    def send(self, paths: list[Path]) -> None:
        """Each by itself: one that cannot be read keeps none of the others.

        Raises
        ------
        OutOfCreditsError: says how many are left.
        """
        for number, path in enumerate(paths):
            state = path.stat()
            self._done[path] = (state.st_size, state.st_mtime_ns)
            try:
                self._say(_SENT if self._send(path) else _KNOWN, path=path)
            except InsufficientCredits as problem:
                detail = problem.detail.in_language(self.language, problem.params)
                left = {"detail": detail, "left": len(paths) - number}
                raise OutOfCreditsError(_STOPPED.in_language(self.language, left)) from problem
            except Problem as problem:
                self.failed += 1
                words = problem.body(self.language)
                self._say(_FAILED, path=path, title=words["title"], detail=words["detail"])

    def _send(self, path: Path) -> bool:
        """False when the account has it already."""
        with path.open("rb") as content:
            received = files_service.receive(content, path.name)
            with files_service.stored([received]) as objects, transaction(self.caller.account_id) as session:
                (uploaded,) = scans_service.create_scans(session, self.caller, objects)
        return not uploaded.already_existed

    def _say(self, wording: Wording, **params: object) -> None:
        click.echo(wording.in_language(self.language, params))
