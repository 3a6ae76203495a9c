"""A schedule elsewhere runs the clean-up and the refill with a secret, and nobody else does."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.integration.conftest import Person, changed_settings, credits_of, spend_down_to
from tests.integration.test_every_route import SCHEDULES

SECRET = "s" * 32
ROUTES = sorted(path for _, path in SCHEDULES)


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize("header", [None, "Bearer None", "Bearer ", "None", f"Bearer {SECRET}"])
def test_without_a_secret_in_the_settings_nothing_opens(client: TestClient, path: str, header: str | None) -> None:
    answer = client.post(path, headers={"Authorization": header} if header else {})
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/cleanup-switched-off")


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize("header", [None, "Bearer None", "Bearer", f"Bearer {SECRET}x", f"Basic {SECRET}", SECRET])
def test_a_wrong_secret_opens_nothing(client: TestClient, path: str, header: str | None) -> None:
    with changed_settings(CLEANUP_SECRET=SECRET):
        answer = client.post(path, headers={"Authorization": header} if header else {})
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/wrong-cleanup-secret")


@pytest.mark.parametrize("path", ROUTES)
def test_a_person_has_no_such_secret(client: TestClient, person: Person, path: str) -> None:
    with changed_settings(CLEANUP_SECRET=SECRET):
        assert client.post(path, headers=person.headers).status_code == 401


def test_the_cleanup_runs_with_the_secret(client: TestClient) -> None:
    with changed_settings(CLEANUP_SECRET=SECRET):
        answer = client.post("/api/cleanup/monthly-cleanup", headers={"Authorization": f"Bearer {SECRET}"})
    assert (answer.status_code, answer.json()["finished"]) == (200, True)


def test_twenty_refills_at_once_lift_once(
    client: TestClient, person: Person, in_parallel: Callable[..., list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    spend_down_to(person.account_id, 4)
    tomorrow = tomorrows_clock(monkeypatch)

    def ask(_: int) -> int:
        answer = client.post("/api/cleanup/daily-credit-reset", headers={"Authorization": f"Bearer {SECRET}"})
        assert answer.status_code == 200
        return int(answer.json()["accounts"])

    with changed_settings(CLEANUP_SECRET=SECRET):
        in_parallel(4, ask)
        assert ask(0) == 0
    assert credits_of(person.account_id) == 10
    assert tomorrow > datetime.now(UTC)


def tomorrows_clock(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Credits live a day ahead."""
    from datetime import timedelta  # noqa: PLC0415

    from ocrwtf.credits import refills  # noqa: PLC0415
    from ocrwtf.credits import service as credits_service  # noqa: PLC0415

    class Tomorrow(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> "Tomorrow":
            then = datetime.now(tz) + timedelta(days=1)
            return cls.combine(then.date(), then.timetz())

    for module in (refills, credits_service):
        monkeypatch.setattr(module, "datetime", Tomorrow)
    return Tomorrow.now(UTC)
