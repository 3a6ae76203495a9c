"""A sign-in belongs to the browser that began it, is good once and for ten minutes."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, text

from tests.integration.conftest import changed_settings
from tests.integration.users.openid_provider import TOKEN, Provider
from tests.integration.users.sign_in_browser import ATTEMPT, Browser, place, why


def state_missing(_browser: Browser, query: dict[str, str]) -> Any:
    return {"code": query["code"]}


def state_foreign(browser: Browser, query: dict[str, str]) -> Any:
    other = Browser(browser.client.app)
    state = other.begin().headers["location"].split("state=")[1].split("&")[0]
    return query | {"state": state}


def state_twice(_browser: Browser, query: dict[str, str]) -> Any:
    return [*query.items(), ("state", query["state"])]


def no_cookie(browser: Browser, query: dict[str, str]) -> Any:
    browser.client.cookies.clear()
    return query


def cookie_foreign(browser: Browser, query: dict[str, str]) -> Any:
    other = Browser(browser.client.app)
    other.begin()
    browser.client.cookies.set(ATTEMPT, other.client.cookies[ATTEMPT], domain="testserver.local", path="/")
    return query


def begun_anew(browser: Browser, query: dict[str, str]) -> Any:
    browser.begin()
    return query


@pytest.mark.parametrize(
    "change",
    [state_missing, state_foreign, state_twice, no_cookie, cookie_foreign, begun_anew],
    ids=lambda f: f.__name__,
)
def test_who_did_not_begin_it_in_this_browser_is_refused_before_anybody_is_asked(
    browser: Browser,
    provider: Provider,
    count: Callable[[], tuple[int, int, int]],
    change: Callable[[Browser, dict[str, str]], Any],
) -> None:
    query = provider.sign_in(browser.begin().headers["location"], sub="x", email="x@contoh.id")
    before = count()
    answer = browser.come_back(change(browser, query))
    assert (why(answer), count(), provider.server.count(TOKEN)) == ("over", before, 0)


def test_an_attempt_is_good_once(browser: Browser, provider: Provider) -> None:
    location = browser.begin().headers["location"]
    token = browser.client.cookies[ATTEMPT]
    assert place(browser.come_back(provider.sign_in(location, sub="satu", email="satu@contoh.id")))[0] == "/masuk"
    assert ATTEMPT not in browser.client.cookies
    browser.client.cookies.set(ATTEMPT, token)
    assert why(browser.come_back(provider.sign_in(location, sub="satu", email="satu@contoh.id"))) == "over"


def test_an_attempt_is_good_for_ten_minutes(browser: Browser, provider: Provider, owner_engine: Engine) -> None:
    query = provider.sign_in(browser.begin().headers["location"], sub="x", email="x@contoh.id")
    with owner_engine.begin() as connection:
        ends = connection.scalar(text("SELECT max(expires_at) - now() FROM sign_in_attempts"))
        connection.execute(text("UPDATE sign_in_attempts SET expires_at = now() - interval '1 second'"))
    assert 590 < ends.total_seconds() <= 600
    assert why(browser.come_back(query)) == "over"


def test_another_providers_callback_is_refused(browser: Browser, provider: Provider) -> None:
    with changed_settings(GOOGLE_CLIENT_ID="x", GOOGLE_CLIENT_SECRET="y", **provider.settings):
        query = provider.sign_in(browser.begin().headers["location"], sub="x", email="x@contoh.id")
        assert why(browser.come_back(query, "google")) == "over"
    assert provider.server.count(TOKEN) == 0
