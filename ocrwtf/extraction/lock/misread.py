"""How a number may have been misread: which signs are taken for each other, and which other text has its form."""

from dataclasses import dataclass
from fractions import Fraction

from ocrwtf.extraction.amounts import Convention, lookalike, parse_amount
from ocrwtf.extraction.field import Field
from ocrwtf.ocr.page import Word

MOST_CHANGED = 2
"""More misread signs in one number are not believed."""
_SURE = 0.96
"""A word of at least this confidence, and without alternatives, stands on paper as it was read."""
_PAIRS = ("08", "06", "09", "17", "14", "27", "38", "35", "39", "56", "58", "59", "68", "49", "89", "69")
_LETTERS = {
    **dict.fromkeys("OoQD", "0"),
    **dict.fromkeys("lIi|!", "1"),
    **dict.fromkeys("Zz", "27"),
    **dict.fromkeys("Ss", "5"),
    **dict.fromkeys("Gb", "6"),
    **dict.fromkeys("gq", "9"),
    "B": "8",
    "T": "7",
    "A": "4",
}
_TAKEN_FOR = {digit: {pair.replace(digit, "") for pair in _PAIRS if digit in pair} for digit in "0123456789"} | {
    letter: set(digits) for letter, digits in _LETTERS.items()
}


@dataclass(frozen=True, slots=True)
class Written:
    """A number as it was read: its sign and digits, where they stand in `text`, and how many are decimals. In a
    `lettered` number a letter stands in the place of a digit, and `value` is but what it looks like.
    """

    text: str
    value: Fraction
    places: tuple[int, ...]
    decimals: int
    lettered: bool

    @property
    def unit(self) -> Fraction:
        """Of the last decimal."""
        return Fraction(1, 10**self.decimals)

    def as_text(self, value: Fraction) -> str | None:
        """Another value in the same form, sign for sign; None if it has another number of digits or another sign."""
        scaled = abs(value) / self.unit
        digits = str(scaled.numerator).rjust(self.decimals + 1, "0")
        if scaled.denominator != 1 or (value < 0) != (self.value < 0) or len(digits) != len(self.places):
            return None
        characters = list(self.text)
        for place, digit in zip(self.places, digits, strict=True):
            characters[place] = digit
        return "".join(characters)


def written_number(field: Field, convention: Convention | None) -> Written | None:
    """None where the field is no number, or too odd to tell its digits from its signs."""
    text = field.value
    number = text if field.normalized is not None else lookalike(text)
    amount = parse_amount(number.rstrip(" %"), convention) if number and len(number) == len(text) else None
    if not number or amount is None:
        return None
    value = Fraction(field.normalized) if field.normalized is not None else Fraction(amount.value)
    places = tuple(at for at, character in enumerate(number) if character.isdigit())
    scaled = int("".join(number[at] for at in places))
    decimals = next((count for count in range(4) if Fraction(scaled, 10**count) == abs(value)), None)
    return None if decimals is None else Written(text, value, places, decimals, field.normalized is None)


def is_possible(written: Written, new: str) -> bool:
    """Few signs differ, and no letter is taken for a digit that it does not look like."""
    pairs = [(old, now) for old, now in zip(written.text, new, strict=True) if old != now]
    return len(pairs) <= MOST_CHANGED and all(old.isdigit() or now in _TAKEN_FOR.get(old, ()) for old, now in pairs)


def is_likely(written: Written, new: str, words: tuple[Word, ...]) -> bool:
    """Whether `new` may have been read as `written`: few signs, each taken for such a one, or as the engine says."""
    pairs = [(old, now) for old, now in zip(written.text, new, strict=True) if old != now]
    if len(pairs) > MOST_CHANGED or (written.lettered and any(old.isdigit() for old, _ in pairs)):
        return False
    return all(now in _TAKEN_FOR.get(old, ()) for old, now in pairs) or is_alternative(written.text, new, words)


def is_alternative(old: str, new: str, words: tuple[Word, ...]) -> bool:
    """Whether the engine itself thought of the new text."""
    text = " ".join(word.text for word in words)
    if text.count(old) != 1:
        return False
    now = text.replace(old, new).split(" ")
    return len(now) == len(words) and all(
        said == word.text or said in (other.text for other in word.alternatives)
        for said, word in zip(now, words, strict=True)
    )


def is_doubtful(words: tuple[Word, ...]) -> bool:
    """Whether the engine itself was not sure. What it read surely stands so on paper, even where it makes no sense."""
    return any(word.confidence < _SURE or word.alternatives for word in words)
