"""Watches everything that pages of a browser context do, and says what none of ours may."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError, WebSocket

REFUSED_BY_THE_API = "Failed to load resource: the server responded with a status of 4"
"""The browser's own line for each answer that says no, which is what many tests are about."""
NO_NETWORK = "Failed to load resource: net::ERR_INTERNET_DISCONNECTED"
"""The same when a test has taken the network away."""
SAY_VIOLATIONS = """
document.addEventListener('securitypolicyviolation', (event) =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
"""


@dataclass
class Watch:
    origin: str
    others: tuple[str, ...] = ()
    """Where a test sends the browser on purpose."""
    faults: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        context.add_init_script(SAY_VIOLATIONS)
        context.on("request", self._on_request)
        context.on("response", self._on_response)
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        context.on("page", lambda page: page.on("websocket", self._on_websocket))

    def _on_request(self, request: Request) -> None:
        expected = [f"{origin}/" for origin in (self.origin, *self.others)]
        if not request.url.startswith((*expected, "blob:", "data:")):
            self.faults.append(f"request to {request.url}")

    def _on_websocket(self, socket: WebSocket) -> None:
        if not socket.url.startswith(f"{self.origin.replace('http', 'ws', 1)}/"):
            self.faults.append(f"socket to {socket.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status} from {response.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith((REFUSED_BY_THE_API, NO_NETWORK)):
            self.faults.append(f"console: {message.text}")

    def _on_error(self, error: WebError) -> None:
        self.faults.append(f"uncaught: {error.error}")


@contextmanager
def watched(context: BrowserContext, origin: str, others: tuple[str, ...] = ()) -> Iterator[None]:
    """Raises AssertionError at the end when a page did what it may not."""
    watch = Watch(origin, others)
    watch.over(context)
    yield
    assert watch.faults == [], watch.faults
