"""Linking a provider takes a proof on both sides; unlinking never takes the last way in."""

from collections.abc import Callable
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from ocrwtf.core import database
from ocrwtf.users import identities
from ocrwtf.users.people import by_hand
from tests.integration.conftest import Person, changed_settings
from tests.integration.users.openid_provider import Provider
from tests.integration.users.sign_in_browser import SESSION, Browser, place, why

PATH = "/api/auth/identities"
OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def signed_in(new_browser: Callable[..., Browser], person: Person) -> Browser:
    """The person's own browser."""
    browser = new_browser()
    browser.client.cookies.set(SESSION, person.session_token)
    return browser


def ask(browser: Browser, **body: Any) -> httpx2.Response:
    return browser.client.post(PATH, json={"provider": "oidc"} | body, headers=OWN_PAGE)


def linked(browser: Browser, provider: Provider, password: str | None, **claims: Any) -> httpx2.Response:
    """There and back again."""
    location = ask(browser, password=password).raise_for_status().json()["location"]
    somebody = {"sub": uuid4().hex, "email": "lain@contoh.id"} | claims
    return browser.come_back(provider.sign_in(location, **somebody))


def told(browser: Browser) -> Any:
    return browser.client.get(PATH).raise_for_status().json()


def end_password(person: Person, owner_engine: Engine) -> None:
    with owner_engine.begin() as connection:
        connection.execute(text("UPDATE users SET password_hash = NULL WHERE id = :id"), {"id": person.user_id})


def grow_old(person: Person, owner_engine: Engine) -> None:
    with owner_engine.begin() as connection:
        earlier = "UPDATE sessions SET created_at = now() - interval '11 minutes' WHERE user_id = :id"
        connection.execute(text(earlier), {"id": person.user_id})


def test_who_links_a_provider_can_sign_in_by_it(
    signed_in: Browser, new_browser: Callable[..., Browser], provider: Provider, person: Person
) -> None:
    answer = linked(signed_in, provider, person.password, sub=person.email, email="google@contoh.id")
    assert place(answer) == ("/akun", {"tertaut": "oidc"})
    listed = told(signed_in)
    assert [(each["provider"], each["name"], each["email"]) for each in listed["items"]] == [
        ("oidc", "Kantor", "google@contoh.id")
    ]
    other = new_browser()
    other.sign_in(provider, sub=person.email)
    assert (listed["hasPassword"], other.who()["id"]) == (True, str(person.user_id))


def test_linking_twice_is_linking_once(signed_in: Browser, provider: Provider, person: Person) -> None:
    for _ in range(2):
        assert place(linked(signed_in, provider, person.password, sub=f"dua {person.email}"))[0] == "/akun"
    assert len(told(signed_in)["items"]) == 1


@pytest.mark.parametrize(("password", "why"), [(None, "password-needed"), ("bukan-itu", "wrong-password")])
def test_without_the_password_nothing_begins(
    signed_in: Browser, provider: Provider, password: str | None, why: str
) -> None:
    answer = ask(signed_in, password=password)
    assert (answer.status_code, answer.json()["type"]) == (403, f"/problems/{why}")
    assert (answer.headers.get("set-cookie"), provider.server.asked) == (None, [])


def test_who_has_no_password_needs_a_fresh_login(
    signed_in: Browser, provider: Provider, person: Person, owner_engine: Engine
) -> None:
    end_password(person, owner_engine)
    assert place(linked(signed_in, provider, None, sub=f"segar {person.email}"))[0] == "/akun"
    grow_old(person, owner_engine)
    answer = ask(signed_in)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/login-too-old")


def test_an_old_login_links_with_the_password(
    signed_in: Browser, provider: Provider, person: Person, owner_engine: Engine
) -> None:
    grow_old(person, owner_engine)
    assert place(linked(signed_in, provider, person.password))[0] == "/akun"


def test_the_provider_has_to_have_proved_the_email(signed_in: Browser, provider: Provider, person: Person) -> None:
    answer = linked(signed_in, provider, person.password, email_verified=False)
    assert place(answer) == ("/akun", {"gagal": "email-unproved", "lewat": "oidc"})
    assert told(signed_in)["items"] == []


def test_an_identity_of_somebody_else_is_not_taken(
    signed_in: Browser, new_browser: Callable[..., Browser], provider: Provider, person: Person
) -> None:
    other, sub = new_browser(), uuid4().hex
    other.sign_in(provider, sub=sub)
    owner = other.who()["id"]
    answer = linked(signed_in, provider, person.password, sub=sub)
    assert place(answer)[1]["gagal"] == "taken"
    again = new_browser()
    again.sign_in(provider, sub=sub)
    assert again.who()["id"] == owner


def end_session(browser: Browser) -> None:
    browser.client.post("/api/auth/logout", headers=OWN_PAGE).raise_for_status()


def forget_session(browser: Browser) -> None:
    browser.client.cookies.delete(SESSION)


