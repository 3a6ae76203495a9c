"""A request that is sent again with its Idempotency-Key has one effect and one answer."""

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from ocrwtf.core import database, queue
from ocrwtf.credits import service as credits_service
from ocrwtf.files import service as files_service
from ocrwtf.idempotency import service
from ocrwtf.idempotency.problems import RequestInFlight
from ocrwtf.main import create_app
from ocrwtf.scans import service as scans_service
from tests.integration.conftest import Person, credits_of, spend_down_to
from tests.integration.documents import picture
from tests.integration.idempotency.conftest import Send, change, kept

REPLAYED = "idempotency-replayed"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """Names of the files that were opened to be checked."""
    names: list[str | None] = []
    receive = files_service.receive

    def noted(content: Any, filename: str | None) -> files_service.Received:
        names.append(filename)
        return receive(content, filename)

    monkeypatch.setattr(files_service, "receive", noted)
    return names


def test_the_same_again_gets_the_same_answer_to_the_byte(upload: Send, person: Person) -> None:
    first, again = upload(picture("SATU"), picture("DUA")), upload(picture("SATU"), picture("DUA"))
    assert (first.status_code, again.status_code) == (202, 202)
    assert again.content == first.content
    assert (again.headers["location"], again.headers["content-type"]) == (
        first.headers["location"],
        first.headers["content-type"],
    )
    assert (REPLAYED in first.headers, again.headers[REPLAYED]) == (False, "true")
    assert credits_of(person.account_id) == 8


def test_a_replay_opens_no_file(upload: Send, opened: list[str]) -> None:
    for _ in range(3):
        upload(picture("SEKALI"))
    assert opened == ["nota.png"]


def test_the_order_of_files_and_the_boundary_between_them_do_not_count(upload: Send) -> None:
    first, again = upload(picture("A"), picture("B")), upload(picture("B"), picture("A"))
    assert first.request.headers["content-type"] != again.request.headers["content-type"]
    assert again.content == first.content


def test_another_body_with_the_same_key_is_422_and_has_no_effect(upload: Send, person: Person) -> None:
    upload(picture("INI"))
    others = [upload(picture("ITU")), upload(picture("INI"), name="lain.png"), upload(picture("INI"), picture("ITU"))]
    assert {answer.json()["type"] for answer in others} == {"/problems/idempotency-key-reused"}
    assert credits_of(person.account_id) == 9


def test_many_at_once_have_one_effect(
    upload: Send, person: Person, opened: list[str], in_parallel: Callable[..., list[Any]]
) -> None:
    answers = in_parallel(24, lambda _: upload(picture("SERENTAK")))
    told = Counter(answer.status_code for answer in answers)
    assert set(told) <= {202, 409}
    assert len({answer.content for answer in answers if answer.status_code == 202}) == 1
    assert [answer.headers["retry-after"] for answer in answers if answer.status_code == 409] == ["1"] * told[409]
    assert (opened, credits_of(person.account_id)) == (["nota.png"], 9)
    assert upload(picture("SERENTAK")).headers[REPLAYED] == "true"


def test_without_a_key_nothing_is_kept(client: TestClient, person: Person) -> None:
    files = [("file", ("nota.png", picture("BIASA")))]
    assert client.post("/api/scans/upload", files=files, headers=person.headers).status_code == 202
    assert kept(person) == []


def test_the_key_itself_is_not_stored(upload: Send, person: Person, key: str) -> None:
    upload(picture("RAHASIA"))
    assert key not in str(kept(person))
    assert key.encode().hex() not in str(kept(person))


@pytest.mark.parametrize("wrong", ["", "x" * 256, "two words", "a\tb"])
def test_a_key_that_is_none_is_422(upload: Send, person: Person, wrong: str) -> None:
    assert upload(picture("X"), Idempotency_Key=wrong).json()["type"] == "/problems/invalid-request"
    assert credits_of(person.account_id) == 10


