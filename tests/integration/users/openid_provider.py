"""A small OpenID provider on the loopback that keeps the rules, and breaks each of them when it is told to."""

import hashlib
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ocrwtf.core import database
from tests.integration.users.forgery import Claims, Mint
from tests.integration.users.keys import Pair
from tests.integration.users.local_server import Answer, Asked, LocalServer, Said, running, said

CLIENT_ID, CLIENT_SECRET = "ocrwtf & kawan", "rahasia:/?&= klien"
KEY = Pair("penyedia-1")
DISCOVERY, JWKS, TOKEN, USERINFO = "/.well-known/openid-configuration", "/jwks", "/token", "/userinfo"


@dataclass
class Granted:
    """A code that was given out: for whom, and what the request for it said."""

    claims: Claims
    wanted: dict[str, str]


@dataclass
class Provider:
    """`forge` makes the ID token in place of an honest signature; `told` changes what discovery says."""

    server: LocalServer
    codes: dict[str, Granted] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    forge: Callable[[Mint, Claims], str] = lambda mint, claims: mint.token(claims)
    tells_email: bool = True
    connections: list[int] = field(default_factory=list)
    """Of our database's pool, in use while we were asked."""

    def __post_init__(self) -> None:
        self.server.answers |= {
            DISCOVERY: self._watched(lambda _asked: said(self.discovery())),
            JWKS: self._watched(lambda _asked: said({"keys": [KEY.jwk]})),
            TOKEN: self._watched(self._token),
            USERINFO: self._watched(self._userinfo),
        }

    @property
    def issuer(self) -> str:
        return self.server.address

    @property
    def settings(self) -> dict[str, str]:
        return {
            "OIDC_ISSUER": self.issuer,
            "OIDC_CLIENT_ID": CLIENT_ID,
            "OIDC_CLIENT_SECRET": CLIENT_SECRET,
            "OIDC_NAME": "Kantor",
        }

    def discovery(self) -> dict[str, Any]:
        addresses = {"token_endpoint": TOKEN, "userinfo_endpoint": USERINFO, "jwks_uri": JWKS}
        own = {name: self.issuer + path for name, path in addresses.items()}
        return {"issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/auth?tenant=1"} | own | self.told

    def sign_in(self, location: str, **claims: Any) -> dict[str, str]:
        """Somebody signs in there; gives the query with which the browser is sent back."""
        wanted = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        assert (wanted["response_type"], wanted["code_challenge_method"]) == ("code", "S256")
        now = int(time.time())
        honest = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": wanted["nonce"],
            "email_verified": True,
        }
        code = f"kode-{len(self.codes)}"
        self.codes[code] = Granted(honest | claims, wanted)
        return {"code": code, "state": wanted["state"]}

    def _watched(self, answer: Answer) -> Answer:
        def watched(asked: Asked) -> Said:
            self.connections.append(database._engines[-1].pool.checkedout())  # type: ignore[attr-defined]
            return answer(asked)

        return watched

    def _token(self, asked: Asked) -> Said:
        """RFC 6749 §4.1.3 and RFC 7636 §4.6."""
        form = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        granted = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if (
            not granted
            or not self._is_client(asked, form)
            or form["redirect_uri"] != granted.wanted["redirect_uri"]
            or urlsafe_b64encode(digest).decode().rstrip("=") != granted.wanted["code_challenge"]
        ):
            return said({"error": "invalid_grant"}, 400)
        claims = dict(granted.claims)
        self._person = {name: claims[name] for name in ("sub", "email", "email_verified") if name in claims}
        if not self.tells_email:
            claims = {name: value for name, value in claims.items() if not name.startswith("email")}
        return said({"id_token": self.forge(KEY.mint, claims), "access_token": "akses", "token_type": "Bearer"})

    def _is_client(self, asked: Asked, form: dict[str, str]) -> bool:
        if "client_secret" in form:
            return (form["client_id"], form["client_secret"]) == (CLIENT_ID, CLIENT_SECRET)
        pair = b64decode(asked.headers.get("Authorization", "").removeprefix("Basic ")).decode()
        return pair == "ocrwtf+%26+kawan:rahasia%3A%2F%3F%26%3D+klien"

    def _userinfo(self, asked: Asked) -> Said:
        return said(self._person) if asked.headers.get("Authorization") == "Bearer akses" else Said(status=401)


@contextmanager
def running_provider() -> Iterator[Provider]:
    with running() as server:
        yield Provider(server)
