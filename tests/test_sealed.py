"""The service under the unit's own filter of system calls: it reads, mails and parses, and cannot do what is denied."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from crashing import Lane
from test_systemd import UNIT, directives

SEALED = Path(__file__).parent / "sealed.py"
TRIES = {
    "packets": "import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
    "netlink": "import socket; socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
    "code made and run": "import mmap; mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)",
    "another owner": "import os; os.chown('.', 0, 0)",
    "priority": "import os; os.nice(0); os.setpriority(os.PRIO_PROCESS, 0, 0)",
    "namespace": "import ctypes, os\nif ctypes.CDLL(None, use_errno=True).unshare(0x10000000): raise OSError(1, 'no')",
}


def sets() -> dict[str, list[str]]:
    """systemd's named sets of system calls, and what stands in each."""
    listed = subprocess.run(["systemd-analyze", "syscall-filter"], capture_output=True, text=True, check=True).stdout
    found: dict[str, list[str]] = {}
    for line in listed.splitlines():
        if line.startswith("@"):
            inside = found.setdefault(line.strip(), [])
        elif line.startswith("    ") and not line.strip().startswith("#"):
            inside.append(line.strip())
    return found


@cache
def allowed() -> tuple[str, ...]:
    """What SystemCallFilter= of the unit leaves: the named sets added and taken away, line by line."""
    known, left = sets(), set()

    def whole(name: str) -> set[str]:
        return set().union(*map(whole, known[name])) if name.startswith("@") else {name}

    for words in [words for name, words in directives(UNIT) if name == "SystemCallFilter"]:
        calls = set().union(*map(whole, words.removeprefix("~").split()))
        left = left - calls if words.startswith("~") else left | calls
    return tuple(sorted(left))


@pytest.fixture(scope="module")
def calls(tmp_path_factory):
    """The file of the calls that are allowed, where a filter can be built and loaded."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed here")
    try:
        ctypes.CDLL("libseccomp.so.2")
    except OSError:
        pytest.skip("libseccomp is not installed here")
    file = tmp_path_factory.mktemp("seal") / "calls"
    file.write_text("\n".join(allowed()))
    return file


def under(calls: Path, *command: str) -> list[str]:
    return [sys.executable, str(SEALED), str(calls), *command]


def test_the_service_works_under_its_filter(tmp_path, calls):
    """Feeds are read, a child parses them, an edition is composed and mailed, and SIGTERM ends it well."""

    class Sealed(Lane):
        def command(self, how: str) -> list[str]:
            return under(calls, *super().command(how))

    with Sealed(tmp_path, seed=3) as lane:
        lane.bring()
        lane.drain()
        verdict = lane.verdict()
    assert verdict.wrong == []
    assert (verdict.figures["items"], verdict.figures["editions"]) == (2, 1)


@pytest.mark.parametrize("tried", TRIES.values(), ids=TRIES)
def test_what_is_denied_fails_as_an_error(calls, tried):
    """What the unit takes away is refused, and the process lives to say so."""
    script = f"try:\n    {tried.replace(chr(10), chr(10) + '    ')}\nexcept OSError as error:\n    print('denied')"
    done = subprocess.run(under(calls, sys.executable, "-c", script), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "denied\n"), done.stderr
