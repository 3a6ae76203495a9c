"""The connection that listens breaks, the database dies, the service is asked to end: nobody misses anything."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import Engine, text
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from bench.service import Service, free_port, running_service
from ocrwtf.cli.up import is_ready
from ocrwtf.core import database
from tests.integration.conftest import Person, Urls, changed_settings
from tests.integration.documents import picture
from tests.integration.events.conftest import PATIENCE_SECONDS, Listen, happen, wait_for

END_SECONDS = 10
"""Less than the 20 that the server gives to requests that are under way."""


@pytest.fixture
def api(urls: Urls, shared_data_dir: Path, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A real `ocrwtf api`, and its port."""
    port = free_port()
    own = {"DATABASE_URL": urls.app, "DATA_DIR": str(shared_data_dir), "PORT": str(port)}
    with (tmp_path / "api.log").open("wb") as log:
        command = [sys.executable, "-m", "ocrwtf", "api"]
        process = subprocess.Popen(command, env=os.environ | own, stdout=log, stderr=log)  # noqa: S603
    wait_for(lambda: is_ready("127.0.0.1", port))
    yield process, port
    process.kill()
    process.wait()


@pytest.fixture
def service() -> Iterator[Service]:
    """A whole `ocrwtf up`, with its own database."""
    with running_service(OCR_PROCESSES="1") as service:
        yield service


@pytest.fixture
def customer(service: Service) -> Iterator[httpx2.Client]:
    """Somebody who has registered there."""
    with httpx2.Client(base_url=service.address, timeout=PATIENCE_SECONDS, trust_env=False) as client:
        known = {"username": "rina", "password": "rahasia-sekali"}
        client.post("/api/auth/register", json=known | {"email": "rina@contoh.id"}).raise_for_status()
        token = client.post("/api/auth/login", json=known).raise_for_status().json()["accessToken"]
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


def test_a_broken_connection_is_made_anew_and_what_happened_meanwhile_is_told(
    person: Person, listen: Listen, owner_engine: Engine
) -> None:
    listener = listen(person.headers)
    listener.next()
    with owner_engine.begin() as connection:
        ours = "FROM pg_stat_activity WHERE application_name = 'ocrwtf events'"
        assert connection.execute(text(f"SELECT pg_terminate_backend(pid) {ours}")).all()
    happen(person.account_id, 1)
    assert listener.next().data == {"number": 1}
    happen(person.account_id, 2)
    assert listener.next().data == {"number": 2}


def test_kill_9_of_the_database_keeps_a_stream_open_and_loses_nothing(
    service: Service, customer: httpx2.Client, listen: Listen
) -> None:
    customer.get("/api/credits").raise_for_status()
    listener = listen(dict(customer.headers), at=service.address)
    assert listener.next().data == {"sequence": 1}
    for process in service.kinds()["postgres"]:
        os.kill(process.pid, signal.SIGKILL)
    service.wait_ready()
    customer.post("/api/scans/upload", files={"file": ("nota.png", picture("KEMBALI"))}).raise_for_status()
    heard = listener.heard(2)
    assert [(one.id, one.event) for one in heard] == [(2, "credits.changed"), (3, "scan.created")]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_who_listens_does_not_keep_an_api_that_is_asked_to_end(
    api: tuple[subprocess.Popen[bytes], int], person: Person, listen: Listen, number: signal.Signals
) -> None:
    process, port = api
    listener = listen(person.headers, at=f"http://127.0.0.1:{port}")
    listener.next()
    with connect(f"ws://127.0.0.1:{port}/ws", additional_headers=person.headers, proxy=None) as socket:
        assert json.loads(socket.recv(PATIENCE_SECONDS))["event"] == "hello"
        process.send_signal(number)
        process.wait(END_SECONDS)
        assert "data" not in "".join(listener.rest())
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(PATIENCE_SECONDS)
    assert closed.value.rcvd
    assert closed.value.rcvd.code in (1001, 1012)  # both tell a client to come back


def test_a_pooler_is_passed_by_when_the_settings_say_so() -> None:
    assert database.listen_conninfo() == database._engines[-1].url.render_as_string(hide_password=False).replace(
        "+psycopg", ""
    )
    with changed_settings(DATABASE_LISTEN_URL="postgresql://u:p@direct/x"):
        assert database.listen_conninfo() == "postgresql://u:p@direct/x"
