"""What a found page shows: the piece of its text, the marks in it and the places in the picture."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocrwtf.scans.search.matching import MOST_WORDS, Mark, Matcher
from ocrwtf.scans.search.page_text import readings, search_text
from ocrwtf.scans.search.query import parsed
from ocrwtf.scans.search.snippets import MOST_CHARACTERS, Hit, _richest, hits, polygons


def shown(typed: str, *pages: str) -> list[Hit]:
    query = parsed(typed)
    assert query
    return hits(Matcher(query), enumerate(pages, 1))


def marked(hit: Hit) -> list[str]:
    return [hit.snippet[start:end] for start, end in hit.marks]


@pytest.mark.parametrize(
    ("typed", "text", "words"),
    [
        ("sinar", "Sinar, sinor, penyinaran", ["Sinar"]),
        ("kirim", "barang dikirim", ["dikirim"]),
        ('"sinar laut"', "laut sinar, sinar laut, sinar", ["sinar", "laut"]),
        ("inv/2026/1", "2026 INV-2026-17", ["INV", "2026", "17"]),
        ("sinarlaut", "PT SINAR LAUT", ["SINAR", "LAUT"]),
        ("sinar laut", "PT SINARLAUT", ["SINARLAUT"]),
    ],
)
def test_the_words_that_fit_best_are_marked(typed: str, text: str, words: list[str]) -> None:
    (hit,) = shown(typed, text)
    assert marked(hit) == words


def test_pages_with_more_of_the_words_come_first() -> None:
    found = shown("sinar laut", "laut", "nusantara", "laut sinar", "sinar", "laut")
    assert [hit.page for hit in found] == [3, 1, 4]


@given(st.text(max_size=400), st.text(max_size=12))
def test_marks_lie_in_the_snippet_in_their_order_and_do_not_overlap(text: str, typed: str) -> None:
    query = parsed(typed)
    for hit in hits(Matcher(query), [(1, text)]) if query else []:
        edges = [edge for mark in hit.marks for edge in mark]
        assert edges == sorted(edges)
        assert all(start < end <= len(hit.snippet) for start, end in hit.marks)
        assert 0 < len(hit.snippet) <= 162


def line(text: str, *words: str) -> dict[str, Any]:
    each = [{"text": word, "polygon": [[float(place)]]} for place, word in enumerate(words)]
    return {"text": text, "polygon": [[9.0]], "words": each}


def test_a_place_is_the_word_it_lies_in_or_the_line_where_words_do_not_tell() -> None:
    (hit,) = shown("laut", "PT Laut-Jaya")
    assert polygons(hit.places, {0: line("PT Laut-Jaya", "PT", "Laut-Jaya")}, {}) == [[[1.0]]]
    assert polygons(hit.places, {0: line("PT Laut-Jaya", "PT", "Lauk")}, {}) == [[[9.0]]]
    assert polygons(hit.places, {}, {}) == []


def test_a_page_without_a_corrected_word_needs_no_text_of_its_own() -> None:
    assert search_text([line("PT Laut", "PT", "Laut"), line("Jaya", "Jaya")], {"1:0": "Jaya"}) is None


def test_a_corrected_line_stands_before_the_line_as_it_was_read() -> None:
    lines, said = [line("Total", "Total"), line("PT Lout Jaya", "PT", "Lout", "Jaya")], {"1:1": "Laut\nan"}
    assert search_text(lines, said) == "Total\nPT Laut an Jaya\tPT Lout Jaya"
    spans = [reading.spans for reading in readings(1, lines[1], said)]
    assert spans == [((0, 2), (3, 10), (11, 15)), ((0, 2), (3, 7), (8, 12))]


def test_a_word_that_was_taken_out_takes_the_space_before_it_along() -> None:
    assert search_text([line("PT Lout Jaya", "PT", "Lout", "Jaya")], {"0:1": ""}) == "PT Jaya\tPT Lout Jaya"


@pytest.mark.parametrize(("typed", "snippet"), [("jaya", "PT Laut Jaya"), ("lout", "PT Lout Jaya")])
def test_the_reading_that_has_the_words_is_shown(typed: str, snippet: str) -> None:
    (hit,) = shown(typed, "PT Laut Jaya\tPT Lout Jaya")
    assert hit.snippet == snippet


class CountedMarks(list[Mark]):
    """Counts how many of them are looked at, slices too."""

    looked_at = 0

    def __getitem__(self, place: Any) -> Any:
        self.looked_at += len(range(*place.indices(len(self)))) if isinstance(place, slice) else 1
        return super().__getitem__(place)


def test_the_best_piece_of_25_000_marks_is_found_in_a_few_looks_at_each() -> None:
    marks = CountedMarks(Mark(place * 5, place * 5 + 4, 0) for place in range(25_000))
    marks[-1] = Mark(124_995, 124_999, 1)
    assert 24_000 < _richest(marks) < 25_000
    assert marks.looked_at < 4 * len(marks)


def test_a_mark_longer_than_a_snippet_does_not_spoil_the_count() -> None:
    (hit,) = shown("bb aa", "a" * 200 + " bb" + " x" * 200 + " bb aa")
    assert marked(hit) == ["bb", "aa"]


def test_no_page_is_looked_at_once_three_have_all_words() -> None:
    pages = iter(enumerate(["laut sinar"] + ["sinar laut"] * 5, 1))
    query = parsed("sinar laut")
    assert query
    assert [hit.page for hit in hits(Matcher(query), pages)] == [1, 2, 3]
    assert [number for number, _ in pages] == [4, 5, 6]


def test_of_a_page_the_beginning_is_looked_at() -> None:
    assert shown("laut", "x " * (MOST_CHARACTERS // 2) + "laut") == []


def test_of_many_words_the_first_ones_are_marked() -> None:
    words = [f"kata{number}" for number in range(100, 120)]
    (hit,) = shown(" ".join(words), " ".join(words))
    assert hit.words == MOST_WORDS


@pytest.mark.parametrize("text", ["semen Nota\tsemen semen", "semen\nNota\tsemen"])
def test_what_was_corrected_away_is_not_shown_where_the_right_text_has_the_word(text: str) -> None:
    (hit,) = shown("semen", text)
    assert (hit.snippet.replace("semen Nota", "right"), len(hit.marks)) == ("right", 1)
