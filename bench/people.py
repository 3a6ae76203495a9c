"""Customers of the service: accounts, logins and the calls they make over HTTP."""

import secrets
import sys
import time
from dataclasses import dataclass, field
from typing import Any

import httpx2

from bench.service import Service

LOGIN_SECONDS = 600.0
"""A token is renewed before it expires (15 minutes)."""
Files = list[tuple[str, bytes]]


def own_address() -> str | None:
    """An address of this machine from which nobody else calls, as each customer has one: tries are limited by address.

    Only Linux answers to all of 127.0.0.0/8 (RFC 1122 §3.2.1.3) without setting it up; elsewhere None, any.
    """
    if sys.platform != "linux":
        return None
    return "127." + ".".join(str(1 + secrets.randbelow(254)) for _ in range(3))


@dataclass
class Person:
    """The owner of an account, at an address of their own. One thread uses it at a time."""

    service: Service
    email: str
    password: str
    client: httpx2.Client = field(init=False)
    _token: str = ""
    _token_at: float = -LOGIN_SECONDS

    def __post_init__(self) -> None:
        transport = httpx2.HTTPTransport(local_address=own_address())
        self.client = httpx2.Client(base_url=self.service.address, timeout=60.0, trust_env=False, transport=transport)

    def log_in(self) -> None:
        """Raises httpx2.HTTPError."""
        if time.monotonic() - self._token_at < LOGIN_SECONDS:
            return
        answer = self.client.post("/api/auth/login", json={"email": self.email, "password": self.password})
        answer.raise_for_status()
        self._token, self._token_at = answer.json()["accessToken"], time.monotonic()

    def open_session(self, device: str) -> str:
        """The cookie of a new login, as one `Set-Cookie` line, shown in the list of sessions as the `User-Agent` given.

        Raises httpx2.HTTPError.
        """
        login = {"email": self.email, "password": self.password}
        answer = self.client.post("/api/auth/login", json=login, headers={"User-Agent": device}).raise_for_status()
        self.client.cookies.clear()  # a program brings its token
        return str(answer.headers["Set-Cookie"])

    def call(self, method: str, path: str, files: Files | None = None) -> httpx2.Response:
        """Raises httpx2.HTTPError: no answer came, so nobody knows what happened."""
        self.log_in()
        form = [("file", file) for file in files] if files else None
        return self.client.request(method, path, files=form, headers=self.authorization())

    def authorization(self) -> dict[str, str]:
        """Headers of the last login."""
        return {"Authorization": f"Bearer {self._token}", "Accept-Language": "en"}

    def upload(self, *files: tuple[str, bytes]) -> httpx2.Response:
        return self.call("POST", "/api/scans/upload", list(files))

    def scan(self, scan_id: str) -> dict[str, Any]:
        answer: dict[str, Any] = self.call("GET", f"/api/scans/{scan_id}").raise_for_status().json()
        return answer

    def credits(self) -> int:
        return int(self.call("GET", "/api/credits").raise_for_status().json()["credits"])

    def wait_for(self, scan_id: str, seconds: float) -> dict[str, Any]:
        """The scan when it has ended; asked for ever more rarely, below the limit of a minute. Raises TimeoutError."""
        deadline, pause = time.monotonic() + seconds, 0.1
        while (scan := self.scan(scan_id))["status"] in ("pending", "processing"):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{scan_id} is still {scan['status']} after {seconds:.0f} s")
            time.sleep(pause)
            pause = min(1.0, pause * 1.1)
        return scan


def created(service: Service, email: str) -> Person:
    """An account made by the command line, which makes any number of them."""
    said = service.ocrwtf("user", "create", email)
    password = next(line.split()[1] for line in said.splitlines() if line.startswith("password"))
    return Person(service, email, password)


def new_person(service: Service, email: str, credits_granted: int) -> Person:
    """An account made and filled by the command line, as the owner of the machine does it."""
    person = created(service, email)
    service.ocrwtf("credits", "grant", email, str(credits_granted))
    return person


def registered(service: Service, name: str) -> Person:
    """An account made over HTTP, as anybody makes one. Raises httpx2.HTTPError."""
    person = Person(service, f"{name}@contoh.id", "rahasia-sekali")
    form = {"email": person.email, "username": name, "password": person.password}
    person.client.post("/api/auth/register", json=form).raise_for_status()
    return person
