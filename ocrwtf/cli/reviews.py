"""`ocrwtf reviews …`: what the operator does to reviews; there is no way to it over HTTP."""

from uuid import UUID

import click

from ocrwtf.cli.server import opened_database
from ocrwtf.core.database import transaction
from ocrwtf.reviews import service
from ocrwtf.reviews.models import MAX_TEXT


@click.group()
def reviews() -> None:
    """Reviews: list, reply, hide, show."""


@reviews.command("list")
def list_reviews() -> None:
    """List all reviews, hidden ones too, the newest first."""
    with opened_database(), transaction() as session:
        for row in service.everything(session):
            state = "hidden" if row.is_hidden else "shown "
            click.echo(f"{row.id}  {row.created_at:%Y-%m-%d}  {row.rating}  {state}  {row.email or '-'}")
            for words in filter(None, (row.text, row.reply and f"→ {row.reply}")):
                click.echo(f"    {words}")


@reviews.command()
@click.argument("review", type=click.UUID)
@click.argument("text")
def reply(review: UUID, text: str) -> None:
    """Answer REVIEW with TEXT, for everybody to read; "" takes the answer back."""
    if len(text) > MAX_TEXT:
        raise click.BadParameter(f"has {len(text)} characters, at most {MAX_TEXT}", param_hint="TEXT")
    _moderate(review, reply=text.strip())
    click.echo("The answer is there." if text.strip() else "The answer is gone.")


@reviews.command()
@click.argument("review", type=click.UUID)
def hide(review: UUID) -> None:
    """Show REVIEW to nobody but who wrote it; it no longer counts."""
    _moderate(review, hidden=True)
    click.echo("It is hidden.")


@reviews.command()
@click.argument("review", type=click.UUID)
def show(review: UUID) -> None:
    """Show REVIEW to everybody again."""
    _moderate(review, hidden=False)
    click.echo("It is shown.")


def _moderate(review: UUID, *, hidden: bool | None = None, reply: str | None = None) -> None:
    with opened_database(), transaction() as session:
        if not service.moderate(session, review, hidden=hidden, reply=reply):
            raise click.ClickException(f"There is no review {review}; `ocrwtf reviews list` shows all.")
