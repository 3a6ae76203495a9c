"""Documents made on the spot: small ones by the hundred, large ones, and ones that must be refused."""

import io
import os
import struct
import zlib
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

MEBIBYTE = 2**20


def picture(*lines: str) -> bytes:
    """A white PNG with large black text; without lines a blank page."""
    image = Image.new("RGB", (640, 90 + 80 * max(1, len(lines))), "white")
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        draw.text((24, 40 + 80 * number), line, fill="black", font=ImageFont.load_default(44))
    return _encoded(image, "PNG")


def text_pdf(*pages: str) -> bytes:
    """A born-digital PDF: one line of Helvetica a page."""
    return _pdf(_objects(pages))


def large_jpeg(size_bytes: int = 19 * MEBIBYTE) -> bytes:
    """A page of noise, so that it really has that size (within 10 %) at less than 50 megapixels."""
    side = 3000
    grey = Image.frombytes("L", (side, side), os.urandom(side * side))
    image = Image.merge("RGB", (grey, grey.rotate(90), grey.rotate(180)))
    best = _encoded(image, "JPEG", quality=50, subsampling=0)
    for quality in range(60, 101, 2):
        content = _encoded(image, "JPEG", quality=quality, subsampling=0)
        if len(content) > size_bytes:
            break
        best = content
    return best


def large_pdf(size_bytes: int = 50 * MEBIBYTE - 4096) -> bytes:
    """One line of text, and a stream of random bytes that nothing shows and that fills the file."""
    return _pdf([*_objects(["BERKAS BESAR"]), _stream(os.urandom(size_bytes - 2048))])


def pixel_flood(side: int = 30_000) -> bytes:
    """A small PNG of one bit a pixel that says it is 30,000 × 30,000: 900 megapixels."""
    row = b"\0" + b"\0" * ((side + 7) // 8)
    compressor = zlib.compressobj(9)
    data = b"".join(compressor.compress(row) for _ in range(side)) + compressor.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _encoded(image: Image.Image, kind: str, **options: int) -> bytes:
    content = io.BytesIO()
    image.save(content, kind, **options)
    return content.getvalue()


def _objects(pages: Sequence[str]) -> list[bytes]:
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for text in pages:
        objects.append(_stream(f"BT /F1 24 Tf 72 700 Td ({text}) Tj ET".encode("latin-1")))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return objects


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >> stream\n%s\nendstream" % (len(content), content)


def _pdf(objects: list[bytes]) -> bytes:
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, len(body))
    )
