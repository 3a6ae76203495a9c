"""The measures, each a pure function of what was read and what is true."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

BINS = 10
WRONG_AFTER_REVIEW = 0.01


@dataclass(frozen=True)
class Matches:
    """Of words as multisets; sums of pages give the micro-average."""

    hits: int = 0
    read: int = 0
    wanted: int = 0

    def __add__(self, other: "Matches") -> "Matches":
        return Matches(self.hits + other.hits, self.read + other.read, self.wanted + other.wanted)

    @property
    def f1(self) -> float:
        """1 where nothing was to be read and nothing was."""
        return 2 * self.hits / (self.read + self.wanted) if self.read + self.wanted else 1.0


def matches(read: Sequence[str], wanted: Sequence[str]) -> Matches:
    return Matches((Counter(read) & Counter(wanted)).total(), len(read), len(wanted))


def folded_words(text: str) -> list[str]:
    """What stands between white space, regardless of case."""
    return text.casefold().split()


def alphanumeric_words(text: str) -> list[str]:
    """Runs of a-z and 0-9, regardless of case: punctuation and how words are joined do not count."""
    return re.findall("[a-z0-9]+", text.casefold())


def one_line(text: str) -> str:
    """What the character error rate compares: regardless of case, any white space one space."""
    return " ".join(folded_words(text))


def edits(read: str, wanted: str) -> int:
    """Levenshtein's distance: inserted, deleted and replaced characters (Wagner and Fischer 1974), a row at a time."""
    letters = np.array([ord(letter) for letter in wanted], dtype=np.int64)
    places = np.arange(len(wanted) + 1)
    row = places.copy()
    for letter in read:
        next_row = np.append(row[:1], np.minimum(row[1:], row[:-1] - (letters == ord(letter)))) + 1
        # The cheapest way along the row: a prefix minimum once each place's own distance is taken off.
        row = np.minimum.accumulate(next_row - places) + places
    return int(row[-1])


def calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float | None:
    """Expected calibration error over ten bins with equally many words (Nguyen and O'Connor 2015); None without words.

    Words of one confidence share what is right of them, so that their order says nothing.
    """
    if not confidences:
        return None
    order = np.argsort(confidences, kind="stable")
    sure = np.asarray(confidences, dtype=np.float64)[order]
    _, groups = np.unique(sure, return_inverse=True)
    shares = np.bincount(groups, weights=np.asarray(right, dtype=np.float64)[order]) / np.bincount(groups)
    gaps = np.array_split(sure - shares[groups], BINS)
    return float(sum(abs(gap.sum()) for gap in gaps) / len(sure))


def share_to_review(confidences: Sequence[float], right: Sequence[bool]) -> float | None:
    """Which part of the words a person must look at, least sure first, so that at most 1 % stay wrong.

    Words of one confidence are looked at together: nothing tells them apart. None without words.
    """
    if not confidences:
        return None
    order = np.argsort(confidences, kind="stable")
    sure = np.asarray(confidences, dtype=np.float64)[order]
    wrong = ~np.asarray(right, dtype=np.bool_)[order]
    left = wrong.sum() - np.append(0, np.cumsum(wrong))  # after review of the first 0, 1, 2 … words
    may_stop = np.concatenate(([True], sure[1:] != sure[:-1], [True]))
    return float(np.flatnonzero(may_stop & (left <= WRONG_AFTER_REVIEW * len(sure)))[0] / len(sure))


def neighbours_kept(found: Sequence[int]) -> tuple[int, int]:
    """How many words follow the one that they should, of how many: `found` has the true places in the order read."""
    follower = dict(pairwise(sorted(found)))
    kept = sum(follower.get(one) == other for one, other in pairwise(found))
    return kept, max(0, len(found) - 1)
