"""`ocrwtf api` and `ocrwtf worker`: the parts of the service, one a command; and the database they share."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import click
from sqlalchemy.exc import OperationalError

from ocrwtf.cli.engine import engine_of_setting
from ocrwtf.config import Settings, settings
from ocrwtf.core import database
from ocrwtf.core.embedded_postgres.programs import PostgresUnavailable
from ocrwtf.core.embedded_postgres.server import EmbeddedPostgres
from ocrwtf.core.fitness import SchemaError, refuse_unfit
from ocrwtf.core.logs import configure_logs
from ocrwtf.core.parent import end_with_parent

AWAY = "The database does not answer, or refuses the name or password: look at DATABASE_URL and DATABASE_ADMIN_URL."


@dataclass(frozen=True)
class DatabaseUrls:
    """`app` is the role that serves, `admin` the owner of the tables (None when we are not told)."""

    app: str
    admin: str | None


@contextmanager
def database_urls(of: Settings) -> Iterator[DatabaseUrls]:
    """The database of DATABASE_URL, else the embedded one, which runs while the block does.

    Raises
    ------
    click.ClickException: the embedded one cannot run; its sentence says why.
    """
    if of.database_url:
        admin = of.database_admin_url.get_secret_value() if of.database_admin_url else None
        yield DatabaseUrls(of.database_url.get_secret_value(), admin)
        return
    try:
        with EmbeddedPostgres(of.data_dir) as server:
            yield DatabaseUrls(server.app_url, server.admin_url)
    except PostgresUnavailable as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def opened_database() -> Iterator[DatabaseUrls]:
    """The database, connected and found fit to serve.

    Raises
    ------
    click.ClickException: a role that would see all accounts, or a schema that is not this version's.
    """
    with database_urls(settings()) as urls:
        engine = database.connect(urls.app)
        try:
            with engine.connect() as connection:
                refuse_unfit(connection)
            yield urls
        except SchemaError as error:
            raise click.ClickException(str(error)) from error
        except OperationalError as error:
            raise click.ClickException(AWAY) from error
        finally:
            database.disconnect()


@click.command()
def api() -> None:
    """Serve the API."""
    from ocrwtf.cli import api_server  # noqa: PLC0415  0.5 s that other commands need not spend

    end_with_parent()
    configure_logs(settings().env)
    with opened_database():
        api_server.serve(settings().host, settings().port)


@click.command()
def worker() -> None:
    """Work on the queue: read documents, rescue and clean up."""
    from ocrwtf import worker as worker_process  # noqa: PLC0415

    engine = engine_of_setting()
    end_with_parent()
    configure_logs(settings().env)
    with opened_database() as urls:
        worker_process.run(urls.app, engine)
