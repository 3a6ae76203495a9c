"""How big a document may be, decided from its headers, and how big our pictures of its pages are."""

MEGABYTE = 1024**2
MAX_IMAGE_BYTES = 20 * MEGABYTE
MAX_PDF_BYTES = 50 * MEGABYTE
MAX_MEGAPIXELS = 50
MAX_PAGES = 50
PAGE_SECONDS = 180
"""For decoding a page and for reading it, each: 2,600 words take a minute alone on a small machine without AVX-512."""
MAX_PAGE_WORDS = 5_000
MAX_ALTERNATIVES = 5
"""Other readings kept of a word."""
MAX_PAGE_CHARACTERS = 50_000
"""Of the text on one page: a full newspaper page has fewer."""

MAX_READ_PX = 8_000_000
"""Pixels of what is read and kept as a page's picture: a 4:3 photo of 3265 × 2449, an A3 sheet at 200 dpi."""
MAX_SIDE_PX = 16_383
"""Of the same, where it is long and narrow: WebP has no more (RFC 9649 §2.7)."""
MEDIUM_WIDTH_PX = 1280
THUMBNAIL_WIDTH_PX = 320


def fitting(width_px: int, height_px: int) -> tuple[int, int]:
    """The size with the same proportions that keeps MAX_READ_PX and MAX_SIDE_PX; each side at least 1."""
    return _scaled(width_px, height_px, 1.0)


def rendered(width_points: float, height_points: float, dpi: float) -> tuple[int, int]:
    """The size in pixels of a PDF page (1/72 inch) at that resolution, or as much as the limits allow."""
    return _scaled(width_points, height_points, dpi / 72)


def _scaled(width: float, height: float, most: float) -> tuple[int, int]:
    """By `most`, or less where that passes a limit; rounded down, so that no rounding passes one."""
    factor = min(most, MAX_SIDE_PX / max(width, height), (MAX_READ_PX / (width * height)) ** 0.5)
    return max(1, int(width * factor + 1e-6)), max(1, int(height * factor + 1e-6))
