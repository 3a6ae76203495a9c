"""What our layers around the application cost: requests a second with all of them and with none, in turns.

The same application twice, each in a process of its own on the same database, and as much asked of both. The rounds
take turns, so that whatever else the machine does falls on both; the median of the pairs counts.
"""

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from bench.people import Person, created
from bench.service import HOST, NO_LIMITS, Service, free_port

ROUNDS = 9
ROUND_SECONDS = 2.0
CALLERS = 8
AS_MUCH_AS_NOBODY_USES = dict.fromkeys(NO_LIMITS, "100000000")
"""Counted like any other limit, and never reached."""
TARGETS = {"GET /health (does nothing)": "/health", "GET /api/scans (a list, with login)": "/api/scans"}
MOST_PERCENT = 15.0


def serve(port: int, *, bare: bool) -> None:
    """The API on this port; `bare` without any of our layers."""
    from ocrwtf.cli import api_server  # noqa: PLC0415  only in the process that serves
    from ocrwtf.cli.server import opened_database  # noqa: PLC0415
    from ocrwtf.core.logs import configure_logs  # noqa: PLC0415

    configure_logs("production")
    with opened_database():
        server = api_server.api_server(HOST, port)
        if bare:
            server.config.app.user_middleware.clear()  # type: ignore[union-attr]  # it is ours
        server.run()


@contextmanager
def served(service: Service, kind: str) -> Iterator[Service]:
    command = (sys.executable, "-m", "bench.edge", "serve", kind)
    port = free_port()
    with (service.folder / f"{kind}.log").open("wb") as log:
        env = service._environment() | {"PYTHONPATH": str(Path.cwd())}  # noqa: SLF001
        process = subprocess.Popen([*command, str(port)], cwd=service.folder, env=env, stdout=log, stderr=log)
    one = Service(service.folder, port=port, process=process)
    try:
        one.wait_ready()
        yield one
    finally:
        process.terminate()
        process.wait()


async def ask(port: int, request: bytes, until: float) -> int:
    """How many answers one caller got on one connection; all are 200."""
    reader, writer = await asyncio.open_connection(HOST, port)
    count = 0
    while time.monotonic() < until:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200 "):
            raise RuntimeError(head.decode(errors="replace"))
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(int(length.split(b":")[1]))
        count += 1
    writer.close()
    return count


async def round_of(port: int, request: bytes) -> float:
    """Requests a second."""
    until = time.monotonic() + ROUND_SECONDS
    return sum(await asyncio.gather(*(ask(port, request, until) for _ in range(CALLERS)))) / ROUND_SECONDS


def cost_percent(services: dict[str, Service], title: str, request: bytes) -> float:
    rates: dict[str, list[float]] = {kind: [] for kind in services}
    for number in range(ROUNDS + 1):
        for kind in list(services)[:: 1 if number % 2 else -1]:
            rate = asyncio.run(round_of(services[kind].port, request))
            if number:  # the first one warms up
                rates[kind].append(rate)
    ratio = statistics.median(ours / bare for ours, bare in zip(rates["guarded"], rates["bare"], strict=True))
    bare, ours = (statistics.median(rates[kind]) for kind in ("bare", "guarded"))
    print(f"{title:38} {bare:8.0f} {ours:8.0f} {100 * (1 - ratio):8.1f} %")
    return 100 * (1 - ratio)


def measure(service: Service, person: Person) -> bool:
    person.log_in()
    print(f"{'requests a second, median of ' + str(ROUNDS):38} {'without':>8} {'with':>8} {'cost':>10}")
    with ExitStack() as stack:
        services = {kind: stack.enter_context(served(service, kind)) for kind in ("bare", "guarded")}
        costs = {}
        for title, path in TARGETS.items():
            token = person.authorization()["Authorization"]
            request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {token}\r\n\r\n"
            costs[path] = cost_percent(services, title, request.encode())
    return costs["/api/scans"] <= MOST_PERCENT


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="ocrwtf-bench-") as folder:
        service = Service(Path(folder), dict(AS_MUCH_AS_NOBODY_USES))
        service.start()
        try:
            service.wait_ready()
            with closing((person := created(service, "uji@contoh.id")).client):
                return 0 if measure(service, person) else 1
        finally:
            service.stop()


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        serve(int(sys.argv[3]), bare=sys.argv[2] == "bare")
    else:
        sys.exit(main())
