"""What a statement that fails leaves in a log: its words, and none of the values that people gave."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from ocrwtf.core import database


def test_the_values_of_a_failed_statement_are_not_told() -> None:
    with pytest.raises(DBAPIError) as failed, database.transaction() as session:
        session.execute(text("SELECT :secret FROM nowhere"), {"secret": "rina@contoh.id"})
    assert "rina@contoh.id" not in str(failed.value)
    assert "nowhere" in str(failed.value)
