"""The unit starts what exists, is as closed as promised, and each of its lines says why it is there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import click
import pytest

from monitor.cli import commands
from monitor.cli.errors import CONFIG, RUNNING, USAGE
from monitor.config.secret import CREDENTIAL
from monitor.daemon.loop import BEAT
from monitor.daemon.systemd import COMPONENTS, Watchdog
from monitor.model import Limits, Mail, Polling

FOLDER = Path(__file__).parent.parent / "systemd"
UNIT = FOLDER / "ai-video-monitor.service"
DROP_INS = sorted((FOLDER / "drop-ins").glob("*.conf"))
THRESHOLD = 11  # systemd-analyze's exposure times ten
BEHIND_A_PROXY = 9
DOT = timedelta(seconds=40)  # what a mail server is left for its last answer when the service is stopped

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed here"
)


def directives(path: Path) -> list[tuple[str, str]]:
    """The directives of a unit file in order."""
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("=") for line in lines if line and line[0] not in "#;[")
    return [(name, value) for name, _, value in pairs]


def value(name: str) -> str:
    """The last value of a directive of the unit."""
    return dict(directives(UNIT))[name]


def seconds(name: str) -> timedelta:
    return timedelta(seconds=float(value(name).removesuffix("s")))


def installed(folder: Path, *drop_ins: Path) -> Path:
    """The unit as if installed, with the Python of these tests in place of the venv's."""
    unit = folder / UNIT.name
    text = UNIT.read_text(encoding="utf-8")
    unit.write_text(re.sub(r"^ExecStart=\S+", f"ExecStart={sys.executable}", text, flags=re.MULTILINE))
    beside = folder / f"{UNIT.name}.d"
    beside.mkdir()
    for drop_in in drop_ins:
        shutil.copy(drop_in, beside)
    return unit


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, check=False)


@needs_systemd
@pytest.mark.parametrize("drop_in", [None, *DROP_INS], ids=lambda path: path.stem if path else "alone")
def test_systemd_has_nothing_to_say_against_the_unit(tmp_path, drop_in):
    """`systemd-analyze verify` is silent about the unit, alone and with each drop-in; of others it may complain."""
    unit = installed(tmp_path, *([drop_in] if drop_in else []))
    done = analyze("verify", "--man=no", str(unit))
    assert [line for line in (done.stdout + done.stderr).splitlines() if UNIT.stem in line] == []


@needs_systemd
@pytest.mark.parametrize("drop_in", [None, *DROP_INS], ids=lambda path: path.stem if path else "alone")
def test_the_service_is_closed_to_what_it_does_not_need(tmp_path, drop_in):
    """`systemd-analyze security` finds 1.1 at most, with each drop-in too, 0.9 behind a proxy (a bare service: 9.6)."""
    unit = installed(tmp_path, *([drop_in] if drop_in else []))
    most = BEHIND_A_PROXY if drop_in and drop_in.stem == "local-proxy" else THRESHOLD
    done = analyze("security", "--offline=yes", f"--threshold={most}", str(unit))
    assert done.returncode == 0, done.stdout[-200:]


@pytest.mark.parametrize("path", [UNIT, *DROP_INS], ids=lambda path: path.stem)
def test_each_directive_has_its_reason_above_it(path):
    """The line above each directive is a comment: systemd has none at the end of a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    bare = [
        line
        for before, line in zip(["", *lines], lines, strict=False)
        if re.match(r"\w+=", line) and not before.startswith("# ")
    ]
    trailing = [line for line in lines if re.match(r"\w+=.*\s#", line)]
    assert (bare, trailing) == ([], [])


def test_the_command_of_the_unit_exists():
    """ExecStart starts `python -m monitor COMMAND` with a command there is."""
    python, *words = value("ExecStart").split()
    at = words.index("-m")
    package, name, *rest = words[at + 1 :]
    assert (Path(python).name, package, rest) == ("python", "monitor", [])
    assert commands.get_command(click.Context(commands), name) is not None


def test_the_venv_that_is_started_may_be_run():
    """The venv of ExecStart is among the few folders from which anything can be run."""
    venv = str(Path(value("ExecStart").split()[0]).parent.parent)
    assert value("NoExecPaths") == "/"
    assert venv in value("ExecPaths").split()


def test_the_password_reaches_the_service_under_the_name_it_looks_for():
    """The credential is the one that config looks for, from the file that README and tmpfiles.d make room for."""
    name, _, file = value("LoadCredential").partition(":")
    rooms = re.findall(r"^d (\S+)", (FOLDER / "tmpfiles.d" / "ai-video-monitor.conf").read_text(), re.MULTILINE)
    assert name == CREDENTIAL
    assert str(Path(file).parent) in rooms
    assert value("SetCredential").partition(":")[0] == CREDENTIAL


def test_faults_that_no_restart_mends_are_not_restarted():
    """Usage, a running twin and a broken config end the service for good; a full or failing disk never does."""
    assert value("StartLimitIntervalSec") == "0"
    assert [int(code) for code in value("RestartPreventExitStatus").split()] == [USAGE, RUNNING, CONFIG]


def test_the_watchdog_is_more_patient_than_a_healthy_service():
    """Between two feedings lie half the watchdog's time and a heartbeat at most."""
    watchdog = Watchdog({"WATCHDOG_USEC": str(seconds("WatchdogSec") // timedelta(microseconds=1))})
    assert watchdog.interval is not None
    assert watchdog.interval / 2 + BEAT < seconds("WatchdogSec").total_seconds()
    for component in COMPONENTS:
        watchdog.beat(component)
    assert watchdog.stale() == []


def test_stopping_has_time_for_the_work_at_hand():
    """SIGTERM leaves time to parse a feed and to hear a mail server's last answer, and does not wait for a dead one."""
    assert Limits().parse + DOT < seconds("TimeoutStopSec") < Mail().dot_timeout


def test_the_service_has_room_for_its_threads():
    """A thread that fetches and one that looks its host's name up, for each feed read at once, and 32 more."""
    assert 2 * Polling().threads + 32 < int(value("TasksMax"))


@pytest.mark.skipif(shutil.which("systemd-sysusers") is None, reason="systemd-sysusers is not installed here")
def test_the_static_account_can_be_made(tmp_path):
    """sysusers.d makes the account that the drop-in names, without a shell."""
    (tmp_path / "etc").mkdir()
    command = ["systemd-sysusers", f"--root={tmp_path}", str(FOLDER / "sysusers.d" / "ai-video-monitor.conf")]
    subprocess.run(command, check=True, capture_output=True)
    name, *_, shell = (tmp_path / "etc" / "passwd").read_text().strip().split(":")
    assert (name, Path(shell).name) == (dict(directives(FOLDER / "drop-ins" / "static-user.conf"))["User"], "nologin")
