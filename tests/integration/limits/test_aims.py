"""The aims of limits in small: races let exactly so many pass, an abuser harms nobody behind the same address."""

import asyncio
from collections.abc import Iterator
from uuid import uuid4

import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient

from ocrwtf.config import settings
from ocrwtf.core import database
from ocrwtf.core.address_blocks import blocks_path
from ocrwtf.main import create_app
from ocrwtf.users import service
from tests.integration.conftest import changed_settings
from tests.integration.limits.conftest import Valkey

FLEET = "203.0.113.77"
"""The one address of a mobile network."""
Headers = dict[str, str]


@pytest.fixture(autouse=True)
def no_block_stays() -> Iterator[None]:
    yield
    blocks_path(settings().data_dir).unlink(missing_ok=True)


def user() -> Headers:
    """Who needs no password here, which would take longer than all else."""
    name = f"u{uuid4().hex[:12]}"
    with database.transaction() as session:
        made = service.add_owner(session, f"{name}@contoh.id", name, "!")
    token = service.open_session(made.account_id, made.id).access_token
    return {"Authorization": f"Bearer {token}"}


async def together(app: FastAPI, path: str, callers: list[Headers]) -> list[int]:
    """All at once, from the one address; the status of each."""
    transport = ASGITransport(app, raise_app_exceptions=False, client=(FLEET, 5))
    async with AsyncClient(transport=transport, base_url="http://testserver") as client:
        answers = await asyncio.gather(*(client.get(path, headers=headers) for headers in callers))
    return [answer.status_code for answer in answers]


def all_at_once(app: FastAPI, path: str, callers: list[Headers]) -> list[int]:
    return asyncio.run(together(app, path, callers))


@pytest.mark.parametrize("is_shared", [False, True])
@pytest.mark.parametrize("logged_in", [False, True])
def test_of_500_racers_ten_pass(valkey: Valkey, *, is_shared: bool, logged_in: bool) -> None:
    racers = [user() if logged_in else {}] * 500
    redis = {"REDIS_URL": valkey.url} if is_shared else {}
    with changed_settings(LIMIT_API="10", **redis):
        statuses = all_at_once(create_app(), "/api/config", racers)
    assert (statuses.count(200), statuses.count(429)) == (10, 490)


def test_of_200_users_behind_one_address_an_abuser_harms_none() -> None:
    with changed_settings(LIMIT_API="20", LIMIT_FAILURES="5"):
        app = create_app()
        abuser, *others = (user() for _ in range(200))
        guesses = [{"Authorization": f"Bearer {number}"} for number in range(30)]
        assert 429 in all_at_once(app, "/api/users/me", [abuser] * 40)
        assert all_at_once(app, "/api/users/me", guesses).count(429) > 0
        assert set(all_at_once(app, "/api/users/me", guesses[:1])) == {429}  # the address is held off by now
        statuses = all_at_once(app, "/api/users/me", [other for other in others for _ in range(2)])
    assert statuses == [200] * 398


def test_a_redis_that_is_killed_under_load_costs_no_error(valkey: Valkey) -> None:
    callers = [user() for _ in range(10)]
    with changed_settings(REDIS_URL=valkey.url):
        app = create_app()

        async def load() -> list[int]:
            running = asyncio.create_task(together(app, "/api/users/me", callers * 40))
            await together(app, "/api/users/me", callers)  # in the middle of it
            valkey.kill()
            return [*await running, *await together(app, "/api/users/me", callers)]

        statuses = asyncio.run(load())
    assert statuses == [200] * 410
