"""A browser that signs in by a provider: it keeps its cookies and follows nothing by itself."""

from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx2
from fastapi.testclient import TestClient

from bench.people import own_address
from tests.integration.users.openid_provider import Provider

ATTEMPT, SESSION = "sign-in", "session"


class Browser:
    def __init__(self, app: Any, base_url: str = "http://testserver") -> None:
        address = (own_address() or "testclient", 50000)
        self.client = TestClient(app, base_url=base_url, client=address, follow_redirects=False)

    def begin(self, **query: str) -> httpx2.Response:
        return self.client.get("/api/auth/oidc", params=query)

    def come_back(self, query: dict[str, str] | list[tuple[str, str]], path: str = "oidc") -> httpx2.Response:
        return self.client.get(f"/api/auth/{path}/callback", params=query)  # type: ignore[arg-type]

    def sign_in(self, provider: Provider, back_to: str = "/", **claims: Any) -> httpx2.Response:
        """All of it, as a person does it; by default as somebody who was never here."""
        somebody = {"sub": uuid4().hex, "email": f"u{uuid4().hex[:12]}@contoh.id"} | claims
        begun = self.begin(next=back_to)
        return self.come_back(provider.sign_in(begun.headers["location"], **somebody))

    def who(self) -> Any:
        return self.client.get("/api/auth/session").json()["user"]


def place(answer: httpx2.Response) -> tuple[str, dict[str, str]]:
    """Where an answer sends the browser: path and query."""
    assert answer.status_code == 303
    parts = urlsplit(answer.headers["location"])
    assert (parts.scheme, parts.netloc) == ("", "")
    return parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()}


def why(answer: httpx2.Response) -> str:
    """The reason on the sign-in page; such an answer logs nobody in."""
    path, query = place(answer)
    assert path == "/masuk"
    assert SESSION not in [each.partition("=")[0] for each in answer.headers.get_list("set-cookie")]
    return query["gagal"]
