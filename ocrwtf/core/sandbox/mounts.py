"""Builds a root of its own for a process that has mount rights in namespaces of its own (Linux ≥ 5.12).

Source: mount_setattr(2), pivot_root(2).
"""

import ctypes
import os
from pathlib import Path

_MS_NOSUID, _MS_NODEV, _MS_BIND, _MS_REC, _MS_PRIVATE = 2, 4, 0x1000, 0x4000, 0x40000
_MNT_DETACH = 2
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000
_ATTR_READ_ONLY, _ATTR_NO_SUID, _ATTR_NO_DEVICES = 1, 2, 4
_SYS_MOUNT_SETATTR = 442  # the same on every architecture
_SYS_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}

_libc = ctypes.CDLL(None, use_errno=True)


class _Attributes(ctypes.Structure):
    _fields_ = (
        ("set", ctypes.c_uint64),
        ("clear", ctypes.c_uint64),
        ("propagation", ctypes.c_uint64),
        ("user_namespace", ctypes.c_uint64),
    )


def memory_root(folder: Path, most_bytes: int) -> None:
    """An empty folder in memory at that place, where the new root grows; nothing of it reaches the host.

    Raises
    ------
    OSError: the kernel refuses; so do all functions here.
    """
    _check(_libc.mount(None, b"/", None, _MS_REC | _MS_PRIVATE, None))
    size = f"size={most_bytes},nr_inodes=20000,mode=0755".encode()
    _check(_libc.mount(b"jail", os.fsencode(folder), b"tmpfs", _MS_NOSUID | _MS_NODEV, size))


def show(path: Path, root: Path) -> None:
    """A folder or file of the host, read-only and with all that is mounted below; a link (`/lib` is one) as that link.

    What does not exist is left out.
    """
    inside = root / path.relative_to("/")
    if not path.exists():
        return
    inside.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink():
        inside.symlink_to(path.readlink())
        return
    _bind(path, inside)
    attributes = _Attributes(_ATTR_READ_ONLY | _ATTR_NO_SUID | _ATTR_NO_DEVICES, 0, 0, 0)
    size = ctypes.sizeof(attributes)
    where = os.fsencode(inside)
    _check(_libc.syscall(_SYS_MOUNT_SETATTR, _AT_FDCWD, where, _AT_RECURSIVE, ctypes.byref(attributes), size))


def show_device(name: str, root: Path) -> None:
    (root / "dev").mkdir(exist_ok=True)
    _bind(Path("/dev", name), root / "dev" / name)


def enter(root: Path) -> None:
    """From here on `root` is all there is."""
    os.chdir(root)
    _check(_libc.syscall(_SYS_PIVOT_ROOT[os.uname().machine], b".", b"."))
    _check(_libc.umount2(b".", _MNT_DETACH))
    os.chdir("/")


def _bind(path: Path, inside: Path) -> None:
    if path.is_dir():
        inside.mkdir()
    else:
        inside.touch()
    _check(_libc.mount(os.fsencode(path), os.fsencode(inside), None, _MS_BIND | _MS_REC, None))


def _check(result: int) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), "the kernel refuses to mount")
