"""GET /api/config: what a front end has to know before anybody has logged in; never a secret."""

from typing import Literal

from fastapi import APIRouter

from ocrwtf import __version__
from ocrwtf.config import settings
from ocrwtf.conversions.limits import MAX_FILE_BYTES, MAX_SLIDES
from ocrwtf.core.mail.post import is_set_up
from ocrwtf.core.schemas import Answer
from ocrwtf.files.uploads import MAX_FILES
from ocrwtf.ocr.limits import MAX_IMAGE_BYTES, MAX_PAGES, MAX_PDF_BYTES
from ocrwtf.users import providers
from ocrwtf.users import service as users_service
from ocrwtf.users.auth import OpenSessionDep
from ocrwtf.users.identity_shapes import ProviderAnswer

router = APIRouter(prefix="/api", tags=["config"])


class ConfigAnswer(Answer):
    """`mail`: letters leave; else links are in the log. `first_run`: nobody is registered yet. `max_files` is for one
    upload, `scan_cost` and `conversion_cost` in credits a file.
    """

    version: str
    registration: Literal["open", "verified", "closed"]
    mail: bool
    first_run: bool
    max_image_bytes: int
    max_pdf_bytes: int
    max_pages: int
    max_files: int
    scan_cost: int
    conversion_cost: int
    max_deck_bytes: int
    max_slides: int
    daily_credits: int
    sign_in_with: list[ProviderAnswer]


@router.get("/config")
def get_config(session: OpenSessionDep) -> ConfigAnswer:
    return ConfigAnswer(
        version=__version__,
        registration=settings().registration,
        mail=is_set_up(),
        first_run=not users_service.anybody_is_registered(session),
        max_image_bytes=MAX_IMAGE_BYTES,
        max_pdf_bytes=MAX_PDF_BYTES,
        max_pages=MAX_PAGES,
        max_files=MAX_FILES,
        scan_cost=settings().scan_cost,
        conversion_cost=settings().conversion_cost,
        max_deck_bytes=MAX_FILE_BYTES,
        max_slides=MAX_SLIDES,
        daily_credits=settings().daily_credits,
        sign_in_with=[ProviderAnswer.model_validate(provider) for provider in providers.configured()],
    )
