"""Puts the HTTP edge on an application: layers in their order, and an answer for every kind of error."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, TypeVar

import structlog
from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from psycopg import DataError as PsycopgDataError
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import Route

from ocrwtf.core.database import AWAY
from ocrwtf.core.errors import Problem
from ocrwtf.core.field_faults import field_faults
from ocrwtf.core.http.body_guard import BODY_LIMIT_BYTES, UPLOAD_PATHS, BodyGuard, Refused
from ocrwtf.core.http.client_address import ClientAddress, Network
from ocrwtf.core.http.cross_origin import CrossOrigin
from ocrwtf.core.http.edge import LastCatch, RequestContext, SecurityHeaders, route_template
from ocrwtf.core.http.problem_answer import plain_problem_answer, problem_answer
from ocrwtf.core.problems import (
    BodyTooLarge,
    InternalError,
    InvalidRequest,
    MalformedBody,
    MethodNotAllowed,
    NotFound,
    ServiceUnavailable,
    UnusableValue,
)
from ocrwtf.core.text import has_surrogate, is_storable

E = TypeVar("E", bound=Exception)

_log = structlog.stdlib.get_logger("ocrwtf.http")


def install(
    app: FastAPI,
    upload_paths: Mapping[str, int] = UPLOAD_PATHS,
    inside: Sequence[Middleware] = (),
    trusted_proxies: Sequence[Network] = (),
    origins: Sequence[str] = (),
) -> None:
    """Everything of the edge on one app, before its routers are included.

    `upload_paths`: how many bytes a multipart body may have below a path. `inside`: further layers (host names,
    limits), outermost first; they stand behind id, headers and last catch, and before the body is read. `origins`:
    whose pages may call the API from elsewhere.
    """
    if any(type(route) is not Route for route in app.routes):
        raise RuntimeError("install the edge before the routes, else forms are not checked on all of them")
    app.router.redirect_slashes = False  # its redirect would name whatever host the caller claimed
    app.router.dependencies.append(Depends(_readable_form))
    edge = [
        Middleware(ClientAddress, trusted=trusted_proxies),
        Middleware(RequestContext),
        Middleware(SecurityHeaders),
        Middleware(CrossOrigin, origins=origins),  # a page is to read refusals too, so it stands outside the last catch
        Middleware(LastCatch),
    ]
    app.user_middleware[:0] = [*edge, *inside, Middleware(BodyGuard, upload_paths=upload_paths)]
    install_errors(app)


def install_errors(app: FastAPI) -> None:
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(Refused, _on_refused)
    for refusal in (DataError, PsycopgDataError):
        app.add_exception_handler(refusal, _on_data_error)
    for absence in AWAY:
        app.add_exception_handler(absence, _on_database_away)


async def _on_problem(request: Request, error: Exception) -> Response:
    return problem_answer(request.scope, _as(Problem, error))


async def _on_refused(request: Request, error: Exception) -> Response:
    return problem_answer(request.scope, _as(Refused, error).problem)


async def _on_validation(request: Request, error: Exception) -> Response:
    """422 names fields of the payload; a path that cannot name anything is simply not there."""
    errors = _as(RequestValidationError, error).errors()
    if any(item["loc"][0] == "path" for item in errors):
        return problem_answer(request.scope, NotFound())
    if any(item["type"] == "json_invalid" for item in errors):
        return problem_answer(request.scope, MalformedBody())
    return problem_answer(request.scope, InvalidRequest(field_faults(errors)))


async def _on_http_exception(request: Request, error: Exception) -> Response:
    """What the frameworks raise themselves; their English `detail` is not shown."""
    raised = _as(HTTPException, error)
    headers = dict(raised.headers or {})
    if raised.status_code in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED):
        return Response(status_code=raised.status_code, headers=headers)
    answer = _framework_answer(request, raised.status_code, headers)
    for name, value in headers.items():
        answer.headers[name] = value
    return answer


def _framework_answer(request: Request, status: int, headers: Mapping[str, str]) -> Response:
    known: dict[int, Problem] = {
        400: MalformedBody(),
        404: NotFound(),
        405: MethodNotAllowed(allow=headers.get("Allow", "")),
        413: BodyTooLarge(limit_bytes=BODY_LIMIT_BYTES),
        422: InvalidRequest(),
        503: ServiceUnavailable(),
    }
    if problem := known.get(status) or (InternalError() if status >= 500 else None):
        return problem_answer(request.scope, problem)
    return plain_problem_answer(request.scope, status)


async def _on_data_error(request: Request, error: Exception) -> Response:
    _log.warning("value refused by the database", **_facts(request, error))
    return problem_answer(request.scope, UnusableValue())


async def _on_database_away(request: Request, error: Exception) -> Response:
    _log.error("database unavailable", **_facts(request, error))
    return problem_answer(request.scope, ServiceUnavailable())


def _facts(request: Request, error: Exception) -> dict[str, Any]:
    """What an operator needs; not the text, which holds the statement, its parameters or the server's address."""
    cause = getattr(error, "orig", None) or error
    return {
        "route": route_template(request.scope),
        "error": type(cause).__name__,
        "sqlstate": getattr(cause, "sqlstate", None),
    }


async def _readable_form(connection: HTTPConnection) -> None:
    """A dependency of every route, run before its others: refuses NUL and lone surrogates in text of a declared form.

    Declared: by `Form` or `File` parameters, which FastAPI has parsed by then. A route that asks for `request.form()`
    itself, as uploads and the login do, does so later: nothing is looked at here, and it checks what it takes. Plain
    forms are checked by the body guard in either case; a multipart body streams past that, and its parts may name any
    charset (even `unicode_escape`).
    """
    form = getattr(connection, "_form", None)
    for name, value in form.multi_items() if form is not None else ():
        text = name + (value if isinstance(value, str) else "")
        # A file's name is only shown, and cleaned where it is stored; but it must be text.
        if not is_storable(text) or has_surrogate(getattr(value, "filename", None) or ""):
            raise MalformedBody


def _as(kind: type[E], error: Exception) -> E:
    """Starlette types handlers for any exception; each is registered for its own kind."""
    if not isinstance(error, kind):
        raise TypeError from error
    return error
