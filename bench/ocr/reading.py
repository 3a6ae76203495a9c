"""What an engine made of one page, in the one form in which all engines are compared."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

Polygon = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class ReadWord:
    """`confidence` in [0, 1]; `polygon`: four corners in pixels of the image as it was given, None when not told."""

    text: str
    confidence: float
    polygon: Polygon | None


@dataclass(frozen=True)
class PageRead:
    """Lines in the engine's own order. `rotation`: the degrees clockwise to turn the image upright, None when not told.

    The seconds lead from decoded pixels to text; `cpu_seconds` are of all threads and children. `peak_megabytes` is the
    most that the engine held so far.
    """

    lines: tuple[tuple[ReadWord, ...], ...]
    rotation: int | None
    wall_seconds: float
    cpu_seconds: float
    peak_megabytes: float

    @property
    def words(self) -> tuple[ReadWord, ...]:
        return tuple(word for line in self.lines for word in line)

    @property
    def text(self) -> str:
        return "\n".join(" ".join(word.text for word in line) for line in self.lines)


class Engine(Protocol):
    """An engine with its models loaded. What it raises ends its process, and the page counts as not read."""

    def read(self, image: Path) -> PageRead:
        """Reads an upright uncompressed image file."""
