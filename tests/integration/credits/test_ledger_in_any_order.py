"""Whatever happens in whatever order: a balance is the sum of its ledger, never negative, refilled once a day."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text

from ocrwtf.core import database
from ocrwtf.core.problems import AccountDeleted
from ocrwtf.credits import refills, service
from ocrwtf.credits.models import Reason
from ocrwtf.credits.service import InsufficientCredits
from ocrwtf.users import service as users_service
from tests.integration.conftest import Person
from tests.integration.retention.conftest import leave

__all__ = ["leave"]

FIRST_DAY = date(2031, 2, 27)
"""Far from the days of other tests, before the end of a month."""


class Ledgers(RuleBasedStateMachine):
    """Two accounts whose people and whose schedule do what they can."""

    def __init__(self) -> None:
        super().__init__()
        self.accounts: list[UUID] = []
        self.left: set[UUID] = set()
        self.charged: list[tuple[UUID, str]] = []

    @initialize()
    def join(self) -> None:
        for _ in range(2):
            name = uuid4().hex
            with database.transaction() as session:
                user = users_service.add_owner(session, f"{name}@contoh.id", name, "no password")
                self.accounts.append(user.account_id)

    @rule(which=st.integers(0, 1), amount=st.integers(0, 12), day=st.integers(-1, 4))
    def spend(self, which: int, amount: int, day: int) -> None:
        reference = uuid4().hex
        with suppress(InsufficientCredits, AccountDeleted), database.transaction(self.accounts[which]) as session:
            service.refill(session, self.accounts[which], FIRST_DAY + timedelta(days=day))
            service.charge(session, self.accounts[which], amount, Reason.SCAN, reference)
        self.charged.append((self.accounts[which], reference))

    @precondition(lambda self: self.charged)
    @rule(data=st.data())
    def refund(self, data: st.DataObject) -> None:
        account_id, reference = data.draw(st.sampled_from(self.charged))
        with suppress(AccountDeleted), database.transaction(account_id) as session:
            service.refund(session, account_id, Reason.SCAN, reference)

    @rule(which=st.integers(0, 1), amount=st.integers(1, 30))
    def grant(self, which: int, amount: int) -> None:
        with suppress(AccountDeleted), database.transaction(self.accounts[which]) as session:
            service.grant(session, self.accounts[which], amount)

    @rule(day=st.integers(-1, 4))
    def refill_everybody(self, day: int) -> None:
        refills.everybody(FIRST_DAY + timedelta(days=day))

    @rule(which=st.integers(0, 1))
    def leave(self, which: int) -> None:
        with database.transaction(self.accounts[which]) as session:
            session.execute(text("UPDATE accounts SET left_at = now()"))
        self.left.add(self.accounts[which])

    @invariant()
    def balances_are_sums(self) -> None:
        for account_id in self.accounts:
            with database.transaction(account_id) as session:
                balance = session.execute(text("SELECT credits FROM accounts")).scalar_one()
                rows = session.execute(
                    text("SELECT amount, balance, reason, reference FROM credit_entries ORDER BY id")
                )
                entries = rows.all()
            running = 0
            for entry in entries:
                running += entry.amount
                assert entry.balance == running >= 0
            assert balance == running
            days = Counter(entry.reference for entry in entries if entry.reason == Reason.REFILL)
            assert set(days.values()) <= {1}
            assert all(entry.amount > 0 for entry in entries if entry.reason == Reason.REFILL)


def test_balances_are_the_sum_of_their_ledgers_in_any_order() -> None:
    few = settings(max_examples=15, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Ledgers, settings=few)


def test_the_schedule_passes_by_who_has_left(person: Person, leave: Callable[..., object]) -> None:
    leave(person)
    refills.everybody(FIRST_DAY)
    with database.transaction(person.account_id) as session:
        assert session.execute(text("SELECT count(*) FROM credit_entries")).scalar_one() == 0


def test_the_schedule_refills_whoever_is_below_once_a_day(person: Person) -> None:
    with database.transaction(person.account_id) as session:
        service.charge(session, person.account_id, 7, Reason.SCAN, "x")
    days = [FIRST_DAY, FIRST_DAY, FIRST_DAY - timedelta(days=1)]
    assert [bool(refills.everybody(day)) for day in days][1:] == [False, False]
    with database.transaction(person.account_id) as session:
        entries = session.execute(text("SELECT reason, amount, balance FROM credit_entries ORDER BY id")).all()
    assert [tuple(entry) for entry in entries] == [("refill", 10, 10), ("scan", -7, 3), ("refill", 7, 10)]


def test_who_has_more_keeps_it(person: Person) -> None:
    with database.transaction(person.account_id) as session:
        service.grant(session, person.account_id, 90)
    refills.everybody(FIRST_DAY)
    with database.transaction(person.account_id) as session:
        assert session.execute(text("SELECT credits FROM accounts")).scalar_one() == 100


@pytest.fixture(autouse=True, scope="module")
def _from_a_settled_day() -> None:
    """Accounts of other tests are refilled before, so that counts are of this module's."""
    refills.everybody(FIRST_DAY - timedelta(days=2))
