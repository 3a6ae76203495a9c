"""An outline, written as text, made into a deck: what a person types in a minute is worth slides.

With headings (`# …`), each begins a slide; without, blocks with empty lines between are slides and the first line of
each is its title. Lines below are points; two spaces or a tab before one make it a point of the point above.
"""

import io
import re
from dataclasses import dataclass, field
from typing import Final

import pptx
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.presentation import Presentation
from pptx.slide import Slide as MadeSlide
from pptx.util import Inches, Pt

_HEADING = re.compile(r"#{1,6}\s+(.*)")
_POINT = re.compile(r"([ \t]*)(?:[-*•–]\s+|\d{1,3}[.)]\s+)?(.*)")
_MOST_LEVELS = 4
_WIDTH, _HEIGHT = Inches(13.333), Inches(7.5)
_TITLE_ONLY, _TITLE_AND_POINTS = 0, 1


def _empty_deck() -> bytes:
    made = io.BytesIO()
    pptx.Presentation().save(made)
    return made.getvalue()


_EMPTY: Final = _empty_deck()
"""Read while files can still be read: a child has none."""


@dataclass
class OutlineSlide:
    title: str
    points: list[tuple[int, str]] = field(default_factory=list)
    """Level from 0, and what it says."""


def slides_of(text: str) -> list[OutlineSlide]:
    lines = [line.rstrip() for line in text.expandtabs(2).splitlines()]
    has_headings = any(_HEADING.match(line) for line in lines)
    found: list[OutlineSlide] = []
    begins = True
    for line in lines:
        heading = _HEADING.match(line)
        if heading or (line and begins and (not has_headings or not found)):
            found.append(OutlineSlide((heading[1] if heading else line).strip()))
        elif line:
            found[-1].points.append(_point(line))
        begins = not line and not has_headings
    return found


def _point(line: str) -> tuple[int, str]:
    match = _POINT.fullmatch(line)
    before, said = (match[1], match[2]) if match else ("", line)
    return min(len(before) // 2, _MOST_LEVELS), said.strip()


def deck(text: str) -> tuple[bytes, int]:
    """PPTX, 16:9, and how many slides it has."""
    made = pptx.Presentation(io.BytesIO(_EMPTY))
    made.slide_width, made.slide_height = _WIDTH, _HEIGHT
    outline = slides_of(text)
    for one in outline:
        _add(made, one)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue(), len(outline)


def _add(made: Presentation, one: OutlineSlide) -> None:
    slide = made.slides.add_slide(made.slide_layouts[_TITLE_AND_POINTS if one.points else _TITLE_ONLY])
    title = slide.shapes.title
    title.text_frame.text = one.title
    title.text_frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
    if not one.points:
        _place(title, Inches(2.6), Inches(2.0))
        slide.placeholders[1]._element.getparent().remove(slide.placeholders[1]._element)  # noqa: SLF001  no other way
        return
    _place(title, Inches(0.45), Inches(1.2))
    _write(slide, one)


def _write(slide: MadeSlide, one: OutlineSlide) -> None:
    body = slide.placeholders[1]
    _place(body, Inches(1.8), Inches(5.2))
    frame = body.text_frame
    frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
    for number, (level, said) in enumerate(one.points):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.text, paragraph.level = said, level
        paragraph.font.size = Pt(_point_size(len(one.points)) - 2 * level)


def _point_size(points: int) -> int:
    """So many fit: LibreOffice shrinks text, PowerPoint only once somebody edits it."""
    return 28 if points <= 7 else 22 if points <= 10 else 16 if points <= 15 else 12


def _place(shape: object, top: int, height: int) -> None:
    for name, value in (("left", Inches(0.8)), ("top", top), ("width", _WIDTH - 2 * Inches(0.8)), ("height", height)):
        setattr(shape, name, int(value))
