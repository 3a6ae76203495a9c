"""The typefaces of the test pages: four free families from packages (SIL Open Font License) and Pillow's own."""

from functools import lru_cache
from importlib.resources import as_file, files

from PIL import ImageFont

FILES = {
    "sans": ("fontpkg_arimo", "Arimo[wght].ttf", "Arimo[wght].ttf"),
    "serif": ("fontpkg_pt_serif", "PT_Serif-Web-Regular.ttf", "PT_Serif-Web-Bold.ttf"),
    "narrow": ("fontpkg_pt_sans_narrow", "PT_Sans-Narrow-Web-Regular.ttf", "PT_Sans-Narrow-Web-Bold.ttf"),
    "mono": ("fontpkg_ibm_plex_mono", "IBMPlexMono-Regular.ttf", "IBMPlexMono-Bold.ttf"),
}
FAMILIES = (*FILES, "plain")


@lru_cache(maxsize=256)
def font(family: str, size_px: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """`size_px` is the em; capitals are about 0.7 of it. Pillow's own face, "plain", has no bold."""
    if family == "plain":
        return _pillows_own(size_px)
    package, regular, heavy = FILES[family]
    # The basic layout is in every build of Pillow, so that the same seed gives the same page everywhere.
    with as_file(files(package) / "files" / (heavy if bold else regular)) as path:
        face = ImageFont.truetype(str(path), size_px, layout_engine=ImageFont.Layout.BASIC)
    if "[wght]" in regular:
        face.set_variation_by_axes([700 if bold else 400])
    return face


def _pillows_own(size_px: int) -> ImageFont.FreeTypeFont:
    face = ImageFont.load_default(size_px)
    if not isinstance(face, ImageFont.FreeTypeFont):
        raise TypeError("this build of Pillow has no FreeType")
    return face
