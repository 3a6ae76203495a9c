"""A process that ends when the one that started it is gone, even by kill -9: no orphan keeps the port."""

import os
import signal
import threading
import time

VARIABLE = "OCRWTF_PARENT_FD"
GRACE_SECONDS = 30.0


def end_with_parent(grace_seconds: float = GRACE_SECONDS) -> None:
    """Watch the pipe that `ocrwtf up` handed down, if any. To be called first by a process that is to run for long.

    When the other end closes, this process gets SIGTERM, and after the grace period its whole process group SIGKILL.
    The variable is taken away: children of this process have a parent of their own.
    """
    descriptor = os.environ.pop(VARIABLE, None)
    if descriptor is None:
        return
    pipe = int(descriptor)
    os.set_inheritable(pipe, False)
    threading.Thread(target=_watch, args=(pipe, grace_seconds), name="end-with-parent", daemon=True).start()


def _watch(pipe: int, grace_seconds: float) -> None:
    while os.read(pipe, 1):
        pass  # nothing is ever sent; only the end counts
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(grace_seconds)
    os.killpg(os.getpgrp(), signal.SIGKILL)
