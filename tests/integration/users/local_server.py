"""A real HTTP server on the loopback, whose answers a test may change while it runs."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Said:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drips: bool = False
    """A byte at a time, for as long as somebody listens."""


Answer = Callable[[Asked], Said]


def said(content: object, status: int = 200) -> Said:
    return Said(json.dumps(content).encode(), status, {"Content-Type": "application/json"})


class LocalServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.asked: list[Asked] = []
        self.answers: dict[str, Answer] = {}
        self.closing = threading.Event()
        self.came = threading.Condition()
        """Told whenever something is asked."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def count(self, path: str) -> int:
        return sum(asked.path.partition("?")[0] == path for asked in self.asked)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who asked may go in the middle of an answer: that is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        server = cast("LocalServer", self.server)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        asked = Asked(self.command, self.path, dict(self.headers.items()), body)
        with server.came:
            server.asked.append(asked)
            server.came.notify_all()
        answer = server.answers.get(self.path.partition("?")[0])
        self._say(server, answer(asked) if answer else Said(status=404))

    do_POST = do_GET  # noqa: N815  the name that http.server looks for

    def _say(self, server: LocalServer, answer: Said) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "100000" if answer.drips else str(len(answer.body)))
        self.end_headers()
        with suppress(OSError):
            if answer.drips:
                while not server.closing.wait(0.02):
                    self.wfile.write(b" ")
            else:
                self.wfile.write(answer.body)

    def log_request(self, *args: object) -> None:
        pass


@contextmanager
def running(port: int = 0) -> Iterator[LocalServer]:
    with LocalServer(port) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            server.shutdown()
            thread.join()
