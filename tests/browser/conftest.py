"""A real service, a real Chromium, and people at pages that are watched."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bench.chromium import NoChromiumError, chromium, log_in
from bench.people import Person, created
from bench.service import Service, free_port, running_service
from tests.browser.watch import watched

RECEIPT = Path(__file__).resolve().parents[2] / "samples" / "receipt.jpg"
HERE = Path(__file__).resolve().parent
SCAN_SECONDS = 120.0
EXPECT_MILLISECONDS = 20_000.0
"""Patience with a busy machine; what is expected is seen as soon as it is there."""
NewContext = Callable[..., BrowserContext]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Last of all: the service is not left beside other tests, nor Playwright's event loop, which stays to the end."""
    items.sort(key=lambda item: item.path.is_relative_to(HERE))


@pytest.fixture(scope="session")
def webhook_port() -> int:
    """Of a server in our own network, which the operator named."""
    return free_port()


@pytest.fixture(scope="session")
def service(webhook_port: int) -> Iterator[Service]:
    """`ocrwtf up` as anybody runs it: API, worker, embedded database, and the built web application.

    Somebody is registered, for until then the sign-in page is about the first account only. Limits are the usual ones,
    so that the pages show that they keep them, but for requests in all: one person is shown every screen several times
    within a minute, as nobody looks at them.
    """
    named = f"127.0.0.1:{webhook_port}"
    with running_service(OCR_PROCESSES="1", LIMIT_API="500", WEBHOOK_HOSTS=named) as service, new_person(service):
        yield service


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    try:
        with chromium() as browser:
            expect.set_options(timeout=EXPECT_MILLISECONDS)
            yield browser
    except NoChromiumError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="module")
def origins() -> tuple[str, ...]:
    """Other servers that the browser may visit; a module with such servers has a fixture of its own."""
    return ()


@pytest.fixture
def new_context(service: Service, browser: Browser, origins: tuple[str, ...]) -> Iterator[NewContext]:
    """Makes contexts (a browser without a past each), whose pages are watched. Takes Playwright's options."""
    with ExitStack() as contexts:

        def make(person: Person | None = None, **options: object) -> BrowserContext:
            settings = {"base_url": service.address, "locale": "id-ID", "reduced_motion": "reduce"} | options
            context = browser.new_context(**settings)  # type: ignore[arg-type]
            contexts.callback(context.close)
            contexts.enter_context(watched(context, service.address, origins))
            if person:
                log_in(context, person)
            return context

        yield make


@pytest.fixture
def page(new_context: NewContext) -> Page:
    """Of somebody who is not logged in."""
    return new_context().new_page()


@contextmanager
def new_person(service: Service) -> Iterator[Person]:
    person = created(service, f"u{uuid4().hex[:12]}@contoh.id")
    with closing(person.client):
        yield person


@pytest.fixture
def person(service: Service) -> Iterator[Person]:
    with new_person(service) as person:
        yield person


@pytest.fixture
def persons_page(new_context: NewContext, person: Person) -> Page:
    """Of somebody new who is logged in."""
    return new_context(person).new_page()


@pytest.fixture(scope="session")
def reader(service: Service) -> Iterator[Person]:
    """Somebody with one document that has been read; tests look at it and change nothing."""
    with new_person(service) as person:
        yield person


@pytest.fixture(scope="session")
def receipt_id(reader: Person) -> str:
    """The reader's document."""
    accepted = reader.upload((RECEIPT.name, RECEIPT.read_bytes())).raise_for_status().json()
    scan = reader.wait_for(accepted["items"][0]["id"], SCAN_SECONDS)
    assert scan["status"] == "completed"
    return str(scan["id"])
