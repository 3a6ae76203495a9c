"""Alembic's entry: one line of history, applied as the owner of the tables."""

from alembic import context
from sqlalchemy import Connection
from sqlalchemy.sql.schema import SchemaItem

from ocrwtf.conversions import models as _conversions
from ocrwtf.core import security_log as _security_log
from ocrwtf.core.database import Base
from ocrwtf.credits import models as _credits
from ocrwtf.events import models as _events
from ocrwtf.files import models as _files
from ocrwtf.idempotency import models as _idempotency
from ocrwtf.retention import models as _retention
from ocrwtf.reviews import models as _reviews
from ocrwtf.scans import models as _scans
from ocrwtf.users import identity_models as _identities
from ocrwtf.users import letter_tables as _letters
from ocrwtf.users import models as _users
from ocrwtf.users.people import models as _people
from ocrwtf.webhooks import models as _webhooks

FEATURES = (
    _conversions,
    _credits,
    _events,
    _files,
    _idempotency,
    _identities,
    _letters,
    _people,
    _retention,
    _reviews,
    _scans,
    _security_log,
    _users,
    _webhooks,
)
"""Imported so that their tables are known."""


def _ours(_item: SchemaItem, name: str | None, *_kind_and_origin: object) -> bool:
    """The queue's tables come with Procrastinate's own schema."""
    return not (name or "").startswith(("procrastinate_", "idx_procrastinate_"))


def run(connection: Connection) -> None:
    context.configure(
        connection=connection, target_metadata=Base.metadata, include_object=_ours, compare_server_default=True
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
