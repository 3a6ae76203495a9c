"""What a person recognises a login by: "Chrome · Android" from a User-Agent header, which itself is not kept."""

import re

_LONGEST_HEADER = 1_000
"""A browser's has about 130 characters; what stands behind is not looked at."""

# In this order: nearly every browser also names those that it wants to be taken for.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("OPX", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("UCBrowser", "UC Browser"),
    ("MiuiBrowser", "Mi Browser"),
    ("HeyTapBrowser", "HeyTap Browser"),
    ("VivoBrowser", "Vivo Browser"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chromium", "Chromium"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
_PROGRAM = re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,39}")


def device_of(user_agent: str) -> str:
    """Browser and system, or the name of a program such as `curl`; empty when nothing is known.

    At most 40 characters, none of them but our own words and those of a plain name: it is shown.
    """
    told = user_agent[:_LONGEST_HEADER]
    browser, system = _first(_BROWSERS, told), _first(_SYSTEMS, told)
    if browser:
        return " · ".join(part for part in (browser, system) if part)
    program = _PROGRAM.match(told)
    return program[0] if program and program[0] != "Mozilla" else system


def _first(names: tuple[tuple[str, str], ...], told: str) -> str:
    return next((label for name, label in names if name in told), "")
