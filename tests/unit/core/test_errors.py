"""Problems as such: their names, their language."""

import pytest

from ocrwtf.core.errors import preferred_language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "id"),
        ("en", "en"),
        ("en-US,en;q=0.9", "en"),
        ("id-ID", "id"),
        ("in", "id"),
        ("fr, de;q=0.5", "id"),
        ("fr, en;q=0.5", "en"),
        ("id;q=0.4, en;q=0.5", "en"),
        ("en; q=0.5, id ;q=0.9", "id"),
        ("en;q=0", "id"),
        ("en;q=nonsense", "en"),
        ("*", "id"),
        (",;=;" * 1000, "id"),
    ],
)
def test_the_wanted_language_is_indonesian_unless_english_is_preferred(header: str, language: str) -> None:
    assert preferred_language(header) == language