@pytest.mark.parametrize(("leave", "reason"), [(end_session, "over"), (forget_session, "session-over")])
def test_only_the_session_that_began_it_is_linked(
    signed_in: Browser, provider: Provider, person: Person, leave: Callable[[Browser], None], reason: str
) -> None:
    location = ask(signed_in, password=person.password).json()["location"]
    leave(signed_in)
    answer = signed_in.come_back(provider.sign_in(location, sub="asing", email="asing@contoh.id"))
    assert why(answer) == reason


def test_another_persons_session_is_not_linked(
    signed_in: Browser, provider: Provider, person: Person, new_person: Callable[[], Person]
) -> None:
    location = ask(signed_in, password=person.password).json()["location"]
    other = new_person()
    signed_in.client.cookies.delete(SESSION)
    signed_in.client.cookies.set(SESSION, other.session_token)
    assert why(signed_in.come_back(provider.sign_in(location, sub="asing", email="a@contoh.id"))) == "session-over"
    assert told(signed_in)["items"] == []


def test_a_page_of_another_site_links_nothing(signed_in: Browser, provider: Provider, person: Person) -> None:
    body = {"provider": "oidc", "password": person.password}
    answer = signed_in.client.post(PATH, json=body, headers={"Origin": "https://evil.example"})
    assert (answer.status_code, provider.server.asked) == (403, [])


def test_what_is_unlinked_is_no_way_in_any_more(
    signed_in: Browser, new_browser: Callable[..., Browser], provider: Provider, person: Person
) -> None:
    linked(signed_in, provider, person.password, sub=f"lepas {person.email}", email=person.email)
    (identity,) = told(signed_in)["items"]
    assert signed_in.client.delete(f"{PATH}/{identity['id']}", headers=OWN_PAGE).status_code == 204
    again = new_browser().sign_in(provider, sub=f"lepas {person.email}", email=person.email)
    assert why(again) == "email-known"


def test_the_last_way_in_is_kept(browser: Browser, provider: Provider) -> None:
    browser.sign_in(provider)
    listed = told(browser)
    answer = browser.client.delete(f"{PATH}/{listed['items'][0]['id']}", headers=OWN_PAGE)
    assert (listed["hasPassword"], answer.status_code, answer.json()["type"]) == (False, 409, "/problems/last-way-in")
    assert len(told(browser)["items"]) == 1


def test_an_identity_of_a_provider_that_is_gone_is_no_way_in(browser: Browser, provider: Provider) -> None:
    browser.sign_in(provider)
    linked(browser, provider, None)
    first, second = told(browser)["items"]
    gone = {"OIDC_ISSUER": "https://lain.example", "OIDC_CLIENT_ID": "x", "OIDC_CLIENT_SECRET": "y"}
    with changed_settings(**gone):
        assert told(browser)["items"][0]["provider"] is None
        assert browser.client.delete(f"{PATH}/{second['id']}", headers=OWN_PAGE).status_code == 409
    with changed_settings(**provider.settings):
        assert browser.client.delete(f"{PATH}/{first['id']}", headers=OWN_PAGE).status_code == 204


def test_of_two_that_are_unlinked_at_once_one_stays(
    browser: Browser,
    provider: Provider,
    in_parallel: Callable[[int, Callable[[int], int]], list[int]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    browser.sign_in(provider)
    linked(browser, provider, None)
    ids = [each["id"] for each in told(browser)["items"]]
    cookie = {"Cookie": f"{SESSION}={browser.client.cookies[SESSION]}"} | OWN_PAGE
    client = TestClient(browser.client.app, headers=cookie)
    monkeypatch.setattr(identities, "listed", seen_together(identities.listed))
    codes = in_parallel(2, lambda number: int(client.delete(f"{PATH}/{ids[number]}").status_code))
    assert sorted(codes) == [204, 409]


def seen_together(listed: Callable[..., Any]) -> Callable[..., Any]:
    """Two requests that both look before either deletes, if nothing keeps the second one waiting."""
    both = Barrier(2)

    def wait(*arguments: Any) -> Any:
        found = listed(*arguments)
        with suppress(BrokenBarrierError):
            both.wait(timeout=1)
        return found

    return wait


def test_a_colleagues_identity_is_not_found(
    signed_in: Browser, browser: Browser, provider: Provider, new_driver: Callable[[Person], Person], person: Person
) -> None:
    linked(signed_in, provider, person.password)
    (identity,) = told(signed_in)["items"]
    driver = new_driver(person)
    with database.transaction(person.account_id) as session:
        session.execute(text("UPDATE users SET role = 'staff' WHERE id = :id"), {"id": driver.user_id})
    answer = browser.client.delete(f"{PATH}/{identity['id']}", headers=driver.headers)
    assert answer.status_code == 404


def test_who_has_a_password_from_the_command_line_may_unlink(browser: Browser, provider: Provider) -> None:
    browser.sign_in(provider, email=f"k{uuid4().hex}@contoh.id", sub=(sub := uuid4().hex))
    with database.transaction() as session:
        assert by_hand.set_password(session, browser.who()["email"], "rahasia-baru")
    browser.sign_in(provider, sub=sub)
    (identity,) = told(browser)["items"]
    assert browser.client.delete(f"{PATH}/{identity['id']}", headers=OWN_PAGE).status_code == 204
