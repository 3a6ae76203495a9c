"""Writes docs/problems.md from the code: `python -m ocrwtf.problem_page > docs/problems.md`.

It stands at the top of the ladder because it has to have met every feature's problems.
"""

import importlib
import pkgutil
import sys
from collections.abc import Iterable

import ocrwtf
from ocrwtf.core.errors import Problem

_INTRODUCTION = """\
# Problems

Every error of the API is an `application/problem+json` (RFC 9457): `type` is `/problems/<name>` with a name from this
page, `title` and `detail` are in Indonesian or English by `Accept-Language`, `instance` is the path, and `requestId` is
what we look for in our logs. A name in braces is also a member
(in camelCase). This page is generated from the code.
"""


def every_problem() -> list[type[Problem]]:
    """Every kind of problem of the product, by name, after importing all of its modules."""
    for module in pkgutil.walk_packages(ocrwtf.__path__, "ocrwtf."):
        if not module.name.endswith("__main__") and ".migrations." not in module.name:
            importlib.import_module(module.name)
    own = [kind for kind in Problem.kinds.values() if kind.__module__.startswith("ocrwtf.")]
    return sorted(own, key=lambda kind: kind.slug())


def page(kinds: Iterable[type[Problem]]) -> str:
    return "\n".join([_INTRODUCTION, *(_section(kind) for kind in kinds)])


def _section(kind: type[Problem]) -> str:
    return f"""\
## {kind.slug()}

Status {kind.status}

| | Indonesia | English |
|---|---|---|
| title | {kind.title.id} | {kind.title.en} |
| detail | {kind.detail.id} | {kind.detail.en} |
"""


if __name__ == "__main__":
    sys.stdout.write(page(every_problem()))
