"""How big a document may be, decided from its headers, and how big our pictures of its pages are."""

MEGABYTE = 1024**2
MAX_IMAGE_BYTES = 20 * MEGABYTE
MAX_PDF_BYTES = 50 * MEGABYTE
MAX_MEGAPIXELS = 50
MAX_PDF_PAGES = 50
MAX_PAGE_WORDS = 5_000
MAX_PAGE_CHARACTERS = 50_000
"""Of the text on one page: a full newspaper page has fewer."""

MAX_SIDE_PX = 3200
"""Longest side of what is read and kept as a page's picture."""
MAX_RENDER_PX = 8_000_000
"""Pixels of a rendered PDF page: A3 at 200 dpi is 7.7 million."""
RENDER_DPI = 200
MEDIUM_WIDTH_PX = 1280
THUMBNAIL_WIDTH_PX = 320


def fitting(width_px: int, height_px: int) -> tuple[int, int]:
    """The size at which the longest side is at most MAX_SIDE_PX, each side at least 1."""
    factor = min(1.0, MAX_SIDE_PX / max(width_px, height_px))
    return max(1, round(width_px * factor)), max(1, round(height_px * factor))


def rendered(width_points: float, height_points: float) -> tuple[int, int]:
    """The size in pixels of a PDF page (1/72 inch) at RENDER_DPI, or as much as the limits allow."""
    longest, area = max(width_points, height_points), width_points * height_points
    factor = min(RENDER_DPI / 72, MAX_SIDE_PX / longest, (MAX_RENDER_PX / area) ** 0.5)
    return max(1, round(width_points * factor)), max(1, round(height_points * factor))
