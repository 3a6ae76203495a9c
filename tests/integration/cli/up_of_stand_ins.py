"""`ocrwtf up` with the stand-ins named by the arguments: the migration first, then the services. Run as a script."""

import os
import sys
from pathlib import Path

import click

from ocrwtf.cli import supervisor
from ocrwtf.cli import up as launcher
from ocrwtf.config import Settings


def command(role: str) -> tuple[str, ...]:
    return (sys.executable, str(Path(__file__).resolve().with_name("stand_in.py")), role)


def up(migrate: str, *services: str) -> None:
    supervisor.FIRST_PAUSE_SECONDS = launcher.PORT_SECONDS = 0.01
    supervisor.STOP_SECONDS = float(os.environ.get("STOP_SECONDS", "600"))
    url = "postgresql:///unused"
    config = Settings.model_validate({"database_url": url, "database_admin_url": url})
    with supervisor.caught_signals() as signals:
        launcher.run(config, signals, command(migrate), [(role, command(role)) for role in services])


if __name__ == "__main__":
    try:
        up(*sys.argv[1:])
    except click.ClickException as problem:
        problem.show()
        sys.exit(1)
