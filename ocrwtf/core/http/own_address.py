"""Where people reach this service: what addresses begin with that are handed on."""

from typing import Annotated

from fastapi import Depends, Request

from ocrwtf.config import settings


def own_address(request: Request) -> str:
    """Without a slash at its end: the setting, else what the request came to, its scheme as trusted proxies say it."""
    return settings().api_url or str(request.base_url).rstrip("/")


OwnAddressDep = Annotated[str, Depends(own_address)]
