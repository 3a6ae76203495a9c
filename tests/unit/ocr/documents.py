"""Small documents that the tests of reading make for themselves."""

import io
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image


def image_bytes(image: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def noise(width: int, height: int) -> Image.Image:
    return Image.effect_noise((width, height), 80).convert("RGB")


def oriented_jpeg(width: int, height: int, orientation: int) -> bytes:
    """Left half red, right half blue as stored; with a place and a comment that must not survive."""
    image = Image.new("RGB", (width, height), (255, 0, 0))
    image.paste((0, 0, 255), (width // 2, 0, width, height))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = "canary of a description"
    exif.get_ifd(0x8825)[1] = "S"
    xmp = b"<x:xmpmeta>canary of a place</x:xmpmeta>"
    return image_bytes(image, "JPEG", exif=exif, xmp=xmp, quality=95)


def marked(width: int, height: int) -> Image.Image:
    """White, the top left quarter red."""
    image = Image.new("RGB", (width, height), "white")
    image.paste((255, 0, 0), (0, 0, width // 2, height // 2))
    return image


def heic_bytes(quarter_turns: int = 0, mirror: int | None = None) -> bytes:
    """`marked(128, 64)` in HEIC, to be turned to the left and then mirrored: 0 upside down, 1 left to right.

    The file was packed once by libheif's heif-enc from a JPEG whose EXIF says orientation 6 and has a canary in its
    description; the properties irot and imir, which that program does not write, were put in by hand. Here they
    become what is asked for; an unknown property is passed over.
    """
    content = bytearray((Path(__file__).parent / "turnable.heic").read_bytes())
    content[content.index(b"irot") + 4] = quarter_turns
    at = content.index(b"imir")
    content[at : at + 5] = b"skip\0" if mirror is None else b"imir" + bytes([mirror])
    return bytes(content)


def tiff_bytes(*pages: Image.Image, **options: object) -> bytes:
    return image_bytes(pages[0], "TIFF", save_all=True, append_images=pages[1:], **options)


def tiff_directories(directories: list[dict[int, int]], *, order: str = "<", last_leads_to: int | None = None) -> bytes:
    """One grey pixel many times; each directory may have other values. The chain ends, or leads back to a directory."""
    start, pixel_at, entries = 12, 8, 8
    size = 2 + entries * 12 + 4
    content = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", start) + bytes(4)
    for number, others in enumerate(directories):
        tags = {254: 0, 256: 1, 257: 1, 258: 8, 262: 1, 273: pixel_at, 278: 1, 279: 1} | others
        is_last = number == len(directories) - 1
        follows = number + 1 if not is_last else last_leads_to
        content += struct.pack(order + "H", entries)
        content += b"".join(struct.pack(order + "HHII", tag, 4, 1, value) for tag, value in tags.items())
        content += struct.pack(order + "I", 0 if follows is None else start + follows * size)
    return content


def pdf_bytes(
    content: str, *, pages: int = 1, page_entries: str = "/MediaBox [0 0 612 792]", resources: str = "", extra: str = ""
) -> bytes:
    """A PDF whose pages all show `content` in Helvetica (/F1); no cross-reference table, which readers rebuild."""
    kids = " ".join(f"{10 + index} 0 R" for index in range(pages))
    objects = [
        "1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj",
        f"2 0 obj <</Type/Pages/Kids [{kids}]/Count {pages}>> endobj",
        "3 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>> endobj",
        f"4 0 obj <</Length {len(content)}>> stream\n{content}\nendstream endobj",
        *(
            f"{10 + index} 0 obj <</Type/Page/Parent 2 0 R {page_entries}/Contents 4 0 R"
            f"/Resources <</Font <</F1 3 0 R>> {resources}>>>> endobj"
            for index in range(pages)
        ),
        extra,
    ]
    return ("%PDF-1.7\n" + "\n".join(objects) + "\ntrailer <</Root 1 0 R>>\n%%EOF\n").encode("latin-1")


def pdf_image(
    width: int, height: int, data: bytes, *, packing: str = "", space: str = "/DeviceGray", more: str = ""
) -> tuple[str, str]:
    """An image /I for `pdf_bytes`: its object (`extra`) and where it is named (`resources`)."""
    head = f"7 0 obj <</Type/XObject/Subtype/Image/Width {width}/Height {height}/BitsPerComponent 8/ColorSpace {space}"
    entries = f"{f'/Filter/{packing}' if packing else ''}{more}/Length {len(data)}>>"
    return f"{head}{entries} stream\n{data.decode('latin-1')}\nendstream endobj", "/XObject <</I 7 0 R>>"


@contextmanager
def descriptor_of(content: bytes) -> Iterator[int]:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        yield file.fileno()
