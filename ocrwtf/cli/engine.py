"""The engine that the settings name, or the sentence that says why it cannot be used here."""

import click

from ocrwtf.config import settings
from ocrwtf.core.errors import Language, Wording
from ocrwtf.ocr.choice import EngineArguments, chosen
from ocrwtf.ocr.errors import EngineUnavailableError

WORDINGS = {
    "tesseract-missing": Wording(
        "Tesseract tidak terpasang di /usr/bin, atau tidak berjalan: apt install tesseract-ocr tesseract-ocr-ind",
        "Tesseract is not installed in /usr/bin, or does not run: apt install tesseract-ocr tesseract-ocr-ind",
    ),
    "language-missing": Wording(
        "Tesseract di sini tidak mengenal bahasa “{language}”, hanya: {there}.",
        "Tesseract does not know the language “{language}” here, only: {there}.",
    ),
}
"""One for each code of `ocr.errors.UNAVAILABLE`."""


def unavailable(error: EngineUnavailableError, language: Language) -> str:
    return WORDINGS[error.code].in_language(language, dict(error.params))


def engine_of_setting() -> EngineArguments:
    """What OCR_ENGINE names.

    Raises
    ------
    click.ClickException: it is not installed; one sentence says what to do.
    """
    try:
        return chosen(settings().ocr_engine)
    except EngineUnavailableError as error:
        name = settings().ocr_engine
        raise click.ClickException(f"OCR_ENGINE={name}: {unavailable(error, 'en')}") from error
