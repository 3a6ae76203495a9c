"""HTTP for sign-in by others: there and back again, and the list of what is linked."""

from typing import Annotated, Final
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from ocrwtf.config import settings
from ocrwtf.core.http.language import LanguageDep
from ocrwtf.users import device_cookie, identities, linking, providers, service, sign_in, supabase
from ocrwtf.users.attempts import LIFETIME
from ocrwtf.users.auth import AnybodyDep, SessionDep, StaffDep, client_address, client_device, set_session_cookie
from ocrwtf.users.identity_models import Identity
from ocrwtf.users.identity_shapes import BegunAnswer, IdentityAnswer, IdentityList, NewIdentity
from ocrwtf.users.providers import ProviderId
from ocrwtf.users.sign_in import RefusedError, Return, Visitor

router = APIRouter(prefix="/api/auth", tags=["users"])

_SIGN_IN, _ACCOUNT = "/masuk", "/akun"
_SEE_OTHER: Final = status.HTTP_303_SEE_OTHER
BackTo = Annotated[str, Query(alias="next", description="A page of the web application to come back to.")]


@router.get("/google", status_code=_SEE_OTHER, response_class=RedirectResponse)
async def sign_in_with_google(request: Request, language: LanguageDep, back_to: BackTo = "/") -> Response:
    """For a browser: goes to Google, and comes back to `next`, or to the sign-in page with the reason."""
    return await _begun(request, "google", back_to, _visitor(request, language))


@router.get("/google/callback", status_code=_SEE_OTHER, response_class=RedirectResponse)
async def come_back_from_google(request: Request, language: LanguageDep, caller: AnybodyDep) -> Response:
    return await _finished(request, "google", _visitor(request, language, caller))


@router.get("/oidc", status_code=_SEE_OTHER, response_class=RedirectResponse)
async def sign_in_with_provider(request: Request, language: LanguageDep, back_to: BackTo = "/") -> Response:
    """The same with the provider that `OIDC_ISSUER` names."""
    return await _begun(request, "oidc", back_to, _visitor(request, language))


@router.get("/oidc/callback", status_code=_SEE_OTHER, response_class=RedirectResponse)
async def come_back_from_provider(request: Request, language: LanguageDep, caller: AnybodyDep) -> Response:
    return await _finished(request, "oidc", _visitor(request, language, caller))


@router.get("/identities")
def list_identities(session: SessionDep, caller: StaffDep) -> IdentityList:
    """By which providers one can sign in, and whether by password too."""
    rows = identities.listed(session, caller)
    has_password = service.me(session, caller).password_hash is not None
    return IdentityList(has_password=has_password, items=[_told(row) for row in rows])


@router.post("/identities")
async def link_identity(request: Request, response: Response, caller: StaffDep, body: NewIdentity) -> BegunAnswer:
    """Begins to link a provider: the browser goes to `location`, and comes back to the account's page."""
    begun = await linking.begin(caller, body.provider, body.password, _redirect_uri(request, body.provider))
    _keep(request, response, begun.token)
    return BegunAnswer(location=begun.address)


@router.delete("/identities/{identity_id}", status_code=status.HTTP_204_NO_CONTENT)
def unlink_identity(session: SessionDep, caller: StaffDep, identity_id: UUID) -> None:
    """Unless it is the last way in."""
    identities.unlink(session, caller, identity_id, _usable_issuers())


def _usable_issuers() -> set[str]:
    project = supabase.issuer_name()
    return {provider.issuer for provider in providers.configured()} | ({project} if project else set())


def _told(row: Identity) -> IdentityAnswer:
    provider = next((each for each in providers.configured() if each.issuer == row.issuer), None)
    other = supabase.NAME if row.issuer == supabase.issuer_name() else providers.host_of(row.issuer)
    return IdentityAnswer(
        id=row.id,
        provider=provider.id if provider else None,
        name=provider.name if provider else other,
        email=row.email,
        created_at=row.created_at,
    )


async def _begun(request: Request, provider_id: ProviderId, back_to: str, visitor: Visitor) -> Response:
    try:
        begun = await sign_in.begin(provider_id, _redirect_uri(request, provider_id), back_to, visitor)
    except RefusedError as refused:
        return _refused(provider_id, refused)
    response = RedirectResponse(begun.address, _SEE_OTHER)
    _keep(request, response, begun.token)
    return response


async def _finished(request: Request, provider_id: ProviderId, visitor: Visitor) -> Response:
    """The cookie of the attempt goes whatever comes of it. Where to is said by us, never by the request."""
    token = request.cookies.get(_cookie_name(request), "")
    came = Return(provider_id, _redirect_uri(request, provider_id), token, _once(request))
    try:
        arrived = await sign_in.finish(came, visitor)
    except RefusedError as refused:
        response = _refused(provider_id, refused)
    else:
        if arrived.login:
            response = _go(_SIGN_IN, ke=arrived.back_to)
            set_session_cookie(request, response, arrived.login.session_token)
            await run_in_threadpool(device_cookie.note, request, response, arrived.login)
        else:
            response = _go(_ACCOUNT, tertaut=provider_id)
    response.delete_cookie(_cookie_name(request), path="/", secure=_is_https(request), httponly=True, samesite="lax")
    return response


def _refused(provider_id: ProviderId, refused: RefusedError) -> Response:
    page = _ACCOUNT if refused.is_link and refused.why != sign_in.Refusal.SESSION_OVER else _SIGN_IN
    return _go(page, gagal=refused.why.value, lewat=provider_id, ke=refused.back_to)


def _go(page: str, **query: str) -> Response:
    """To a page of ours; the sign-in page itself looks at `ke` and goes on, to pages that it knows alone."""
    if query.get("ke") == "/" or page == _ACCOUNT:
        query.pop("ke", None)
    return RedirectResponse(f"{page}?{urlencode(query)}" if query else page, _SEE_OTHER)


def _visitor(request: Request, language: str, caller: service.Caller | None = None) -> Visitor:
    return Visitor(client_address(request), client_device(request), "en" if language == "en" else "id", caller)


def _once(request: Request) -> dict[str, str]:
    """The query; what is named twice counts as not there (RFC 6749 §3.1)."""
    given = request.query_params
    return {name: value for name, value in given.items() if len(given.getlist(name)) == 1}


def _redirect_uri(request: Request, provider_id: ProviderId) -> str:
    """Exactly what is registered with the provider."""
    base = settings().api_url or f"{request.url.scheme}://{request.url.netloc}"
    return f"{base}/api/auth/{provider_id}/callback"


def _is_https(request: Request) -> bool:
    return request.url.scheme == "https"


def _cookie_name(request: Request) -> str:
    """As of the session's cookie: `__Host-` lets no other host of the domain put one there."""
    return "__Host-sign-in" if _is_https(request) else "sign-in"


def _keep(request: Request, response: Response, token: str) -> None:
    response.set_cookie(
        _cookie_name(request),
        token,
        max_age=int(LIFETIME.total_seconds()),
        httponly=True,
        secure=_is_https(request),
        samesite="lax",
        path="/",
    )
