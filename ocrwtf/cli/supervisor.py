"""Keeps child processes running: a dead one comes back, a signal ends them all, by process group."""

import os
import select
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType

from ocrwtf.core.parent import VARIABLE

STABLE_SECONDS = 10.0  # who lives that long did not fail at its start
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
ENDS_IN_A_ROW = 5
STOP_SECONDS = 30.0
TICK_SECONDS = 0.1
TERMINAL = 0  # standard input
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class KeepsFailing(Exception):  # noqa: N818  says what the child does
    """A child ended at its start again and again; `name` is the child's."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass
class Child:
    """One command that is to run for ever, in a process group of its own."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    due_at: float = 0.0  # monotonic clock
    ends: int = 0
    was_killed: bool = False
    has_worked: bool = False

    def start(self, parent_pipe: int, now: float) -> None:
        self.started_at = now
        self.process = subprocess.Popen(  # noqa: S603  our own command, no shell
            self.command,
            env=self.environment | {VARIABLE: str(parent_pipe)},
            stdin=subprocess.DEVNULL,
            pass_fds=[parent_pipe],
            process_group=0,
        )

    def ended(self) -> bool:
        """Whether it has ended. What it left in its process group is killed before the pid can be reused."""
        if self.process is None:
            return False
        end = os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if end is None:
            return False
        self.was_killed = end.si_code == os.CLD_KILLED and end.si_status in (signal.SIGKILL, signal.SIGTERM)
        self.kill()
        return True

    def kill(self) -> None:
        """End the whole process group at once and reap it."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def terminate(self) -> None:
        if self.process is not None:
            self.process.terminate()

    def plan_restart(self, now: float) -> None:
        """The pause doubles with each end in a row: 1 s … 30 s.

        Raises
        ------
        KeepsFailing: it ended by itself at its start again and again, and never did anything else. Who was killed
        always comes back, and so does who has worked: a database that is away for minutes must not end the service.
        """
        stable = now - self.started_at >= STABLE_SECONDS
        self.has_worked = self.has_worked or stable
        self.ends = 1 if stable else self.ends + 1
        if self.ends >= ENDS_IN_A_ROW and not (self.was_killed or self.has_worked):
            raise KeepsFailing(self.name)
        self.due_at = now + min(FIRST_PAUSE_SECONDS * 2.0 ** min(self.ends - 1, 10), LONGEST_PAUSE_SECONDS)


@dataclass
class Signals:
    """The signals that came, and a way to sleep until the next one."""

    waker: socket.socket
    came: list[int] = field(default_factory=list)
    poll: select.poll = field(default_factory=select.poll)

    def __post_init__(self) -> None:
        self.poll.register(self.waker, select.POLLIN)
        if os.isatty(TERMINAL):
            self.poll.register(TERMINAL, 0)  # nothing but its end

    def asked_to_stop(self) -> bool:
        return bool(self.came)

    def in_a_hurry(self) -> bool:
        """Ctrl-C once more. Other signals come in twos by themselves when a terminal closes."""
        return signal.SIGINT in self.came[1:]

    def sleep(self, seconds: float) -> None:
        for descriptor, _ in self.poll.poll(seconds * 1000):
            if descriptor == self.waker.fileno():
                self.waker.recv(4096)
            else:  # a closed terminal tells only its session's leader, which may be make, waiting for us
                self.poll.unregister(descriptor)
                self.came.append(signal.SIGHUP)

    def note(self, number: int, _frame: FrameType | None) -> None:
        if number in STOPPING:
            self.came.append(number)


@contextmanager
def caught_signals() -> Iterator[Signals]:
    """Ctrl-C, SIGTERM, the closing of the terminal and a child's end, as something to wait for (main thread only)."""
    waker, woken = socket.socketpair()
    waker.setblocking(False)
    woken.setblocking(False)
    signals = Signals(waker)
    kept = {number: signal.signal(number, signals.note) for number in (*STOPPING, signal.SIGCHLD)}
    kept_descriptor = signal.set_wakeup_fd(woken.fileno(), warn_on_full_buffer=False)
    try:
        yield signals
    finally:
        signal.set_wakeup_fd(kept_descriptor)
        for number, handler in kept.items():
            signal.signal(number, handler)
        waker.close()
        woken.close()


def supervise(children: Sequence[Child], signals: Signals, tick: Callable[[], None]) -> None:
    """Run the children until a signal asks to stop; `tick` is called about every 0.1 s.

    Raises
    ------
    KeepsFailing: a child ends again and again at its start; the others have been stopped.
    """
    read_end, write_end = os.pipe()  # ours to hold: when it closes, the children know that we are gone
    try:
        while not signals.asked_to_stop():
            _tend(children, read_end)
            tick()
            signals.sleep(TICK_SECONDS)
    finally:
        stop(children, signals)
        os.close(read_end)
        os.close(write_end)


def _tend(children: Sequence[Child], parent_pipe: int) -> None:
    now = time.monotonic()
    for child in children:
        if child.ended():
            child.plan_restart(now)
        if child.process is None and now >= child.due_at:
            child.start(parent_pipe, now)


def stop(children: Sequence[Child], signals: Signals) -> None:
    """Ask all to end, wait, then kill what is left. One more Ctrl-C ends the waiting."""
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        child.terminate()
    while any(child.process and not child.ended() for child in children):
        if time.monotonic() > deadline or signals.in_a_hurry():
            break
        signals.sleep(TICK_SECONDS)
    for child in children:
        child.kill()
