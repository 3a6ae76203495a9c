"""What happens later: invitations and pairings that are over are forgotten; invitations leave as letters."""

import structlog

from ocrwtf.core.queue import forget, scheduled
from ocrwtf.users.people import letters

LETTERS = letters
"""Imported so that the worker knows them."""

log = structlog.get_logger()


@scheduled("users.forget_over_invitations", "47 * * * *")
def forget_over_invitations() -> None:
    """Delete their rows, in all accounts; they are refused from the moment they are over."""
    forget("forget_over_invitations", "invitations.over_forgotten")
