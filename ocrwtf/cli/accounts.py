"""`ocrwtf user …` and `ocrwtf credits …`: what the owner of the machine does to accounts."""

from uuid import UUID

import click
from pydantic import TypeAdapter, ValidationError
from pydantic.networks import EmailStr
from sqlalchemy import text
from sqlalchemy.orm import Session

from ocrwtf.cli.server import opened_database
from ocrwtf.core.database import act_for, transaction
from ocrwtf.credits import refills
from ocrwtf.credits import service as credits_service
from ocrwtf.users import links, passwords
from ocrwtf.users import service as users_service
from ocrwtf.users.people import by_hand
from ocrwtf.users.problems import AlreadyRegistered


@click.group()
def user() -> None:
    """People: create, list, block, unblock, give a new password or a link to one."""


@user.command()
@click.argument("email")
def create(email: str) -> None:
    """Create an account with its owner; the password is generated and shown once."""
    try:
        email = TypeAdapter(EmailStr).validate_python(email)
    except ValidationError as error:
        raise click.BadParameter("that is no e-mail address", param_hint="EMAIL") from error
    password = passwords.generate()
    with opened_database(), transaction() as session:
        try:
            created = users_service.create_owner(session, email, users_service.username_for(email), password)
        except AlreadyRegistered as error:
            raise click.ClickException(f"{email} has an account already.") from error
        click.echo(f"e-mail    {created.email}\nusername  {created.username}")
    click.echo(f"password  {password}   (shown only now)")


@user.command("list")
def list_users() -> None:
    """List all users of all accounts."""
    with opened_database(), transaction() as session:
        for row in session.execute(text("SELECT * FROM list_users()")):
            state = "active" if row.is_active else "blocked"
            click.echo(f"{row.created_at:%Y-%m-%d}  {row.role:6}  {state:7}  {row.email or '-'}  {row.username}")


@user.command()
@click.argument("email")
def block(email: str) -> None:
    """Block a user: no login, and all sessions end now."""
    with opened_database(), transaction() as session:
        if not by_hand.set_active(session, email, active=False):
            raise click.ClickException(f"Nobody is registered as {email}.")
    click.echo(f"{email} is blocked.")


@user.command()
@click.argument("email")
def unblock(email: str) -> None:
    """Let a blocked user log in again."""
    with opened_database(), transaction() as session:
        if not by_hand.set_active(session, email, active=True):
            raise click.ClickException(f"Nobody is registered as {email}.")
    click.echo(f"{email} may log in again.")


@user.command("password")
@click.argument("email")
def set_password(email: str) -> None:
    """Give a user a new password, generated and shown once; all sessions and API keys end now."""
    password = passwords.generate()
    with opened_database(), transaction() as session:
        if not by_hand.set_password(session, email, password):
            raise click.ClickException(f"Nobody is registered as {email}.")
    click.echo(f"password  {password}   (shown only now)")


@user.command()
@click.argument("email")
def link(email: str) -> None:
    """Print a link with which a user sets a new password, for handing on: good once, for one hour."""
    with opened_database(), transaction() as session:
        made = links.made_by_hand(session, email)
        if not made:
            raise click.ClickException(f"Nobody is registered as {email}, or the user is blocked.")
    click.echo(made)


@click.group("credits")
def credits_group() -> None:
    """Credits of an account."""


@credits_group.command()
@click.argument("email")
@click.argument("amount", type=click.IntRange(1, 1_000_000))
def grant(email: str, amount: int) -> None:
    """Add AMOUNT credits to the account of EMAIL."""
    with opened_database(), transaction() as session:
        account_id = _account(session, email)
        act_for(session, account_id)
        balance = credits_service.grant(session, account_id, amount)
    click.echo(f"{email} has {balance} credits now.")


@credits_group.command()
def refill() -> None:
    """Lift every balance that is below the daily credits, once a day; the worker does it by itself."""
    with opened_database():
        lifted = refills.everybody()
    click.echo(f"{lifted} accounts were refilled.")


def _account(session: Session, email: str) -> UUID:
    account_id = by_hand.account_of(session, email)
    if not account_id:
        raise click.ClickException(f"Nobody is registered as {email}.")
    return account_id
