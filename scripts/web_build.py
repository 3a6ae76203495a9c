"""Builds the web application, `web/` to `ocrwtf/web_dist/`, when it has changed: for a clone and for the wheel.

A stamp in the built folder has the hash of the source. The new build takes the old one's place when it is complete,
so one that fails leaves a service that runs with the pages it had.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from scripts.node import ROOT, WEB, Npm
from scripts.terminal import run_quietly, say

DIST = ROOT / "ocrwtf" / "web_dist"
FRESH = DIST.with_name("web_dist.new")
STAMP = DIST / ".built-from"
MODULES = WEB / "node_modules"
MODULES_STAMP = MODULES / ".installed-from"
OMIT = {"run": "--omit=dev", "dev": "--include=dev"}
"""What building needs are `dependencies` in package.json, what checks and tests need are `devDependencies`."""
NO_SOURCE = ("node_modules", "tests")
NPM_CI = ("ci", "--prefer-offline", "--loglevel=error")


def is_ready(kind: str) -> bool:
    return is_built() and (kind == "run" or has_packages(kind))


def is_built() -> bool:
    return STAMP.exists() and STAMP.read_text() == fingerprint()


def has_packages(kind: str) -> bool:
    """The dev set contains the run set."""
    told = MODULES_STAMP.read_text() if MODULES_STAMP.exists() else ""
    return told in {packages_fingerprint(kind), packages_fingerprint("dev")}


def make_ready(kind: str, npm: Npm) -> None:
    """Raises SetupError."""
    if not has_packages(kind):
        bring_packages(kind, npm)
    if not is_built():
        say("Building the web application …")
        build(npm)


def bring_packages(kind: str, npm: Npm) -> None:
    failure = "the packages of web/ could not be installed: is the npm registry reachable? npm's own settings say where"
    run_quietly([*npm.command, *NPM_CI, OMIT[kind]], WEB, npm.environment, failure)
    MODULES_STAMP.write_text(packages_fingerprint(kind))


def build(npm: Npm) -> None:
    source = fingerprint()
    command = [*npm.command, "run", "build", "--", "--outDir", str(FRESH), "--logLevel", "warn"]
    run_quietly(
        command, WEB, npm.environment, "the web application could not be built: the reason is in the lines above"
    )
    (FRESH / STAMP.name).write_text(source)
    shutil.rmtree(DIST, ignore_errors=True)
    FRESH.rename(DIST)


def fingerprint() -> str:
    return hash_of(sources())


def packages_fingerprint(kind: str) -> str:
    return f"{kind} {hash_of(WEB / name for name in ('package.json', 'package-lock.json', '.npmrc'))}"


def sources() -> Iterator[Path]:
    """What is built from, in a settled order: all of `web/` but its packages, its tests and hidden folders."""
    for folder, below, names in os.walk(WEB):
        below[:] = sorted(name for name in below if name not in NO_SOURCE and not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(names))


def hash_of(files: Iterator[Path]) -> str:
    sha = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        sha.update(f"{file.relative_to(WEB).as_posix()}\0{len(content)}\0".encode() + content)
    return sha.hexdigest()
