"""Dates: how they are written on Indonesian and English paper, and which of them a document was made on."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ocrwtf.extraction.field import FieldName, Source
from ocrwtf.extraction.guess import Guess
from ocrwtf.extraction.labels import Label, Labels, known
from ocrwtf.extraction.paper_words import MONTHS
from ocrwtf.extraction.sheet import Row, Sheet, Span

_D = "[0-9OoIl]"
_YEAR = rf"(?:[12][09O]{_D}{{2}}|{_D}{{2}})"
_END = r"(?=-?[0-2]?[0-9][:.][0-5][0-9]|[^0-9A-Za-z/-]|[/-](?![0-9])|[A-Z]?[a-z]*$|[APap][Mm]\b|$)"
"""A date ends where its digits end, or a time of day is glued to it."""
_START = r"(?<![0-9A-Za-z.,/])"
_DAY_FIRST = re.compile(
    rf"(?:{_START}|(?<=[a-z]))({_D}{{1,2}}) ?([-/.]) ?({_D}{{1,2}}) ?\2 ?({_YEAR}){_END}",
)
_YEAR_FIRST = re.compile(rf"{_START}(20[0-9]{{2}}) ?([-/.]) ?([01]?[0-9]) ?[-/.] ?([0-3]?[0-9])(?![0-9])")
_NAMED = re.compile(
    rf"{_START}({_D}{{1,2}})(?:st|nd|rd|th)?[ ./,'-]{{0,2}}([A-Za-z01]{{3,9}})[ ./,'-]{{0,3}}({_YEAR}){_END}"
)
_NAMED_FIRST = re.compile(
    rf"(?<![A-Za-z])([A-Za-z]{{3,9}})[ ./-]{{0,2}}({_D}{{1,2}})(?:st|nd|rd|th)?(?:, ?| |'|-)({_YEAR}){_END}"
)
_CLOCK = re.compile(r"\b[0-2]?[0-9] ?[:.] ?[0-5][0-9](?![0-9,])|\b[ap]m\b", re.IGNORECASE)
_PLACE_BEFORE = re.compile(r"[A-Za-z]{3,}, *$")
_DIGITS = str.maketrans("OoIl", "0011")
_MONTH_OF = {name: number for number, names in enumerate(MONTHS, 1) for name in names.split()}
_OLDEST_YEARS = 15
_DAYS_AHEAD = 1
_DUE_DAYS_AHEAD = 400
_LABELLED, _BARE = 0.9, 0.45
_NAMES = (FieldName.ISSUED_ON, FieldName.DUE_ON, FieldName.DELIVERED_ON)
_OTHERWISE = {
    "expiry",
    "card expiry",
    "valid until",
    "berlaku sampai",
    "expired",
    "exp",
    "printed",
    "print time",
    "closed",
}


@dataclass(frozen=True, slots=True)
class Dated:
    """A date on paper; `other` is what it is with day and month the other way round, if that is a date."""

    row: Row
    start: int
    end: int
    day: date
    other: date | None
    misread: bool
    """A letter stood where a digit should."""

    @property
    def span(self) -> Span:
        return self.row.span(self.start, self.end)


def dates_of(sheet: Sheet) -> tuple[Dated, ...]:
    """In the order of the paper; day first unless more dates of the same document can only be month first."""
    found = [dated for row in sheet.rows for dated in _in_row(row)]
    month_first = sum(dated.day.day > 12 and dated.other == _MONTH_FIRST for dated in found)
    day_first = sum(dated.day.day > 12 and dated.other is None for dated in found)
    plain = [replace(dated, other=None) if dated.other == _MONTH_FIRST else dated for dated in found]
    if month_first <= day_first:
        return tuple(plain)
    return tuple(replace(each, day=each.other, other=each.day) if each.other else each for each in plain)


_MONTH_FIRST = date.min
"""Marks a date that can only be read month first."""


def _in_row(row: Row) -> Iterator[Dated]:
    if sum(character.isdigit() for character in row.text) < 3:
        return
    taken = 0
    found = [(match, read) for pattern, read in _FORMS for match in pattern.finditer(row.text)]
    for match, read in sorted(found, key=lambda each: (each[0].start(), -each[0].end())):
        days = read(match) if match.start() >= taken else None
        if days:
            misread = any(letter in "OoIl" for letter in "".join(re.findall(r"(?<![A-Za-z])[0-9OoIl]+", match[0])))
            taken = match.end()
            yield Dated(row, match.start(), match.end(), *days, misread)


def _numeric(match: re.Match[str]) -> tuple[date, date | None] | None:
    if not all(_has_digit(match[group]) for group in (1, 3, 4)):
        return None
    if match[2] == "." and min(len(match[1]), len(match[3])) < 2 and len(match[4]) < 4:
        return None
    first, second, year = (int(match[group].translate(_DIGITS)) for group in (1, 3, 4))
    day, other = _date(year, second, first), _date(year, first, second)
    if day is None:
        return (other, _MONTH_FIRST) if other else None
    return day, other if other != day else None


def _has_digit(text: str) -> bool:
    return any(character in "0123456789" for character in text)


def _year_first(match: re.Match[str]) -> tuple[date, None] | None:
    day = _date(int(match[1]), int(match[3]), int(match[4]))
    return (day, None) if day else None


def _named(match: re.Match[str]) -> tuple[date, None] | None:
    return _with_month(match[1], match[2], match[3])


def _named_first(match: re.Match[str]) -> tuple[date, None] | None:
    return _with_month(match[2], match[1], match[3])


def _with_month(day: str, name: str, year: str) -> tuple[date, None] | None:
    if not (_has_digit(day) and _has_digit(year)):
        return None
    month = month_named(name)
    found = _date(int(year.translate(_DIGITS)), month, int(day.translate(_DIGITS))) if month else None
    return (found, None) if found else None


def month_named(name: str) -> int | None:
    """From 1, whatever the language; None for any other word."""
    said = known(name)
    return _MONTH_OF.get(said[0]) if said else None


_FORMS = ((_YEAR_FIRST, _year_first), (_DAY_FIRST, _numeric), (_NAMED, _named), (_NAMED_FIRST, _named_first))


def _date(year: int, month: int, day: int) -> date | None:
    year += 2000 if year < 100 else 0
    try:
        return date(year, month, day) if 1950 <= year <= 2099 else None
    except ValueError:
        return None


def date_guesses(dates: Sequence[Dated], labels: Labels, sheet: Sheet, today: date) -> list[Guess]:
    """Each date as what its label says it is; one without a label as the day of issue, the first more than others."""
    seen = Counter(dated.day for dated in dates)
    guesses: list[Guess] = []
    bare = 0
    for dated in dates:
        label, nearness = label_of(dated.row, dated.start, dated.end, labels, sheet)
        if label is None:
            bare += 1
            strength = _bare_strength(dated, bare)
        else:
            strength = _LABELLED * label.strength * nearness
        guesses += _guesses(dated, label, strength + 0.03 * (seen[dated.day] > 1), today)
    return guesses


def label_of(row: Row, start: int, end: int, labels: Labels, sheet: Sheet) -> tuple[Label | None, float]:
    """Of a part of a row: the last label before it, else one above it, and how well that suits."""
    left = [label for label in labels.get(row.number, ()) if label.end <= start and _dates(label)]
    if left:
        return left[-1], 1.0
    above = sheet.rows[max(row.number - 2, 0) : row.number]
    span = row.span(start, end)
    for upper in reversed([each for each in above if each.page == row.page]):
        for label in labels.get(upper.number, ()):
            over = label.span
            if label.name in _NAMES and over.left < span.right and over.right > span.left:
                return label, 0.85
    return None, 0.0


def _dates(label: Label) -> bool:
    return label.name in _NAMES or label.text.lower() in _OTHERWISE


def _bare_strength(dated: Dated, count: int) -> float:
    rest = dated.row.text[dated.end :]
    strength = _BARE + 0.15 * bool(_CLOCK.search(rest)) - 0.05 * min(count - 1, 4)
    if _PLACE_BEFORE.search(dated.row.text[max(dated.start - 40, 0) : dated.start]):
        strength += 0.25
    return strength


def _guesses(dated: Dated, label: Label | None, strength: float, today: date) -> Iterator[Guess]:
    name = label.name if label else FieldName.ISSUED_ON
    if name is None:
        name, strength = FieldName.ISSUED_ON, 0.15
    text = label.text if label and label.name else None
    source = Source.LABEL if text else Source.SHAPE
    for day, share in ((dated.day, 0.9 if dated.other else 1.0), (dated.other, 0.5)):
        if day:
            plausible = _plausibility(day, name, today) * (0.85 if dated.misread else 1.0)
            yield Guess(name, dated.span, day.isoformat(), strength, source, text, plausible * share)


def _plausibility(day: date, name: FieldName, today: date) -> float:
    ahead = _DAYS_AHEAD if name is FieldName.ISSUED_ON else _DUE_DAYS_AHEAD
    age = (today - day).days
    return 1.0 if -ahead <= age <= _OLDEST_YEARS * 365 else 0.3
