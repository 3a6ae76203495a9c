"""Each engine in a process of its own, so that memory, start and crashes are its own too."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from types import TracebackType
from typing import Self

from bench.ocr.reading import Engine, PageRead

TIMEOUT_SECONDS = 300
_spawn = get_context("spawn")
"""A fresh Python that has imported nothing but what the engine needs."""


class EngineProcess:
    """Started by its first page, and again after a page that ended it."""

    def __init__(self, engine: Callable[[], Engine], environment: Mapping[str, str] | None = None) -> None:
        self._engine, self._environment = engine, environment or {}
        self._started: tuple[SpawnProcess, Connection] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def read(self, image: Path) -> PageRead | None:
        """None when the engine raised, died or took longer than the time-out; why is on stderr."""
        _, connection = self._started = self._started or self._start()
        try:
            connection.send(image)
            if connection.poll(TIMEOUT_SECONDS):
                found: PageRead = connection.recv()
                return found
        except (EOFError, ConnectionError):
            pass
        self._end()
        return None

    def cold_start_seconds(self, image: Path) -> float | None:
        """From nothing to the text of a first page; what the file cache holds stays there. None when it failed."""
        self._end()
        started = time.perf_counter()
        return None if self.read(image) is None else time.perf_counter() - started

    def _start(self) -> tuple[SpawnProcess, Connection]:
        ours, theirs = _spawn.Pipe()
        process = _spawn.Process(target=_serve, args=(self._engine, theirs), daemon=True)
        with _set(self._environment):
            process.start()
        theirs.close()
        return process, ours

    def _end(self) -> None:
        if self._started:
            process, connection = self._started
            connection.close()
            process.kill()
            process.join()
            self._started = None


def _serve(engine: Callable[[], Engine], connection: Connection) -> None:
    ready = engine()
    while True:
        try:
            image: Path = connection.recv()
        except EOFError:
            return
        connection.send(ready.read(image))


@contextmanager
def _set(environment: Mapping[str, str]) -> Iterator[None]:
    """A spawned process gets the environment of the moment."""
    before = dict(os.environ)
    os.environ.update(environment)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
