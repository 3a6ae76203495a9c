"""Signing in by an OpenID provider: who comes is known by issuer and subject, and nobody gets in another way."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from ocrwtf.core import database
from ocrwtf.core.throttle import Throttle
from ocrwtf.users import providers, sign_in
from ocrwtf.users.people import by_hand
from tests.integration.conftest import Person, changed_settings
from tests.integration.users.forgery import NOW, Claims
from tests.integration.users.openid_provider import (
    Provider,
)
from tests.integration.users.sign_in_browser import Browser, place, why


@pytest.mark.usefixtures("provider")
def test_front_ends_are_told_by_whom_one_can_sign_in(client: TestClient) -> None:
    with changed_settings(GOOGLE_CLIENT_ID="x", GOOGLE_CLIENT_SECRET="y"):
        told = client.get("/api/config").json()["signInWith"]
    assert told == [{"id": "google", "name": "Google"}, {"id": "oidc", "name": "Kantor"}]


def test_somebody_new_gets_an_account_and_goes_on_to_the_page(browser: Browser, provider: Provider) -> None:
    browser.client.headers["Accept-Language"] = "en"
    answer = browser.sign_in(provider, "/dokumen?q=a", email="rina.new@contoh.id")
    assert place(answer) == ("/masuk", {"ke": "/dokumen?q=a"})
    user = browser.who()
    assert (user["email"], user["role"], user["emailVerified"], user["locale"]) == (
        "rina.new@contoh.id",
        "owner",
        True,
        "en",
    )


def test_the_same_subject_is_the_same_user_whatever_the_email_is(
    new_browser: Callable[..., Browser], provider: Provider
) -> None:
    sub = uuid4().hex
    users = []
    for email in ("a@contoh.id", f"{sub}@contoh.id", None):
        browser = new_browser()
        browser.sign_in(provider, sub=sub, email=email or f"x{sub}@contoh.id", email_verified=email is not None)
        users.append(browser.who()["id"])
    assert len(set(users)) == 1


def test_the_email_may_come_from_the_userinfo_endpoint(browser: Browser, provider: Provider) -> None:
    provider.tells_email = False
    browser.sign_in(provider, email="lewat-userinfo@contoh.id")
    assert browser.who()["email"] == "lewat-userinfo@contoh.id"


def test_a_secret_may_be_wanted_in_the_form(browser: Browser, provider: Provider) -> None:
    provider.told["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
    browser.sign_in(provider)
    assert browser.who()


def test_the_attempt_is_bound_to_the_browser_by_a_cookie_of_this_host(
    new_browser: Callable[..., Browser], provider: Provider
) -> None:
    plain, secure = new_browser().begin(), new_browser(base_url="https://testserver").begin()
    assert plain.headers["set-cookie"].startswith("sign-in=")
    assert secure.headers["set-cookie"].startswith("__Host-sign-in=")
    assert all(part in secure.headers["set-cookie"] for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/;"))
    assert "redirect_uri=https%3A%2F%2Ftestserver%2Fapi%2Fauth%2Foidc%2Fcallback" in secure.headers["location"]
    assert "tenant=1&response_type=code" in secure.headers["location"]
    assert provider.codes == {}


def test_the_address_to_come_back_to_is_that_of_the_setting(browser: Browser, provider: Provider) -> None:
    with changed_settings(API_URL="https://ocr.contoh.id/", **provider.settings):
        location = browser.begin().headers["location"]
    assert "redirect_uri=https%3A%2F%2Focr.contoh.id%2Fapi%2Fauth%2Foidc%2Fcallback" in location


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        " //evil.example",
        "/\t/evil.example",
        "/" + "x" * 600,
        "",
    ],
)
def test_nobody_is_sent_to_another_site(browser: Browser, provider: Provider, wanted: str) -> None:
    assert place(browser.sign_in(provider, wanted)) == ("/masuk", {})


def test_a_closed_registration_lets_known_people_in_only(
    new_browser: Callable[..., Browser], provider: Provider, count: Callable[[], tuple[int, int, int]]
) -> None:
    known = uuid4().hex
    new_browser().sign_in(provider, sub=known)
    before = count()
    with changed_settings(REGISTRATION="closed", **provider.settings):
        assert why(new_browser().sign_in(provider)) == "closed"
        assert count() == before
        assert place(new_browser().sign_in(provider, sub=known)) == ("/masuk", {})


def test_a_user_with_that_email_is_never_linked_silently(
    browser: Browser, provider: Provider, person: Person, count: Callable[[], tuple[int, int, int]]
) -> None:
    before = count()
    assert why(browser.sign_in(provider, email=person.email.upper())) == "email-known"
    assert (count(), browser.who()) == (before, None)


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "false"},
        {"email_verified": 1.5},
        {"email": None},
        {"email": "none"},
        {"email": ["a@contoh.id"]},
        {"email": f"{'x' * 300}@contoh.id"},
    ],
)
def test_an_email_that_nobody_proved_makes_no_account(
    browser: Browser, provider: Provider, count: Callable[[], tuple[int, int, int]], claims: Claims
) -> None:
    before = count()
    assert why(browser.sign_in(provider, **claims)) == "email-unproved"
    assert count() == before


def failures_of(email: str) -> list[dict[str, str]]:
    """What the security log says of logins that failed, but for whose."""
    with database.transaction() as session:
        account_id = by_hand.account_of(session, email)
    assert account_id
    with database.transaction(account_id) as session:
        told = "SELECT detail - 'userId' FROM security_log WHERE kind = 'sign_in_failed'"
        return list(session.scalars(text(told)))


def test_who_is_blocked_does_not_get_in(
    new_browser: Callable[..., Browser], provider: Provider, count: Callable[[], tuple[int, int, int]]
) -> None:
    somebody = {"sub": uuid4().hex, "email": f"{uuid4().hex}@contoh.id"}
    new_browser().sign_in(provider, **somebody)
    with database.transaction() as session:
        assert by_hand.set_active(session, somebody["email"], active=False)
    before = count()
    assert why(new_browser().sign_in(provider, **somebody)) == "blocked"
    assert count() == before
    assert failures_of(somebody["email"]) == [{"reason": "blocked"}]


def test_while_a_provider_is_asked_no_connection_to_the_database_is_held(browser: Browser, provider: Provider) -> None:
    provider.tells_email = False
    browser.sign_in(provider)
    assert browser.who()
    assert provider.connections == [0] * 4


def test_who_is_not_set_up_is_a_sentence_too(browser: Browser) -> None:
    assert why(browser.begin()) == "not-set-up"
    assert why(browser.come_back({"code": "x", "state": "y"})) == "over"


@pytest.mark.usefixtures("provider")
def test_an_address_may_try_so_often(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in, "_by_address", Throttle(amount=2, per_seconds=300))
    reasons = [browser.begin().headers["location"].partition("gagal=")[2] for _ in range(4)]
    assert reasons[:2] == ["", ""]
    assert [each.partition("&")[0] for each in reasons[2:]] == ["too-many"] * 2


def test_google_is_the_same_with_its_own_issuer(
    browser: Browser, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(providers, "GOOGLE_ISSUER", provider.issuer)
    of = provider.settings
    with changed_settings(GOOGLE_CLIENT_ID=of["OIDC_CLIENT_ID"], GOOGLE_CLIENT_SECRET=of["OIDC_CLIENT_SECRET"]):
        location = browser.client.get("/api/auth/google").headers["location"]
        query = provider.sign_in(location, sub=f"g{NOW}", email=f"g{NOW}@contoh.id")
        assert place(browser.come_back(query, "google")) == ("/masuk", {})
    assert browser.who()["email"] == f"g{NOW}@contoh.id"
