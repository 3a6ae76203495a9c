"""Events as somebody reads them: an error is stored as code and parameters, and worded in the reader's language."""

from typing import Any

from ocrwtf.core.errors import Language, stored_words


def worded(data: dict[str, Any], language: Language) -> dict[str, Any]:
    error = data.get("error")
    return data | {"error": stored_words(error["code"], error["params"], language)} if error else data
