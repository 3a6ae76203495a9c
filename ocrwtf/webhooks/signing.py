"""Signatures of what a webhook is told, after Standard Webhooks 1.0 (`webhook-id`, `-timestamp`, `-signature`).

The secret follows from the service's own key and the endpoint's id, so the database holds none: who reads a copy of it
can forge nothing.
"""

from base64 import b64encode, urlsafe_b64decode
from datetime import datetime
from uuid import UUID

from standardwebhooks import Webhook

from ocrwtf.users import signatures
from ocrwtf.webhooks.models import WebhookEndpoint

_PURPOSE = "webhook secrets 1"


def secret_of(endpoint_id: UUID, version: int) -> str:
    """`whsec_` and 256 bits in base64, as libraries for receivers take it."""
    derived = signatures.signature(_PURPOSE, (endpoint_id, version))
    return "whsec_" + b64encode(urlsafe_b64decode(derived + "=")).decode()


def headers(endpoint: WebhookEndpoint, message_id: str, body: bytes, now: datetime) -> dict[str, str]:
    """What goes with the body; while a secret is being changed, signed with the one before it as well."""
    secrets = [Webhook(secret_of(endpoint.id, version)) for version in _versions(endpoint, now)]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(secret.sign(message_id, now, body.decode()) for secret in secrets),
    }


def _versions(endpoint: WebhookEndpoint, now: datetime) -> list[int]:
    newest = endpoint.secret_version
    return [newest, newest - 1] if endpoint.old_secret_until and now < endpoint.old_secret_until else [newest]
