"""HTTP for accounts and logins."""

import json
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response, status
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from ocrwtf.config import settings
from ocrwtf.core.database import transaction
from ocrwtf.core.http.description import COMPONENT
from ocrwtf.core.http.language import LanguageDep
from ocrwtf.core.http.strict_json import NotStrictJsonError, check_json
from ocrwtf.core.problems import MalformedBody
from ocrwtf.users import device_cookie, first_run, profile, refresh, registration, service, sessions, tokens
from ocrwtf.users.auth import (
    AnybodyDep,
    CallerDep,
    OpenSessionDep,
    SessionDep,
    StaffDep,
    clear_session_cookie,
    client_address,
    client_device,
    is_browser,
    refuse_foreign_origin,
    set_session_cookie,
)
from ocrwtf.users.models import User
from ocrwtf.users.schemas import (
    Credentials,
    FirstRun,
    LoginAnswer,
    ProfileChange,
    RefreshBody,
    Registration,
    SessionAnswer,
    SessionList,
    UserAnswer,
    WhoAnswer,
)

router = APIRouter(prefix="/api", tags=["users"])

_EXPIRES_IN = int(tokens.ACCESS_LIFETIME.total_seconds())
_LOGIN_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            kind: {"schema": Credentials.model_json_schema(ref_template=COMPONENT)}
            for kind in ("application/json", "application/x-www-form-urlencoded")
        },
    }
}


@router.post(
    "/auth/register",
    status_code=status.HTTP_201_CREATED,
    response_model=UserAnswer,
    responses={202: {"description": "With REGISTRATION=verified, whoever asks: what comes next is in a letter."}},
)
def register(request: Request, session: OpenSessionDep, language: LanguageDep, body: Registration) -> User | Response:
    if settings().registration == "verified":
        registration.ask(body, client_address(request), language)
        return Response(status_code=status.HTTP_202_ACCEPTED)
    return service.register(session, body, client_address(request))


def refuse_foreign_login(request: Request) -> None:
    """Else another site could log a browser in as somebody else. A program names no origin."""
    if is_browser(request):
        refuse_foreign_origin(request)


@router.post("/auth/first-run", dependencies=[Depends(refuse_foreign_login)])
def begin_first_run(request: Request, response: Response, body: FirstRun) -> LoginAnswer:
    """The first account, with the token of the link that the terminal shows while nobody is registered."""
    login = first_run.begin(body, client_address(request), client_device(request), refreshable=not is_browser(request))
    return logged_in(request, response, login)


async def read_credentials(request: Request) -> Credentials:
    """The login's body, a form or JSON."""
    refuse_foreign_login(request)
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
    """A program gets a refresh token beside the access token; a browser has its cookie and gets none."""
    login = service.log_in(
        credentials.identifier,
        credentials.password.get_secret_value(),
        client_address(request),
        client_device(request),
        refreshable=not is_browser(request),
    )
    return logged_in(request, response, login)


def logged_in(request: Request, response: Response, login: service.Login) -> LoginAnswer:
    set_session_cookie(request, response, login.session_token)
    device_cookie.note(request, response, login)
    return LoginAnswer(access_token=login.access_token, refresh_token=login.refresh_token, expires_in=_EXPIRES_IN)


@router.post("/auth/refresh")
def refresh_tokens(body: RefreshBody) -> LoginAnswer:
    """New tokens for a refresh token, which is good once; its successor comes with the answer."""
    new = refresh.refreshed(body.refresh_token.get_secret_value())
    return LoginAnswer(access_token=new.access_token, refresh_token=new.refresh_token, expires_in=_EXPIRES_IN)


@router.post("/auth/logout", status_code=status.HTTP_204_NO_CONTENT)
def log_out(request: Request, response: Response, session: SessionDep, caller: CallerDep) -> None:
    service.log_out(session, caller)
    clear_session_cookie(request, response)


@router.get("/auth/session")
def who(caller: AnybodyDep) -> WhoAnswer:
    """Who is logged in, if anybody: what a page asks first, so that nobody being there is no error to a browser."""
    if not caller:
        return WhoAnswer(user=None)
    with transaction(caller.account_id) as session:
        return WhoAnswer(user=UserAnswer.model_validate(service.me(session, caller)))


@router.get("/auth/sessions")
def list_sessions(session: SessionDep, caller: StaffDep) -> SessionList:
    """Where the caller is logged in, the session used last first; at most 100."""
    rows = sessions.listed(session, caller)
    return SessionList(items=[SessionAnswer.of(row, caller.session_id) for row in rows])


@router.delete("/auth/sessions", status_code=status.HTTP_204_NO_CONTENT)
def end_other_sessions(session: SessionDep, caller: StaffDep) -> None:
    sessions.end_others(session, caller)


@router.delete("/auth/sessions/{session_id}", status_code=status.HTTP_204_NO_CONTENT)
def end_session(session: SessionDep, caller: StaffDep, session_id: UUID) -> None:
    sessions.end(session, caller, session_id)


@router.get("/users/me", response_model=UserAnswer)
def get_me(session: SessionDep, caller: CallerDep) -> User:
    return service.me(session, caller)


@router.patch("/users/me", response_model=UserAnswer)
def change_me(session: SessionDep, caller: CallerDep, body: ProfileChange) -> User:
    """Language, time zone, username; what is missing stays as it is."""
    return profile.change(session, caller, body)
