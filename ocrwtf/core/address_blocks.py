"""Addresses that may not come without a login for a while, because they kept failing.

They stand in one file of the data folder, so that every process of this machine knows them and the command line can
show and lift them, whether or not a database or an API runs.
"""

import json
import math
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import structlog
from limits import RateLimitItemPerSecond
from limits.strategies import MovingWindowRateLimiter

from ocrwtf.core import metrics
from ocrwtf.core.errors import Wording
from ocrwtf.core.file_lock import FileLock
from ocrwtf.core.moving_windows import MovingWindows
from ocrwtf.core.problems import TooManyRequests

log = structlog.get_logger()

PER_SECONDS: Final = 60
FIRST_SECONDS: Final = 60
LONGEST_SECONDS: Final = 900
_REMEMBERED_SECONDS: Final = 3600
"""After its end a block is remembered: who fails again meanwhile is blocked for twice as long."""
_MOST: Final = 10_000
_LOCK_SECONDS: Final = 2.0


class AddressBlocked(TooManyRequests):
    """Many requests without a login failed; only those without a login are refused."""

    title = Wording("Alamat jaringan ini ditahan sementara", "This network address is held off for a while")
    detail = Wording(
        "Terlalu banyak permintaan tanpa login dari alamat ini gagal. Yang sudah masuk dapat terus bekerja; "
        "untuk masuk, coba lagi dalam {retry_after_seconds} detik.",
        "Too many requests without a login failed from this address. Who is logged in can go on; "
        "to log in, try again in {retry_after_seconds} seconds.",
    )


def blocks_path(data_dir: Path) -> Path:
    return data_dir / "blocks.json"


@dataclass(frozen=True)
class Block:
    """`until` is in seconds since 1970, `seconds` how long it lasts in all."""

    address: str
    until: float
    seconds: int


def _is_remembered(block: Block) -> bool:
    return block.until > time.time() - _REMEMBERED_SECONDS


def _next_seconds(before: Block | None) -> int:
    if before and _is_remembered(before):
        return min(before.seconds * 2, LONGEST_SECONDS)
    return FIRST_SECONDS


class BlockFile:
    """What is written in the file, read anew whenever it has changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int, int] | None = None
        self._blocks: dict[str, Block] = {}

    def blocks(self) -> dict[str, Block]:
        """By address; also those that are over and still remembered."""
        try:
            status = os.stat(self._path)  # noqa: PTH116  a Path would cost as much again, for every request
        except OSError:
            seen = None
        else:
            seen = (status.st_ino, status.st_mtime_ns, status.st_size)
        if seen != self._seen:
            self._blocks, self._seen = self._read(), seen
        return self._blocks

    @contextmanager
    def changed(self) -> Iterator[dict[str, Block]]:
        """A copy to change, which becomes the file; nobody else changes it meanwhile. Raises OSError."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(self._path.with_suffix(".lock")) as lock:
            if not lock.wait(_LOCK_SECONDS):
                raise OSError("the list of blocks is locked")
            blocks = dict(self.blocks())
            yield blocks
            self._write([block for block in blocks.values() if _is_remembered(block)])

    def hold(self, block: Block) -> None:
        """Know of it in this process, until the file changes."""
        self._blocks = self.blocks() | {block.address: block}

    def _read(self) -> dict[str, Block]:
        try:
            return {item["address"]: Block(**item) for item in json.loads(self._path.read_text())}
        except (OSError, ValueError, TypeError, KeyError):  # not there, or not ours: then nobody is blocked
            return {}

    def _write(self, blocks: list[Block]) -> None:
        newest = sorted(blocks, key=lambda block: block.until)[-_MOST:]
        new = self._path.with_suffix(".new")
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump([asdict(block) for block in newest], file)
        new.replace(self._path)


class AddressBlocks:
    """Counts failures without a login by address, and blocks for 1, 2, 4, 8 and then 15 minutes."""

    def __init__(self, path: Path, failures: int) -> None:
        """`failures` within a minute are borne; with 0 any number."""
        self._file = BlockFile(path)
        self._failures = MovingWindowRateLimiter(MovingWindows())
        self._item = RateLimitItemPerSecond(failures, PER_SECONDS) if failures else None
        self._lock = threading.Lock()

    def is_blocked(self, address: str) -> bool:
        return self._left(address) > 0

    def refuse(self, address: str) -> None:
        """Raises AddressBlocked."""
        left = self._left(address)
        if left > 0:
            metrics.BLOCKED.inc()
            raise AddressBlocked(retry_after_seconds=math.ceil(left))

    def failed(self, address: str) -> bool:
        """Count a failure; whether it was one too many, so that the address is to be blocked."""
        if not self._item or self._failures.hit(self._item, address):
            return False
        return not self.is_blocked(address)

    def block(self, address: str) -> None:
        """Longer each time. Where the file cannot be written, this process alone knows of it."""
        with self._lock:
            if self.is_blocked(address):
                return
            seconds = _next_seconds(self._file.blocks().get(address))
            block = Block(address, time.time() + seconds, seconds)
            try:
                with self._file.changed() as blocks:
                    blocks[address] = block
            except OSError as error:
                self._file.hold(block)
                log.error("address.block_not_written", error=type(error).__name__)  # noqa: TRY400  not worth its frames
            if self._item:
                self._failures.clear(self._item, address)
        metrics.BLOCKS.inc()
        log.warning("address.blocked", address=address, seconds=seconds)

    def _left(self, address: str) -> float:
        block = self._file.blocks().get(address)
        return block.until - time.time() if block else 0.0
