"""Key pairs of issuers, made for a test."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from tests.integration.users.forgery import Mint, part

Private = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey
_BY_NAME: dict[str, Callable[[Any], str | dict[str, Any]]] = {
    "ES256": ECAlgorithm.to_jwk,
    "RS256": RSAAlgorithm.to_jwk,
    "EdDSA": OKPAlgorithm.to_jwk,
}


class Pair:
    def __init__(self, kid: str, algorithm: str = "ES256", key_bits: int = 2048) -> None:
        self.kid, self.algorithm = kid, algorithm
        self.private = _made(kid, algorithm, key_bits)

    @property
    def jwk(self) -> dict[str, object]:
        """The public half, as a set of keys has it."""
        told: dict[str, object] = json.loads(str(_BY_NAME[self.algorithm](self.private.public_key())))
        return told | {"kid": self.kid, "use": "sig", "alg": self.algorithm}

    @property
    def header(self) -> dict[str, object]:
        return {"alg": self.algorithm, "kid": self.kid, "typ": "JWT"}

    def sign(self, header: object, claims: object) -> str:
        """By hand, whatever the header says."""
        told = f"{part(json.dumps(header).encode())}.{part(json.dumps(claims).encode())}"
        signature = jwt.get_algorithm_by_name(self.algorithm).sign(told.encode(), self.private)
        return f"{told}.{urlsafe_b64encode(signature).decode().rstrip('=')}"

    @property
    def mint(self) -> Mint:
        der = self.private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        jwk = {name: str(value) for name, value in self.jwk.items()}
        return Mint(self.header, self.sign, der, {"x": str(jwk.get("n", ""))} | jwk)


@cache
def _made(kid: str, algorithm: str, key_bits: int) -> Private:
    """Each name has its own, made once: an RSA key takes a while."""
    assert kid
    if algorithm == "RS256":
        return rsa.generate_private_key(65537, key_bits)
    return ec.generate_private_key(ec.SECP256R1()) if algorithm == "ES256" else ed25519.Ed25519PrivateKey.generate()
