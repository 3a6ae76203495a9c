"""The API's server: uvicorn, which ends open streams of events before it waits for requests to end."""

import logging
import socket
import sys
from contextlib import suppress

import uvicorn

from ocrwtf.cli.http_protocol import PatientProtocol
from ocrwtf.events.hub import Hub
from ocrwtf.main import create_app

FAILED_START = 3
"""uvicorn's own exit code, of a port that is taken and the like."""
GRACE_SECONDS = 20


class ApiServer(uvicorn.Server):
    """A stream ends when its client or its login does: without being told it would be waited for in vain."""

    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        super().__init__(config)
        self._hub = hub

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._hub.close()
        await super().shutdown(sockets)


def api_server(host: str, port: int) -> ApiServer:
    logging.getLogger("uvicorn.error").addFilter(_is_no_false_alarm)
    app = create_app()
    config = uvicorn.Config(
        app,
        http=PatientProtocol,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        ws_max_size=1024,  # nothing that a client says over a WebSocket is wanted
        ws_per_message_deflate=False,  # its windows are a third of a megabyte for each connection
    )
    return ApiServer(config, app.state.hub)


def _is_no_false_alarm(record: logging.LogRecord) -> bool:
    """Whether it is not this: uvicorn takes a handshake that was refused with an answer for one that got none."""
    return record.msg != "ASGI callable returned without completing handshake."


def serve(host: str, port: int) -> None:
    """Until SIGTERM or SIGINT."""
    server = api_server(host, port)
    with suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        sys.exit(FAILED_START)
