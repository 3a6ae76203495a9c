"""Wheel and source distribution carry the web application, so that who installs them needs no Node."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
WITHOUT_NODE = {**os.environ, "PATH": "/nowhere"}


def build(kind: str, source: Path, to: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", str(to)]
    subprocess.run(command, cwd=source, env=WITHOUT_NODE, check=True, capture_output=True)  # noqa: S603
    return next(to.iterdir())


@pytest.fixture(scope="module")
def carried(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution, unpacked."""
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(build("sdist", ROOT, folder)) as archive:
        archive.extractall(folder, filter="data")
    return next(path for path in folder.iterdir() if path.is_dir())


def test_a_source_distribution_has_the_pages_and_what_they_were_built_from(carried: Path) -> None:
    assert (carried / "ocrwtf" / "web_dist" / "index.html").exists()
    assert (carried / "web" / "package-lock.json").exists()
    assert not (carried / "web" / "node_modules").exists()


def test_a_wheel_made_from_it_needs_no_node_even_where_the_source_was_touched(carried: Path, tmp_path: Path) -> None:
    (carried / "web" / "src" / "main.ts").write_text("")
    with zipfile.ZipFile(build("wheel", carried, tmp_path)) as wheel:
        names = wheel.namelist()
    assert "ocrwtf/web_dist/index.html" in names
    assert any(name.startswith("ocrwtf/web_dist/assets/") and name.endswith(".js.br") for name in names)
