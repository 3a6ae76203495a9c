"""`ocrwtf import`: a folder's files become the account's documents, charged like uploads."""

import os
import threading
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from ocrwtf.cli import importing
from ocrwtf.core import database
from tests.integration.conftest import Person, credits_of, spend_down_to
from tests.integration.documents import text_pdf


@pytest.fixture(autouse=True)
def _own_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """That of the tests is open already."""
    from contextlib import nullcontext  # noqa: PLC0415

    monkeypatch.setattr(importing, "opened_database", nullcontext)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)


def run(folder: Path, person: Person, *more: str) -> Result:
    return CliRunner().invoke(importing.import_folder, [str(folder), "--account", person.email, *more])


def fill(folder: Path, count: int) -> None:
    for number in range(count):
        (folder / f"surat-{number}.pdf").write_bytes(text_pdf(f"Surat Jalan {number}"))


def names(person: Person) -> list[str]:
    with database.transaction(person.account_id) as session:
        return list(session.scalars(text("SELECT filename FROM scans ORDER BY id")))


def test_every_file_of_the_folder_is_sent_once(person: Person, tmp_path: Path) -> None:
    fill(tmp_path, 2)
    (tmp_path / "toko").mkdir()
    (tmp_path / "toko" / "nota.pdf").write_bytes(text_pdf("Nota"))
    (tmp_path / ".sembunyi").write_bytes(b"x")
    done = run(tmp_path, person)
    assert (done.exit_code, names(person)) == (0, ["surat-0.pdf", "surat-1.pdf", "nota.pdf"])
    again = run(tmp_path, person)
    assert (again.exit_code, again.output.count("there already, free")) == (0, 3)
    assert (len(names(person)), credits_of(person.account_id)) == (3, 7)


def test_what_cannot_be_read_is_said_and_keeps_none_of_the_others(person: Person, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("bukan dokumen")
    fill(tmp_path, 1)
    done = run(tmp_path, person)
    assert (done.exit_code, names(person)) == (1, ["surat-0.pdf"])
    assert "a.txt: File type not supported." in done.output


def test_it_stops_without_credits_and_says_how_many_are_left(person: Person, tmp_path: Path) -> None:
    spend_down_to(person.account_id, 1)
    fill(tmp_path, 3)
    done = run(tmp_path, person)
    assert (done.exit_code, names(person)) == (1, ["surat-0.pdf"])
    assert "2 files were not sent." in done.output


def test_nobody_of_that_name_is_wrong_use(person: Person, tmp_path: Path) -> None:
    done = CliRunner().invoke(importing.import_folder, [str(tmp_path), "--account", f"x{person.email}"])
    assert (done.exit_code, "No active user" in done.output) == (2, True)


def test_watching_takes_what_nobody_writes_any_more(person: Person, tmp_path: Path) -> None:
    caller = importing._caller(person.email, "en")
    watched = importing.Round(tmp_path, caller, "en")
    path = tmp_path / "surat.pdf"
    path.write_bytes(b"%PDF")
    assert watched.settled() == []
    path.write_bytes(text_pdf("Surat Jalan"))
    assert watched.settled() == []
    watched.send(watched.settled())
    assert (names(person), watched.settled()) == (["surat.pdf"], [])
    path.write_bytes(text_pdf("Surat Jalan lain"))
    os.utime(path, ns=(1, 1))
    assert (watched.settled(), watched.settled()) == ([], [path])


def test_ctrl_c_ends_watching(person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted:
        def wait(self, _seconds: float) -> Any:
            raise KeyboardInterrupt

    monkeypatch.setattr(threading, "Event", Interrupted)
    fill(tmp_path, 1)
    assert (run(tmp_path, person, "--watch").exit_code, names(person)) == (130, ["surat-0.pdf"])
