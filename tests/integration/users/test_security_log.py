"""The security log: who did what, when and from where, for the owner alone; nobody changes it."""

import csv
import io
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError

from ocrwtf.core import database, origin, security_log
from ocrwtf.core.origin import Origin, OriginKind
from ocrwtf.core.security_log import LogKind, Somebody
from ocrwtf.core.throttle import Throttle
from ocrwtf.main import create_app
from ocrwtf.users import jobs, service
from ocrwtf.users.people import by_hand
from tests.integration.conftest import Person
from tests.integration.documents import picture

CHROME = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"}
Entry = dict[str, Any]


@pytest.fixture(autouse=True)
def fresh_throttles(monkeypatch: pytest.MonkeyPatch, client: TestClient) -> Iterator[None]:
    for name in ("_by_name", "_by_address"):
        monkeypatch.setattr(service, name, Throttle(amount=1_000, per_seconds=300))
    yield
    client.cookies.clear()  # all tests share the client


@pytest.fixture(scope="module")
def app(client: TestClient) -> FastAPI:
    """Served already by the shared client."""
    assert client
    return create_app()


@pytest.fixture
def at(app: FastAPI) -> Callable[[str], TestClient]:
    """`at("203.0.113.9")`: somebody there."""
    return lambda address: TestClient(app, raise_server_exceptions=False, client=(address, 5))


def entries(client: TestClient, person: Person, **filters: str) -> list[Entry]:
    answer = client.get("/api/security-log", params={"limit": "100"} | filters, headers=person.headers)
    assert answer.status_code == 200, answer.text
    items: list[Entry] = answer.json()["items"]
    return items


def newest(client: TestClient, person: Person) -> Entry:
    return entries(client, person, limit="1")[0]


def upload(client: TestClient, person: Person) -> str:
    files = [("file", (f"{uuid4().hex}.png", picture(uuid4().hex[:8])))]
    answer = client.post("/api/scans/upload", files=files, headers=person.headers)
    return str(answer.json()["items"][0]["id"])


def log_in(client: TestClient, person: Person, password: str | None = None) -> int:
    body = {"email": person.email, "password": password or person.password}
    return client.post("/api/auth/login", json=body, headers=CHROME).status_code


def test_a_sign_in_is_told_with_who_when_and_from_where(at: Callable[[str], TestClient], person: Person) -> None:
    client = at("2001:db8:1:2::7")
    assert log_in(client, person) == 200
    entry = newest(client, person)
    assert (entry["kind"], entry["source"]) == ("sign_in", "network")
    assert (entry["address"], entry["device"]) == ("2001:db8:1:2::/64", "Chrome · Android")
    assert entry["user"] == {"id": str(person.user_id), "name": person.email.partition("@")[0]}


def test_a_wrong_password_is_told_and_names_nobody_as_who_did_it(client: TestClient, person: Person) -> None:
    assert log_in(client, person, "not-the-password") == 401
    entry = newest(client, person)
    assert (entry["kind"], entry["detail"]) == ("sign_in_failed", {"reason": "password"})
    assert (entry["user"], entry["about"]["id"]) == (None, str(person.user_id))


