"""Errors a caller can act on: each says what happened and what to do, in Indonesian and English (RFC 9457)."""

import re
from dataclasses import dataclass
from typing import ClassVar, Literal

Language = Literal["id", "en"]


@dataclass(frozen=True)
class Wording:
    """One sentence in both languages; `{name}` stands for a parameter."""

    id: str
    en: str

    def in_language(self, language: Language, params: dict[str, object]) -> str:
        return (self.id if language == "id" else self.en).format_map(params)


class Problem(Exception):  # noqa: N818  RFC 9457 calls it a problem
    """Base of every error the API shows. A subclass stands next to the service that raises it.

    `params` fill the wording and are members of the answer; so is nothing else, and never the text of an exception.
    """

    status: ClassVar[int]
    title: ClassVar[Wording]
    detail: ClassVar[Wording]
    kinds: ClassVar[dict[str, type["Problem"]]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        Problem.kinds[cls.slug()] = cls

    def __init__(self, **params: object) -> None:
        super().__init__(self.slug())
        self.params = params

    @classmethod
    def slug(cls) -> str:
        """`InsufficientCredits` → `insufficient-credits`: the last part of the problem's type."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    def headers(self) -> dict[str, str]:
        """Headers that belong to this answer, such as Retry-After."""
        return {}

    def body(self, language: Language) -> dict[str, object]:
        """The problem as RFC 9457 members, without `instance` and `requestId`, which belong to the request."""
        members = {_camel(name): value for name, value in self.params.items()}
        return members | {
            "type": f"/problems/{self.slug()}",
            "title": self.title.in_language(language, self.params),
            "status": self.status,
            "detail": self.detail.in_language(language, self.params),
        }


def stored_problem(code: str, params: dict[str, object]) -> Problem:
    """The problem that was stored as a code and parameters, to be worded when it is read."""
    return Problem.kinds[code](**params)


def words(problem: Problem, language: Language) -> dict[str, str]:
    """`type`, `title` and `detail` alone."""
    body = problem.body(language)
    return {member: str(body[member]) for member in ("type", "title", "detail")}


def stored_words(code: str, params: dict[str, object], language: Language) -> dict[str, str]:
    """The same of a problem that was stored."""
    return words(stored_problem(code, params), language)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def preferred_language(accept_language: str) -> Language:
    """Indonesian or English by an Accept-Language header (RFC 9110 §12.5.4); Indonesian when it asks for neither."""
    best: tuple[float, Language] = (0.0, "id")
    for part in accept_language[:200].split(","):
        tag, _, weight = part.replace(" ", "").partition(";q=")
        language = tag.lower().split("-")[0]
        quality = float(weight) if re.fullmatch(r"[01](\.\d{0,3})?", weight) else 1.0
        if language in ("id", "in") and quality > best[0]:
            best = (quality, "id")
        elif language == "en" and quality > best[0]:
            best = (quality, "en")
    return best[1]
