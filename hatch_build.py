"""Builds the web application into the wheel and the source distribution; one that carries it already needs no Node."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

from scripts import node, web_build  # noqa: E402 - found only from here on
from scripts.terminal import SetupError  # noqa: E402


class WebBuildHook(BuildHookInterface[Any]):
    def dependencies(self) -> list[str]:
        """A Node as a package, where one is needed and the machine has none that will do."""
        return [] if is_here() or node.find() else [node.PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        del build_data
        if version == "editable" or is_here():  # a clone's set-up builds by itself, beside installing
            return
        npm = node.find()
        if not npm:
            raise SetupError(f"{node.NEEDED} is needed to build the web application")
        web_build.make_ready("run", npm)


def is_here() -> bool:
    """Built from this very source, or carried by a source distribution (which has a PKG-INFO)."""
    carried = (ROOT / "PKG-INFO").exists() and (web_build.DIST / "index.html").exists()
    return carried or web_build.is_built()
