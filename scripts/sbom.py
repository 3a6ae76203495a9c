"""Writes what the product is made of, as CycloneDX: the packages that come with the wheel, and those of `web/`.

`python -m scripts.sbom` writes two files to `dist/`. The same lock files give the same bytes each time: no time, no
random number, no path and no host stands in them.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import distributions, requires
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts import node
from scripts.node import NEEDED, ROOT, WEB
from scripts.python_packages import VENV
from scripts.terminal import SetupError, say

DIST = ROOT / "dist"
Bom = dict[str, Any]
_DEVELOPMENT = {"name": "cdx:npm:package:development", "value": "true"}


def python_bom() -> Bom:
    """Of the environment, what the project itself needs, directly or not: tools of those who develop are left out."""
    options = ("--pyproject", str(ROOT / "pyproject.toml"), "--output-reproducible", "--short-PURLs", "--of", "JSON")
    bom = _printed([sys.executable, "-m", "cyclonedx_py", "environment", *options, str(VENV)])
    needed = needed_of("ocrwtf")
    return _bare(
        _only(bom, {each["bom-ref"] for each in bom["components"] if canonicalize_name(each["name"]) in needed})
    )


def web_bom() -> Bom:
    """What is in the web application's bundle or builds it, for every platform, out of its lock file."""
    npm = node.find()
    if not npm:
        raise SetupError(f"{NEEDED} is needed")
    bom = _printed([*npm.command, "sbom", "--sbom-format", "cyclonedx", "--package-lock-only"], WEB, npm.environment)
    # npm's own `--omit dev` leaves out whatever somebody needs as a peer too: Svelte and Vite themselves.
    return _bare(_only(bom, {each["bom-ref"] for each in bom["components"] if _DEVELOPMENT not in each["properties"]}))


def _printed(command: Sequence[str], folder: Path = ROOT, environment: Mapping[str, str] | None = None) -> Bom:
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SetupError(f"no list of packages could be made: {done.stderr.strip()}")
    bom: Bom = json.loads(done.stdout)
    return bom


def needed_of(project: str) -> set[str]:
    """Names of all that is installed because this project asks for it on this machine, directly or not."""
    needed, todo = set[str](), [Requirement(project)]
    done = set[tuple[str, str]]()
    while todo:
        asked = todo.pop()
        name = canonicalize_name(asked.name)
        for extra in asked.extras | {""}:
            if (name, extra) not in done and _is_installed(name):
                done.add((name, extra))
                needed.add(name)
                parts = map(Requirement, requires(name) or ())
                todo += [part for part in parts if not part.marker or part.marker.evaluate({"extra": extra})]
    return needed


def _is_installed(name: str) -> bool:
    """What the lock file overrides is not."""
    return bool(list(distributions(name=name)))


def _only(bom: Bom, refs: set[str]) -> Bom:
    own = bom["metadata"]["component"]["bom-ref"]
    bom["components"] = [each for each in bom["components"] if each["bom-ref"] in refs]
    bom["dependencies"] = [
        each | {"dependsOn": [ref for ref in each.get("dependsOn", ()) if ref in refs]}
        for each in bom["dependencies"]
        if each["ref"] in {own, *refs}
    ]
    return bom


def _bare(bom: Bom) -> Bom:
    """Without what differs from one time or machine to the next, and without addresses: a purl says enough."""
    bom.pop("serialNumber", None)
    for name in ("timestamp", "tools"):
        bom["metadata"].pop(name, None)
    for each in (bom["metadata"]["component"], *bom["components"]):
        each.pop("externalReferences", None)
    return bom


def main() -> None:
    DIST.mkdir(exist_ok=True)
    for name, bom in (("ocrwtf.cdx.json", python_bom()), ("ocrwtf-web.cdx.json", web_bom())):
        (DIST / name).write_text(json.dumps(bom, indent=2, sort_keys=True, ensure_ascii=False) + "\n")
        say(f"dist/{name}: {len(bom['components'])} packages")


if __name__ == "__main__":
    try:
        main()
    except SetupError as error:
        say(f"SBOM: {error}")
        sys.exit(1)
