"""A PDF of page pictures with their words over them, invisible, to be searched, marked and copied."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ocrwtf.ocr import glyphless, pdf_file
from ocrwtf.ocr.page import Line, Point, Word
from ocrwtf.ocr.pdf_file import PdfFile, number, references
from ocrwtf.ocr.reader import JpegPicture

LONG_SIDE_POINTS = 842.0
"""A page is as long as A4 (1/72 inch): a photo does not tell how large the paper was."""
_A4 = 595.0, LONG_SIDE_POINTS
_LEAST_POINTS = 3.0
"""No page is smaller (ISO 32000-1, annex C)."""
_LEAST_HEIGHT, _LEAST_STRETCH = 0.1, 0.01
"""Points, and per cent: of boxes without area."""
_PRODUCER = "OCR.WTF"


@dataclass(frozen=True, slots=True)
class PicturedPage:
    """Lines in pixels of `width_px` × `height_px`, which the picture fills whatever its own size is."""

    width_px: int
    height_px: int
    picture: JpegPicture
    lines: Sequence[Line]


def written(title: str, pages: Iterable[PicturedPage | None]) -> Iterator[bytes]:
    """The file in pieces, a page at a time; None is a page that could not be read, and stays blank."""
    file = PdfFile()
    yield file.head()
    tree, font = file.number(), file.number()
    yield from _font(file, font)
    kids = []
    for page in pages:
        kids.append(file.number())
        yield from _page(file, kids[-1], tree, font, page)
    yield file.written(tree, b"<< /Type /Pages /Count %d /Kids %s >>" % (len(kids), references(kids)))
    root, info = file.number(), file.number()
    shown = b"/ViewerPreferences << /DisplayDocTitle true >>"
    yield file.written(root, b"<< /Type /Catalog /Pages %d 0 R %s >>" % (tree, shown))
    named = pdf_file.text(title), pdf_file.text(_PRODUCER)
    yield file.written(info, b"<< /Title %s /Producer %s >>" % named)
    yield file.tail(root, info)


def _font(file: PdfFile, font: int) -> Iterator[bytes]:
    """Codes are UTF-16 code units, each the glyph 1 and itself when copied (ISO 32000-1, 9.7 and 9.10.3)."""
    letters, descriptor, program, glyphs, unicode = (file.number() for _ in range(5))
    yield file.written(
        font,
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Glyphless /Encoding /Identity-H"
        b" /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>" % (letters, unicode),
    )
    system = b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    yield file.written(
        letters,
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Glyphless /CIDSystemInfo %s /DW %d"
        b" /FontDescriptor %d 0 R /CIDToGIDMap %d 0 R >>" % (system, glyphless.ADVANCE, descriptor, glyphs),
    )
    yield file.written(
        descriptor,
        b"<< /Type /FontDescriptor /FontName /Glyphless /Flags 5 /FontBBox [0 0 %d %d] /ItalicAngle 0 /Ascent %d"
        b" /Descent 0 /CapHeight %d /StemV 80 /FontFile2 %d 0 R >>"
        % (glyphless.ADVANCE, glyphless.EM, glyphless.EM, glyphless.EM, program),
    )
    yield file.stream(program, glyphless.font(), b"/Length1 %d" % len(glyphless.font()))
    yield file.stream(glyphs, b"\0\1" * 65536)
    yield file.stream(unicode, _to_unicode())


def _to_unicode() -> bytes:
    """A range may not leave its high byte, and no block may have more than a hundred."""
    ranges = [f"<{high:02x}00> <{high:02x}ff> <{high:02x}00>" for high in range(256)]
    blocks = [ranges[start : start + 100] for start in range(0, 256, 100)]
    mapped = "\n".join(f"{len(block)} beginbfrange\n" + "\n".join(block) + "\nendbfrange" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{mapped}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()


def _page(file: PdfFile, own: int, tree: int, font: int, page: PicturedPage | None) -> Iterator[bytes]:
    if page is None:
        yield file.written(own, b"<< /Type /Page /Parent %d 0 R %s /Resources << >> >>" % (tree, _box(*_A4)))
        return
    content, image = file.number(), file.number()
    width, height = _size(page)
    resources = b"<< /Font << /F %d 0 R >> /XObject << /P %d 0 R >> >>" % (font, image)
    entries = _box(width, height), content, resources
    yield file.written(own, b"<< /Type /Page /Parent %d 0 R %s /Contents %d 0 R /Resources %s >>" % (tree, *entries))
    drawn = b"q %s 0 0 %s 0 0 cm /P Do Q\n" % (number(width), number(height))
    yield file.stream(content, drawn + _text(page, width / page.width_px, height / page.height_px))
    yield file.stream(image, page.picture.data, _picture(page.picture), packed=False)


def _picture(picture: JpegPicture) -> bytes:
    size = b"/Width %d /Height %d" % (picture.width_px, picture.height_px)
    return b"/Type /XObject /Subtype /Image %s /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode" % size


def _size(page: PicturedPage) -> tuple[float, float]:
    scale = LONG_SIDE_POINTS / max(page.width_px, page.height_px)
    return max(page.width_px * scale, _LEAST_POINTS), max(page.height_px * scale, _LEAST_POINTS)


def _box(width: float, height: float) -> bytes:
    return b"/MediaBox [0 0 %s %s]" % (number(width), number(height))


def _text(page: PicturedPage, across: float, down: float) -> bytes:
    """In rendering mode 3, which paints nothing; points are up from the page's lower left corner."""

    def placed(point: Point) -> Point:
        return point[0] * across, (page.height_px - point[1]) * down

    lines = (b"".join(_words([_placed(word, placed) for word in line.words if word.text])) for line in page.lines)
    return b"BT 3 Tr\n%sET\n" % b"".join(lines)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A word's foot: where it starts, how long it is, which way it runs; and how high it is."""

    text: str
    start: Point
    length: float
    angle: float
    height: float

    @property
    def end(self) -> Point:
        return self.start[0] + self.length * math.cos(self.angle), self.start[1] + self.length * math.sin(self.angle)


