"""`ocrwtf migrate`: the only command that is the owner of the tables."""

import click
from sqlalchemy.exc import OperationalError

from ocrwtf.cli.server import AWAY, database_urls
from ocrwtf.config import settings
from ocrwtf.core import schema
from ocrwtf.core.fitness import SchemaError


@click.command()
@click.option("--check", is_flag=True, help="Then fail when models and migrations differ.")
def migrate(*, check: bool) -> None:
    """Bring the database's schema up to date."""
    with database_urls(settings()) as urls:
        if not urls.admin:
            raise click.ClickException(
                "Set DATABASE_ADMIN_URL to the owner of the database: migrations make tables and roles, "
                "which the role of DATABASE_URL may not."
            )
        try:
            schema.migrate(urls.admin, urls.app)
            if check:
                schema.check(urls.admin)
        except SchemaError as error:
            raise click.ClickException(str(error)) from error
        except OperationalError as error:
            raise click.ClickException(AWAY) from error
