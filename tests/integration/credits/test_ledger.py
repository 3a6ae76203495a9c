"""Charge, refund, refill and grant; the balance is the sum of the ledger, always."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from ocrwtf.core import database
from ocrwtf.credits import service
from ocrwtf.credits.models import Reason
from ocrwtf.credits.service import InsufficientCredits
from tests.integration.conftest import Person, changed_settings, credits_of, spend_down_to


def ledger(account_id: UUID) -> list[tuple[str, int, int]]:
    with database.transaction(account_id) as session:
        rows = session.execute(text("SELECT reason, amount, balance FROM credit_entries ORDER BY id")).all()
    return [(row.reason, row.amount, row.balance) for row in rows]


def charge(account_id: UUID, amount: int = 1, reference: str = "") -> int:
    """402 as a number when refused, like the API."""
    try:
        with database.transaction(account_id) as session:
            service.charge(session, account_id, amount, Reason.SCAN, reference or uuid4().hex)
    except InsufficientCredits:
        return 402
    return 202


def refill(account_id: UUID, days_from_now: int) -> None:
    with database.transaction(account_id) as session:
        service.refill(session, account_id, datetime.now(UTC).date() + timedelta(days=days_from_now))


def test_a_new_account_finds_its_daily_credits_with_an_entry(client: TestClient, person: Person) -> None:
    answer = client.get("/api/credits", headers=person.headers)
    assert (answer.json()["credits"], answer.json()["dailyCredits"]) == (10, 10)
    assert ledger(person.account_id) == [("refill", 10, 10)]


def test_twenty_parallel_charges_on_one_credit_pass_once(person: Person, in_parallel: Callable[..., list[int]]) -> None:
    spend_down_to(person.account_id, 1)
    codes = in_parallel(20, lambda _: charge(person.account_id))
    assert sorted(codes) == [202] + [402] * 19
    assert [entry for entry in ledger(person.account_id) if entry[2] == 0] == [("scan", -1, 0)]


def test_a_refused_charge_leaves_no_entry_and_says_how_many_are_missing(person: Person) -> None:
    spend_down_to(person.account_id, 2)
    before = ledger(person.account_id)
    with pytest.raises(InsufficientCredits) as refused, database.transaction(person.account_id) as session:
        service.charge(session, person.account_id, 3, Reason.SCAN, "x")
    assert refused.value.params == {"required": 3, "available": 2}
    assert ledger(person.account_id) == before


def test_the_same_thing_is_not_charged_twice(person: Person) -> None:
    charge(person.account_id, reference="scan:1")
    with pytest.raises(IntegrityError):
        charge(person.account_id, reference="scan:1")
    assert credits_of(person.account_id) == 9


def test_parallel_refunds_give_back_once(person: Person, in_parallel: Callable[..., list[None]]) -> None:
    charge(person.account_id, amount=3, reference="scan:1")

    def refund(_: int) -> None:
        with database.transaction(person.account_id) as session:
            service.refund(session, person.account_id, Reason.SCAN, "scan:1")

    in_parallel(10, refund)
    assert credits_of(person.account_id) == 10
    assert [entry[0] for entry in ledger(person.account_id)] == ["refill", "scan", "refund"]


def test_what_was_never_charged_is_not_refunded(person: Person) -> None:
    with database.transaction(person.account_id) as session:
        service.refund(session, person.account_id, Reason.SCAN, "scan:unknown")
    assert credits_of(person.account_id) == 10


def test_a_price_of_zero_writes_an_entry_and_never_refuses(person: Person) -> None:
    spend_down_to(person.account_id, 0)
    assert charge(person.account_id, amount=0) == 202
    assert ledger(person.account_id)[-1] == ("scan", 0, 0)


def test_the_refill_lifts_a_low_balance_once_a_day(person: Person, in_parallel: Callable[..., list[None]]) -> None:
    spend_down_to(person.account_id, 4)
    in_parallel(10, lambda _: refill(person.account_id, 1))
    assert ledger(person.account_id) == [("refill", 10, 10), ("scan", -6, 4), ("refill", 6, 10)]


def test_the_refill_never_lowers_a_balance(person: Person) -> None:
    with database.transaction(person.account_id) as session:
        service.grant(session, person.account_id, 90)
    refill(person.account_id, 1)
    assert credits_of(person.account_id) == 100


def test_a_clock_set_back_refills_nothing(person: Person) -> None:
    spend_down_to(person.account_id, 4)
    refill(person.account_id, -1)
    assert credits_of(person.account_id) == 4


def test_the_day_turns_in_the_credits_time_zone(client: TestClient, person: Person) -> None:
    with changed_settings(CREDITS_TIMEZONE="Asia/Jakarta"):
        answer = client.get("/api/credits", headers=person.headers).json()
    assert answer["nextRefillAt"].endswith("T17:00:00Z")


def test_the_last_page_of_the_history_has_no_next_one(client: TestClient, person: Person) -> None:
    for _ in range(2):
        charge(person.account_id)
    assert client.get("/api/credits/history?limit=3", headers=person.headers).json()["nextCursor"] is None


def test_the_history_pages_from_the_newest_with_running_balance(client: TestClient, person: Person) -> None:
    for _ in range(4):
        charge(person.account_id)
    first = client.get("/api/credits/history?limit=3", headers=person.headers).json()
    rest = client.get(f"/api/credits/history?cursor={first['nextCursor']}", headers=person.headers).json()
    assert [item["balance"] for item in first["items"] + rest["items"]] == [6, 7, 8, 9, 10]
    assert rest["nextCursor"] is None


@pytest.mark.parametrize("change", ["UPDATE credit_entries SET amount = 1", "DELETE FROM credit_entries"])
def test_the_ledger_cannot_be_changed_not_even_by_its_owner(owner_engine: Engine, person: Person, change: str) -> None:
    charge(person.account_id)
    with pytest.raises(ProgrammingError), database.transaction(person.account_id) as session:
        session.execute(text(change))
    with pytest.raises(ProgrammingError, match="append-only"), owner_engine.begin() as connection:
        connection.execute(text(change))


def test_every_balance_is_the_sum_of_its_ledger(owner_engine: Engine, person: Person) -> None:
    charge(person.account_id)
    with owner_engine.connect() as connection:
        wrong = connection.execute(
            text(
                "SELECT id FROM accounts WHERE credits <> "
                "(SELECT coalesce(sum(amount), 0) FROM credit_entries WHERE account_id = accounts.id)"
            )
        ).all()
    assert wrong == []
