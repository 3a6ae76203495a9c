"""A Supabase project's keys, and calls with its tokens."""

from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from tests.integration.users.forgery import Mint, hmac_signed
from tests.integration.users.keys import Pair

JWKS = "/auth/v1/.well-known/jwks.json"
SECRET = "kunci-bersama-yang-cukup-panjang-0123456789"
KEY, NEXT, FOREIGN = Pair("kunci-1"), Pair("kunci-2"), Pair("kunci-asing")
BY_SECRET = Mint(
    {"alg": "HS256", "kid": "lama", "typ": "JWT"},
    lambda header, claims: hmac_signed(header, claims, SECRET.encode()),
)


def call(client: TestClient, token: str) -> Any:
    headers = [(b"authorization", f"Bearer {token}".encode()), (b"accept-language", b"en")]
    return client.get("/api/users/me", headers=headers)


def users_with(owner_engine: Engine, email: str) -> int:
    with owner_engine.connect() as connection:
        found = connection.execute(text("SELECT count(*) FROM users WHERE email = :email"), {"email": email})
        return int(found.scalar_one())
