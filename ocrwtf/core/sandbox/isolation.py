"""Takes network, files and rights from a process, as far as the kernel lets a process do that to itself (Linux).

Nothing here needs root. Each function says whether it worked: containers and hardened kernels refuse some of it.
"""

import ctypes
import os
import sys
import tempfile
from pathlib import Path
from typing import Literal

NOBODY = 65534

_CLONE_NEWNS, _CLONE_NEWIPC, _CLONE_NEWUSER, _CLONE_NEWNET = 0x20000, 0x8000000, 0x10000000, 0x40000000
_CLONE_NEWPID, _CLONE_NEWUTS = 0x20000000, 0x4000000
_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_REMOUNT, _MS_REC, _MS_PRIVATE = 1, 2, 4, 8, 32, 0x4000, 0x40000
_MNT_DETACH = 2
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_SYS_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
_SYS_LANDLOCK_CREATE_RULESET, _SYS_LANDLOCK_RESTRICT_SELF = 444, 446  # the same on every architecture
_CAPABILITY_VERSION_3 = 0x20080522

_libc = ctypes.CDLL(None, use_errno=True)


def become_nobody() -> None:
    """Root becomes the user nobody: root escapes RLIMIT_NPROC, and file rights should not depend on who started us."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        _libc.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)  # else /proc/self/uid_map stays root's


def leave_network_and_files() -> list[str]:
    """Moves this single-threaded process to namespaces with no network device and an empty, read-only root.

    Returns what was taken away: "network", "files". Whatever is needed later must be open or imported already.
    """
    given = _new_namespaces()
    if given == "none":
        return []
    return ["network", "files"] if given == "with rights" and _empty_root() else ["network"]


def leave_processes_too() -> bool:
    """The same without an empty root yet, and the next child is the first process of a pid namespace: with it ends all
    that it started. False where the kernel does not give all of it, with the rights to mount.
    """
    return _new_namespaces(_CLONE_NEWPID | _CLONE_NEWUTS) == "with rights"


def _new_namespaces(more: int = 0) -> Literal["none", "without rights", "with rights"]:
    """Some kernels give the namespaces but no rights in them."""
    user, group = os.getuid(), os.getgid()
    if _libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET | _CLONE_NEWNS | _CLONE_NEWIPC | more) != 0:
        return "none"
    try:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    except OSError:
        return "without rights"
    return "with rights"


def _empty_root() -> bool:
    folder = tempfile.gettempdir().encode()
    flags = _MS_NOSUID | _MS_NODEV | _MS_NOEXEC
    pivot_root = _SYS_PIVOT_ROOT.get(os.uname().machine)
    if (
        pivot_root is None
        or _libc.mount(None, b"/", None, _MS_REC | _MS_PRIVATE, None) != 0
        or _libc.mount(b"empty", folder, b"tmpfs", flags, b"size=4k,nr_inodes=2,mode=0555") != 0
    ):
        return False
    os.chdir(folder)
    return bool(
        _libc.syscall(pivot_root, b".", b".") == 0
        and _libc.umount2(b".", _MNT_DETACH) == 0
        and _libc.mount(None, b"/", None, _MS_REMOUNT | _MS_RDONLY | flags, None) == 0
    )


def drop_rights() -> None:
    """No capability and no way to a new one (a set-user-id program)."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    _libc.capset(header, (ctypes.c_uint32 * 6)())
    _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def forbid_paths_and_sockets() -> list[str]:
    """Landlock with no rule at all: no path can be opened, no TCP connection made, no process outside be signalled.

    Works where namespaces do not (containers). Returns what this kernel's Landlock takes away.
    Source: Linux Documentation/userspace-api/landlock.rst.
    """
    version = int(_libc.syscall(_SYS_LANDLOCK_CREATE_RULESET, None, 0, 1))
    if version < 1:
        return []
    files = (1 << (13 + (version >= 2) + (version >= 3) + (version >= 5))) - 1
    rules = (ctypes.c_uint64 * 3)(files, 3 if version >= 4 else 0, 3 if version >= 6 else 0)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = int(_libc.syscall(_SYS_LANDLOCK_CREATE_RULESET, rules, size, 0))
    worked = ruleset >= 0 and _libc.syscall(_SYS_LANDLOCK_RESTRICT_SELF, ruleset, 0) == 0
    if ruleset >= 0:
        os.close(ruleset)
    return (["files", "network"] if version >= 4 else ["files"]) if worked else []


def die_with(parent: int) -> None:
    """This process is killed when the thread of `parent` that forked it ends."""
    _libc.prctl(_PR_SET_PDEATHSIG, 9, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)
