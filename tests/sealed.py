"""Run a program under the seccomp filter that systemd would build from the unit: `sealed.py CALLS COMMAND...`.

CALLS is a file with the names of the system calls that are allowed, one a line. As RestrictAddressFamilies does,
sockets are of AF_UNIX, AF_INET and AF_INET6 only; as MemoryDenyWriteExecute, no memory is written and run; as
RestrictNamespaces, no namespace is made, and clone3 is not there, as its flags cannot be seen. What is denied fails
with EPERM. By libseccomp, which systemd uses too.
"""

from __future__ import annotations

import ctypes
import errno
import os
import socket
import sys
from pathlib import Path

ALLOW, FAIL = 0x7FFF0000, 0x00050000
EQUAL, MASKED = 4, 7
WRITE_EXECUTE, EXECUTE = 6, 4
CLONE_NEW = 0x7E020000  # every CLONE_NEW*


class Compare(ctypes.Structure):
    """struct scmp_arg_cmp."""

    _fields_ = (("arg", ctypes.c_uint), ("op", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64))


LIMITED = {
    "socket": [Compare(0, EQUAL, family) for family in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6)],
    "mmap": [Compare(2, MASKED, WRITE_EXECUTE, bits) for bits in (0, 2, 4)],
    "mprotect": [Compare(2, MASKED, EXECUTE, 0)],
    "clone": [Compare(0, MASKED, CLONE_NEW, 0)],
    "unshare": [Compare(0, MASKED, CLONE_NEW, 0)],
    "setns": [],
}


def seal(calls: list[str]) -> None:
    """Allow these calls to this process and all it will start, and no others."""
    lib = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    lib.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(lib.seccomp_init(FAIL | errno.EPERM))
    for name in calls:
        number = lib.seccomp_syscall_resolve_name(name.encode())
        if number < 0 or name == "clone3":  # of another machine's processor
            continue
        for rule in LIMITED.get(name, [None]):
            some = (Compare * 1)(rule) if rule else None
            _good(lib.seccomp_rule_add_array(context, ALLOW, number, 1 if rule else 0, some))
    clone3 = lib.seccomp_syscall_resolve_name(b"clone3")
    _good(lib.seccomp_rule_add_array(context, FAIL | errno.ENOSYS, clone3, 0, None))
    _good(lib.seccomp_load(context))


def _good(code: int) -> None:
    if code:
        raise OSError(-code, os.strerror(-code))


if __name__ == "__main__":
    seal(Path(sys.argv[1]).read_text().split())
    os.execvp(sys.argv[2], sys.argv[2:])
