"""A real PostgreSQL for the session, migrated as in production, and people who use the API."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, create_engine, pool

from ocrwtf import config
from ocrwtf.core import database, schema, storage
from ocrwtf.core.embedded_postgres.server import EmbeddedPostgres
from ocrwtf.core.logs import configure_logs
from ocrwtf.credits import service as credits_service
from ocrwtf.credits.models import Reason
from ocrwtf.main import create_app
from ocrwtf.users import service as users_service
from ocrwtf.users.models import Role, User

GENEROUS = {"ALLOWED_HOSTS": "testserver"} | dict.fromkeys(
    ("LIMIT_API", "LIMIT_UPLOAD", "LIMIT_FILES", "LIMIT_REVIEW", "LIMIT_FAILURES"), "1000000"
)
"""All tests call from one address and fail on purpose; they are counted all the same."""


@dataclass(frozen=True)
class Urls:
    app: str
    admin: str


@pytest.fixture(scope="session")
def shared_data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def urls(shared_data_dir: Path) -> Iterator[Urls]:
    with EmbeddedPostgres(shared_data_dir) as server:
        schema.migrate(server.admin_url, server.app_url)
        yield Urls(server.app_url, server.admin_url)


@pytest.fixture(scope="session", autouse=True)
def app_database(urls: Urls, shared_data_dir: Path) -> Iterator[None]:
    """This process serves from the test's data folder with the app's role, never with the owner's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATA_DIR", str(shared_data_dir))
        for name, value in GENEROUS.items():
            patch.setenv(name, value)
        config.settings.cache_clear()
        storage.store.cache_clear()
        database.connect(urls.app)
        yield
        database.disconnect()


@pytest.fixture(scope="session")
def owner_engine(urls: Urls) -> Iterator[Engine]:
    """For looking at the whole database from outside, as its superuser."""
    engine = create_engine(urls.admin, poolclass=pool.NullPool)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    configure_logs("production")
    with TestClient(create_app(), raise_server_exceptions=False) as client:
        yield client


@dataclass(frozen=True)
class Person:
    """The owner of a fresh account, with a bearer token and a session cookie."""

    account_id: UUID
    user_id: UUID
    email: str
    password: str
    headers: dict[str, str]
    session_token: str


@pytest.fixture(scope="session")
def new_person() -> Callable[[], Person]:
    def make() -> Person:
        name, password = f"u{uuid4().hex[:12]}", "rahasia-sekali"
        email = f"{name}@contoh.id"
        with database.transaction() as session:
            user = users_service.create_owner(session, email, name, password)
        login = users_service.open_session(user.account_id, user.id)
        headers = {"Authorization": f"Bearer {login.access_token}", "Accept-Language": "en"}
        return Person(user.account_id, user.id, email, password, headers, login.session_token)

    return make


@pytest.fixture
def person(new_person: Callable[[], Person]) -> Person:
    return new_person()


@pytest.fixture(scope="session")
def new_driver() -> Callable[[Person], Person]:
    """Somebody with a driver's phone in that person's account."""

    def make(boss: Person) -> Person:
        name = f"sopir-{uuid4().hex[:12]}"
        with database.transaction(boss.account_id) as session:
            user = User(
                account_id=boss.account_id,
                role=Role.DRIVER,
                email=f"{name}@contoh.id",
                username=name,
                password_hash=None,
            )
            session.add(user)
            session.flush()
        login = users_service.open_session(user.account_id, user.id)
        headers = {"Authorization": f"Bearer {login.access_token}"}
        return Person(user.account_id, user.id, user.email, "", headers, login.session_token)

    return make


@contextmanager
def changed_settings(**environment: str) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        config.settings.cache_clear()
        yield
    config.settings.cache_clear()


def credits_of(account_id: UUID) -> int:
    with database.transaction(account_id) as session:
        return credits_service.balance(session, account_id).credits


def spend_down_to(account_id: UUID, left: int) -> None:
    """Leave the account with just so many credits."""
    with database.transaction(account_id) as session:
        have = credits_service.balance(session, account_id).credits
        credits_service.charge(session, account_id, have - left, Reason.SCAN, f"test:{uuid4()}")


@pytest.fixture
def in_parallel() -> Callable[[int, Callable[[int], int]], list[int]]:
    """Run `call(0) … call(n - 1)` at once, released together."""

    def run(count: int, call: Callable[[int], int]) -> list[int]:
        together = threading.Barrier(count)

        def one(number: int) -> int:
            together.wait()
            return call(number)

        with ThreadPoolExecutor(count) as threads:
            return list(threads.map(one, range(count)))

    return run