def test_who_keeps_guessing_does_not_fill_the_table(
    client: TestClient, person: Person, in_parallel: Callable[..., list[int]]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(security_log, "MOST_AN_HOUR", 3)
        in_parallel(8, lambda _: log_in(client, person, "not-the-password"))
    assert len(entries(client, person, kind="sign_in_failed")) == 3


def test_an_unknown_name_leaves_no_line(client: TestClient, owner_engine: Engine) -> None:
    def count() -> int:
        with owner_engine.connect() as connection:
            return int(connection.scalar(text("SELECT count(*) FROM security_log WHERE kind = 'sign_in_failed'")) or 0)

    before = count()
    body = {"email": f"{uuid4().hex}@contoh.id", "password": "not-the-password"}
    assert client.post("/api/auth/login", json=body).status_code == 401
    assert count() == before


def test_ending_logins_is_told(client: TestClient, person: Person) -> None:
    for _ in range(2):
        service.open_session(person.account_id, person.user_id)
    listed = client.get("/api/auth/sessions", headers=person.headers).json()["items"]
    one = next(item["id"] for item in listed if not item["current"])
    client.delete(f"/api/auth/sessions/{one}", headers=person.headers)
    assert newest(client, person)["detail"] == {"sessionId": one}
    for _ in range(2):  # the second time there is none to end, and no line
        client.delete("/api/auth/sessions", headers=person.headers)
    assert [entry["detail"] for entry in entries(client, person, kind="sessions_ended")] == [{"count": 1}]


def test_signing_out_is_told(client: TestClient, person: Person) -> None:
    login = service.open_session(person.account_id, person.user_id)
    client.post("/api/auth/logout", headers={"Authorization": f"Bearer {login.access_token}"})
    assert newest(client, person)["kind"] == "sign_out"


def test_a_used_refresh_token_that_comes_back_is_told(client: TestClient, person: Person) -> None:
    login = service.open_session(person.account_id, person.user_id, refreshable=True)
    token = {"refreshToken": login.refresh_token}
    successor = client.post("/api/auth/refresh", json=token).json()["refreshToken"]
    client.post("/api/auth/refresh", json={"refreshToken": successor})
    assert client.post("/api/auth/refresh", json=token).status_code == 401
    entry = newest(client, person)
    assert (entry["kind"], entry["user"], entry["about"]["id"]) == ("refresh_reused", None, str(person.user_id))


def test_what_the_command_line_does_to_people_is_told_as_such(client: TestClient, person: Person) -> None:
    with database.transaction() as session:
        by_hand.set_active(session, person.email, active=False)
        by_hand.set_active(session, person.email, active=True)
    with database.transaction() as session:
        by_hand.set_password(session, person.email, "another-password")
    login = service.open_session(person.account_id, person.user_id)
    person = Person(
        *(person.account_id, person.user_id, person.email, "", {"Authorization": f"Bearer {login.access_token}"}, "")
    )
    found = entries(client, person)[1:4]
    assert [entry["kind"] for entry in found] == ["password_changed", "user_unblocked", "user_blocked"]
    for entry in found:
        assert (entry["source"], entry["address"], entry["device"], entry["user"]) == ("command-line", None, "", None)
        assert entry["about"]["id"] == str(person.user_id)


def test_keys_are_told_with_their_ending_and_never_whole(client: TestClient, person: Person) -> None:
    made = client.post("/api/api-keys", json={"name": "ERP", "scopes": ["read"]}, headers=person.headers).json()
    entry = newest(client, person)
    assert (entry["kind"], entry["key"]) == ("key_made", {"id": made["id"], "name": "ERP"})
    client.delete(f"/api/api-keys/{made['id']}", headers=person.headers)
    entry = newest(client, person)
    assert (entry["kind"], entry["key"]) == ("key_revoked", {"id": made["id"], "name": None})
    assert entry["detail"] == {"ending": made["key"][-4:]}
    assert made["key"] not in str(entries(client, person))


def test_a_key_is_told_from_each_new_address_once(at: Callable[[str], TestClient], person: Person) -> None:
    client = at("203.0.113.1")
    made = client.post("/api/api-keys", json={"name": "ERP", "scopes": ["read"]}, headers=person.headers).json()
    for address in ("203.0.113.1", "203.0.113.2", "203.0.113.1", "203.0.113.2"):
        bearer = {"Authorization": f"Bearer {made['key']}"}
        assert at(address).get("/api/users/me", headers=bearer).status_code == 200
    found = entries(client, person, kind="key_new_address")
    assert [entry["address"] for entry in found] == ["203.0.113.2", "203.0.113.1"]
    assert found[0]["key"] == {"id": made["id"], "name": "ERP"}


def test_another_process_does_not_tell_the_same_address_again(
    at: Callable[[str], TestClient], person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = at("203.0.113.1")
    made = client.post("/api/api-keys", json={"name": "ERP", "scopes": ["read"]}, headers=person.headers).json()
    for _ in range(2):
        monkeypatch.setattr("ocrwtf.users.key_addresses._known", OrderedDict())
        answer = client.get("/api/users/me", headers={"Authorization": f"Bearer {made['key']}"})
        assert answer.status_code == 200
    assert len(entries(client, person, kind="key_new_address")) == 1


def test_deleting_documents_is_told_with_their_ids(client: TestClient, person: Person) -> None:
    one, *others = (upload(client, person) for _ in range(3))
    client.delete(f"/api/scans/{one}", headers=person.headers)
    client.post("/api/scans/bulk", json={"action": "delete", "ids": [*others, str(uuid4())]}, headers=person.headers)
    found = [entry["detail"] for entry in entries(client, person, kind="documents_deleted")]
    assert found == [{"count": 2, "scanIds": others}, {"count": 1, "scanIds": [one]}]


@pytest.mark.parametrize(("form", "told"), [(None, "zip"), ("csv", "csv"), ("xlsx", "xlsx"), ("jsonl", "jsonl")])
def test_an_export_of_many_is_told(client: TestClient, person: Person, form: str | None, told: str) -> None:
    ids = [upload(client, person) for _ in range(2)]
    body = {"action": "export", "ids": ids} | ({"format": form} if form else {})
    assert client.post("/api/scans/bulk", json=body, headers=person.headers).status_code == 200
    entry = newest(client, person)
    assert (entry["kind"], entry["detail"]) == ("exported", {"format": told, "count": 2, "scanIds": ids})


def test_an_export_of_one_and_a_link_are_told_without_the_link(client: TestClient, person: Person) -> None:
    scan = upload(client, person)
    client.get(f"/api/scans/{scan}/export.json", headers=person.headers)
    assert newest(client, person)["detail"]["format"] == "json"
    made = client.post(f"/api/scans/{scan}/links", json={"what": "original"}, headers=person.headers).json()
    entry = newest(client, person)
    assert (entry["kind"], entry["detail"]["scanId"], entry["detail"]["what"]) == ("link_made", scan, "original")
    assert made["url"].partition("signature=")[2] not in str(entry)


def test_what_is_undone_is_not_told(client: TestClient, person: Person) -> None:
    before = len(entries(client, person))
    with suppress(RuntimeError), database.transaction(person.account_id) as session:
        security_log.record(session, LogKind.SIGN_OUT, Somebody(person.account_id))
        raise RuntimeError
    assert len(entries(client, person)) == before


def test_registering_begins_the_log(client: TestClient) -> None:
    name = f"u{uuid4().hex[:12]}"
    body = {"email": f"{name}@contoh.id", "username": name, "password": "rahasia-sekali"}
    user = client.post("/api/auth/register", json=body).json()
    login = client.post("/api/auth/login", json={"email": body["email"], "password": body["password"]}).json()
    answer = client.get("/api/security-log", headers={"Authorization": f"Bearer {login['accessToken']}"})
    assert [(entry["kind"], entry["user"]["id"]) for entry in answer.json()["items"]] == [
        ("sign_in", user["id"]),
        ("registered", user["id"]),
    ]


def test_lists_are_narrowed_by_kind_and_person_and_go_on_at_a_cursor(
    client: TestClient, person: Person, new_driver: Callable[[Person], Person]
) -> None:
    driver = new_driver(person)
    assert [entry["kind"] for entry in entries(client, person, userId=str(driver.user_id))] == ["sign_in"]
    assert {entry["kind"] for entry in entries(client, person, kind="sign_in")} == {"sign_in"}
    whole = entries(client, person)
    page = client.get("/api/security-log?limit=1", headers=person.headers).json()
    rest = entries(client, person, cursor=page["nextCursor"])
    assert page["items"] + rest == whole


@pytest.mark.parametrize("path", ["/api/security-log", "/api/security-log.csv"])
def test_only_the_owner_reads_it_and_no_key(
    client: TestClient, person: Person, new_driver: Callable[[Person], Person], path: str
) -> None:
    others = [new_driver(person), new_driver(person)]
    with database.transaction(person.account_id) as session:
        session.execute(text("UPDATE users SET role = 'staff' WHERE id = :id"), {"id": others[0].user_id})
    assert [client.get(path, headers=other.headers).status_code for other in others] == [403, 403]
    wanted = {"name": "ERP", "scopes": ["read", "admin"]}
    key = client.post("/api/api-keys", json=wanted, headers=person.headers).json()["key"]
    assert client.get(path, headers={"Authorization": f"Bearer {key}"}).status_code == 403


def test_as_a_table_no_cell_is_a_formula(client: TestClient, person: Person) -> None:
    wanted = {"name": '=HYPERLINK("x")', "scopes": ["read"]}
    client.post("/api/api-keys", json=wanted, headers=person.headers)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ocrwtf.users.log_listing._BATCH", 2)
        answer = client.get("/api/security-log.csv", headers=person.headers)
    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row["kind"] for row in rows] == ["log_exported", "key_made", "sign_in", "registered"]
    assert rows[1]["key"] == '\'=HYPERLINK("x")'
    assert [row["source"] for row in rows] == ["network", "network", "command-line", "command-line"]


@pytest.mark.parametrize("change", ["UPDATE security_log SET kind = 'sign_out'", "DELETE FROM security_log"])
def test_the_app_can_neither_change_nor_delete_it(person: Person, change: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        database.transaction(person.account_id) as session,
    ):
        session.execute(text(change))


def test_it_is_kept_for_400_days(client: TestClient, person: Person, owner_engine: Engine) -> None:
    age = text("UPDATE security_log SET at = now() - make_interval(days => :days) WHERE account_id = :id AND kind = :k")
    with owner_engine.begin() as connection:
        connection.execute(age, {"days": 401, "id": person.account_id, "k": "registered"})
        connection.execute(age, {"days": 399, "id": person.account_id, "k": "sign_in"})
    jobs.forget_old_log.func(0)
    assert [entry["kind"] for entry in entries(client, person)] == ["sign_in"]


def test_the_schedule_says_that_it_was_the_schedule(client: TestClient, person: Person) -> None:
    with origin.acting_from(Origin(OriginKind.SCHEDULE)), database.transaction(person.account_id) as session:
        security_log.record(session, LogKind.DOCUMENTS_DELETED, Somebody(person.account_id), {"count": 3})
    entry = newest(client, person)
    assert (entry["source"], entry["address"], entry["device"]) == ("schedule", None, "")


@pytest.mark.parametrize("device", ["schedule", "command-line"])
def test_a_caller_cannot_pretend_to_be_the_machine(client: TestClient, person: Person, device: str) -> None:
    body = {"email": person.email, "password": person.password}
    client.post("/api/auth/login", json=body, headers={"User-Agent": device})
    assert (newest(client, person)["source"], newest(client, person)["device"]) == ("network", device)


@pytest.mark.parametrize("said", ["Surat jalan untuk Rina", "rina@contoh.id", "x" * 101, "a\nb"])
def test_text_has_no_place_in_it(person: Person, said: str) -> None:
    with database.transaction(person.account_id) as session, pytest.raises(ValueError, match="codes and ids only"):
        security_log.record(session, LogKind.EXPORTED, Somebody(person.account_id), {"format": said})
