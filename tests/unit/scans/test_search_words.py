"""How search compares words: letters, stems and what looks alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocrwtf.scans.search.forms import shortened, skeleton, stems
from ocrwtf.scans.search.letters import fold, tokens
from ocrwtf.scans.search.lexemes import MAX_BYTES, MAX_LEXEME_BYTES, _within_limit, lexemes, misread_forms


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("NUSANTARA", "nusantara"),
        ("nusantarа", "nusantara"),  # Cyrillic
        ("ΝΟΤΑ", "nota"),  # Greek
        ("Café Señor", "cafe senor"),
        ("Øresund Łódź Straße", "oresund lodz strasse"),
        ("ﬁnal №７", "final no7"),
        ("e\u0301", "e"),
    ],
)
def test_letters_that_look_like_a_latin_one_are_that_one(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=80))
def test_a_token_is_what_stands_at_its_place(text: str) -> None:
    for token in tokens(text):
        assert 0 <= token.start < token.end <= len(text)
        assert token.text in fold(text[token.start : token.end])


@given(st.text(max_size=80))
def test_plain_letters_fold_the_same_on_the_short_way_and_the_long(text: str) -> None:
    plain = text.encode("ascii", "ignore").decode()
    assert [token.text for token in tokens(plain)] == [token.text for token in tokens(f"{plain} é")][:-1]


def test_words_end_at_marks_and_scripts_without_spaces_give_one_a_character() -> None:
    assert [token.text for token in tokens("SJ/2026-04_17, 1.335\n発票 ok")] == [
        *("sj", "2026", "04", "17", "1", "335"),
        *("発", "票", "ok"),
    ]


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("pengiriman", "kirim"),
        ("dikirim", "kirim"),
        ("menulis", "tulis"),
        ("penerima", "terima"),
        ("diterima", "terima"),
        ("memukul", "pukul"),
        ("menyapu", "sapu"),
        ("pembayaran", "bayar"),
        ("jumlahnya", "jumlah"),
    ],
)
def test_a_word_has_its_root_also_where_a_prefix_took_its_first_letter(word: str, root: str) -> None:
    assert root in stems(word)


@pytest.mark.parametrize("read", ["lnvoice", "1nvoice", "INV0ICE", "invoicе", "involce"])
def test_glyphs_that_are_taken_for_each_other_have_one_skeleton(read: str) -> None:
    assert skeleton(fold(read)) == skeleton("invoice")


@given(st.text("0123456789", min_size=1), st.text("0123456789", min_size=1))
def test_no_number_is_taken_for_another(one: str, other: str) -> None:
    assert (skeleton(one) == skeleton(other)) == (one == other)
    assert shortened(one) == frozenset()


@pytest.mark.parametrize("read", ["nusantora", "nusantra", "nusantaara", "nusatnara", "nusantara"])
def test_words_that_differ_in_one_letter_share_a_form(read: str) -> None:
    assert misread_forms(read) & misread_forms("nusantara")


@pytest.mark.parametrize(("one", "other"), [("nusantara", "nusintera"), ("laut", "lauk"), ("sj0417", "sj0418")])
def test_words_that_differ_more_or_are_short_or_numbers_share_none(one: str, other: str) -> None:
    assert not misread_forms(one) & misread_forms(other)


def test_a_hostile_document_gives_no_more_lexemes_than_a_tsvector_holds() -> None:
    hostile = " ".join(
        f"{number:x}".translate(str.maketrans("0123456789", "ghijklmnop")) * 4 for number in range(60_000)
    )
    found = lexemes(["x.png", hostile])
    assert "x" in found
    assert MAX_BYTES - 100 < sum(len(lexeme.encode()) for lexeme in found) <= MAX_BYTES


def test_a_number_of_many_groups_gives_no_lexeme_that_a_restore_refuses() -> None:
    found = lexemes(["1" + ".000" * 682, "1.335.775"])
    assert "+1335775" in found
    assert max(map(len, found)) <= 1 + 40


def test_a_lexeme_too_long_to_be_restored_is_left_out() -> None:
    longest = "a" * MAX_LEXEME_BYTES
    assert list(_within_limit(["é" + longest[1:], longest, "b"])) == [longest, "b"]
