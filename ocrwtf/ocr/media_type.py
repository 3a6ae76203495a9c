"""What a file is, by its first bytes; its name never counts. The parsers must agree afterwards."""

from typing import Literal

MediaType = Literal["image/jpeg", "image/png", "image/webp", "image/tiff", "image/heic", "application/pdf"]

SIGNATURE_BYTES = 64
"""As many of a file's first bytes as are needed to know it."""

PDF: MediaType = "application/pdf"
TIFF: MediaType = "image/tiff"
_TIFF_SIGNATURES = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
"""Either byte order; + is BigTIFF."""
HEIC: MediaType = "image/heic"
_HEVC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx")
_ANY_CODEC_BRANDS = (b"mif1", b"msf1")
"""Still pictures and bursts in HEIF (ISO/IEC 23008-12 annex B), told apart by the brands they are compatible with."""


def media_type_of(start: bytes) -> MediaType | None:
    """By the signature at offset 0 of the first SIGNATURE_BYTES; None for what we do not read."""
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
    return HEIC if _is_heic(start) else None


def _is_heic(start: bytes) -> bool:
    """AVIF, which is packed in the same way, is not read."""
    if start[4:8] != b"ftyp":
        return False
    brand, end = start[8:12], int.from_bytes(start[:4], "big")
    compatible = [start[at : at + 4] for at in range(16, min(end, len(start)), 4)]
    return brand in _HEVC_BRANDS or (brand in _ANY_CODEC_BRANDS and any(also in _HEVC_BRANDS for also in compatible))
