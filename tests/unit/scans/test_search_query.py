"""What is typed becomes queries of quoted lexemes, the strictest first; cursors are whole or none."""

import re
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocrwtf.scans.search.cursor import Cursor, decoded
from ocrwtf.scans.search.query import Group, parsed


@pytest.mark.parametrize(
    ("typed", "groups"),
    [
        ("Sinar laut", [Group(("sinar",)), Group(("laut",), open=True)]),
        ('"surat jalan" no', [Group(("surat", "jalan"), quoted=True), Group(("no",), open=True)]),
        ('no "surat jalan"', [Group(("no",)), Group(("surat", "jalan"), quoted=True)]),
        ('"surat jal', [Group(("surat", "jal"), quoted=True, open=True)]),
        ("INV/2026/001", [Group(("inv", "2026", "001"), open=True)]),
        ("! sinar &|", [Group(("sinar",), open=True)]),
    ],
)
def test_words_stand_alone_and_what_is_quoted_or_written_together_does_not(typed: str, groups: list[Group]) -> None:
    query = parsed(typed)
    assert query
    assert list(query.groups) == groups


@pytest.mark.parametrize("typed", ["", " ", '"', '""""', "?!&|'\\:*", "😀", "\u0301"])
def test_without_a_letter_or_figure_there_is_no_query(typed: str) -> None:
    assert parsed(typed) is None


@given(st.text(max_size=200))
def test_whatever_is_typed_stands_inside_quotes(typed: str) -> None:
    query = parsed(typed)
    for tier in query.tiers() if query else ():
        assert set(re.sub("'[^'\\\\]*'(:\\*)?", "", tier)) <= set(" &|!()")


def test_each_tier_leaves_out_what_the_one_before_it_finds() -> None:
    query = parsed("sinar laut")
    assert query
    tiers = query.tiers()
    assert len(tiers) == 4
    assert tiers[0] == "'sinar' & 'laut':* & '+sinarlaut':*"
    assert tiers[1] == f"('sinar' & 'laut':*) & !({tiers[0]})"


def test_a_query_of_many_words_forgives_no_letter() -> None:
    query = parsed("semen " * 9)
    assert query
    assert "'-" not in "".join(query.tiers())


@given(st.uuids(), st.integers(0, 255))
def test_a_cursor_comes_back_as_it_went(before: UUID, tier: int) -> None:
    assert decoded(Cursor(before, tier).encoded()) == Cursor(before, tier)


@given(st.text(max_size=40))
def test_any_other_text_is_no_cursor(text: str) -> None:
    try:
        known = decoded(text).encoded()
    except ValueError:
        return
    assert known == text
