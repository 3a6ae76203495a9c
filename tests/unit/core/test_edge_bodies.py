"""What can be sent to the API: nothing that cannot be read makes a 500 or reaches a route."""

from collections.abc import Callable, Iterator
from typing import Any

import anyio
import httpx2 as httpx
import pytest
from fastapi import FastAPI
from starlette.types import ASGIApp, Message

JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}

# The kinds that a generic fuzzer sends; a 2xx is as good as a 4xx where the text is harmless.
HOSTILE_JSON = [
    b"[" * 50_000 + b"]" * 50_000,
    b'{"a":' * 40_000 + b"1" + b"}" * 40_000,
    b"1" * 5_000,
    b'{"recipientName":"a\\u0000b"}',
    b'{"recipientName":"\\ud800"}',
    b'{"recipientName":"a","count":1e400}',
    b'{"recipientName":"a","count":NaN}',
    b'{"recipientName":"a","recipientName":"b"}',
    b"\xef\xbb\xbf{}",
    b'{"recipientName":"a","count":-1}',
    b'{"recipientName":"a","count":9223372036854775808}',
    b'{"recipientName":"a","count":"1e309"}',
    b'{"__proto__":{}}',
    b'{"recipientName":"\xff"}',
    '{"recipientName":"a"}'.encode("utf-16"),
    b"null",
    b"[]",
    b"",
]


@pytest.mark.parametrize("body", HOSTILE_JSON, ids=range(len(HOSTILE_JSON)))
def test_a_hostile_json_body_is_never_a_server_error(client: httpx.Client, body: bytes) -> None:
    answer = client.post("/api/things", content=body, headers=JSON)
    assert answer.status_code in (200, 400, 422)


@pytest.mark.parametrize(
    "body",
    [b"{", b'{"a":NaN}', b'{"a":-Infinity}', b'{"a":1e400}', b'["\\u0000"]', b'["\\ud800"]', b"[" * 33 + b"]" * 33],
)
def test_broken_json_is_a_malformed_body(client: httpx.Client, body: bytes) -> None:
    answer = client.post("/api/things/any", content=body, headers=JSON)
    assert answer.status_code == 400
    assert answer.json()["type"] == "/problems/malformed-body"


@pytest.mark.parametrize("media", ["application/problem+json", "Application/JSON; charset=utf-8"])
def test_every_media_type_that_a_route_would_parse_is_checked(client: httpx.Client, media: str) -> None:
    assert client.post("/api/things", content=b'{"a":NaN}', headers={"Content-Type": media}).status_code == 400


def test_good_json_reaches_the_route_whole(client: httpx.Client) -> None:
    answer = client.post("/api/things", json={"recipientName": "Budi 😀" * 1000, "count": 2})
    assert answer.json() == {"recipientName": "Budi 😀" * 1000, "count": 2}


@pytest.mark.parametrize("headers", [JSON, FORM, {"Content-Type": "text/plain"}, {}])
def test_a_body_over_one_mebibyte_is_too_large(client: httpx.Client, headers: dict[str, str]) -> None:
    answer = client.post("/api/things/any", content=b'"' + b"a" * 2**20 + b'"', headers=headers)
    assert answer.status_code == 413
    assert answer.json()["limitBytes"] == 2**20


@pytest.mark.parametrize("headers", [JSON, FORM, {"Content-Type": "text/plain"}])
def test_a_body_that_does_not_announce_its_size_is_counted(client: httpx.Client, headers: dict[str, str]) -> None:
    answer = client.post("/api/things/any", content=iter([b"a" * 2**19] * 3), headers=headers)
    assert answer.status_code == 413


@pytest.mark.parametrize(("size", "status"), [(2 * 2**20, 200), (4 * 2**20, 413)])
def test_an_upload_path_has_a_limit_of_its_own(client: httpx.Client, size: int, status: int) -> None:
    answer = client.post("/api/things/upload", files={"file": ("a.bin", b"\0" * size)})
    assert answer.status_code == status


def test_an_unannounced_upload_over_the_limit_is_too_large_and_not_merely_broken(client: httpx.Client) -> None:
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    chunks = iter([head, *[b"a" * 2**20] * 4, b"\r\n--b--\r\n"])
    answer = client.post(
        "/api/things/upload", content=chunks, headers={"Content-Type": "multipart/form-data; boundary=b"}
    )
    assert answer.status_code == 413
    assert answer.json()["limitBytes"] == 3 * 2**20


def test_multipart_elsewhere_has_the_small_limit(client: httpx.Client) -> None:
    answer = client.post("/api/things/form", files={"name": ("a.bin", b"a" * 2**20)})
    assert answer.status_code == 413


@pytest.mark.parametrize("query", ["q=%00", "q=%ff", "q=%ed%a0%80", "%00=1"])
def test_a_query_with_nul_or_bad_utf8_is_malformed(client: httpx.Client, query: str) -> None:
    assert client.get(f"/api/things/1?{query}").status_code == 400


