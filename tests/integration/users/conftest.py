"""A mail server; providers that people sign in by and browsers in which they do it; a Supabase project."""

import time
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from ocrwtf.core.throttle import Throttle
from ocrwtf.users import providers, service
from ocrwtf.users import supabase as supabase_callers
from tests.integration import mailbox
from tests.integration.conftest import changed_settings
from tests.integration.mailbox import Mailbox
from tests.integration.users.forgery import Claims
from tests.integration.users.local_server import LocalServer, running, said
from tests.integration.users.openid_provider import Provider, running_provider
from tests.integration.users.sign_in_browser import Browser
from tests.integration.users.supabase_tokens import JWKS, KEY

TABLES = ("users", "identities", "sessions")


@pytest.fixture(autouse=True)
def fresh_registrations(monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests call from one address."""
    monkeypatch.setattr(service, "_registrations", Throttle(amount=20, per_seconds=3600))


@pytest.fixture(autouse=True)
def nothing_is_kept() -> None:
    """A server may get the port of an earlier test's, whose answers are kept for a day."""
    for kept in (providers.keys, providers._known, supabase_callers._keys):
        kept.cache_clear()


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running_provider() as provider, changed_settings(**provider.settings):
        yield provider


@pytest.fixture
def new_browser(client: TestClient) -> Callable[..., Browser]:
    return lambda **options: Browser(client.app, **options)


@pytest.fixture
def browser(new_browser: Callable[..., Browser]) -> Browser:
    return new_browser()


@pytest.fixture
def count(owner_engine: Engine) -> Callable[[], tuple[int, int, int]]:
    """Users, identities, sessions: of refusals nothing is left."""

    def count() -> tuple[int, int, int]:
        with owner_engine.connect() as connection:
            numbers = [connection.scalar(text(f"SELECT count(*) FROM {table}")) for table in TABLES]  # noqa: S608
        return (int(numbers[0] or 0), int(numbers[1] or 0), int(numbers[2] or 0))

    return count


@pytest.fixture
def project() -> Iterator[LocalServer]:
    """A project's server, each time a new one, with one key."""
    with running() as server:
        server.answers[JWKS] = lambda _asked: said({"keys": [KEY.jwk]})
        yield server


@pytest.fixture
def supabase(project: LocalServer) -> Iterator[LocalServer]:
    with changed_settings(SUPABASE_URL=project.address):
        yield project


@pytest.fixture
def claims(project: LocalServer) -> Claims:
    """Of somebody who has never been here, made now: a suite takes longer than they are good."""
    now = int(time.time())
    return {
        "iss": f"{project.address}/auth/v1",
        "aud": "authenticated",
        "role": "authenticated",
        "sub": str(uuid4()),
        "email": f"u{uuid4().hex[:12]}@contoh.id",
        "iat": now,
        "exp": now + 3600,
        "is_anonymous": False,
    }


@pytest.fixture
def box(owner_engine: Engine) -> Iterator[Mailbox]:
    """Named by our settings; empty. `mailbox.leave` sends what is posted."""
    mailbox.leave(owner_engine)  # of tests before
    with mailbox.running() as started, mailbox.set_up(started):
        yield started
