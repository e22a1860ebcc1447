"""One writer at a time: an flock on a file in the state folder, never unlinked (removed ones can be raced)."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from monitor.store import from_os


class AlreadyRunning(Exception):
    """Another process holds the lock."""

    def __init__(self, pid: str) -> None:
        super().__init__(f"already running as process {pid}" if pid else "already running")
        self.pid = pid


TRIES, PAUSE = 50, 0.02  # seconds: who only looks whether there is a writer is gone by then


@contextmanager
def only_writer(database: Path, pause: Callable[[float], object] = time.sleep) -> Iterator[None]:
    """Hold the lock beside the database; raises AlreadyRunning with the holder's process id, else StoreError."""
    path = database.with_name(database.name + ".lock")
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise from_os(error, path) from error
    try:
        try:
            _take(descriptor, pause)
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


def _take(descriptor: int, pause: Callable[[float], object]) -> None:
    """Lock the file for one writer; raises BlockingIOError when another has it, at once."""
    for _ in range(TRIES):
        with suppress(BlockingIOError):
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)  # fails beside a writer, not beside `holder`
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        pause(PAUSE)
    raise BlockingIOError


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
