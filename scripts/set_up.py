"""Makes `.venv` what a lock file says and builds the web application, with nothing but Python at hand.

Called by make: `python3 -m scripts.set_up make-ready run` (or `dev`), and `… is-ready run`, which only looks. Nothing
is done that is done already; no system package is installed and nothing is asked.
"""

import fcntl
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from scripts import node, python_packages, web_build
from scripts.terminal import SetupError, say


def is_ready(kind: str) -> bool:
    return python_packages.is_ready(kind) and web_build.is_ready(kind)


def make_ready(kind: str) -> None:
    if is_ready(kind):
        return
    with one_at_a_time():
        if not is_ready(kind):
            bring(kind)


def bring(kind: str) -> None:
    """Python's packages and the web application side by side: the one waits for the network, the other computes."""
    own_node = node.find()
    with ThreadPoolExecutor(1) as beside:
        web = beside.submit(web_build.make_ready, kind, own_node) if own_node else None
        uv = python_packages.installer()
        web = web or beside.submit(bring_node_and_web, kind, uv)
        python_packages.make_ready(kind, uv)
        web.result()


def bring_node_and_web(kind: str, uv: Sequence[str]) -> None:
    if web_build.is_ready(kind):
        return
    say(f"No {node.NEEDED} is here; bringing one from {python_packages.NODE_LOCK.name} …")
    python_packages.bring_node(node.PACKAGED, uv)
    npm = node.find()
    if not npm:
        raise SetupError(f"the Node of {python_packages.NODE_LOCK.name} does not run on this machine")
    web_build.make_ready(kind, npm)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two makes at once: the second waits, and then finds the work done."""
    folder = os.open(python_packages.ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


if __name__ == "__main__":
    if sys.argv[1] == "is-ready":
        sys.exit(not is_ready(sys.argv[2]))
    try:
        make_ready(sys.argv[2])
    except SetupError as problem:
        say(f"ocrwtf: {problem}")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
