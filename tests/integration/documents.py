"""Small documents of our own making, for uploads."""

import io

from PIL import Image, ImageDraw, ImageFont


def picture(text: str = "TOTAL 45.000", kind: str = "PNG", size: tuple[int, int] = (480, 160)) -> bytes:
    """A white picture with one line of black text; empty text gives a blank page."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).text((24, 50), text, fill="black", font=ImageFont.load_default(48))
    content = io.BytesIO()
    image.save(content, kind)
    return content.getvalue()


def text_pdf(*pages: str) -> bytes:
    """A born-digital PDF: lines of Helvetica."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for text in pages:
        lines = " T* ".join(f"({line}) Tj" for line in text.splitlines())
        stream = f"BT /F1 24 Tf 36 TL 72 700 Td {lines} ET".encode("latin-1")
        objects.append(b"<< /Length %d >> stream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return _pdf(objects)


def _pdf(objects: list[bytes]) -> bytes:
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(body)
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, start)
    )
