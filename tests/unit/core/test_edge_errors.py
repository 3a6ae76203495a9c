"""An error says what happened and what to do, in the caller's language, and tells nothing it should not."""

from collections.abc import Callable
from typing import Any

import httpx2 as httpx
import pytest

Lines = Callable[[], list[dict[str, Any]]]
CANARY = "canary-7f3a"


def test_a_problem_is_rendered_by_rfc_9457(client: httpx.Client) -> None:
    answer = client.get("/nowhere?token=x")
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["type"] == "/problems/not-found"
    assert (body["status"], body["instance"]) == (404, "/nowhere")
    assert body["requestId"] == answer.headers["x-request-id"]


@pytest.mark.parametrize(
    ("asked", "language", "title"),
    [("", "id", "Tidak ditemukan"), ("en-GB,id;q=0.5", "en", "Not found"), ("fr", "id", "Tidak ditemukan")],
)
def test_a_problem_speaks_the_callers_language(client: httpx.Client, asked: str, language: str, title: str) -> None:
    answer = client.get("/nowhere", headers={"Accept-Language": asked})
    assert answer.json()["title"] == title
    assert answer.headers["content-language"] == language
    assert "Accept-Language" in answer.headers["vary"]


def test_a_validation_error_names_fields_in_the_callers_language(client: httpx.Client) -> None:
    answer = client.post("/api/things", json={"count": "x", "role": "admin"}, headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {"field": "recipientName", "message": "is required."},
        {"field": "count", "message": "must be a whole number."},
        {"field": "role", "message": "is not a known field. Remove it."},
    ]


@pytest.mark.parametrize("field", ["recipientName", "count", CANARY + " <b>"])
def test_what_was_sent_is_never_echoed(client: httpx.Client, field: str) -> None:
    answer = client.post("/api/things", json={field: {"x": CANARY}})
    assert answer.status_code == 422
    assert CANARY not in answer.text


def test_a_body_of_many_unknown_fields_gets_a_short_answer(client: httpx.Client) -> None:
    answer = client.post("/api/things", json={f"f{n}": 1 for n in range(5_000)})
    assert len(answer.json()["errors"]) == 20


def test_a_query_value_of_the_wrong_kind_is_invalid_and_a_path_like_that_is_not_there(client: httpx.Client) -> None:
    assert client.get("/api/things/not-a-number").status_code == 404
    assert client.get("/api/things/").status_code == 404


@pytest.mark.parametrize("kind", ["away", "cut", "full", "raw"])
def test_a_database_that_is_away_is_503_with_retry_after(client: httpx.Client, lines: Lines, kind: str) -> None:
    answer = client.get(f"/api/things/database/{kind}")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert CANARY not in answer.text + str(lines())
    assert lines()[0]["event"] == "database unavailable"


def test_a_value_that_the_database_refuses_is_422(client: httpx.Client, lines: Lines) -> None:
    answer = client.get("/api/things/database/refused")
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/unusable-value")
    assert CANARY not in answer.text + str(lines())
    assert lines()[0]["sqlstate"] == "22003"


def test_an_unexpected_error_is_logged_with_its_frames_and_told_by_id_only(client: httpx.Client, lines: Lines) -> None:
    answer = client.get("/api/things/broken")
    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/internal-error")
    assert CANARY not in answer.text + str(lines())
    logged = lines()[0]
    assert "in broken: raise RuntimeError" in logged["exception"]
    assert logged["request_id"] == answer.json()["requestId"]


def test_a_status_without_a_problem_of_ours_is_plain_and_keeps_its_headers(client: httpx.Client) -> None:
    answer = client.get("/api/things/teapot")
    assert (answer.status_code, answer.json()["type"]) == (418, "about:blank")
    assert answer.headers["x-brew"] == "no"
    assert CANARY not in answer.text


def test_an_answer_that_breaks_off_is_logged_once(client: httpx.Client, lines: Lines) -> None:
    with pytest.raises(AssertionError):  # the transport's: the answer was never completed
        client.get("/api/things/half")
    assert [line["event"] for line in lines()] == ["unexpected error", "request"]


def test_the_access_line_has_the_route_and_never_the_address(client: httpx.Client, lines: Lines) -> None:
    answer = client.get(f"/api/things/42?q={CANARY}", headers={"X-Request-ID": "erp-7", "Cookie": f"s={CANARY}"})
    (line,) = lines()
    assert (line["method"], line["route"], line["status"]) == ("GET", "/api/things/{number}", 200)
    assert line["request_id"] == answer.headers["x-request-id"]
    assert (line["account_id"], line["client_request_id"]) == ("account-1", "erp-7")
    assert CANARY not in str(line)


@pytest.mark.parametrize("given", ["a b", "x" * 65, "a%0d%0ab", ""])
def test_a_client_id_of_another_form_is_not_logged(client: httpx.Client, lines: Lines, given: str) -> None:
    client.get("/api/things/1", headers={"X-Request-ID": given})
    assert "client_request_id" not in lines()[0]


def test_an_unknown_address_and_its_problem_are_in_the_access_line(client: httpx.Client, lines: Lines) -> None:
    client.get(f"/{CANARY}")
    (line,) = lines()
    assert (line["route"], line["problem"], line["status"]) == ("-", "not-found", 404)
