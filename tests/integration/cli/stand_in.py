"""Small commands that stand in for `ocrwtf api` and `worker`, run as scripts. Each says its name and pid first."""

import json
import os
import signal
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

from ocrwtf.core.parent import end_with_parent


class Ready(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"firstRun": os.environ.get("NOBODY_IS_REGISTERED") == "yes"}).encode())

    def log_message(self, *_arguments: object) -> None:
        pass


def say(name: str) -> None:
    sys.stdout.write(f"{name} {os.getpid()}\n")
    sys.stdout.flush()


def api() -> None:
    end_with_parent()
    say("api")
    HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Ready).serve_forever()


def worker() -> None:
    end_with_parent()
    say("worker")
    signal.pause()


def stubborn() -> None:
    """Does not end when asked and has a child that does not either."""
    signal.signal(signal.SIGTERM, lambda *_: say("asked"))
    with subprocess.Popen(["/bin/sh", "-c", "trap '' TERM; echo grandchild $$; sleep 600"]):
        say("stubborn")
        while True:
            signal.pause()


def failing() -> None:
    say("failing")
    sys.exit(3)


def nothing() -> None:
    pass


if __name__ == "__main__":
    {"api": api, "worker": worker, "stubborn": stubborn, "failing": failing, "nothing": nothing}[sys.argv[1]]()
