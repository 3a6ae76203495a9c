"""Which engine reads: found to be there before the processes start that will use it."""

from typing import Literal

from ocrwtf.ocr.tesseract import program

EngineName = Literal["ppocr", "tesseract"]
EngineArguments = tuple[str, ...]
"""The engine's name and what it needs, as arguments of the reading process."""
PPOCR: EngineArguments = ("ppocr",)


def chosen(name: EngineName, languages: str | None = None) -> EngineArguments:
    """`languages` steer Tesseract only: our own engine reads all it knows at once.

    Raises
    ------
    EngineUnavailableError: the engine, or a language that it shall read, is not installed.
    """
    if name == "ppocr":
        return PPOCR
    found = program.installed(languages)
    return name, found.path, found.languages
