"""When the user of a Supabase token logged in: said by `amr` alone, and only by what is a login."""

from datetime import UTC, datetime
from typing import Any

import pytest

from ocrwtf.users import supabase

ISSUED = 1_790_000_000
LOGIN = ISSUED - 60


def entry(method: object, timestamp: object = LOGIN) -> dict[str, object]:
    return {"method": method, "timestamp": timestamp}


def logged_in_at(amr: object) -> datetime | None:
    return supabase.logged_in_at({"iat": ISSUED, "amr": amr})


@pytest.mark.parametrize("method", ["password", "otp", "magiclink", "oauth", "sso/saml", "recovery", "passkey"])
def test_a_login_of_any_kind_counts_from_when_it_happened(method: str) -> None:
    assert logged_in_at([entry(method)]) == datetime.fromtimestamp(LOGIN, UTC)


def test_of_several_the_newest_login_counts() -> None:
    amr = [entry("password", LOGIN - 900), entry("otp", LOGIN - 5), entry("oauth", LOGIN - 60)]
    assert logged_in_at(amr) == datetime.fromtimestamp(LOGIN - 5, UTC)


@pytest.mark.parametrize(
    "method", ["totp", "mfa/phone", "email_change", "token_refresh", "anonymous", "new", "", None, []]
)
def test_what_a_thief_can_add_to_a_session_makes_it_no_fresher(method: object) -> None:
    assert logged_in_at([entry("password", LOGIN - 900), entry(method)]) == datetime.fromtimestamp(LOGIN - 900, UTC)


def test_another_programs_token_is_no_login() -> None:
    assert logged_in_at([entry("oauth_provider/authorization_code")]) is None


@pytest.mark.parametrize(
    "amr",
    [
        None,
        [],
        "password",
        {"method": "password", "timestamp": LOGIN},
        ["password", "otp"],
        [["password", LOGIN]],
        [{"method": "password"}],
        [entry("password", str(LOGIN))],
        [entry("password", LOGIN + 0.5)],
        [entry("password", True)],
        [entry("password", -1)],
        [entry("password", ISSUED + 1)],
        [entry("password", 10**30)],
    ],
)
def test_what_says_no_time_that_can_be_is_no_login(amr: Any) -> None:
    assert logged_in_at(amr) is None


def test_when_the_token_was_made_is_no_login() -> None:
    assert supabase.logged_in_at({"iat": ISSUED}) is None
