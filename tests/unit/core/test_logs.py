"""A log line is one line, parses as JSON, and holds no secret whoever wrote it."""

import io
import logging
from collections.abc import Callable
from typing import Any

import pytest
import structlog

from ocrwtf.core.logs import configure_logs

Lines = Callable[[], list[dict[str, Any]]]
CANARY = "canary-7f3a"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    "name",
    ["password", "accessToken", "JWT_SECRET", "Authorization", "Set-Cookie", "signature", "api_key", "OPENAI_API_KEY"],
)
def test_a_secret_goes_by_its_name(lines: Lines, name: str) -> None:
    structlog.get_logger().info("x", **{name: CANARY}, nested={"list": [{name: [CANARY]}]})
    assert CANARY not in str(lines())


@pytest.mark.parametrize(
    "text",
    [
        JWT,
        f"Authorization: Bearer {CANARY}",
        f"postgresql://owner:{CANARY}@db/ocr",
        f"redis://:{CANARY}@cache",
        f"/api/files/1?expires=1&signature={CANARY}",
        f'{{"password": "{CANARY}"}}',
        f"sk-{CANARY}",
        f"whsec_a+b/{CANARY}",
        f"wtf_live_{CANARY}",
        f"wtf_refresh_{CANARY}",
    ],
)
def test_a_secret_goes_by_its_shape(lines: Lines, text: str) -> None:
    structlog.get_logger().info(text, place=text, deep=[{"a": text}])
    logging.getLogger("uvicorn.error").warning("from a library: %s", text)
    assert CANARY not in str(lines())
    assert JWT not in str(lines())
    assert len(lines()) == 2


def test_counts_keep_their_value_whatever_their_name(lines: Lines) -> None:
    structlog.get_logger().info("asked", prompt_tokens=812)
    assert lines()[0]["prompt_tokens"] == 812


@pytest.mark.parametrize("sender", ["ours", "library"])
def test_line_ends_and_escapes_cannot_forge_a_line(log: io.StringIO, lines: Lines, sender: str) -> None:
    forged = 'a\r\n{"event": "forged"}\x1b[2J\u2028b'
    logger = structlog.get_logger() if sender == "ours" else logging.getLogger("x")
    logger.warning(forged)
    assert len(log.getvalue().splitlines()) == 1
    assert "\\x0d\\x0a" in lines()[0]["event"]


@pytest.mark.parametrize("name", ["uvicorn.error", "procrastinate.worker", "alembic.runtime.migration"])
def test_libraries_write_through_the_same_pipeline(lines: Lines, name: str) -> None:
    logging.getLogger(name).warning("hello %s", "there")
    (line,) = lines()
    assert (line["event"], line["logger"], line["level"]) == ("hello there", name, "warning")
    assert line["time"].endswith("Z")


@pytest.mark.parametrize("name", ["uvicorn.access", "sqlalchemy.engine.Engine", "httpx", "httpx2"])
def test_lines_with_urls_or_statement_parameters_are_off(lines: Lines, name: str) -> None:
    logging.getLogger(name).info("GET /t/%s", CANARY)
    assert lines() == []


def test_handlers_that_a_library_brought_are_taken_away(log: io.StringIO) -> None:
    own = io.StringIO()
    library = logging.getLogger("uvicorn.error")
    library.addHandler(logging.StreamHandler(own))
    configure_logs("production", log)
    library.warning("once")
    assert (own.getvalue(), len(log.getvalue().splitlines())) == ("", 1)


def test_a_library_that_was_silenced_stays_silent(log: io.StringIO, lines: Lines) -> None:
    silenced = logging.getLogger("silenced-on-purpose")
    silenced.propagate = False
    configure_logs("production", log)
    silenced.warning("hello")
    assert lines() == []
    assert silenced.propagate is False


def _fail() -> None:
    try:
        int(CANARY)
    except ValueError as error:
        raise OSError(28, CANARY) from error


@pytest.mark.parametrize("sender", ["ours", "library"])
def test_a_stored_traceback_has_frames_and_numbers_but_no_messages(lines: Lines, sender: str) -> None:
    logger = structlog.get_logger() if sender == "ours" else logging.getLogger("procrastinate")
    try:
        _fail()
    except OSError:
        logger.exception("job failed")
    (line,) = lines()
    assert CANARY not in str(line)
    assert "builtins.OSError (28)" in line["exception"]
    assert "caused by builtins.ValueError" in line["exception"]
    assert "in _fail: int(CANARY)" in line["exception"]


def test_a_group_of_errors_is_written_with_its_members(lines: Lines) -> None:
    structlog.get_logger().error("x", exc_info=ExceptionGroup("two", [KeyError("a"), OSError(5, "b")]))
    assert "builtins.KeyError" in lines()[0]["exception"]
    assert "builtins.OSError (5)" in lines()[0]["exception"]


def test_a_person_at_a_terminal_reads_messages_but_neither_secrets_nor_forged_lines() -> None:
    terminal = Terminal()
    configure_logs("development", terminal)
    structlog.get_logger().error("failed", exc_info=ValueError(f"no such host\nforged token={CANARY}"))
    text = terminal.getvalue()
    assert "ValueError: no such host\\x0aforged" in text
    assert CANARY not in text


def test_production_writes_json_even_at_a_terminal() -> None:
    terminal = Terminal()
    configure_logs("production", terminal)
    structlog.get_logger().info("hello")
    assert terminal.getvalue().startswith("{")


def test_the_request_id_is_on_every_line_of_its_request(lines: Lines) -> None:
    with structlog.contextvars.bound_contextvars(request_id="r1"):
        logging.getLogger("procrastinate").warning("deferred")
        structlog.get_logger().info("charged")
    assert [line["request_id"] for line in lines()] == ["r1", "r1"]
