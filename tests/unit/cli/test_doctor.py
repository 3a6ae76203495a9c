"""What the doctor says, and how it ends."""

import pytest
from click.testing import CliRunner

from ocrwtf.cli import doctor, up
from ocrwtf.cli.doctor import Check
from ocrwtf.conversions import soffice
from ocrwtf.core.errors import Wording
from ocrwtf.core.sandbox import program


def run(monkeypatch: pytest.MonkeyPatch, **environment: str) -> tuple[int, str]:
    monkeypatch.setattr(doctor, "OPTIONAL", (Check(Wording("pilihan", "option"), lambda: Wording("tidak", "no")),))
    result = CliRunner().invoke(doctor.doctor, env={"LC_ALL": "C", **environment})
    return result.exit_code, result.output


def test_what_is_there_is_ok_and_what_is_optional_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "CHECKS", (Check(Wording("satu", "one"), lambda: None),))
    assert run(monkeypatch) == (0, "ok  one\n–   option: no\n")


def test_without_libreoffice_it_names_the_command_and_ends_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soffice, "folder", lambda: None)
    code, said = run(monkeypatch)
    assert code == 1
    assert f"LibreOffice for slides: not installed: {soffice.INSTALL}" in said


def test_where_namespaces_are_denied_it_says_that_nothing_is_converted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "denied", lambda: "namespaces")
    code, said = run(monkeypatch, LC_ALL="id_ID.UTF-8")
    assert (code, "ditolak (namespaces), jadi tidak ada yang dikonversi" in said) == (1, True)


def test_starting_names_what_is_off_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(soffice, "folder", lambda: None)
    up.say_what_is_off()
    assert capsys.readouterr().out == f"Slides to PDF is off until LibreOffice is here: {soffice.INSTALL}\n"
    monkeypatch.undo()
    up.say_what_is_off()
    assert bool(capsys.readouterr().out) == (soffice.folder() is None)
