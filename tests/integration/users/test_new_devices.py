"""A login from a device that was not used before is told by a letter."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from ocrwtf.core import database
from ocrwtf.core.throttle import Throttle
from ocrwtf.users import service
from tests.integration import mailbox
from tests.integration.conftest import Person
from tests.integration.mailbox import Mailbox

CHROME = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
)
PAGE = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin", "User-Agent": CHROME}
PROGRAM = {"User-Agent": "erp/1.2"}


@pytest.fixture(autouse=True)
def fresh_throttles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "_by_address", Throttle(amount=50, per_seconds=300))


def log_in(client: TestClient, person: Person, headers: dict[str, str]) -> str:
    """The device's cookie, or nothing."""
    body = {"email": person.email, "password": person.password}
    answer = client.post("/api/auth/login", json=body, headers=headers)
    assert answer.status_code == 200
    cookie = answer.cookies.get("device") or ""
    client.cookies.clear()  # all tests share the client
    return cookie


def test_the_first_device_is_the_newcomers_and_the_same_one_again_is_no_news(
    client: TestClient, person: Person, box: Mailbox, owner_engine: Engine
) -> None:
    assert box
    cookie = log_in(client, person, PAGE)
    assert log_in(client, person, PAGE | {"Cookie": f"device={cookie}"}) == cookie
    assert mailbox.leave(owner_engine) == []


def test_a_browser_without_our_cookie_is_told_with_device_time_and_network(
    client: TestClient, person: Person, box: Mailbox, owner_engine: Engine
) -> None:
    log_in(client, person, PAGE)
    log_in(client, person, PAGE)
    assert mailbox.leave(owner_engine) == ["new_device"]
    words = mailbox.plain(box.to(person.email)[0])
    for part in ("Chrome · Android", "(Asia/Jakarta)", "jaringan", "/masuk?lupa=1"):
        assert part in words


def test_another_user_of_the_same_browser_is_told_all_the_same(
    client: TestClient, new_person: Any, box: Mailbox, owner_engine: Engine
) -> None:
    assert box
    mine, other = new_person(), new_person()
    shared = {"Cookie": f"device={log_in(client, mine, PAGE)}"}
    log_in(client, other, PAGE)
    assert log_in(client, other, PAGE | shared)
    assert mailbox.leave(owner_engine) == ["new_device"]
    log_in(client, other, PAGE | shared)
    assert mailbox.leave(owner_engine) == []


def test_a_program_is_known_by_its_name_and_has_no_cookie(
    client: TestClient, person: Person, box: Mailbox, owner_engine: Engine
) -> None:
    assert box
    log_in(client, person, PAGE)
    assert [log_in(client, person, PROGRAM) for _ in range(2)] == ["", ""]
    assert mailbox.leave(owner_engine) == ["new_device"]


def test_the_cookie_cannot_be_read_by_scripts_and_is_stored_hashed(client: TestClient, person: Person) -> None:
    body = {"email": person.email, "password": person.password}
    answer = client.post(
        "https://testserver/api/auth/login", json=body, headers=PAGE | {"Origin": "https://testserver"}
    )
    client.cookies.clear()
    [cookie] = [line for line in answer.headers.get_list("set-cookie") if line.startswith("__Host-device=")]
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    with database.transaction(person.account_id) as session:
        rows = session.execute(text("SELECT * FROM known_devices")).all()
    assert cookie.partition("=")[2].partition(";")[0] not in str(rows)


@pytest.mark.parametrize("forged", ["", "x", "a" * 400, "../../etc", "!" * 43])
def test_a_forged_cookie_is_replaced(client: TestClient, person: Person, forged: str) -> None:
    cookie = log_in(client, person, PAGE | {"Cookie": f"device={forged}"})
    assert len(cookie) == 43
    assert cookie != forged


def test_without_a_mail_server_no_letter_is_posted(client: TestClient, person: Person, owner_engine: Engine) -> None:
    mailbox.leave(owner_engine)
    for _ in range(2):
        log_in(client, person, PAGE)
    assert mailbox.leave(owner_engine) == []
