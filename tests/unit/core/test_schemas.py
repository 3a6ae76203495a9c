"""Bodies refuse what is unknown or cannot be stored; answers speak camelCase and UTC."""

from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace

import pytest
from pydantic import Field, ValidationError

from ocrwtf.core.schemas import Answer, Body, UtcTime

WIB = timezone(timedelta(hours=7))


class Note(Body):
    recipient_name: str
    captured_at: datetime | None = None
    labels: dict[str, str] = Field(default_factory=dict)
    weight: float = 0


class Seen(Answer):
    created_at: datetime
    history: list[UtcTime] = Field(default_factory=list)


def test_a_body_takes_camel_case_and_snake_case_and_keeps_blanks() -> None:
    assert Note.model_validate({"recipientName": " a "}).recipient_name == " a "
    assert Note.model_validate({"recipient_name": "a"}).recipient_name == "a"


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"recipientName": "a", "role": "owner"}, "extra_forbidden"),
        ({"recipientName": "a\0b"}, "unstorable_text"),
        ({"recipientName": "a", "labels": {"a": "\0"}}, "unstorable_text"),
        ({"recipientName": "\ud800"}, "unstorable_text"),
        ({"recipientName": "a", "weight": "nan"}, "finite_number"),
        ({"recipientName": "a", "capturedAt": "2026-01-31T08:00:00"}, "timezone_aware"),
    ],
)
def test_a_body_refuses(values: dict[str, object], kind: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Note.model_validate(values)
    assert [error["type"] for error in refused.value.errors()] == [kind]


def test_a_validation_error_does_not_quote_what_was_sent() -> None:
    with pytest.raises(ValidationError) as refused:
        Note.model_validate({"recipientName": 1, "x": "canary"})
    assert "canary" not in str(refused.value)


def test_an_answer_is_written_in_camel_case_with_utc_times() -> None:
    at = datetime(2026, 1, 31, 8, tzinfo=WIB)
    row = SimpleNamespace(created_at=at, history=[at])
    written = Seen.model_validate(row).model_dump_json()
    assert written == '{"createdAt":"2026-01-31T01:00:00Z","history":["2026-01-31T01:00:00Z"]}'


@pytest.mark.parametrize("where", ["created_at", "history"])
def test_an_answer_refuses_a_time_without_zone(where: str) -> None:
    good, naive = datetime(2026, 1, 31, tzinfo=UTC), datetime(2026, 1, 31)  # noqa: DTZ001  the very thing that is refused
    values = {"created_at": good, "history": [good]} | {where: naive if where == "created_at" else [naive]}
    with pytest.raises(ValidationError, match="time zone"):
        Seen.model_validate(values)
