"""Reviews: one a user, after real use, shown without a name; answered and hidden by the operator alone."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from ocrwtf.cli import reviews as command
from ocrwtf.config import settings
from ocrwtf.core import database
from ocrwtf.credits import service as credits_service
from ocrwtf.credits.models import Reason
from ocrwtf.guard import policies
from ocrwtf.reviews import service
from tests.integration.conftest import Person


@pytest.fixture
def user(person: Person) -> Person:
    """Somebody who had something read."""
    with database.transaction(person.account_id) as session:
        credits_service.charge(session, person.account_id, 1, Reason.SCAN, uuid4().hex)
    return person


def submit(client: TestClient, person: Person, rating: object = 5, words: str = "Bagus") -> httpx2.Response:
    return client.post("/api/reviews/submit", json={"rating": rating, "text": words}, headers=person.headers)


def listed(client: TestClient, **query: Any) -> dict[str, Any]:
    answer: dict[str, Any] = client.get("/api/reviews/list", params=query).raise_for_status().json()
    return answer


def moderated(review_id: str, **what: Any) -> bool:
    with database.transaction() as session:
        return service.moderate(session, UUID(review_id), **what)


def test_a_review_is_shown_to_everybody_without_a_name(client: TestClient, user: Person) -> None:
    written = submit(client, user, 4, "  Cepat, <b>tapi</b> tinta pudar susah  ").json()
    (shown, *_) = listed(client)["items"]
    assert shown == written
    assert (shown["rating"], shown["text"]) == (4, "Cepat, <b>tapi</b> tinta pudar susah")
    assert set(shown) == {"id", "rating", "text", "createdAt", "editedAt", "reply", "repliedAt"}


def test_a_second_one_is_the_first_written_anew(client: TestClient, user: Person) -> None:
    before = listed(client)["count"]
    first, second = submit(client, user, 1).json(), submit(client, user, 5, "Sudah baik").json()
    assert (second["id"], second["rating"], first["editedAt"]) == (first["id"], 5, None)
    assert second["editedAt"]
    assert listed(client)["count"] == before + 1


def test_twenty_at_once_are_one(client: TestClient, user: Person, in_parallel: Callable[..., list[int]]) -> None:
    before = listed(client)["count"]
    codes = in_parallel(20, lambda n: submit(client, user, n % 5 + 1).status_code)
    assert codes == [200] * 20
    assert listed(client)["count"] == before + 1


def test_who_has_had_nothing_read_has_nothing_to_review(client: TestClient, person: Person) -> None:
    with database.transaction(person.account_id) as session:
        credits_service.charge(session, person.account_id, 1, Reason.SCAN, "failed")
        credits_service.refund(session, person.account_id, Reason.SCAN, "failed")
    assert client.get("/api/reviews/mine", headers=person.headers).json()["mayReview"] is False
    answer = submit(client, person)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/not-used-yet")


@pytest.mark.parametrize("rating", [0, 6, -1, 3.5, "5", True, None])
def test_only_one_to_five_is_a_rating(client: TestClient, user: Person, rating: object) -> None:
    assert submit(client, user, rating).status_code == 422


def test_a_thousand_characters_are_enough(client: TestClient, user: Person) -> None:
    assert submit(client, user, 5, "x" * 1001).status_code == 422
    assert submit(client, user, 5, "é" * 1000).status_code == 200


def test_average_and_histogram_are_of_all_that_are_shown(client: TestClient, user: Person) -> None:
    before = listed(client)["histogram"]
    review = submit(client, user, 2).json()["id"]
    after = listed(client, limit=1)
    assert after["histogram"] == [count + (n == 1) for n, count in enumerate(before)]
    total = sum((n + 1) * count for n, count in enumerate(after["histogram"]))
    assert after["average"] == round(total / after["count"], 2)
    assert moderated(review, hidden=True)
    assert listed(client)["histogram"] == before


def test_a_cursor_leads_through_all_of_them(client: TestClient, new_person: Callable[[], Person]) -> None:
    for person in (new_person() for _ in range(3)):
        with database.transaction(person.account_id) as session:
            credits_service.charge(session, person.account_id, 0, Reason.SCAN, "x")
        submit(client, person)
    whole, found, cursor = listed(client, limit=100), [], None
    while batch := listed(client, limit=2, **({"cursor": cursor} if cursor else {})):
        found += [item["id"] for item in batch["items"]]
        if not (cursor := batch["nextCursor"]):
            break
    assert found == [item["id"] for item in whole["items"]]


def test_what_is_hidden_stays_hidden_when_it_is_written_anew(client: TestClient, user: Person) -> None:
    review = submit(client, user).json()["id"]
    moderated(review, hidden=True)
    submit(client, user, 1, "lagi")
    assert review not in [item["id"] for item in listed(client, limit=100)["items"]]
    own = client.get("/api/reviews/mine", headers=user.headers).json()
    assert (own["isHidden"], own["review"]["text"]) == (True, "lagi")


def test_who_wrote_it_takes_it_back(client: TestClient, user: Person) -> None:
    review = submit(client, user).json()["id"]
    for _ in range(2):
        assert client.delete("/api/reviews/mine", headers=user.headers).status_code == 204
    assert review not in [item["id"] for item in listed(client, limit=100)["items"]]


def test_who_is_removed_from_the_account_takes_it_along(
    client: TestClient, user: Person, new_driver: Callable[[Person], Person]
) -> None:
    colleague = new_driver(user)
    with database.transaction(user.account_id) as session:
        session.execute(text("UPDATE users SET role = 'staff' WHERE id = :id"), {"id": colleague.user_id})
    review, other = submit(client, colleague).json()["id"], submit(client, user).json()["id"]
    client.delete(f"/api/people/{colleague.user_id}", headers=user.headers).raise_for_status()
    shown = [item["id"] for item in listed(client, limit=100)["items"]]
    assert (review in shown, other in shown) == (False, True)
    with database.transaction(user.account_id) as session:
        assert [str(id_) for id_ in session.scalars(text("SELECT id FROM reviews"))] == [other]


def test_the_operator_answers_hides_and_shows(
    client: TestClient, user: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = submit(client, user).json()["id"]
    said = [called(monkeypatch, *words) for words in (("reply", review, "Terima kasih"), ("hide", review), ("list",))]
    assert said[:2] == ["The answer is there.\n", "It is hidden.\n"]
    assert f"{review}" in said[2]
    assert "→ Terima kasih" in said[2]
    called(monkeypatch, "show", review)
    shown = next(item for item in listed(client, limit=100)["items"] if item["id"] == review)
    assert shown["reply"] == "Terima kasih"
    assert shown["repliedAt"]


def test_a_review_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "There is no review" in called(monkeypatch, "hide", str(uuid4()), code=1)


def test_the_service_itself_can_write_no_answer(user: Person, client: TestClient) -> None:
    submit(client, user)
    for column in ("reply = 'x'", "is_hidden = true"):
        with pytest.raises(ProgrammingError, match="permission"), database.transaction(user.account_id) as session:
            session.execute(text(f"UPDATE reviews SET {column}"))  # noqa: S608  our own words


def test_reviews_are_limited_apart() -> None:
    names = [policy.name for policy in policies(settings()).of("POST", "/api/reviews/submit")]
    assert names == ["review", "api"]


def called(monkeypatch: pytest.MonkeyPatch, *words: str, code: int = 0) -> str:
    """The command on this process's database."""
    monkeypatch.setattr(command, "opened_database", nullcontext)
    result = CliRunner().invoke(command.reviews, words)
    assert result.exit_code == code, result.output
    return result.output
