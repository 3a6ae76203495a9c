"""The Chromium that tests of the web application drive: the machine's own, brought by apt where it is missing.

`python -m scripts.chromium` brings it when that needs no password. Else it says what to install, and the tests that
need it fail with the same words; all others run.
"""

import shutil

from scripts import apt
from scripts.terminal import say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "Chromium is needed for tests/browser; on Debian and Ubuntu: sudo apt install chromium"


def find() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


if __name__ == "__main__" and not find() and not apt.bring("Chromium for tests/browser", "chromium"):
    say(f"ocrwtf: {MISSING}")
