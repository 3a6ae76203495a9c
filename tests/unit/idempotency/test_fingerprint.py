"""Requests that say the same have one fingerprint, any others have not."""

import io

import pytest

from ocrwtf.idempotency.fingerprint import Part, of_body, of_form


def file(content: bytes = b"A", name: str | None = "a.png", field: str = "file") -> Part:
    return Part(field, name, io.BytesIO(content))


def test_json_is_the_same_however_it_is_written() -> None:
    assert of_body("/a", b'{"x": 1, "y": [2]}') == of_body("/a", b'{"y":[2],"x":1}')


@pytest.mark.parametrize(
    ("address", "body"), [("/b", b'{"x": 1}'), ("/a", b'{"x": 2}'), ("/a", b'{"x": "1"}'), ("/a", b""), ("/a", b"{x")]
)
def test_another_address_or_body_says_something_else(address: str, body: bytes) -> None:
    assert of_body(address, body) != of_body("/a", b'{"x": 1}')


def test_the_order_of_parts_does_not_count() -> None:
    one, two = [file(b"A"), file(b"B", "b.png")], [file(b"B", "b.png"), file(b"A")]
    assert of_form("/a", one) == of_form("/a", two)


@pytest.mark.parametrize(
    "other",
    [
        [file(b"B")],
        [file(name="b.png")],
        [file(field="signature")],
        [file(), file()],
        [file(name=None)],
        [Part("file", "a.png", "A")],
        [],
    ],
)
def test_another_part_says_something_else(other: list[Part]) -> None:
    assert of_form("/a", other) != of_form("/a", [file()])


def test_a_file_is_at_its_start_again_wherever_it_was() -> None:
    content = io.BytesIO(b"ABC")
    content.read()
    assert of_form("/a", [Part("file", "a", content)]) == of_form("/a", [file(b"ABC", "a")])
    assert content.tell() == 0
