"""An owner makes keys for programs: shown once, kept hashed, ended at once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from ocrwtf.core import database
from ocrwtf.users import api_keys, callers, tokens
from ocrwtf.users.people import by_hand
from tests.integration.conftest import Person

Make = Callable[..., dict[str, Any]]


@pytest.fixture
def make(client: TestClient, person: Person) -> Make:
    """A key of the person's account, as it is answered the one time."""

    def post(**wanted: object) -> dict[str, Any]:
        body = {"name": "ERP gudang", "scopes": ["read"]} | wanted
        answer: dict[str, Any] = client.post("/api/api-keys", json=body, headers=person.headers).json()
        return answer

    return post


def bearer(made: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {made['key']}"}


def status_of(client: TestClient, made: dict[str, Any]) -> int:
    return client.get("/api/users/me", headers=bearer(made)).status_code


def listed(client: TestClient, person: Person) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.get("/api/api-keys", headers=person.headers).json()["items"]
    return items


def change(person: Person, statement: str) -> None:
    with database.transaction(person.account_id) as session:
        session.execute(text(statement))


def test_a_key_acts_for_who_made_it(client: TestClient, person: Person, make: Make) -> None:
    made = make()
    me = client.get("/api/users/me", headers=bearer(made))
    assert (me.status_code, me.json()["id"]) == (200, str(person.user_id))
    assert made["key"].startswith("wtf_live_")
    assert len(made["key"]) == len("wtf_live_") + 43


def test_a_key_is_shown_once(client: TestClient, person: Person, make: Make) -> None:
    made = make(scopes=["capture", "read"], limitPerMinute=30)
    (item,) = listed(client, person)
    assert item == {name: value for name, value in made.items() if name != "key"}
    assert (item["ending"], item["scopes"], item["limitPerMinute"]) == (made["key"][-4:], ["capture", "read"], 30)
    assert made["key"] not in str(listed(client, person))


def test_a_key_is_stored_hashed(person: Person, make: Make) -> None:
    plain = make()["key"]
    with database.transaction(person.account_id) as session:
        (row,) = session.scalars(text("SELECT api_keys::text FROM api_keys"))
        assert session.scalars(text("SELECT key_hash FROM api_keys")).one() == tokens.hashed(plain)
    assert plain not in row
    assert plain.encode().hex() not in row


def test_a_revoked_key_is_refused_at_once_and_others_go_on(client: TestClient, person: Person, make: Make) -> None:
    gone, other = make(), make()
    assert client.delete(f"/api/api-keys/{gone['id']}", headers=person.headers).status_code == 204
    assert (status_of(client, gone), status_of(client, other)) == (401, 200)
    assert client.delete(f"/api/api-keys/{gone['id']}", headers=person.headers).status_code == 404


def test_an_expired_key_is_refused(client: TestClient, person: Person, make: Make) -> None:
    made = make(expiresAt=(datetime.now(UTC) + timedelta(days=1)).isoformat())
    assert status_of(client, made) == 200
    change(person, "UPDATE api_keys SET expires_at = now()")
    assert status_of(client, made) == 401


def block(person: Person, _engine: Engine) -> None:
    with database.transaction() as session:
        by_hand.set_active(session, person.email, active=False)


def remove_account(person: Person, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM accounts WHERE id = :id"), {"id": person.account_id})


@pytest.mark.parametrize("end", [block, remove_account])
def test_keys_of_who_is_blocked_or_gone_stop_at_once(
    client: TestClient, person: Person, make: Make, owner_engine: Engine, end: Callable[..., None]
) -> None:
    made = make()
    end(person, owner_engine)
    assert status_of(client, made) == 401


def test_a_key_has_todays_role_of_its_maker(client: TestClient, person: Person, make: Make) -> None:
    made = make(scopes=["admin"])
    assert client.patch("/api/field-memory", json={"enabled": True}, headers=bearer(made)).status_code == 200
    change(person, "UPDATE users SET role = 'staff'")
    answer = client.patch("/api/field-memory", json={"enabled": True}, headers=bearer(made))
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/not-allowed")


@pytest.mark.parametrize(
    "wrong",
    [
        {"scopes": []},
        {"scopes": ["everything"]},
        {"scopes": ["read", "read"]},
        {"name": " "},
        {"name": "x" * 101},
        {"limitPerMinute": 0},
        {"expiresAt": "2020-01-01T00:00:00Z"},
        {"expiresAt": "2120-01-01T00:00:00"},
        {"accountId": "01a21bec-8a1c-7631-a601-b4e18efd991e"},
    ],
)
def test_a_key_that_makes_no_sense_is_422(
    client: TestClient, person: Person, make: Make, wrong: dict[str, object]
) -> None:
    assert make(**wrong)["type"] == "/problems/invalid-request"
    assert listed(client, person) == []


def test_an_account_has_so_many_keys_however_many_are_asked_for_at_once(
    client: TestClient, person: Person, make: Make, monkeypatch: pytest.MonkeyPatch, in_parallel: Callable[..., Any]
) -> None:
    monkeypatch.setattr(api_keys, "MOST_KEYS", 3)
    kinds = in_parallel(8, lambda _: make().get("type"))
    assert sorted(map(str, kinds)) == ["/problems/too-many-keys"] * 5 + ["None"] * 3
    assert len(listed(client, person)) == 3


@pytest.mark.parametrize(("minutes", "is_noted"), [(4, False), (6, True)])
def test_the_last_use_is_written_every_few_minutes_only(
    client: TestClient, person: Person, make: Make, minutes: int, *, is_noted: bool
) -> None:
    made = make()
    assert made["lastUsedAt"] is None
    status_of(client, made)
    change(person, f"UPDATE api_keys SET last_used_at = last_used_at - interval '{minutes} minutes'")  # noqa: S608  a number
    before = listed(client, person)[0]["lastUsedAt"]
    status_of(client, made)
    assert (listed(client, person)[0]["lastUsedAt"] != before) is is_noted


def test_a_key_has_its_own_limit(client: TestClient, make: Make) -> None:
    slow, other = make(limitPerMinute=2), make(limitPerMinute=2)
    assert [status_of(client, slow) for _ in range(3)] == [200, 200, 429]
    assert status_of(client, other) == 200


def test_the_own_limit_of_a_key_is_told_like_every_other(client: TestClient, make: Make) -> None:
    made = make(limitPerMinute=2)
    headers = {"Authorization": f"Bearer {made['key']}"}
    told = client.get("/api/users/me", headers=headers).headers
    assert told["ratelimit-policy"].startswith('"key";q=2;w=60, "api"')
    assert told["ratelimit"].startswith('"key";r=1;t=60, "api"')
    refused = [client.get("/api/users/me", headers=headers) for _ in range(2)][-1]
    assert (refused.status_code, refused.headers["ratelimit"][:11]) == (429, '"key";r=0;t')
    assert int(refused.headers["retry-after"]) > 0


def test_staff_neither_sees_nor_makes_keys(client: TestClient, person: Person, make: Make) -> None:
    made = make()
    change(person, "UPDATE users SET role = 'staff'")
    codes = [
        client.request(method, f"/api/api-keys{path}", json=body, headers=person.headers).status_code
        for method, path, body in (
            ("GET", "", None),
            ("POST", "", {"name": "x", "scopes": ["read"]}),
            ("DELETE", f"/{made['id']}", None),
        )
    ]
    assert codes == [403] * 3


def test_keys_of_another_account_are_not_listed(
    client: TestClient, make: Make, new_person: Callable[[], Person]
) -> None:
    make()
    assert listed(client, new_person()) == []


def test_what_only_looks_like_a_key_is_401(client: TestClient, make: Make) -> None:
    key = make()["key"]
    for wrong in ("wtf_live_", "wtf_live_" + "x" * 43, key[:-1], key + "x", key.upper(), "wtf_live_' OR 1=1 --"):
        assert status_of(client, {"key": wrong}) == 401


def test_a_key_counts_in_the_header_alone(client: TestClient, make: Make) -> None:
    key = make()["key"]
    assert client.get("/api/users/me", headers={"Cookie": f"session={key}"}).status_code == 401
    assert client.get(f"/api/users/me?key={key}&access_token={key}").status_code == 401


def test_who_listens_by_a_key_is_cut_when_it_is_revoked(client: TestClient, person: Person, make: Make) -> None:
    made = make()
    caller = callers.of_bearer(made["key"])
    with database.transaction() as session:
        assert callers.still_calling(session, caller) == caller
    client.delete(f"/api/api-keys/{made['id']}", headers=person.headers)
    with database.transaction() as session:
        assert callers.still_calling(session, caller) is None


def test_the_database_knows_no_other_scope(person: Person, make: Make) -> None:
    make()
    with pytest.raises(Exception, match="ck_api_keys_known_scopes"):
        change(person, "UPDATE api_keys SET scopes = '{everything}'")
