"""Which addresses a webhook may have: https to a public name, or a server that WEBHOOK_HOSTS names."""

import re
from typing import Final

import httpx2

from ocrwtf.config import items, settings
from ocrwtf.webhooks.problems import WebhookAddressRefused

_FORM: Final = re.compile(r"https?://([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?(/[!-~]*)?(\?[!-~]*)?")
_PUBLIC_NAME: Final = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(?=[a-z])[a-z0-9-]{2,63}")
"""More than one label, and the last begins with a letter: no number in any notation is one."""
_FORBIDDEN: Final = frozenset('\\#"<>^`{|}')


def checked(url: str) -> str:
    """The address as it will be called. What its name stands for is asked when it is called, each time.

    Raises
    ------
    WebhookAddressRefused.
    """
    if not _FORM.fullmatch(url) or _FORBIDDEN & set(url):
        raise WebhookAddressRefused
    try:
        found = httpx2.URL(url)
    except httpx2.InvalidURL as error:
        raise WebhookAddressRefused from error
    if not may_be_within(url) and not _is_of_the_web(found):
        raise WebhookAddressRefused
    return str(found)


def may_be_within(url: str) -> bool:
    """Whether who runs the service named this server: then any port, plain http and a private address will do."""
    return httpx2.URL(url).netloc.decode("ascii").lower() in items(settings().webhook_hosts)


def _is_of_the_web(url: httpx2.URL) -> bool:
    return url.scheme == "https" and url.port is None and bool(_PUBLIC_NAME.fullmatch(url.raw_host.decode("ascii")))
