"""Run commands of the program in copies of one process that has imported it, which is most of what a command takes.

    warm = Warmed()
    done = warm.run(["status"], folder, stdin="")      # as subprocess.run(..., capture_output=True, text=True)

A copy has folder, environment, arguments and standard streams of its own. What start and end do besides (options of
Python, `-m monitor`, signals, taking Python apart) is tested with real ones: test_cli.py, test_daemon.py.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import select
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

PATIENCE = 120.0  # seconds
STREAMS = ("stdin", "stdout", "stderr")
LATE = ("jinja2.sandbox", "wcwidth")  # what commands import when they need it


class Warmed:
    """The process that is copied, seen from the tests."""

    def __init__(self) -> None:
        self._parent = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def run(self, arguments: Sequence[str], folder: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command to its end in a folder; return its exit code and what it wrote."""
        with tempfile.TemporaryDirectory() as place:
            streams = [Path(place, name) for name in STREAMS]
            streams[0].write_text(stdin, encoding="utf-8", newline="")
            order = [list(arguments), str(folder), dict(os.environ), [str(one) for one in streams]]
            self._parent.stdin.write(f"{json.dumps(order)}\n")
            self._parent.stdin.flush()
            assert select.select([self._parent.stdout], [], [], PATIENCE)[0], "the command does not end"
            code = int(self._parent.stdout.readline())
            return subprocess.CompletedProcess(arguments, code, *(one.read_text("utf-8") for one in streams[1:]))

    def close(self) -> None:
        self._parent.stdin.close()
        self._parent.wait(timeout=PATIENCE)
        self._parent.stdout.close()


def serve() -> None:
    """Copy this process for each order that comes; say how the copy ended."""
    from monitor.cli import COMMANDS, main

    for name in (*(f"monitor.cli.{file}" for file, _ in COMMANDS.values()), *LATE):
        importlib.import_module(name)
    gc.freeze()
    orders, answers = os.dup(0), os.dup(1)
    with open(orders, encoding="utf-8") as lines, open(answers, "w", encoding="utf-8") as answer:
        while line := lines.readline():
            if not (child := os.fork()):
                become(*json.loads(line))
                live(main)
            answer.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
            answer.flush()


def live(main: Callable[[], None]) -> None:
    """Run the program to its end, but for taking Python apart: most commands take less than that."""
    try:
        main()
    except SystemExit as end:
        threading._shutdown()
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(end.code)


def become(arguments: list[str], folder: str, environ: dict[str, str], streams: list[str]) -> None:
    """Take what a process is started with."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environ)
    sys.argv[1:] = arguments
    for number, path in enumerate(streams):
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
        os.dup2(file, number)
        os.close(file)


if __name__ == "__main__":
    serve()
