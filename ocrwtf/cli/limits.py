"""`ocrwtf limits …`: addresses that are held off because they kept failing without a login."""

import math
import time
from datetime import UTC, datetime

import click

from ocrwtf.config import settings
from ocrwtf.core.address_blocks import BlockFile, blocks_path
from ocrwtf.core.http.client_address import counted_address


@click.group()
def limits() -> None:
    """Addresses that are blocked for a while: list, unblock."""


@limits.command("list")
def list_blocks() -> None:
    """List the addresses that this machine's API refuses for now, the longest first."""
    now = time.time()
    blocks = [block for block in BlockFile(blocks_path(settings().data_dir)).blocks().values() if block.until > now]
    for block in sorted(blocks, key=lambda block: -block.until):
        until = datetime.fromtimestamp(block.until, UTC)
        click.echo(f"{block.address:39}  until {until:%H:%M:%S} UTC  {math.ceil(block.until - now):3} s left")
    if not blocks:
        click.echo("No address is blocked.")


@limits.command()
@click.argument("address")
def unblock(address: str) -> None:
    """Let ADDRESS come without a login again; of IPv6 its /64 counts."""
    counted = counted_address(address.removesuffix("/64"))
    try:
        with BlockFile(blocks_path(settings().data_dir)).changed() as blocks:
            found = blocks.pop(counted, None)
    except OSError as error:
        raise click.ClickException(f"The list of blocks cannot be written: {error}") from error
    if not found:
        raise click.ClickException(f"{counted} is not blocked.")
    click.echo(f"{counted} may come again.")
