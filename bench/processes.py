"""Which processes live, what they are to OCR.WTF and how much memory they hold, as the kernel tells it (proc(5))."""

import os
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
MEGABYTE = 10**6

STANDING = ("up", "api", "worker", "ocr", "sandbox", "postgres")
"""Every kind that runs while nothing happens; `child` and `other` come and go."""


@dataclass(frozen=True)
class Process:
    pid: int
    parent: int
    command: str
    resident_bytes: int


def all_processes() -> dict[int, Process]:
    """A snapshot; zombies are left out, as they hold nothing."""
    found: dict[int, Process] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            status = (entry / "stat").read_text().rpartition(")")[2].split()
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:
            continue  # it ended while we looked
        if status[0] != "Z":
            pid = int(entry.name)
            found[pid] = Process(pid, int(status[1]), command, int(status[21]) * PAGE_BYTES)
    return found


def machine() -> str:
    """For the head of every table of seconds: figures of a busy machine are compared with nothing but each other."""
    return f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the end"


def below(pid: int) -> list[Process]:
    """The process and everything it started, directly or not."""
    everything = all_processes()
    children = defaultdict(list)
    for process in everything.values():
        children[process.parent].append(process)
    found = [everything[pid]] if pid in everything else []
    for process in found:
        found.extend(children[process.pid])
    return found


def by_kind(up: int) -> dict[str, list[Process]]:
    """What `ocrwtf up` runs, by kind. PostgreSQL is not among it: it lives in a session of its own."""
    processes = below(up)
    forkers = {process.pid for process in processes if "ocrwtf.core.sandbox.server" in process.command}
    kinds: dict[str, list[Process]] = defaultdict(list)
    for process in processes:
        kinds[_kind(process, forkers)].append(process)
    return kinds


def _kind(process: Process, forkers: set[int]) -> str:
    if process.pid in forkers:
        return "child" if process.parent in forkers else "sandbox"
    if "ocrwtf.ocr.reader_process" in process.command:
        return "ocr"
    for name in ("up", "api", "worker"):
        if process.command.endswith(f"-m ocrwtf {name}"):
            return name
    return "other"


def resident_megabytes(pid: int) -> float:
    """Memory the process holds now; 0 when it is gone."""
    process = all_processes().get(pid)
    return process.resident_bytes / MEGABYTE if process else 0.0


def peak_megabytes(pid: int) -> float:
    """The most memory the process ever held."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024 / MEGABYTE
    return 0.0
