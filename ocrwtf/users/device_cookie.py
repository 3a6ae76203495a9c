"""How a login tells which device it came from: a browser by a cookie of its own, a program by its name and network."""

import re
import secrets

from fastapi import Request, Response

from ocrwtf.users import devices, tokens
from ocrwtf.users.auth import client_address, client_device, is_browser
from ocrwtf.users.place import place_of
from ocrwtf.users.service import Login

_SECONDS = 400 * 24 * 3600  # the longest that browsers keep a cookie; each login begins it anew
_TOKEN = re.compile(r"[\w-]{43}", re.ASCII)


def note(request: Request, response: Response, login: Login) -> None:
    """Remember the device; the user hears of one that is new."""
    device, place = client_device(request), place_of(client_address(request))
    known_by = f"browser {_token(request, response)}" if is_browser(request) else f"program {device} {place}"
    devices.note(login, tokens.hashed(known_by), device, place)


def _token(request: Request, response: Response) -> str:
    """256 random bits that say nothing else, the same for all who log in with this browser."""
    is_safe = request.url.scheme == "https"
    name = "__Host-device" if is_safe else "device"
    kept = request.cookies.get(name, "")
    token = kept if _TOKEN.fullmatch(kept) else secrets.token_urlsafe(32)
    response.set_cookie(name, token, max_age=_SECONDS, httponly=True, secure=is_safe, samesite="lax", path="/")
    return token
