"""Objects in a folder and in a real S3-compatible server behave the same."""

import os
import random
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from time import monotonic

import pytest

from ocrwtf.core import storage
from ocrwtf.core.problems import ServiceUnavailable
from tests.integration.conftest import changed_settings

BUCKET, READY_SECONDS = "ocrwtf", 30
KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret-of-the-test", "AWS_REGION": "us-east-1"}


def free_port() -> int:
    """A port that is free, as is the one 10,000 above it, which the server takes for its own protocol."""
    while True:
        port = random.randint(20_000, 30_000)  # noqa: S311
        with socket.socket() as one, socket.socket() as other:
            if all(probe.connect_ex(("127.0.0.1", port + above)) for probe, above in ((one, 0), (other, 10_000))):
                return port


def wait_until_open(port: int) -> None:
    deadline, pause = monotonic() + READY_SECONDS, threading.Event()
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert monotonic() < deadline, "the S3 server did not start"
        pause.wait(0.05)


@pytest.fixture(scope="module")
def s3_endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("s3")
    ports = {name: free_port() for name in ("s3", "master", "volume", "filer")}
    command = [str(Path(sys.executable).parent / "weed"), "mini", f"-dir={folder}", f"-bucket={BUCKET}"]
    command += ["-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-admin.ui=false", "-webdav=false"]
    command += [f"-{name}.port={port}" for name, port in ports.items()]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, env=KEYS, stdout=log, stderr=log, start_new_session=True)  # noqa: S603
    wait_until_open(ports["s3"])
    yield f"http://127.0.0.1:{ports['s3']}"
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    if request.param == "folder":
        environment = {"STORAGE_URL": f"file:{tmp_path}/objects"}
    else:
        endpoint = request.getfixturevalue("s3_endpoint")
        environment = KEYS | {"STORAGE_URL": f"s3://{BUCKET}", "AWS_ENDPOINT": endpoint, "AWS_ALLOW_HTTP": "true"}
    storage.store.cache_clear()
    with changed_settings(**environment):
        yield
    storage.store.cache_clear()


@pytest.mark.usefixtures("store")
def test_what_was_put_comes_back_in_chunks() -> None:
    content = random.Random(7).randbytes(2 * storage.CHUNK_BYTES + 1)  # noqa: S311
    key = storage.new_key()
    storage.put(key, BytesIO(content))
    assert b"".join(storage.get(key)) == content


@pytest.mark.usefixtures("store")
def test_an_object_that_is_not_there_is_a_missing_file() -> None:
    with pytest.raises(FileNotFoundError):
        storage.get(storage.new_key())


@pytest.mark.usefixtures("store")
def test_deleting_twice_is_deleting_once() -> None:
    keys = [storage.new_key(), storage.new_key()]
    storage.put(keys[0], b"x")
    for _ in range(2):
        storage.delete(keys)
    with pytest.raises(FileNotFoundError):
        storage.get(keys[0])


@pytest.mark.usefixtures("store")
def test_only_objects_of_that_age_are_listed() -> None:
    key, now = storage.new_key(), datetime.now(UTC)
    storage.put(key, b"x")
    assert list(storage.older_than(timedelta(hours=1), now)) == []
    assert key in [found for keys in storage.older_than(timedelta(hours=1), now + timedelta(hours=2)) for found in keys]


@pytest.mark.usefixtures("store")
def test_a_store_that_answers_is_ready_and_keeps_nothing_of_the_check() -> None:
    storage.check()
    assert not [
        key
        for keys in storage.older_than(timedelta(0), datetime.now(UTC) + timedelta(hours=1))
        for key in keys
        if key.startswith("ready/")
    ]


def test_a_store_that_is_away_is_said_to_be_so() -> None:
    away = {"STORAGE_URL": f"s3://{BUCKET}", "AWS_ENDPOINT": f"http://127.0.0.1:{free_port()}"}
    storage.store.cache_clear()
    with changed_settings(**KEYS, **away, AWS_ALLOW_HTTP="true"), pytest.raises(ServiceUnavailable):
        storage.put(storage.new_key(), b"x")
    storage.store.cache_clear()


def test_a_folder_that_cannot_be_written_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "objects").write_text("a file in the way")
    storage.store.cache_clear()
    with changed_settings(STORAGE_URL=f"file:{tmp_path}/objects"), pytest.raises(ServiceUnavailable):
        storage.put(storage.new_key(), b"x")
    storage.store.cache_clear()
