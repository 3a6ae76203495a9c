"""Which fonts of a deck are shown as others, because this machine does not have them."""

from collections.abc import Iterable
from typing import Final, NamedTuple

_STANDS_FOR: Final = {
    "Calibri": "Carlito",
    "Calibri Light": "Carlito",
    "Cambria": "Caladea",
    "Arial": "Liberation Sans",
    "Helvetica": "Liberation Sans",
    "Arial Narrow": "Liberation Sans Narrow",
    "Times New Roman": "Liberation Serif",
    "Times": "Liberation Serif",
    "Courier New": "Liberation Mono",
    "Courier": "Liberation Mono",
}
"""As wide, letter by letter: nothing moves. LibreOffice knows the same table."""
_NAMED_WITH_SPACES: Final = {
    name.replace(" ", ""): name
    for name in ("DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono", "DejaVu Sans Condensed", "Noto Sans", "Noto Serif")
}
_SYMBOLS = ("opensymbol", "symbol", "wingdings")


class FontUse(NamedTuple):
    """`shown_as` is None where several others may stand for it; `as_wide`: every line breaks where it did."""

    name: str
    shown_as: str | None
    as_wide: bool


def replaced(asked: Iterable[str], shown: Iterable[str]) -> list[FontUse]:
    """Of the fonts that a deck names those that its PDF has not. `shown` are names without spaces, as PDFs have them.

    A font of a theme that no letter is written in is in neither, and its stand-in is not there for it: it is left out,
    as far as that can be told.
    """
    there = {_squeezed(name): name for name in shown}
    missing = [name for name in sorted(set(asked)) if _squeezed(name) not in {*there, *_SYMBOLS}]
    twins = {name: twin for name in missing if (twin := _STANDS_FOR.get(name)) and _squeezed(twin) in there}
    taken = {_squeezed(twin) for twin in twins.values()} | {_squeezed(name) for name in asked} | set(_SYMBOLS)
    others = [_with_spaces(name) for key, name in there.items() if key not in taken]
    alone = [name for name in missing if name not in twins]
    # One that has a twin which is not there is likely the theme's, and no letter is written in it.
    alone = [name for name in alone if name not in _STANDS_FOR] or alone
    other = others[0] if len(others) == 1 else None
    found = [FontUse(name, twin, as_wide=True) for name, twin in twins.items()]
    return sorted(found + [FontUse(name, other, as_wide=False) for name in alone if others])


def _squeezed(name: str) -> str:
    return name.replace(" ", "").casefold()


def _with_spaces(name: str) -> str:
    return _NAMED_WITH_SPACES.get(name, name)
