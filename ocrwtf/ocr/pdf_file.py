"""A PDF file written object by object, in order, so that none has to be kept (ISO 32000-1, PDF 1.5)."""

import zlib
from collections.abc import Iterable

_HEAD = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"


class PdfFile:
    """Numbers objects and remembers where they start; each piece that it gives belongs right behind the one before."""

    def __init__(self) -> None:
        self._length = 0
        self._starts: list[int | None] = []

    def head(self) -> bytes:
        return self._counted(_HEAD)

    def number(self) -> int:
        """Of an object that will be written some time."""
        self._starts.append(None)
        return len(self._starts)

    def written(self, number: int, content: bytes) -> bytes:
        self._starts[number - 1] = self._length
        return self._counted(b"%d 0 obj\n%s\nendobj\n" % (number, content))

    def stream(self, number: int, content: bytes, entries: bytes = b"", *, packed: bool = True) -> bytes:
        """`packed`: by us; else the entries name the filter, if there is one."""
        if packed:
            content, entries = zlib.compress(content), entries + b" /Filter /FlateDecode"
        return self.written(
            number, b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(content), _spaced(entries), content)
        )

    def tail(self, root: int, info: int) -> bytes:
        """The table of all objects.

        Raises
        ------
        ValueError: an object that got a number was never written.
        """
        starts = [start for start in self._starts if start is not None]
        if len(starts) < len(self._starts):
            raise ValueError("an object is missing")
        place, count = self._length, len(starts) + 1
        table = b"".join(b"%010d 00000 n \n" % start for start in starts)
        trailer = b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R >>\n" % (count, root, info)
        whole = b"xref\n0 %d\n0000000000 65535 f \n%s%sstartxref\n%d\n%%%%EOF\n" % (count, table, trailer, place)
        return self._counted(whole)

    def _counted(self, piece: bytes) -> bytes:
        self._length += len(piece)
        return piece


def _spaced(entries: bytes) -> bytes:
    return b" " + entries.strip() if entries else b""


def references(numbers: Iterable[int]) -> bytes:
    return b"[%s]" % b" ".join(b"%d 0 R" % number for number in numbers)


def text(value: str) -> bytes:
    """A text string, whatever its letters."""
    return b"<%s>" % ("\ufeff" + value).encode("utf-16-be", "replace").hex().encode()


def number(value: float) -> bytes:
    """Four decimals are far below what any printer shows; never with an exponent."""
    return f"{value:.4f}".rstrip("0").rstrip(".").encode() or b"0"