def test_what_was_refused_is_not_kept(upload: Send, person: Person) -> None:
    spend_down_to(person.account_id, 0)
    assert upload(picture("MAHAL")).status_code == 402
    assert kept(person) == []
    with database.transaction(person.account_id) as session:
        credits_service.grant(session, person.account_id, 1)
    assert upload(picture("MAHAL")).status_code == 202


def test_a_failure_in_the_middle_leaves_neither_effect_nor_lock(
    upload: Send, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def enqueue_then_fail(*arguments: Any, **named: Any) -> None:
        queue.enqueue(*arguments, **named)
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr(scans_service, "enqueue", enqueue_then_fail)
        assert upload(picture("GAGAL")).status_code == 500
    assert (kept(person), credits_of(person.account_id)) == ([], 10)
    assert upload(picture("GAGAL")).status_code == 202


@pytest.fixture
def killed(upload: Send, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process died between the beginning and the effect: nothing gave the key up."""

    def dies(*_: object) -> None:
        raise OSError

    with monkeypatch.context() as dying:
        dying.setattr(service, "give_up", lambda _begun: None)
        dying.setattr(files_service, "receive", dies)
        upload(picture("MATI"))
    assert [row.status for row in kept(person)] == [None]


@pytest.mark.usefixtures("killed")
def test_what_a_killed_process_began_is_409_until_its_time_is_over(upload: Send, person: Person) -> None:
    waiting = upload(picture("MATI"))
    assert (waiting.status_code, waiting.json()["type"]) == (409, "/problems/request-in-flight")
    change(person, "UPDATE idempotent_requests SET locked_until = now()")
    taken_over = upload(picture("MATI"))
    assert (taken_over.status_code, REPLAYED in taken_over.headers) == (202, False)
    assert upload(picture("MATI")).content == taken_over.content
    assert credits_of(person.account_id) == 9


@pytest.mark.usefixtures("killed")
def test_a_lock_lasts_a_minute(person: Person) -> None:
    (row,) = kept(person)
    assert (row.locked_until - row.created_at).total_seconds() == 60


def test_who_was_taken_over_has_no_effect_any_more(
    upload: Send, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive = files_service.receive

    def late(content: Any, filename: str | None) -> files_service.Received:
        """Meanwhile the time is over, and another try takes the key."""
        change(person, f"UPDATE idempotent_requests SET claim = '{uuid4()}'")  # noqa: S608  an id of our own
        return receive(content, filename)

    monkeypatch.setattr(files_service, "receive", late)
    assert upload(picture("TERLAMBAT")).json()["type"] == "/problems/request-in-flight"
    assert (credits_of(person.account_id), [row.status for row in kept(person)]) == (10, [None])


def test_finishing_what_is_not_ours_is_refused(person: Person) -> None:
    asked = service.Asked(person.account_id, person.user_id, person.user_id, "POST", "/x", b"k", b"f")
    begun = service.begin(asked)
    with pytest.raises(RequestInFlight):
        service.begin(asked)
    service.give_up(begun)
    assert service.begin(asked).claim != begun.claim


def test_every_post_that_creates_or_charges_takes_a_key() -> None:
    paths: dict[str, Any] = create_app().openapi()["paths"]
    takes = {
        path
        for path, methods in paths.items()
        if any(each["name"] == "Idempotency-Key" for each in methods.get("post", {}).get("parameters", ()))
    }
    # Their answers hold secrets, which a kept reply would store; or they change who somebody is, with a proof of it.
    secret = ("/api/auth/", "/api/api-keys", "/api/invitations", "/api/phones/", "/api/people/", "/api/users/me/")
    never = {path for path in paths if path.startswith(secret)}
    never |= {"/api/webhooks", "/api/webhooks/{webhook_id}/secret"}
    posts = {path for path, methods in paths.items() if "post" in methods}
    again_is_the_same = {path for path in posts if path.endswith("/cancel")} | {
        "/api/receipts/check",
        "/api/credits/quote",
    }
    again_is_the_same |= {f"/api/cleanup/{what}" for what in ("execute", "monthly-cleanup", "daily-credit-reset")}
    assert takes == posts - never - again_is_the_same
