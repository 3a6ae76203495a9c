"""Before what cannot be undone, a person proves that it is them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from ocrwtf.core import database
from ocrwtf.core.problems import TooManyRequests
from ocrwtf.core.throttle import Throttle
from ocrwtf.users import callers, proof_of_identity, service
from ocrwtf.users.problems import (
    LoginElsewhereTooOld,
    LoginTooOld,
    NotAllowed,
    NotForKeys,
    PasswordNeeded,
    WrongPassword,
)
from ocrwtf.users.service import Caller
from tests.integration.conftest import Person


@pytest.fixture
def caller(person: Person, monkeypatch: pytest.MonkeyPatch) -> Caller:
    monkeypatch.setattr(proof_of_identity, "_guesses", Throttle(amount=3, per_seconds=300))
    return callers.of_session_token(person.session_token)


def without_password(person: Person, *, minutes_ago: int) -> None:
    with database.transaction(person.account_id) as session:
        session.execute(text("UPDATE users SET password_hash = NULL"))
        age = {"minutes": minutes_ago}
        session.execute(text("UPDATE sessions SET created_at = now() - make_interval(mins => :minutes)"), age)


def test_the_right_password_is_proof(person: Person, caller: Caller) -> None:
    proof_of_identity.require(caller, SecretStr(person.password))


@pytest.mark.parametrize("password", [None, SecretStr("")])
def test_without_the_password_it_is_asked_for(caller: Caller, password: SecretStr | None) -> None:
    with pytest.raises(PasswordNeeded):
        proof_of_identity.require(caller, password)


def test_a_login_just_now_is_no_proof_of_who_has_a_password(caller: Caller) -> None:
    with pytest.raises(WrongPassword):
        proof_of_identity.require(caller, SecretStr("salah-sekali"))


def test_who_has_no_password_proves_it_by_a_login_just_now(person: Person, caller: Caller) -> None:
    without_password(person, minutes_ago=9)
    proof_of_identity.require(caller, None)


def test_an_older_login_is_no_proof(person: Person, caller: Caller) -> None:
    without_password(person, minutes_ago=11)
    for password in (None, SecretStr("None")):
        with pytest.raises(LoginTooOld):
            proof_of_identity.require(caller, password)


def test_guesses_are_counted_even_when_the_last_is_right(person: Person, caller: Caller) -> None:
    for _ in range(3):
        with pytest.raises(WrongPassword):
            proof_of_identity.require(caller, SecretStr("salah-sekali"))
    with pytest.raises(TooManyRequests):
        proof_of_identity.require(caller, SecretStr(person.password))


def test_guesses_in_one_session_make_nobody_wait_in_another(person: Person, caller: Caller) -> None:
    for _ in range(3):
        with pytest.raises(WrongPassword):
            proof_of_identity.require(caller, SecretStr("salah-sekali"))
    other = service.open_session(person.account_id, person.user_id)
    proof_of_identity.require(callers.of_session_token(other.session_token), SecretStr(person.password))


@pytest.mark.parametrize("minutes_ago", [None, 11])
def test_a_token_from_elsewhere_proves_nothing_without_a_fresh_login(
    person: Person, caller: Caller, minutes_ago: int | None
) -> None:
    without_password(person, minutes_ago=1)
    now = datetime.now(UTC)
    then = now - timedelta(minutes=minutes_ago) if minutes_ago else None
    with pytest.raises(LoginElsewhereTooOld):
        proof_of_identity.require(replace(caller, session_id=None, until=now, logged_in_at=then), None)


def test_a_key_proves_nothing_even_with_the_password(person: Person, caller: Caller) -> None:
    with pytest.raises(NotForKeys):
        proof_of_identity.require(replace(caller, session_id=None, key_id=uuid4()), SecretStr(person.password))


def test_wrong_guesses_are_told_in_the_security_log(person: Person, caller: Caller) -> None:
    with pytest.raises(WrongPassword):
        proof_of_identity.require(caller, SecretStr("salah-sekali"))
    with database.transaction(person.account_id) as session:
        told = session.execute(text("SELECT user_id FROM security_log WHERE kind = 'proof_failed'")).all()
    assert [row.user_id for row in told] == [person.user_id]


def test_a_phone_proves_nothing_even_just_paired(person: Person, caller: Caller) -> None:
    without_password(person, minutes_ago=1)
    with database.transaction(person.account_id) as session:
        phone = "is_phone = true, role = 'driver', display_name = 'HP', username = NULL, email = NULL"
        session.execute(text(f"UPDATE users SET {phone}"))  # noqa: S608  our own words
    with pytest.raises(NotAllowed):
        proof_of_identity.require(caller, None)
