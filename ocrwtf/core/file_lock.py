"""A lock on a file that ends with the last process that holds it, however that process ends (flock(2))."""

import fcntl
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Self

POLL_SECONDS = 0.02


class FileLock:
    """One open lock file. The lock belongs to the open file: a child that inherits the descriptor holds it too.

    Each object is its own holder, also inside one process. The file stays when the lock goes: removing it would let
    two processes lock two files of the same name.
    """

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def fileno(self) -> int:
        return self._descriptor

    def take(self, *, shared: bool = False) -> bool:
        """Whether the lock is ours now. A shared lock becomes exclusive (or the reverse) through a moment without."""
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(self._descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def wait(self, seconds: float) -> bool:
        """Whether the lock became exclusively ours within that time."""
        deadline = time.monotonic() + seconds
        while not self.take():
            if time.monotonic() >= deadline:
                return False
            time.sleep(POLL_SECONDS)
        return True

    def release(self) -> None:
        fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def close(self) -> None:
        """Forget the file. A child that inherited the descriptor keeps the lock."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
