"""A file's name is text to show, never a path."""

from hypothesis import given
from hypothesis import strategies as st

from ocrwtf.files.service import display_name


@given(st.text())
def test_any_name_becomes_a_short_visible_line(name: str) -> None:
    shown = display_name(name)
    assert 1 <= len(shown) <= 255
    assert shown == shown.strip()
    assert not set(shown) & set("/\\\n\r\0\u202e\u2028\u2029")


def test_a_name_that_is_missing_says_so() -> None:
    assert display_name(None) == "tanpa-nama"
