"""What else a word may be: its glyphs' rivals in every combination that is probable."""

from heapq import nlargest

from ocrwtf.ocr.page import Alternative
from ocrwtf.ocr.ppocr.recogniser import Glyph

_BEAM = 8
_MOST = 3
_LEAST = 0.02
_SURE = 0.98
"""A word whose weakest glyph is this sure has no alternatives worth showing."""


def alternatives(word: tuple[Glyph, ...]) -> tuple[Alternative, ...]:
    """Other readings of the word, likeliest first; probabilities in [0, 1] are products over the glyphs."""
    if min(glyph.probability for glyph in word) >= _SURE:
        return ()
    beam = [(1.0, "")]
    for glyph in word:
        choices = [(glyph.text, glyph.probability), *glyph.rivals]
        grown = [(weight * probability, text + choice) for weight, text in beam for choice, probability in choices]
        beam = nlargest(_BEAM, grown)
    read = "".join(glyph.text for glyph in word)
    others: dict[str, float] = {}
    for weight, text in beam:
        if text.strip() and text != read:
            others[text] = others.get(text, 0.0) + weight
    likeliest = sorted(others.items(), key=lambda item: -item[1])[:_MOST]
    return tuple(Alternative(text, weight) for text, weight in likeliest if weight >= _LEAST)
