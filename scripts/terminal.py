"""What the set-up says to the person at the terminal, and the error that ends it."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


class SetupError(Exception):
    """One sentence for the person at the terminal."""


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def run_quietly(command: Sequence[str], folder: Path, environment: Mapping[str, str], failure: str) -> None:
    """Nothing is shown of a command that ends well; one that fails shows all it said. Raises SetupError(failure)."""
    done = subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode:
        say(done.stdout.decode(errors="replace").rstrip())
        raise SetupError(failure)
