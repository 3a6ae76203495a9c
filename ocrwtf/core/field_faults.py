"""What is wrong with one field of a request, said in both languages without repeating what was sent."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ocrwtf.core.errors import Language, Wording

MAX_FAULTS = 20  # a body of 1 MiB can hold 100,000 unknown fields; the answer stays small
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_.\-]{1,64}")

_NOT_VALID = Wording("tidak benar.", "is not valid.")
_NUMBER = Wording("harus berupa bilangan.", "must be a number.")
_WHOLE = Wording("harus berupa bilangan bulat.", "must be a whole number.")
_TEXT = Wording("harus berupa teks.", "must be text.")
_TIME = Wording(
    "harus berupa waktu RFC 3339, misalnya 2026-01-31T08:00:00Z.",
    "must be an RFC 3339 time such as 2026-01-31T08:00:00Z.",
)
_CHOICE = Wording("harus salah satu dari: {expected}.", "must be one of: {expected}.")

# Keys are Pydantic's error types; braces name members of the error's own `ctx`: our rules, never the input.
WORDINGS: Mapping[str, Wording] = {
    "missing": Wording("wajib diisi.", "is required."),
    "extra_forbidden": Wording("tidak dikenal. Hapus isian ini.", "is not a known field. Remove it."),
    "string_type": _TEXT,
    "string_unicode": Wording("memuat karakter yang tidak sah.", "has characters that are not valid."),
    "unstorable_text": Wording("memuat karakter yang tidak dapat disimpan.", "has characters that cannot be stored."),
    "string_too_short": Wording("paling sedikit {min_length} karakter.", "needs at least {min_length} characters."),
    "string_too_long": Wording("paling banyak {max_length} karakter.", "may have at most {max_length} characters."),
    "string_pattern_mismatch": Wording("bentuknya tidak sesuai.", "does not have the expected form."),
    "too_short": Wording("paling sedikit {min_length} butir.", "needs at least {min_length} items."),
    "too_long": Wording("paling banyak {max_length} butir.", "may have at most {max_length} items."),
    "not_distinct": Wording("memuat butir yang sama dua kali.", "has the same item twice."),
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing_size": Wording("terlalu besar.", "is too large."),
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "greater_than": Wording("harus lebih dari {gt}.", "must be more than {gt}."),
    "greater_than_equal": Wording("paling kecil {ge}.", "must be at least {ge}."),
    "less_than": Wording("harus kurang dari {lt}.", "must be less than {lt}."),
    "less_than_equal": Wording("paling besar {le}.", "must be at most {le}."),
    "bool_type": Wording("harus true atau false.", "must be true or false."),
    "bool_parsing": Wording("harus true atau false.", "must be true or false."),
    "literal_error": _CHOICE,
    "enum": _CHOICE,
    "cursor": Wording("bukan dari daftar ini. Mulai tanpa isian ini.", "is not of this list. Begin without it."),
    "uuid_type": Wording("harus berupa UUID.", "must be a UUID."),
    "uuid_parsing": Wording("harus berupa UUID.", "must be a UUID."),
    "datetime_type": _TIME,
    "datetime_parsing": _TIME,
    "datetime_from_date_parsing": _TIME,
    "timezone_aware": Wording(
        "harus memuat zona waktu, misalnya Z atau +07:00.", "needs a time zone, such as Z or +07:00."
    ),
    "in_the_past": Wording("harus waktu yang akan datang.", "must be a time to come."),
    "date_type": Wording("harus berupa tanggal seperti 2026-01-31.", "must be a date such as 2026-01-31."),
    "date_from_datetime_parsing": Wording(
        "harus berupa tanggal seperti 2026-01-31.", "must be a date such as 2026-01-31."
    ),
    "time_zone": Wording(
        "harus berupa zona waktu IANA, misalnya Asia/Jakarta.", "must be an IANA time zone such as Asia/Jakarta."
    ),
    "common_password": Wording(
        "terlalu sering dipakai orang dan mudah ditebak. Pilih yang lain.",
        "is one that many people use and is easy to guess. Choose another one.",
    ),
    "list_type": Wording("harus berupa daftar.", "must be a list."),
    "dict_type": Wording("harus berupa objek JSON.", "must be a JSON object."),
    "model_attributes_type": Wording("harus berupa objek JSON.", "must be a JSON object."),
}


@dataclass(frozen=True)
class FieldFault:
    """`field` is the path of the value (`lines.0.quantity`), empty for the whole body; `params` fill the wording."""

    field: str
    wording: Wording
    params: Mapping[str, object]

    def in_language(self, language: Language) -> dict[str, str]:
        params = dict(self.params)
        if language == "id" and "expected" in params:  # Pydantic's own list of the allowed values
            params["expected"] = str(params["expected"]).replace(" or ", " atau ")
        return {"field": self.field, "message": self.wording.in_language(language, params)}


def field_faults(errors: Iterable[Mapping[str, Any]]) -> list[FieldFault]:
    """The first `MAX_FAULTS` of Pydantic's errors; neither `input` nor `msg`, which may quote it, is read."""
    return [_fault(error) for error, _ in zip(errors, range(MAX_FAULTS), strict=False)]


def _fault(error: Mapping[str, Any]) -> FieldFault:
    path = ".".join(_name(part) for part in error["loc"][1:])
    wording, params = WORDINGS.get(error["type"], _NOT_VALID), dict(error.get("ctx") or {})
    try:
        wording.in_language("id", params)
    except KeyError:  # a rule that named its limits otherwise: say less rather than fail
        wording = _NOT_VALID
    return FieldFault(path, wording, params)


def _name(part: object) -> str:
    """A key as it was sent, unless it is no plain name: an unknown field's name is the caller's text."""
    return str(part) if _PLAIN_NAME.fullmatch(str(part)) else "?"
