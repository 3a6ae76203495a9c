"""From rows to answers: addresses of files, errors in words."""

from typing import Final

from ocrwtf.conversions import soffice
from ocrwtf.conversions.errors import SlidesError
from ocrwtf.conversions.models import PICTURE, Conversion, ConversionStatus, Step, Variant
from ocrwtf.conversions.schemas import (
    ConversionAnswer,
    ConversionErrorAnswer,
    ConversionFileAnswer,
    FontAnswer,
)
from ocrwtf.core.errors import Language, stored_words

_ENDINGS: Final = {
    Variant.SLIDES: ".pdf",
    Variant.NOTES: "-notes.pdf",
    Variant.HANDOUT: "-handout.pdf",
    Variant.DECK: ".pptx",
}


def whole(conversion: Conversion, language: Language) -> ConversionAnswer:
    code, params = conversion.error_code, conversion.error_params or {}
    return ConversionAnswer(
        id=conversion.id,
        status=ConversionStatus(conversion.status),
        step=Step(conversion.step) if conversion.step else None,
        kind=conversion.kind,
        filename=conversion.filename,
        size_bytes=conversion.size_bytes,
        slide_count=conversion.slide_count,
        page_count=conversion.page_count,
        pictures_made=conversion.pictures_made,
        seconds=conversion.seconds,
        fonts=[FontAnswer(name=name, shown_as=shown, as_wide=wide) for name, shown, wide in conversion.fonts or []],
        files=_files(conversion),
        original_url=f"/api/conversions/{conversion.id}/original",
        created_at=conversion.created_at,
        expires_at=conversion.expires_at,
        error=ConversionErrorAnswer(**stored_words(code, params, language)) if code else None,
    )


def _files(conversion: Conversion) -> list[ConversionFileAnswer]:
    sizes = {file.kind: file.size_bytes for file in conversion.files if file.kind != PICTURE}
    address = f"/api/conversions/{conversion.id}/file?variant="
    return [
        ConversionFileAnswer(variant=each, url=address + each, size_bytes=sizes[each])
        for each in Variant
        if each in sizes
    ]


def unavailable(language: Language) -> ConversionErrorAnswer | None:
    """Why nothing would be converted."""
    try:
        soffice.refuse_unavailable()
    except SlidesError as error:
        return ConversionErrorAnswer(**stored_words(error.code, {}, language))
    return None


def filename(conversion: Conversion, variant: Variant) -> str:
    """What the file is called where it is saved: as the deck, with an ending of its own."""
    stem = conversion.filename.rpartition(".")[0] or conversion.filename
    return stem + _ENDINGS[variant]