def _placed(word: Word, placed: Callable[[Point], Point]) -> _Placed:
    top_left, top_right, right, left = (placed(point) for point in word.polygon)
    angle = math.atan2(right[1] - left[1], right[0] - left[0])
    high = (
        (top_left[0] + top_right[0] - left[0] - right[0]) / 2,
        (top_left[1] + top_right[1] - left[1] - right[1]) / 2,
    )
    height = abs(high[1] * math.cos(angle) - high[0] * math.sin(angle))
    return _Placed(word.text, left, math.dist(left, right), angle, max(height, _LEAST_HEIGHT))


def _words(words: Sequence[_Placed]) -> Iterator[bytes]:
    """Each word over its own box; the space behind it fills the gap to the next, so that lines are copied as such."""
    following = [*words[1:], None]
    for word, after in zip(words, following, strict=True):
        yield _matrix(word) + _shown(word.text, word.length, word.height)
        gap = math.dist(word.end, after.start) if after else 0.0
        yield _shown(" ", gap or word.height / 4, word.height)


def _matrix(word: _Placed) -> bytes:
    cos, sin = math.cos(word.angle), math.sin(word.angle)
    parts = (cos, sin, -sin, cos, *word.start)
    return b"%s Tm /F %s Tf\n" % (b" ".join(map(number, parts)), number(word.height))


def _shown(text: str, length: float, height: float) -> bytes:
    """`text` stretched to be `length` long."""
    codes = text.encode("utf-16-be", "replace")
    natural = len(codes) / 2 * height * glyphless.ADVANCE / glyphless.EM
    return b"%s Tz <%s> Tj\n" % (number(max(100 * length / natural, _LEAST_STRETCH)), codes.hex().encode())
