"""One writer at a time: an flock on a file in the state folder, never unlinked (removed ones can be raced)."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from monitor.store import from_os


class AlreadyRunning(Exception):
    """Another process holds the lock."""

    def __init__(self, pid: str) -> None:
        super().__init__(f"already running as process {pid}" if pid else "already running")
        self.pid = pid


@contextmanager
def only_writer(database: Path) -> Iterator[None]:
    """Hold the lock beside the database; raises AlreadyRunning with the holder's process id, else StoreError."""
    path = database.with_name(database.name + ".lock")
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise from_os(error, path) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunning(os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()) from error
        try:
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        except OSError as error:
            raise from_os(error, path) from error
        yield
    finally:
        os.close(descriptor)


def holder(database: Path) -> str:
    """Return the process id of the running writer, "" if there is none."""
    path = database.with_name(database.name + ".lock")
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return ""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
    else:
        return ""
    finally:
        os.close(descriptor)
