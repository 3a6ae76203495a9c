"""The command itself: what it lists, in which language it speaks, and what it does not import."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from ocrwtf.cli import main
from ocrwtf.cli.language import terminal_language


def test_the_version_is_told() -> None:
    assert CliRunner().invoke(main, ["--version"]).output.startswith("ocrwtf, version ")


def test_every_subcommand_has_its_help() -> None:
    listed = CliRunner().invoke(main, ["--help"]).output
    assert "scan" in listed
    assert CliRunner().invoke(main, ["scan", "--help"]).exit_code == 0


def test_an_unknown_subcommand_is_wrong_use() -> None:
    assert CliRunner().invoke(main, ["skan"]).exit_code == 2


def test_the_command_imports_no_more_than_it_runs() -> None:
    code = "import sys, ocrwtf.cli.scan; print(*{'PIL', 'onnxruntime', 'fastapi', 'sqlalchemy'} & {*sys.modules})"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert found.stdout.split() == []


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "id_ID.UTF-8"}, "id"),
        ({"LANG": "id"}, "id"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "en_GB", "LANG": "id_ID"}, "en"),
        ({"LC_ALL": "", "LANG": "id_ID"}, "id"),
        ({"LANG": "is_IS"}, "en"),
    ],
)
def test_the_locale_decides_the_language(environment: dict[str, str], language: str) -> None:
    assert terminal_language(environment) == language
