"""Passwords are kept as Argon2id with the floor that OWASP names."""

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher
from pwdlib.hashers.bcrypt import BcryptHasher

from ocrwtf.users import passwords


def test_a_hash_names_its_parameters() -> None:
    assert passwords.hash_password("rahasia").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_long_passwords_that_differ_at_the_end_differ() -> None:
    stored = passwords.hash_password("a" * 72 + "b")
    assert passwords.verify("a" * 72 + "b", stored)
    assert not passwords.verify("a" * 72 + "c", stored)


def test_who_has_no_password_fits_none() -> None:
    assert not passwords.verify("", None)
    assert not passwords.verify("", "")


def test_generated_passwords_are_long_and_differ() -> None:
    assert len({passwords.generate() for _ in range(100)}) == 100
    assert all(len(passwords.generate().replace("-", "")) == 24 for _ in range(10))


@pytest.mark.parametrize("stored", ["!", "plain", "$2b$12$short", "$argon2id$", "$argon2id$v=19$m=8,t=1,p=1$x$y", " "])
def test_what_is_no_hash_fits_nothing(stored: str) -> None:
    for password in ("", stored, "rahasia-sekali"):
        assert not passwords.verify(password, stored)


def test_an_imported_bcrypt_hash_fits_and_is_outdated() -> None:
    stored = BcryptHasher(rounds=4).hash("rahasia-sekali")
    assert passwords.verify("rahasia-sekali", stored)
    assert not passwords.verify("rahasia-sekalj", stored)
    assert passwords.is_outdated(stored)


def test_of_73_byte_twins_neither_fits_bcrypt_which_would_take_both() -> None:
    stored = BcryptHasher(rounds=4).hash("a" * 72)
    assert passwords.verify("a" * 72, stored)
    assert not passwords.verify("a" * 72 + "b", stored)
    assert not passwords.verify("a\0b", stored)


def test_a_hash_of_today_is_kept_and_one_with_less_work_is_outdated() -> None:
    assert not passwords.is_outdated(passwords.hash_password("rahasia"))
    weak = Argon2Hasher(memory_cost=8, time_cost=1, parallelism=1).hash("rahasia")
    assert passwords.verify("rahasia", weak)
    assert passwords.is_outdated(weak)


@pytest.mark.parametrize("password", ["password", "Password123", "12345678", "QWERTYUIOP", "bismillah", "rahasia123"])
def test_what_many_people_use_is_common(password: str) -> None:
    assert passwords.is_common(password)


def test_what_we_make_ourselves_is_not_common() -> None:
    assert not passwords.is_common(passwords.generate())
