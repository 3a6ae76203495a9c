"""What is sent of an event: `{"type", "timestamp", "sequence", "data"}`, the data as in the stream of events."""

import json
from datetime import UTC, datetime
from typing import Any

from ocrwtf.core.errors import Language
from ocrwtf.events import wording
from ocrwtf.events.models import Event


def payload(event: Event, language: Language) -> dict[str, Any]:
    return {
        "type": event.kind,
        "timestamp": _rfc3339(event.created_at),
        "sequence": event.sequence,
        "data": wording.worded(event.data, language),
    }


def body(event: Event, language: Language) -> bytes:
    """The same bytes for the same event, as long as nothing of it is deleted: they are what is signed."""
    return json.dumps(payload(event, language), ensure_ascii=False, separators=(",", ":")).encode()


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
