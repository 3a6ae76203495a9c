"""A mail server for tests around accounts."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.integration import mailbox
from tests.integration.mailbox import Mailbox


@pytest.fixture
def box(owner_engine: Engine) -> Iterator[Mailbox]:
    """Named by our settings; empty. `mailbox.leave` sends what is posted."""
    mailbox.leave(owner_engine)  # of tests before
    with mailbox.running() as started, mailbox.set_up(started):
        yield started
