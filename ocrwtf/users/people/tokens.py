"""The secret of an invitation's link: made of its id and the server's key, so that no row and no job holds it."""

from uuid import UUID

from ocrwtf.users import tokens


def invitation_token(invitation_id: UUID) -> str:
    """The same each time, so that a letter that leaves later has it, and a list shows it again."""
    return tokens.link_token("invitation", invitation_id)