def test_a_query_in_utf8_is_served(client: httpx.Client) -> None:
    assert client.get("/api/things/1", params={"q": "résumé 😀"}).status_code == 200


def test_a_path_with_nul_leads_nowhere(client: httpx.Client) -> None:
    assert client.get("/api/things/database/%00").status_code == 404


@pytest.mark.parametrize("body", [b"name=%00", b"name=a\0", b"name=%ff", b"na%00me=x"])
def test_a_form_with_nul_or_bad_utf8_is_malformed(client: httpx.Client, body: bytes) -> None:
    assert client.post("/api/things/form", content=body, headers=FORM).status_code == 400


@pytest.mark.parametrize(("charset", "text"), [("utf-8", b"a\0b"), ("unicode_escape", b"\\ud800")])
def test_text_in_a_multipart_form_with_nul_or_surrogate_is_malformed(
    client: httpx.Client, charset: str, text: bytes
) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\n' + text + b"\r\n--b--\r\n"
    headers = {"Content-Type": f"multipart/form-data; boundary=b; charset={charset}"}
    answer = client.post("/api/things/form", content=body, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["type"] == "/problems/malformed-body"


def test_a_multipart_body_without_boundary_is_malformed(client: httpx.Client) -> None:
    answer = client.post("/api/things/form", content=b"x", headers={"Content-Type": "multipart/form-data"})
    assert answer.status_code == 400


Lines = Callable[[], list[dict[str, Any]]]


async def _send_part(app: ASGIApp, path: str, headers: dict[str, str], part: bytes) -> list[Message]:
    """What is answered to a caller who sends this much of a body and hangs up."""
    sent: list[Message] = []
    arriving: Iterator[Message] = iter(
        [{"type": "http.request", "body": part, "more_body": True}, {"type": "http.disconnect"}]
    )

    async def receive() -> Message:
        return next(arriving)

    async def send(message: Message) -> None:
        sent.append(message)

    lines = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    scope: dict[str, Any] = {"type": "http", "method": "POST", "path": path, "query_string": b"", "headers": lines}
    await app({**scope, "scheme": "http", "root_path": "", "http_version": "1.1"}, receive, send)
    return sent


@pytest.mark.parametrize(
    ("media", "path"),
    [
        ("application/json", "/api/things"),
        ("text/plain", "/api/things/any"),
        ("multipart/form-data; boundary=b", "/api/things/upload"),
    ],
)
def test_a_client_who_hangs_up_while_sending_leaves_no_error(app: FastAPI, lines: Lines, media: str, path: str) -> None:
    sent = anyio.run(_send_part, app, path, {"Content-Type": media}, b"--b\r\n")
    assert all(message.get("status", 0) < 500 for message in sent)
    (line,) = lines()
    assert (line["event"], line["status"]) == ("request", 499)


def test_half_a_body_that_reads_like_a_whole_one_is_not_acted_upon(app: FastAPI) -> None:
    part = b'{"recipientName":"Budi"}'
    assert anyio.run(_send_part, app, "/api/things", JSON, part) == []


@pytest.mark.parametrize("announced", [str(2**20 + 1), "9" * 5_000])
def test_a_size_that_is_announced_too_large_is_refused_before_it_comes(app: FastAPI, announced: str) -> None:
    sent = anyio.run(_send_part, app, "/api/things/any", {"Content-Length": announced}, b"x")
    assert sent[0]["status"] == 413


def test_only_a_form_with_files_may_be_large_on_an_upload_path(client: httpx.Client) -> None:
    answer = client.post("/api/things/upload", content=b" " * (2**20 + 1), headers={"Content-Type": "text/plain"})
    assert answer.status_code == 413


@pytest.mark.parametrize(("fields", "status"), [(50, 200), (51, 400)])
def test_a_form_has_at_most_fifty_fields(client: httpx.Client, fields: int, status: int) -> None:
    body = b"&".join([b"name=x"] * fields)
    assert client.post("/api/things/form", content=body, headers=FORM).status_code == status


@pytest.mark.parametrize(
    "headers", [{f"X-{number}": "x" for number in range(100)}, {"Cookie": "x" * 33_000}], ids=["many", "large"]
)
def test_headers_beyond_number_or_size_are_refused(client: httpx.Client, headers: dict[str, str]) -> None:
    answer = client.get("/api/things/1", headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (431, "/problems/headers-too-large")
    assert client.get("/api/things/1", headers={"Cookie": "x" * 20_000}).status_code == 200


def test_very_many_small_values_are_refused_before_they_are_parsed(client: httpx.Client) -> None:
    for values, status in ((90_000, 200), (110_000, 400)):
        body = b"[" + b"1," * values + b"1]"
        assert client.post("/api/things/any", content=body, headers=JSON).status_code == status
