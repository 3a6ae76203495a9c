"""The language of the command line: Indonesian where the locale says so, else English."""

import os
from collections.abc import Mapping

from ocrwtf.core.errors import Language


def terminal_language(environment: Mapping[str, str] = os.environ) -> Language:
    """By the first of LC_ALL and LANG that is set (POSIX locale names such as id_ID.UTF-8)."""
    locale = environment.get("LC_ALL") or environment.get("LANG") or ""
    return "id" if locale.lower().split(".")[0].split("_")[0] in ("id", "in") else "en"
