"""The link to the first account: good once, for who can read the terminal, while nobody is registered."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, create_engine, make_url, pool, text

from ocrwtf.core import database, schema
from ocrwtf.core.throttle import Throttle
from ocrwtf.users import first_link, first_run, service
from tests.integration.conftest import Urls, changed_settings


@pytest.fixture(scope="module")
def empty(urls: Urls, owner_engine: Engine) -> Iterator[Engine]:
    """This process serves from another database, where nobody is registered; its owner's engine."""
    with owner_engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CREATE DATABASE nobody"))
        admin, app = (
            make_url(url).set(database="nobody").render_as_string(hide_password=False) for url in (urls.admin, urls.app)
        )
        schema.migrate(admin, app)
        served = database.connect(app)
        owner = create_engine(admin, poolclass=pool.NullPool)
        yield owner
        served.dispose()
        database.connect(urls.app)
        connection.execute(text("DROP DATABASE nobody WITH (FORCE)"))


@pytest.fixture
def token(empty: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """What stands in the link of an installation where nobody is registered."""
    with empty.begin() as connection:
        connection.execute(text("DELETE FROM accounts"))
    monkeypatch.setattr(first_run, "_by_address", Throttle(amount=10, per_seconds=300))
    with changed_settings(DATA_DIR=str(tmp_path), REGISTRATION="closed"):
        yield first_link.link(tmp_path, "http://127.0.0.1:8000").partition("#awal=")[2]


def body(token: str, name: str = "rina") -> dict[str, str]:
    return {"token": token, "email": f"{name}@contoh.id", "username": name, "password": "rahasia-sekali"}


def begin(client: TestClient, token: str, name: str = "rina", headers: dict[str, str] | None = None) -> Any:
    answer = client.post("/api/auth/first-run", json=body(token, name), headers=headers)
    client.cookies.clear()  # all tests share the client
    return answer


def users(empty: Engine) -> list[str]:
    with empty.connect() as connection:
        return list(connection.scalars(text("SELECT username FROM users")))


def test_the_link_makes_the_owner_of_the_first_account_and_logs_in(client: TestClient, token: str) -> None:
    answer = begin(client, token, headers={"User-Agent": "curl/8.11.0"})
    assert answer.status_code == 200
    assert "HttpOnly" in answer.headers["set-cookie"]
    bearer = {"Authorization": f"Bearer {answer.json()['accessToken']}"}
    me = client.get("/api/users/me", headers=bearer).json()
    assert (me["username"], me["role"]) == ("rina", "owner")
    assert client.get("/api/auth/sessions", headers=bearer).json()["items"][0]["device"] == "curl"
    log = client.get("/api/security-log", headers=bearer).json()["items"]
    assert [(entry["kind"], entry["device"]) for entry in log] == [("sign_in", "curl"), ("first_run", "curl")]


def test_the_link_is_good_once_and_its_file_is_gone(client: TestClient, token: str, tmp_path: Path) -> None:
    codes = [begin(client, token, name).status_code for name in ("rina", "dewi")]
    assert codes == [200, 403]
    assert not (tmp_path / "secrets" / "first-run").exists()


def test_a_right_token_is_no_use_once_somebody_is_registered(client: TestClient, token: str, empty: Engine) -> None:
    with database.transaction() as session:
        service.create_owner(session, "dewi@contoh.id", "dewi", "rahasia-sekali")
    answer = begin(client, token)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/first-run-over")
    assert users(empty) == ["dewi"]


@pytest.mark.parametrize("wrong", ["", "x", "ü", "token"])
def test_a_wrong_token_is_refused_and_the_right_one_still_good(
    client: TestClient, token: str, empty: Engine, wrong: str
) -> None:
    answer = begin(client, wrong)
    assert (answer.status_code, answer.json()["type"], users(empty)) == (403, "/problems/first-run-over", [])
    assert begin(client, token).status_code == 200


def test_without_a_link_no_token_is_right(client: TestClient, token: str, tmp_path: Path) -> None:
    first_link.forget(tmp_path)
    assert [begin(client, wrong).status_code for wrong in (token, "")] == [403, 403]


def test_of_many_first_runs_at_once_one_wins(
    client: TestClient, token: str, empty: Engine, in_parallel: Callable[..., list[int]]
) -> None:
    codes = in_parallel(6, lambda n: begin(client, token, f"nama{n}").status_code)
    assert sorted(codes) == [200] + [403] * 5
    assert len(users(empty)) == 1


def waits_for_a_lock(owner: Engine) -> bool:
    with owner.connect() as connection:
        waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        return bool(connection.scalar(text(waiting)))


def test_a_first_run_waits_for_one_that_is_not_committed_yet(client: TestClient, token: str, empty: Engine) -> None:
    with ThreadPoolExecutor(1) as threads, database.transaction() as other:
        other.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": first_run._LOCK})
        service.create_owner(other, "dewi@contoh.id", "dewi", "rahasia-sekali")
        late = threads.submit(begin, client, token)
        while not (late.done() or waits_for_a_lock(empty)):
            wait([late], timeout=0.05)
        other.commit()
        assert late.result().status_code == 403
    assert users(empty) == ["dewi"]


def test_tokens_can_be_guessed_so_often_only(client: TestClient, token: str) -> None:
    codes = [begin(client, "guess").status_code for _ in range(10)]
    assert codes == [403] * 10
    assert begin(client, token).status_code == 429


def test_another_site_cannot_make_a_browser_begin(client: TestClient, token: str, empty: Engine) -> None:
    answer = begin(client, token, headers={"Origin": "https://evil.example"})
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/foreign-origin")
    assert users(empty) == []


@pytest.mark.parametrize("wrong", [{"password": "short"}, {"email": "not-one"}, {"role": "owner"}, {"token": None}])
def test_a_first_account_keeps_the_rules_of_every_registration(
    client: TestClient, token: str, wrong: dict[str, object]
) -> None:
    assert client.post("/api/auth/first-run", json=body(token) | wrong).status_code == 422


def test_a_front_end_is_told_while_nobody_is_registered(client: TestClient, token: str) -> None:
    before = client.get("/api/config").json()
    begin(client, token)
    after = client.get("/api/config").json()
    assert (before["firstRun"], after["firstRun"], after["registration"]) == (True, False, "closed")
    assert token not in str(before)


def test_the_link_stays_the_same_until_it_is_forgotten(tmp_path: Path) -> None:
    links = [first_link.link(tmp_path, "http://a") for _ in range(2)]
    first_link.forget(tmp_path)
    assert links[0] == links[1] != first_link.link(tmp_path, "http://a")
