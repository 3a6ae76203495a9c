"""People change their language, time zone and username themselves, and nothing else."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from ocrwtf.core.throttle import Throttle
from ocrwtf.users import profile
from tests.integration.conftest import Person


def change(client: TestClient, person: Person, **members: object) -> tuple[int, dict[str, object]]:
    answer = client.patch("/api/users/me", json=members, headers=person.headers)
    return answer.status_code, answer.json()


def test_what_is_sent_changes_and_the_rest_stays(client: TestClient, person: Person) -> None:
    before = client.get("/api/users/me", headers=person.headers).json()
    wanted = {"locale": "en", "timeZone": "Asia/Jayapura"}
    assert change(client, person, **wanted) == (200, before | wanted)
    assert change(client, person, locale=None) == (200, before | wanted)
    assert client.get("/api/users/me", headers=person.headers).json() == before | wanted


def test_a_new_username_logs_in_and_the_old_one_does_not(client: TestClient, person: Person) -> None:
    old, new = client.get("/api/users/me", headers=person.headers).json()["username"], f"n{uuid4().hex[:12]}"
    assert change(client, person, username=new)[0] == 200
    logins = [
        client.post("/api/auth/login", json={"username": name, "password": person.password}) for name in (old, new)
    ]
    client.cookies.clear()  # all tests share the client
    assert [answer.status_code for answer in logins] == [401, 200]


def test_somebody_elses_username_is_refused_and_nothing_changes(
    client: TestClient, person: Person, new_person: Callable[[], Person]
) -> None:
    taken = client.get("/api/users/me", headers=new_person().headers).json()["username"].upper()
    status, problem = change(client, person, username=taken, locale="en")
    assert (status, problem["type"]) == (409, "/problems/username-taken")
    assert client.get("/api/users/me", headers=person.headers).json()["locale"] == "id"


@pytest.mark.parametrize(
    "wrong",
    [
        {"locale": "fr"},
        {"timeZone": "Mars/Olympus"},
        {"timeZone": "../../../etc/passwd"},
        {"timeZone": ""},
        {"username": "a@b"},
        {"role": "owner"},
        {"email": "other@contoh.id"},
        {"emailVerified": True},
        {"isActive": True},
        {"accountId": str(uuid4())},
    ],
)
def test_a_wrong_value_and_a_foreign_field_are_422(
    client: TestClient, person: Person, wrong: dict[str, object]
) -> None:
    status, problem = change(client, person, **wrong)
    assert (status, problem["type"]) == (422, "/problems/invalid-request")


def test_an_unknown_time_zone_is_explained(client: TestClient, person: Person) -> None:
    _, problem = change(client, person, timeZone="WIB")
    assert problem["errors"] == [{"field": "timeZone", "message": "must be an IANA time zone such as Asia/Jakarta."}]


def test_names_can_be_tried_so_often_only(client: TestClient, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profile, "_new_names", Throttle(amount=2, per_seconds=3600))
    codes = [change(client, person, username=f"n{uuid4().hex[:12]}")[0] for _ in range(3)]
    assert codes == [200, 200, 429]
    assert change(client, person, locale="en")[0] == 200
