"""A TrueType font whose letters have no ink and are half as wide as high: what invisible text is set in.

Made here, table by table (OpenType 1.9), so that no font has to be carried along. A letter reaches from the baseline to
the font's full height, so what readers mark is the box of the word itself. Its outline is one line there and back:
without area, so that nothing can be seen, yet with bounds, without which PDFium passes over words of one letter.
"""

import struct
from functools import cache

EM = 1000
ADVANCE = 500
_GLYPHS = 2  # .notdef, and the one that every letter is
_LETTER = struct.pack(">hhhhhHHBBhhhh", 1, 0, 0, ADVANCE, EM, 1, 0, 1, 1, 0, ADVANCE, 0, EM)
"""One contour of two points, from the lower left corner to the upper right one."""
_CHECKSUM_OF_A_FONT = 0xB1B0AFBA
_CHECKSUM_PLACE = 8
"""Of checkSumAdjustment in the head table."""


@cache
def font() -> bytes:
    tables = {
        b"cmap": _cmap(),
        b"glyf": _LETTER,
        b"head": _head(),
        b"hhea": _hhea(),
        b"hmtx": struct.pack(">Hh", ADVANCE, 0) * _GLYPHS,
        b"loca": struct.pack(">HHH", 0, 0, len(_LETTER) // 2),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x00010000, _GLYPHS, 2, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
        b"name": _name(),
        b"post": struct.pack(">IIhhIIIII", 0x00030000, 0, 0, 0, 1, 0, 0, 0, 0),
    }
    return _file(tables)


def _file(tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    directory = struct.pack(">IHHHH", 0x00010000, count, power * 16, power.bit_length() - 1, (count - power) * 16)
    body, start = b"", len(directory) + 16 * count
    for tag, table in tables.items():
        directory += struct.pack(">4sIII", tag, _checksum(table), start + len(body), len(table))
        body += table + b"\0" * (-len(table) % 4)
    whole = bytearray(directory + body)
    head = start + sum(len(table) + -len(table) % 4 for tag, table in tables.items() if tag < b"head")
    adjustment = (_CHECKSUM_OF_A_FONT - _checksum(bytes(whole))) % 2**32
    struct.pack_into(">I", whole, head + _CHECKSUM_PLACE, adjustment)
    return bytes(whole)


def _checksum(table: bytes) -> int:
    padded = table + b"\0" * (-len(table) % 4)
    total: int = sum(struct.unpack(f">{len(padded) // 4}I", padded))
    return total % 2**32


def _head() -> bytes:
    version, revision, adjustment, magic, flags = 0x00010000, 0x00010000, 0, 0x5F0F3CF5, 0b11
    created = modified = 0
    box = (0, 0, ADVANCE, EM)
    style, smallest_px, direction, short_offsets, glyph_format = 0, 8, 2, 0, 0
    return struct.pack(
        ">IIIIHHqqhhhhHHhhh", version, revision, adjustment, magic, flags, EM, created, modified, *box,
        style, smallest_px, direction, short_offsets, glyph_format,
    )  # fmt: skip


def _hhea() -> bytes:
    ascender, descender, gap, widest, bearings, caret = EM, 0, 0, ADVANCE, (0, 0, 0), (1, 0, 0)
    return struct.pack(
        ">IhhhHhhhhhhhhhhhH", 0x00010000, ascender, descender, gap, widest, *bearings, *caret, 0, 0, 0, 0, 0, _GLYPHS
    )


def _cmap() -> bytes:
    """One character, the space; PDF comes to the glyphs by their number."""
    subtable = struct.pack(">HHHHHH", 6, 12, 0, 32, 1, 1)
    return struct.pack(">HHHHI", 0, 1, 3, 1, 12) + subtable


def _name() -> bytes:
    text = "Glyphless".encode("utf-16-be")
    records = b"".join(struct.pack(">HHHHHH", 3, 1, 0x409, number, len(text), 0) for number in (1, 4, 6))
    return struct.pack(">HHH", 0, 3, 6 + len(records)) + records + text
