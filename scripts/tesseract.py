"""The Tesseract that tests of the second engine and comparisons use: brought by apt where it is missing.

`python -m scripts.tesseract` brings it when that needs no password. Else it says what to install, and those tests are
skipped with the same words: the engine is an option for users, too.
"""

import shutil

from scripts import apt
from scripts.terminal import say

PACKAGES = ("tesseract-ocr", "tesseract-ocr-ind")
MISSING = f"Tesseract is not installed; on Debian and Ubuntu: sudo apt install {' '.join(PACKAGES)}"

if __name__ == "__main__" and not shutil.which("tesseract") and not apt.bring("Tesseract for tests", *PACKAGES):
    say(f"ocrwtf: {MISSING}")
