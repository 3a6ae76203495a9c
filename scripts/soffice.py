"""The LibreOffice that tests of conversions use, and fonts as wide as the usual ones: brought by apt where missing.

`python -m scripts.soffice` brings it when that needs no password. Else it says what to install, and those tests are
skipped with the same words: slides are an option for users, too.
"""

from ocrwtf.conversions import soffice
from scripts import apt
from scripts.terminal import say

MISSING = f"LibreOffice is not installed; on Debian and Ubuntu: {soffice.INSTALL}"

if __name__ == "__main__" and not soffice.folder() and not apt.bring("LibreOffice for tests", *soffice.PACKAGES):
    say(f"ocrwtf: {MISSING}")
