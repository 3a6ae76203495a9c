"""A real OpenID provider beside the service, made by somebody else: `oidc-provider` of npm."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bench.service import HOST, free_port
from scripts.node import WEB, find

SCRIPT = WEB / "test-servers" / "openid.mjs"


@dataclass(frozen=True)
class OpenId:
    client_id: str = "ocrwtf"
    client_secret: str = "rahasia-klien-untuk-uji"
    port: int = field(default_factory=free_port)

    @property
    def issuer(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def settings(self) -> dict[str, str]:
        return {
            "OIDC_ISSUER": self.issuer,
            "OIDC_CLIENT_ID": self.client_id,
            "OIDC_CLIENT_SECRET": self.client_secret,
            "OIDC_NAME": "Kantor Pusat",
        }


@contextmanager
def running_openid(openid: OpenId, redirect_uri: str) -> Iterator[None]:
    """It is ready inside, and ended after."""
    npm = find()
    assert npm, "no Node"
    node = shutil.which("node", path=npm.environment["PATH"])
    assert node
    wanted = {"port": openid.port, "clientId": openid.client_id, "clientSecret": openid.client_secret}
    told = json.dumps(wanted | {"redirectUri": redirect_uri})
    with subprocess.Popen([node, str(SCRIPT), told], stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            assert process.stdout
            assert process.stdout.readline().strip() == "ready"
            yield
        finally:
            process.terminate()
