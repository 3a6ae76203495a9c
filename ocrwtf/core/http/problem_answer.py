"""A problem as an HTTP answer: application/problem+json (RFC 9457) in the caller's language."""

import json
from http import HTTPStatus
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

from ocrwtf.core.errors import Problem, preferred_language

MEDIA_TYPE = "application/problem+json"


def problem_answer(scope: Scope, problem: Problem) -> Response:
    """The answer to the request of this scope; notes the kind of problem for the access log."""
    scope.setdefault("state", {})["problem"] = problem.slug()
    language = preferred_language(Headers(scope=scope).get("accept-language", ""))
    headers = problem.headers() | {"Content-Language": language, "Vary": "Accept-Language"}
    return _answer(scope, problem.body(language), problem.status, headers)


def plain_problem_answer(scope: Scope, status: int) -> Response:
    """An answer of a framework that means no more than its status (`about:blank`, RFC 9457 §4.2.1)."""
    phrase = HTTPStatus(status).phrase
    return _answer(
        scope, {"type": "about:blank", "title": phrase, "status": status}, status, {"Content-Language": "en"}
    )


def _answer(scope: Scope, members: dict[str, object], status: int, headers: dict[str, str]) -> Response:
    members |= {"instance": instance(scope), "requestId": scope.setdefault("state", {}).get("request_id")}
    return Response(json.dumps(members, default=str), status, headers, MEDIA_TYPE)


def instance(scope: Scope) -> str:
    """The path without its query, as the URI reference that RFC 9457 §3.1.5 asks for."""
    return quote(scope["path"], safe="/:@!$&'()*+,;=~", errors="replace")
