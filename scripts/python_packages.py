"""Makes `.venv` what a lock file says. Where packages come from is the machine's business: pip's and uv's own
configuration is respected.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from scripts.terminal import SetupError, say

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
TARGET = ("--python", str(PYTHON))
LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
NODE_LOCK = ROOT / "requirements-node.lock"
UV_ENVIRONMENT = {"UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1"}
SYSTEM_CERTIFICATES = Path("/etc/ssl/certs")  # where a company puts the certificate of its own mirror
UV_INDEX_SETTINGS = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX", "UV_EXTRA_INDEX_URL", "UV_CONFIG_FILE")


def is_ready(kind: str) -> bool:
    """Whether the environment is that of the lock file, finished and in its place. The dev set contains the run set."""
    return PYTHON.exists() and any(
        stamp(each).exists() and stamp(each).read_text() == fingerprint(each) for each in {kind, "dev"}
    )


def stamp(kind: str) -> Path:
    return VENV / f".{kind}-is-ready"


def fingerprint(kind: str) -> str:
    """Changes with the lock, with the project's own metadata and with the place (scripts name it)."""
    parts = (LOCKS[kind].read_bytes(), (ROOT / "pyproject.toml").read_bytes(), os.fsencode(ROOT))
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def installer() -> list[str]:
    """A command line that runs uv for `.venv`, which is made where there is none."""
    uv = [str(PYTHON), "-m", "uv"]
    return uv if PYTHON.exists() and succeeds([*uv, "--version"]) else make_venv()


def make_ready(kind: str, uv: Sequence[str]) -> None:
    """The packages of the lock file and no others, and the project itself. Raises SetupError."""
    if is_ready(kind):
        return
    if kind == "run" and stamp("dev").exists():
        kind = "dev"  # who develops keeps the tools
    say(f"Setting up .venv from {LOCKS[kind].name} …")
    for each in LOCKS:
        stamp(each).unlink(missing_ok=True)
    fill(kind, uv)
    stamp(kind).write_text(fingerprint(kind))


def fill(kind: str, uv: Sequence[str]) -> None:
    sync = (*uv, "pip", "sync", "--quiet", "--compile-bytecode", *TARGET, "--require-hashes", str(LOCKS[kind]))
    if not succeeds(sync, loud=True):
        say("uv could not do it; trying pip, which takes a little longer …")
        install_with_pip(LOCKS[kind])
    install = ("--quiet", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    if not succeeds([str(PYTHON), "-m", "uv", "pip", "install", *TARGET, *install], loud=True):
        raise SetupError("the project itself could not be installed: the reason is in the lines above")


def bring_node(folder: Path, uv: Sequence[str]) -> None:
    """The Node that is pinned for machines without one, as a Python package in a folder of its own."""
    fresh = folder.with_name(f"{folder.name}.new")
    for old in (folder, fresh):
        shutil.rmtree(old, ignore_errors=True)
    install = ("pip", "install", "--quiet", *TARGET, "--target", str(fresh), "--require-hashes", "-r", str(NODE_LOCK))
    if not succeeds([*uv, *install], loud=True):
        say("uv could not do it; trying pip, which takes a little longer …")
        install_with_pip(NODE_LOCK, "--target", str(fresh))
    fresh.rename(folder)


def make_venv() -> list[str]:
    """An empty environment, and a command line that runs uv; the pinned uv unless only the machine's own can be had."""
    shutil.rmtree(VENV, ignore_errors=True)
    if importlib.util.find_spec("ensurepip") and succeeds([sys.executable, "-m", "venv", str(VENV)]):
        return bring_uv([str(PYTHON), "-m", "pip"])
    shutil.rmtree(VENV, ignore_errors=True)
    if uv := shutil.which("uv"):
        if succeeds([uv, "venv", "--quiet", "--python", sys.executable, str(VENV)], loud=True):
            return [uv]
        shutil.rmtree(VENV, ignore_errors=True)
    if importlib.util.find_spec("pip") and succeeds([sys.executable, "-m", "venv", "--without-pip", str(VENV)]):
        return bring_uv([sys.executable, "-m", "pip", "--python", str(PYTHON)])
    raise SetupError("this Python can make no environment; on Debian and Ubuntu: sudo apt install python3-venv")


def bring_uv(pip: Sequence[str]) -> list[str]:
    """Install the uv that the lock file names, by its hash."""
    pinned = re.search(r"^uv==.*(?:\n .*)*", LOCKS["run"].read_text(), re.MULTILINE)
    if not pinned:
        raise SetupError(f"{LOCKS['run'].name} names no uv")
    with tempfile.NamedTemporaryFile("w", suffix=".lock") as requirements:
        requirements.write(pinned[0] + "\n")
        requirements.flush()
        if not succeeds(
            [*pip, "install", "--quiet", "--no-deps", "--require-hashes", "-r", requirements.name], loud=True
        ):
            raise SetupError("uv could not be installed: is a package index reachable? pip's own settings decide which")
    return [str(PYTHON), "-m", "uv"]


def install_with_pip(lock: Path, *options: str) -> None:
    """The same by pip, for machines whose mirrors only pip knows."""
    pip = [str(PYTHON), "-m", "pip"]
    if not succeeds([*pip, "--version"]):
        pip = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    install = ("install", "--quiet", "--no-deps", "--require-hashes", *options, "-r", str(lock))
    if not succeeds([*pip, *install], loud=True):
        raise SetupError("the packages could not be installed: the reason is in the lines above")


def succeeds(command: Sequence[str], *, loud: bool = False) -> bool:
    """Whether a command ends well; its messages are shown when `loud`."""
    output = None if loud else subprocess.DEVNULL
    done = subprocess.run(command, check=False, env=environment(), stdout=output, stderr=output)
    return done.returncode == 0


def environment() -> dict[str, str]:
    """Ours, with uv told what pip knows: the machine's certificates, and its mirror unless uv has its own settings."""
    kept = dict(os.environ) | UV_ENVIRONMENT | {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}
    kept.pop("VIRTUAL_ENV", None)
    if SYSTEM_CERTIFICATES.is_dir() and any(SYSTEM_CERTIFICATES.iterdir()):
        kept.setdefault("UV_SYSTEM_CERTS", "1")
    mirror = os.environ.get("PIP_INDEX_URL")
    if mirror and not any(os.environ.get(name) for name in UV_INDEX_SETTINGS):
        kept["UV_DEFAULT_INDEX"] = mirror
    return kept
