"""How large a presentation may be, decided before it is unpacked, and for how long its PDF is kept."""

from datetime import timedelta

MEGABYTE = 1024**2
MAX_FILE_BYTES = 50 * MEGABYTE
MAX_SLIDES = 200
MAX_ENTRIES = 5_000
MAX_UNPACKED_BYTES = 256 * MEGABYTE
MAX_RATIO, RATIO_FROM_BYTES = 100, MEGABYTE
"""An entry of a ZIP that is larger than that, unpacked, may not be so many times as large as packed."""
MAX_PICTURE_MEGAPIXELS = 100
"""Of one picture in a deck: more than cameras make, and nobody sees it on a slide."""
MAX_OUTLINE_CHARACTERS = 50_000
MAX_FONTS, MAX_FONT_CHARACTERS = 60, 80
PICTURE_WIDTH_PX = 480
PICTURES_AT_ONCE = 10

KEPT = timedelta(days=7)
"""From the moment it was asked for, to the second."""
CONVERSION_SECONDS = 90
CHILD_SECONDS = 60.0
