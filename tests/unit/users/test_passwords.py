"""Passwords are kept as Argon2id with the floor that OWASP names."""

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
