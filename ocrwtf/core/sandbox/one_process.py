"""A system call filter for a child whose decoder needs threads: it may start those, never another process (Linux).

RLIMIT_NPROC cannot tell one from the other. Source: Linux Documentation/userspace-api/seccomp_filter.rst.
"""

import ctypes
import errno
import os
import struct
from typing import NamedTuple

_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 22, 2
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000  # SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO | the error's number
_LOAD, _IF_EQUAL, _IF_BITS, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16  # in struct seccomp_data
_CLONE_THREAD = 0x10000
_CLONE3, _X32_CALLS = 435, 0x40000000

_libc = ctypes.CDLL(None, use_errno=True)


class _Machine(NamedTuple):
    audit_name: int
    clone: int
    fork: int
    vfork: int


_NO_CALL = 0xFFFFFFFF
_MACHINES = {"x86_64": _Machine(0xC000003E, 56, 57, 58), "aarch64": _Machine(0xC00000B7, 220, _NO_CALL, _NO_CALL)}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def forbid_processes() -> bool:
    """False where kernel or machine know no such filter. Needs no_new_privs; cannot be undone."""
    machine = _MACHINES.get(os.uname().machine)
    if machine is None:
        return False
    code = b"".join(_filter(machine))
    program = _Program(len(code) // 8, code)
    return bool(_libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def _filter(machine: _Machine) -> list[bytes]:
    """clone3 hides its flags from filters: the C library takes clone when it is missing."""
    return [
        _instruction(_LOAD, _ARCHITECTURE_AT),
        _instruction(_IF_EQUAL, machine.audit_name, no=9),
        _instruction(_LOAD, _NUMBER_AT),
        _instruction(_IF_AT_LEAST, _X32_CALLS, yes=7),
        _instruction(_IF_EQUAL, machine.fork, yes=6),
        _instruction(_IF_EQUAL, machine.vfork, yes=5),
        _instruction(_IF_EQUAL, _CLONE3, yes=5),
        _instruction(_IF_EQUAL, machine.clone, no=2),
        _instruction(_LOAD, _FIRST_ARGUMENT_AT),
        _instruction(_IF_BITS, _CLONE_THREAD, no=1),
        _instruction(_RETURN, _ALLOW),
        _instruction(_RETURN, _REFUSE | errno.EPERM),
        _instruction(_RETURN, _REFUSE | errno.ENOSYS),
    ]


def _instruction(code: int, value: int, *, yes: int = 0, no: int = 0) -> bytes:
    """A struct sock_filter: how many instructions to leap when the comparison holds, and when not."""
    return struct.pack("=HBBI", code, yes, no, value)
