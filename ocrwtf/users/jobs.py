"""What happens to accounts later: ended sessions, old links, devices and log lines are forgotten; letters leave."""

from ocrwtf.core.database import transaction
from ocrwtf.core.queue import forget, scheduled
from ocrwtf.users import attempts, letters

LETTERS = letters
"""Imported so that the worker knows them."""


@scheduled("users.forget_expired_sessions", "41 * * * *")
def forget_expired_sessions() -> None:
    """Delete the rows of expired sessions, in all accounts; they are refused from the moment they expire. So too
    sign-ins that nobody came back from, and who left by an identity long ago.
    """
    with transaction() as session:
        attempts.forget_expired(session)
    forget("forget_expired_sessions", "sessions.expired_forgotten")
    forget("forget_left_identities", "identities.left_forgotten")


@scheduled("users.forget_old_log", "47 * * * *")
def forget_old_log() -> None:
    """Delete lines of the security log that are older than 400 days, in all accounts."""
    forget("forget_old_security_log", "security_log.old_forgotten")


@scheduled("users.forget_old_links", "43 * * * *")
def forget_old_links() -> None:
    """Delete links that have expired, and devices that nobody has logged in from for longer than their cookie lasts."""
    forget("forget_old_links_and_devices", "links.old_forgotten")
