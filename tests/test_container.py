"""The image file: what it copies exists, what it starts is the program, and nobody is root. It is not built here."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import click
import pytest
from test_systemd import value

from monitor import config
from monitor.cli import commands

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "systemd" / "Containerfile").read_text(encoding="utf-8")
LINES = re.sub(r"^#.*\n", "", TEXT, flags=re.M).replace("\\\n", " ")
STEPS = [line.split(maxsplit=1) for line in LINES.splitlines() if line.strip()]


def steps(name: str) -> list[str]:
    """What follows each instruction of that name, in order."""
    return [rest for instruction, rest in STEPS if instruction == name]


def test_what_is_copied_exists():
    """Each source of the checkout is there and not among what the build leaves out."""
    sources = [one for rest in steps("COPY") if not rest.startswith("--from") for one in rest.split()[:-1]]
    let_in = (ROOT / ".containerignore").read_text(encoding="utf-8").splitlines()
    assert [one for one in sources if not (ROOT / one).exists() or f"!{one}" not in let_in] == []
    assert {"monitor", "config", "constraints.txt"} <= set(sources)


def test_it_runs_as_a_fixed_account_that_is_not_root():
    """The last user is a number other than 0, the one that was made and owns the database's folder."""
    user, group = steps("USER")[-1].split(":")
    assert int(user) > 0
    assert f"--uid {user} --gid {group}" in steps("RUN")[-1]
    assert f"-o {user} -g {group} /var/lib/ai-video-monitor" in steps("RUN")[-1]


def test_it_starts_what_the_unit_starts():
    """Entry point and command are those of the systemd unit, with the same options of Python."""
    started = [*json.loads(steps("ENTRYPOINT")[0]), *json.loads(steps("CMD")[0])]
    python, *options = value("ExecStart").split()
    assert started == [Path(python).name, *options]


def test_its_health_is_a_command_there_is():
    """The health check is `status`, with an option it has."""
    program, name, *options = json.loads(steps("HEALTHCHECK")[0].split("CMD")[1])
    command = commands.get_command(click.Context(commands), name)
    known = {opt for one in command.params for opt in one.opts}
    assert (program, set(options) - known) == ("ai-video-monitor", set())


def test_the_health_check_reaches_the_image():
    """Podman drops the check from an image of its own format; README's line asks for the format that keeps it."""
    manual = (ROOT / "README.md").read_text(encoding="utf-8")
    built = [line for line in manual.splitlines() if line.strip().startswith("podman build")]
    assert [line for line in built if "--format docker" not in line] == []
    assert built


def test_config_and_database_are_found_where_the_volumes_are():
    """The environment leads the program to its folders, and the database lies in a volume."""
    environ = dict(one.split("=", 1) for one in shlex.split(steps("ENV")[0]))
    database = config.find_database(None, environ, None)
    assert str(database.parent) in steps("VOLUME")[0].split()
    assert environ["AI_VIDEO_MONITOR_CONFIG"] == "/etc/ai-video-monitor"


@pytest.mark.parametrize("file", ["systemd/Containerfile", ".containerignore"])
def test_no_registry_is_named(file):
    """The base is an argument, and no host of a registry stands anywhere."""
    written = (ROOT / file).read_text(encoding="utf-8")
    assert ("://" in written, re.findall(r"\b[\w-]+\.[a-z]{2,3}(?::\d+)?/\w", written)) == (False, [])
    assert [rest.split()[0] for rest in steps("FROM")] == ["${BASE}", "${BASE}"]
