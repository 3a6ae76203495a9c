"""What tests need of the machine is brought when that needs no password; else one line says what to install."""

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from scripts import apt, chromium, tesseract

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The PATH of a machine that has an apt-get, which writes down what it is told, and nothing else."""
    apt = tmp_path / "apt-get"
    apt.write_text(f'#!/bin/sh\necho "$*" >>{tmp_path}/told\n')
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_root_gets_it_without_being_asked(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert chromium.find() is None
    assert apt.bring("Chromium", "chromium")
    update, install = (machine / "told").read_text().splitlines()
    assert update.endswith("update")
    assert install.endswith("install --yes --no-install-recommends chromium")


def test_who_would_need_a_password_is_told_what_to_install(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert not apt.bring("Chromium", "chromium")
    assert not (machine / "told").exists()


@pytest.mark.parametrize("part", [chromium, tesseract])
def test_a_machine_without_apt_is_told_in_one_line_and_goes_on(part: ModuleType) -> None:
    command = [sys.executable, "-m", part.__name__]
    nothing = {"PATH": "/nowhere"}
    done = subprocess.run(command, cwd=ROOT, env=nothing, capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stderr == f"ocrwtf: {part.MISSING}\n"
