"""Signatures of webhooks: those of the standard's own example, and what a receiver's library takes."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from ocrwtf.webhooks import signing
from ocrwtf.webhooks.models import WebhookEndpoint

BODY = '{"type":"scan.completed","data":{"filename":"surat jalan – é.jpg"}}'.encode()


@pytest.fixture
def now() -> datetime:
    """Of the test itself: a receiver refuses what is older than five minutes, and the whole suite takes longer."""
    return datetime.now(UTC)


def endpoint(**values: Any) -> WebhookEndpoint:
    return WebhookEndpoint(**{"id": UUID(int=7), "secret_version": 1, **values})


def verify(secret: str, headers: dict[str, str], body: bytes = BODY) -> Any:
    return Webhook(secret).verify(body, headers)


def test_the_example_of_the_standard_has_its_signature(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing, "secret_of", lambda *_: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    at = datetime.fromtimestamp(1614265330, UTC)
    headers = signing.headers(endpoint(), "msg_p5jXN8AQM9LWM0D4loKWxJek", b'{"test": 2432232314}', at)
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_a_receiver_takes_it_and_nothing_that_was_changed(now: datetime) -> None:
    secret = signing.secret_of(UUID(int=7), 1)
    headers = signing.headers(endpoint(), "msg_1", BODY, now)
    assert verify(secret, headers)["type"] == "scan.completed"
    for changed in ({"webhook-id": "msg_2"}, {"webhook-timestamp": str(int(now.timestamp()) + 1)}):
        with pytest.raises(WebhookVerificationError):
            verify(secret, headers | changed)
    with pytest.raises(WebhookVerificationError):
        verify(secret, headers, BODY + b" ")


def test_every_endpoint_and_every_version_has_a_secret_of_256_bits_of_its_own() -> None:
    secrets = {signing.secret_of(UUID(int=n), version) for n in range(3) for version in range(3)}
    assert len(secrets) == 9
    assert all(len(secret) == len("whsec_") + 44 for secret in secrets)


def test_while_a_secret_is_changed_both_are_good_and_then_the_new_one_alone(now: datetime) -> None:
    old, new = (signing.secret_of(UUID(int=7), version) for version in (1, 2))
    changed = endpoint(secret_version=2, old_secret_until=now + timedelta(hours=1))
    both = signing.headers(changed, "msg_1", BODY, now)
    assert verify(old, both) == verify(new, both)
    later = now + timedelta(hours=1)
    alone = signing.headers(changed, "msg_1", BODY, later)["webhook-signature"]
    assert (len(both["webhook-signature"].split()), len(alone.split())) == (2, 1)
