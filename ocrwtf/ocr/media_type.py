"""What a file is, by its first bytes; its name never counts. The parsers must agree afterwards."""

from typing import Literal

MediaType = Literal["image/jpeg", "image/png", "image/webp", "image/tiff", "application/pdf"]

PDF: MediaType = "application/pdf"
TIFF: MediaType = "image/tiff"
_TIFF_SIGNATURES = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
"""Either byte order; + is BigTIFF."""


def media_type_of(start: bytes) -> MediaType | None:
    """By the signature at offset 0 of the first 12 bytes or more; None for what we do not read."""
    if start.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if start.startswith(b"RIFF") and start[8:12] == b"WEBP":
        return "image/webp"
    if start.startswith(_TIFF_SIGNATURES):
        return TIFF
    if start.startswith(b"%PDF-"):
        return PDF
    return None
