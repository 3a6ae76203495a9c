"""Strict JSON: what passes, what does not, and that nothing makes it slow or deep."""

import json

import pytest

from ocrwtf.core.http.strict_json import NotStrictJsonError, check_json

MEBIBYTE = 2**20


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b"\xef\xbb\xbf{}",
        b'{"a": [1, -2.5e3, true, null, "\\ud83d\\ude00"]}',
        b'"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["',
        b'"\\\\u0000 is text, and so is \\\\ud800"',
        b"[" * 32 + b"]" * 32,
        b'{"a":[' * 16 + b"1" + b"]}" * 16,
        b"[[],[],{}]" + b" " * 100,
    ],
)
def test_good_json_passes(body: bytes) -> None:
    check_json(body)
    assert json.loads(body) is not None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{'a':1}",
        b"[1,]",
        b"NaN",
        b"-Infinity",
        b"[1e400]",
        b"1" * 5000,
        b'"\\u0000"',
        b'"\\\\\\u0000"',
        b'{"\\u0000":1}',
        b'"\0"',
        b'"\\ud800"',
        b'"\\udc00\\ud800"',
        b'{"\\udfff":1}',
        b'"\xed\xa0\x80"',
        b'"\xff"',
        b"[" * 33 + b"]" * 33,
        b'{"a":[' * 17 + b"]}" * 17,
        b"]" * 40,
        b"[" * MEBIBYTE,
        '{"a":1}'.encode("utf-16"),
    ],
)
def test_what_is_not_strict_is_refused(body: bytes) -> None:
    with pytest.raises(NotStrictJsonError):
        check_json(body)


def test_the_reason_does_not_quote_the_text() -> None:
    with pytest.raises(NotStrictJsonError) as refused:
        check_json(b'{"password": hunter2}')
    assert "hunter2" not in str(refused.value)
