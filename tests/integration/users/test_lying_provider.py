"""A provider that is away or lies, and what a browser brings back: a sentence on the page, no user, no login."""

from collections.abc import Callable

import pytest

from ocrwtf.users import openid
from tests.integration.conftest import changed_settings
from tests.integration.users import keys
from tests.integration.users.forgery import FORGED, Claims, Forge, by_claims, by_key
from tests.integration.users.local_server import Said, said
from tests.integration.users.openid_provider import CLIENT_SECRET, DISCOVERY, JWKS, TOKEN, USERINFO, Provider
from tests.integration.users.sign_in_browser import ATTEMPT, SESSION, Browser, place, why

FOREIGN = keys.Pair("penyedia-asing")
ID_TOKENS: dict[str, Forge] = FORGED | {
    **{f"nonce {nonce!r}": by_claims(nonce=nonce) for nonce in (None, "", "other", 7, ["x"])},
    "for others too": lambda mint, claims: mint.token(claims | {"aud": [claims["aud"], "other"]}),
    "made for another": by_claims(azp="other"),
    "HMAC with the client's secret": by_key(lambda _mint: CLIENT_SECRET.encode()),
    "another key": lambda mint, claims: FOREIGN.sign(mint.header, claims),
    "an unknown key": lambda _mint, claims: FOREIGN.mint.token(claims),
    "huge": lambda mint, claims: mint.token(claims | {"x": "x" * 20_000}),
    "a subject that is none": by_claims(sub=""),
    "a long subject": by_claims(sub="x" * 256),
}
NAMES_ITSELF = {"authorization_response_iss_parameter_supported": True}
BROKEN = {
    "status 500": Said(status=500),
    "a redirect": Said(status=307, headers={"Location": "/elsewhere"}),
    "50 MB": Said(b'{"keys": "' + b"x" * 50_000_000 + b'"}'),
    "a page": Said(b"<html>"),
    "a list": said([1]),
    "nothing": said({}),
    "brackets": Said(b"[" * 60_000),
    "gzip": Said(b"\x1f\x8b", headers={"Content-Encoding": "gzip"}),
}


@pytest.mark.parametrize("name", ID_TOKENS)
def test_an_id_token_that_is_not_for_this_sign_in_lets_nobody_in(
    browser: Browser, provider: Provider, count: Callable[[], tuple[int, int, int]], name: str
) -> None:
    provider.forge = ID_TOKENS[name]
    before = count()
    assert why(browser.sign_in(provider)) == "provider"
    assert (count(), browser.who()) == (before, None)


@pytest.mark.parametrize("path", [DISCOVERY, JWKS, TOKEN, USERINFO])
@pytest.mark.parametrize("how", BROKEN)
def test_a_provider_that_is_away_or_lies_is_a_sentence_on_the_page(
    browser: Browser, provider: Provider, count: Callable[[], tuple[int, int, int]], path: str, how: str
) -> None:
    honest, before = provider.server.answers[path], count()
    provider.tells_email = False
    provider.server.answers |= {path: lambda _asked: BROKEN[how], "/elsewhere": honest}
    answer = browser.begin(next="/dokumen") if path == DISCOVERY else browser.sign_in(provider, "/dokumen")
    assert why(answer) == "provider"
    assert place(answer)[1]["ke"] == "/dokumen"
    assert (count(), provider.server.count("/elsewhere"), SESSION in browser.client.cookies) == (before, 0, False)


def test_a_provider_that_drips_is_given_up(
    browser: Browser, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openid, "TOKEN_SECONDS", 0.2)
    provider.server.answers[TOKEN] = lambda _asked: Said(drips=True)
    assert why(browser.sign_in(provider)) == "provider"


def test_a_provider_that_is_not_there_is_a_sentence(browser: Browser) -> None:
    away = {"OIDC_ISSUER": "http://127.0.0.1:9", "OIDC_CLIENT_ID": "x", "OIDC_CLIENT_SECRET": "y"}
    with changed_settings(**away):
        assert why(browser.begin()) == "provider"
    assert ATTEMPT not in browser.client.cookies


@pytest.mark.parametrize(
    "told",
    [
        {"issuer": "http://127.0.0.1:1"},
        {"issuer": None},
        {"token_endpoint": "http://evil.example/token"},
        {"token_endpoint": "file:///etc/passwd"},
        {"token_endpoint": None},
        {"jwks_uri": "http://127.0.0.1:9/jwks"},
        {"userinfo_endpoint": 7},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "http://[/"},
        {"authorization_endpoint": "https://x.example/\r\nSet-Cookie: a=b"},
    ],
)
def test_what_discovery_says_is_not_believed_blindly(browser: Browser, provider: Provider, told: Claims) -> None:
    provider.told |= told
    assert why(browser.begin()) == "provider"


def test_userinfo_about_somebody_else_is_refused(browser: Browser, provider: Provider) -> None:
    provider.tells_email = False
    provider.server.answers[USERINFO] = lambda _asked: said(
        {"sub": "other", "email": "a@contoh.id", "email_verified": True}
    )
    assert why(browser.sign_in(provider)) == "provider"


@pytest.mark.parametrize(
    ("told", "extra", "reason"),
    [
        ({}, {"iss": "https://evil.example"}, "provider"),
        (NAMES_ITSELF, {}, "provider"),
        (NAMES_ITSELF, {"error": "access_denied"}, "provider"),
        ({}, {"error": "access_denied"}, "cancelled"),
        ({}, {"error": "server_error"}, "provider"),
        ({}, {"code": ""}, "provider"),
        ({}, {"code": "x" * 5000}, "provider"),
        ({}, {"code": "unknown"}, "provider"),
    ],
)
def test_what_the_browser_brings_back_is_looked_at(
    browser: Browser, provider: Provider, told: Claims, extra: dict[str, str], reason: str
) -> None:
    provider.told |= told
    query = provider.sign_in(browser.begin().headers["location"], sub="x", email="x@contoh.id")
    assert why(browser.come_back(query | extra)) == reason


def test_a_provider_that_names_itself_is_believed(browser: Browser, provider: Provider) -> None:
    provider.told |= NAMES_ITSELF
    query = provider.sign_in(browser.begin().headers["location"], sub="iss", email="iss@contoh.id")
    assert place(browser.come_back(query | {"iss": provider.issuer})) == ("/masuk", {})
