"""The `ocrwtf` command. A subcommand is a module of this package that is imported only when it is called."""

from importlib import import_module
from typing import cast

import click

_COMMANDS = {
    "api": "ocrwtf.cli.server:api",
    "credits": "ocrwtf.cli.accounts:credits_group",
    "doctor": "ocrwtf.cli.doctor:doctor",
    "import": "ocrwtf.cli.importing:import_folder",
    "limits": "ocrwtf.cli.limits:limits",
    "migrate": "ocrwtf.cli.migrate:migrate",
    "reviews": "ocrwtf.cli.reviews:reviews",
    "scan": "ocrwtf.cli.scan:scan",
    "up": "ocrwtf.cli.up:up",
    "user": "ocrwtf.cli.accounts:user",
    "worker": "ocrwtf.cli.server:worker",
}
"""Name → "module:attribute"."""


class _LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        module, _, attribute = _COMMANDS[cmd_name].partition(":")
        return cast("click.Command", getattr(import_module(module), attribute))


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ocrwtf", prog_name="ocrwtf")
def main() -> None:
    """OCR.WTF: turns the paper of Indonesian logistics into data people can trust."""
