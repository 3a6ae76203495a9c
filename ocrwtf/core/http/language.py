"""Which language a caller reads: a dependency of routes that word something."""

from typing import Annotated

from fastapi import Depends
from fastapi.requests import HTTPConnection

from ocrwtf.core.errors import Language, preferred_language


def get_language(connection: HTTPConnection) -> Language:
    return preferred_language(connection.headers.get("accept-language", ""))


LanguageDep = Annotated[Language, Depends(get_language)]
