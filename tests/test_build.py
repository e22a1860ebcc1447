"""What makes a checkout run: exact versions, and scripts that a fresh machine can run."""

from __future__ import annotations

import re
import subprocess
import tomllib
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
EXACT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][A-Za-z0-9.]*")


def normal(name: str) -> str:
    """A project's name as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def constraints() -> list[str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def test_constraints_are_exact_versions():
    """Each line is a name and a version: no range, no address, no hash; each name stands once."""
    assert [line for line in constraints() if not EXACT.fullmatch(line)] == []
    names = [normal(line.split("==")[0]) for line in constraints()]
    assert len(names) == len(set(names))


def test_everything_that_is_asked_for_has_an_exact_version():
    """Each dependency of pyproject.toml, to run or to develop, is in constraints.txt."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    known = {normal(line.split("==")[0]) for line in constraints()}
    assert {normal(re.match(r"[\w.-]+", one)[0]) for one in asked} - known == set()


@pytest.mark.parametrize("file", ["Makefile", "constraints.txt", ".ci/run", ".ci/python"])
def test_nothing_is_said_of_where_packages_come_from(file):
    """Whose index or mirror is asked is the machine's own affair: no address stands in these files."""
    assert "://" not in (ROOT / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("script", [".ci/run", ".ci/python"])
def test_scripts_can_be_run(script):
    """The scripts are executable and their shell can read them."""
    path = ROOT / script
    shell = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("#!").split()
    assert path.stat().st_mode & 0o111
    subprocess.run([*shell, "-n", str(path)], check=True)


def test_a_python_is_found():
    """`.ci/python any` names an interpreter that can make a venv here, and a version that is nowhere is an error."""
    found = subprocess.run([ROOT / ".ci" / "python", "any"], capture_output=True, text=True, check=True).stdout.strip()
    assert subprocess.run([found, "-c", "import ensurepip, venv"], check=False).returncode == 0
    missing = subprocess.run([ROOT / ".ci" / "python", "2.99"], capture_output=True, text=True, check=False)
    assert (missing.returncode, missing.stdout, "2.99" in missing.stderr) == (1, "", True)
