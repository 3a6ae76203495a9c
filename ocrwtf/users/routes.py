"""HTTP for accounts and logins."""

import json
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response, status
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from ocrwtf.core.http.strict_json import NotStrictJsonError, check_json
from ocrwtf.core.problems import MalformedBody
from ocrwtf.users import service, tokens
from ocrwtf.users.auth import (
    CallerDep,
    OpenSessionDep,
    SessionDep,
    clear_session_cookie,
    client_address,
    refuse_foreign_origin,
    set_session_cookie,
)
from ocrwtf.users.models import User
from ocrwtf.users.schemas import Credentials, LoginAnswer, Registration, UserAnswer

router = APIRouter(prefix="/api", tags=["users"])

_LOGIN_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            kind: {"schema": Credentials.model_json_schema()}
            for kind in ("application/json", "application/x-www-form-urlencoded")
        },
    }
}


@router.post("/auth/register", status_code=status.HTTP_201_CREATED, response_model=UserAnswer)
def register(request: Request, session: OpenSessionDep, body: Registration) -> User:
    return service.register(session, body, client_address(request))


async def read_credentials(request: Request) -> Credentials:
    """The login's body, a form or JSON."""
    if request.headers.get("sec-fetch-site") or request.headers.get("origin"):
        refuse_foreign_origin(request)  # else another site could log a browser in as somebody else
    try:
        if request.headers.get("content-type", "").lower().startswith("application/x-www-form-urlencoded"):
            return Credentials.model_validate(dict(await request.form(max_fields=10)))
        body = await request.body()
        check_json(body)  # whatever it is labelled: the body guard looks at labelled JSON only
        return Credentials.model_validate(json.loads(body))
    except ValidationError as error:
        raise _invalid(error) from error
    except (NotStrictJsonError, ValueError) as error:
        raise MalformedBody from error


def _invalid(error: ValidationError) -> RequestValidationError:
    found = error.errors(include_input=False, include_url=False)
    return RequestValidationError([{**item, "loc": ("body", *item["loc"])} for item in found])


@router.post("/auth/login", openapi_extra=_LOGIN_BODY)
def log_in(
    request: Request, response: Response, credentials: Annotated[Credentials, Depends(read_credentials)]
) -> LoginAnswer:
    login = service.log_in(credentials.identifier, credentials.password.get_secret_value(), client_address(request))
    set_session_cookie(request, response, login.session_token)
    return LoginAnswer(access_token=login.access_token, expires_in=int(tokens.ACCESS_LIFETIME.total_seconds()))


@router.post("/auth/logout", status_code=status.HTTP_204_NO_CONTENT)
def log_out(request: Request, response: Response, session: SessionDep, caller: CallerDep) -> None:
    service.log_out(session, caller)
    clear_session_cookie(request, response)


@router.get("/users/me", response_model=UserAnswer)
def me(session: SessionDep, caller: CallerDep) -> User:
    return service.me(session, caller)
