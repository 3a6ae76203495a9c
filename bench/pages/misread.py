"""A reading with some digits taken for others that look alike, as engines do: what repairs are measured on."""

from dataclasses import replace
from random import Random

from ocrwtf.ocr.page import Alternative, Line, Page, Word

ALIKE = {"0": "8", "1": "7", "2": "7", "3": "8", "4": "9", "5": "6", "6": "8", "7": "1", "8": "3", "9": "4"}
SURE = 0.7
"""How sure a misread word is, at most."""


def misread(page: Page, chance: Random, share: float) -> Page:
    """Of all digits that share is another one. Half of such words have the right reading as their alternative."""
    lines = (replace(line, words=tuple(_word(word, chance, share) for word in line.words)) for line in page.lines)
    return replace(page, lines=tuple(_told(line) for line in lines))


def _word(word: Word, chance: Random, share: float) -> Word:
    text = "".join(ALIKE[each] if each in ALIKE and chance.random() < share else each for each in word.text)
    if text == word.text:
        return word
    others = (Alternative(word.text, 0.25),) if chance.random() < 0.5 else ()
    return replace(word, text=text, confidence=chance.uniform(0.4, SURE), alternatives=others)


def _told(line: Line) -> Line:
    return replace(line, text=" ".join(word.text for word in line.words))
