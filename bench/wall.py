"""How long a newcomer waits: from `git clone` to a service that is ready and to the text of a first document.

`make bench-wall`. Cold is a fresh clone with empty package caches, warm the second start of the same clone.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.processes import machine
from bench.service import Service

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_SECONDS = 900.0
FOREIGN = ("DATABASE_URL", "DATABASE_ADMIN_URL", "STORAGE_URL", "VIRTUAL_ENV", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")
"""Variables of this shell that a newcomer would not have."""


def clone(folder: Path) -> Path:
    target = folder / "clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(target)], check=True)
    return target


def newcomers_environment(folder: Path) -> dict[str, str]:
    """Ours (it knows where packages come from), with caches of its own that are empty."""
    caches = {"UV_CACHE_DIR": str(folder / "uv-cache"), "PIP_CACHE_DIR": str(folder / "pip-cache")}
    caches["npm_config_cache"] = str(folder / "npm-cache")
    return {name: value for name, value in os.environ.items() if name not in FOREIGN} | caches


def seconds_to_ready(service: Service) -> float:
    started = time.monotonic()
    service.start()
    service.wait_ready(PATIENCE_SECONDS)
    return time.monotonic() - started


def seconds_to_text(target: Path, environment: dict[str, str]) -> float:
    """Raises CalledProcessError when the document could not be read."""
    started = time.monotonic()
    command = [str(target / ".venv/bin/ocrwtf"), "scan", "samples/receipt.jpg"]
    done = subprocess.run(command, cwd=target, env=environment, check=True, capture_output=True, text=True)
    if not done.stdout.strip():
        raise subprocess.CalledProcessError(0, command, "it said nothing")
    return time.monotonic() - started


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="ocrwtf-wall-") as name:
        folder = Path(name)
        environment = newcomers_environment(folder)
        started = time.monotonic()
        target = clone(folder)
        cloned = time.monotonic() - started
        service = Service(folder, environment, command=("make", "-s", "run"), cwd=target)
        try:
            cold = seconds_to_ready(service)
            cold_text = seconds_to_text(target, environment)
            service.stop()
            warm = seconds_to_ready(service)
            warm_text = seconds_to_text(target, environment)
        finally:
            left = service.stop()
    print(f"{'seconds':34} {'cold':>7} {'warm':>7}")
    print(f"{'git clone':34} {cloned:7.1f} {'–':>7}")
    print(f"{'make run until /ready':34} {cold:7.1f} {warm:7.1f}")
    print(f"{'ocrwtf scan samples/receipt.jpg':34} {cold_text:7.1f} {warm_text:7.1f}")
    print(f"{'all together':34} {cloned + cold + cold_text:7.1f} {warm + warm_text:7.1f}")
    print(machine())
    print(f"left running: {[process.command for process in left]}", file=sys.stderr)


if __name__ == "__main__":
    main()
