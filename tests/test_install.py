"""`make install`: what lies where afterwards, what an upgrade leaves alone, what `make uninstall` takes away."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ETC, OPT, VENV = "etc/ai-video-monitor", "opt/ai-video-monitor", "opt/ai-video-monitor/venv"
MAN = "usr/local/share/man/man1/ai-video-monitor.1"
# what pip would do, without a package index: the packages of these tests, and the program's script
FILL = """\
import sys
from pathlib import Path
venv, here, packages = map(Path, sys.argv[1:4])
site = next(venv.glob("lib/python3*/site-packages"))
(site / "these.pth").write_text(f"{here}\\n{packages}\\n")
script = venv / "bin" / "ai-video-monitor"
script.write_text(f"#!{venv}/bin/python -I\\nfrom monitor.cli import main\\nmain()\\n")
script.chmod(0o755)
"""


def make(target: str, root: Path, *more: str) -> str:
    """Run a target as a packager does, under a umask of root's that lets nobody else read."""
    fill = root.parent / "fill.py"
    fill.write_text(FILL)
    arguments = (
        f"DESTDIR={root}", f"PYTHON={sys.executable}", "venv_of=-m venv --without-pip",
        f"fill_venv={sys.executable} {fill} {root / VENV} {ROOT} {sysconfig.get_path('purelib')}",
    )  # fmt: skip
    command = ["make", "--no-print-directory", target, *arguments, *more]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, preexec_fn=lambda: os.umask(0o077)
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def modes(root: Path) -> dict[str, str]:
    """What lies below a folder, the inside of the venv apart, with its rights."""
    paths = (path for path in root.rglob("*") if VENV not in str(path.parent))
    return {str(path.relative_to(root)): f"{path.lstat().st_mode & 0o777:o}" for path in paths if not path.is_symlink()}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A machine on which it was installed, somebody edited the config, and it was installed again."""
    root = tmp_path_factory.mktemp("install") / "root"
    make("install", root)
    (root / ETC / "monitor.yaml").write_text("# mine\n")
    (root / ETC / "feeds.yaml").unlink()
    (root / ETC / "credentials" / "smtp-password").write_text("secret")
    make("install", root)
    return root


def test_everything_lies_where_it_is_looked_for(root):
    """Config, units, drop-ins, man page and venv are in place, readable by all but for the folder of passwords."""
    found = modes(root)
    assert found[f"{ETC}/credentials"] == "700"
    assert {mode for path, mode in found.items() if "credentials" not in path and (root / path).is_dir()} == {"755"}
    files = {path for path, mode in found.items() if mode == "644"}
    unit = "etc/systemd/system/ai-video-monitor.service"
    others = {f"etc/{folder}/ai-video-monitor.conf" for folder in ("tmpfiles.d", "sysusers.d")}
    drop_ins = {f"{OPT}/drop-ins/{path.name}" for path in (ROOT / "systemd" / "drop-ins").iterdir()}
    assert {unit, *others, *drop_ins, f"{ETC}/watchlist.yaml", MAN} - files == set()


def test_the_unit_starts_what_was_installed(root):
    """ExecStart names a program that is there, and the command on the path is the venv's."""
    unit = (root / "etc/systemd/system/ai-video-monitor.service").read_text(encoding="utf-8")
    started = re.search(r"^ExecStart=/(\S+)", unit, re.MULTILINE)[1]
    link = (root / "usr/local/bin/ai-video-monitor").readlink()
    assert ((root / started).exists(), str(link)) == (True, f"/{VENV}/bin/ai-video-monitor")


def test_nothing_in_the_venv_names_the_packagers_folder(root):
    """Scripts start the Python of the place that the package is unpacked to."""
    texts = [path.read_text() for path in (root / VENV / "bin").iterdir() if path.is_file() and not path.is_symlink()]
    assert [text for text in texts if str(root) in text] == []
    assert any(text.startswith(f"#!/{VENV}/bin/python") for text in texts)


def test_an_upgrade_leaves_the_config_alone(root):
    """Where there is a config nothing is written: not over an edited file, nor a file that somebody removed."""
    assert (root / ETC / "monitor.yaml").read_text() == "# mine\n"
    assert not (root / ETC / "feeds.yaml").exists()


def test_another_prefix_is_known_to_the_unit(tmp_path):
    """With PREFIX, SYSTEMD and MAN all paths follow; a venv that is there is used."""
    arguments = ("PREFIX=/usr/lib/monitor", "SYSTEMD=/usr/lib", "MAN=/usr/share/man", "fill_venv=true")
    python = tmp_path / "root/usr/lib/monitor/venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(f"#!/bin/sh\nexec {sys.executable} \"$@\"\n")
    python.chmod(0o755)
    (tmp_path / "root" / ETC).mkdir(parents=True)
    (tmp_path / "root" / ETC / "monitor.yaml").write_text("# mine\n")
    make("install", tmp_path / "root", *arguments)
    unit = (tmp_path / "root/usr/lib/systemd/system/ai-video-monitor.service").read_text(encoding="utf-8")
    assert "ExecStart=/usr/lib/monitor/venv/bin/python " in unit
    assert "/opt/ai-video-monitor" not in unit
    assert (tmp_path / "root/usr/share/man/man1/ai-video-monitor.1").exists()


def test_uninstalling_leaves_what_is_the_owners(tmp_path):
    """Program, unit and link go; config, passwords and a command of somebody else's stay."""
    root = tmp_path / "root"
    kept = (f"{ETC}/monitor.yaml", f"{ETC}/credentials/smtp-password")
    for path in (*kept, f"{VENV}/bin/python", f"{OPT}/drop-ins/x", MAN):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("x")
    (root / "usr/local/bin").mkdir(parents=True)
    (root / "usr/local/bin/ai-video-monitor").symlink_to("/elsewhere")
    make("uninstall", root)
    left = {str(path.relative_to(root)) for path in root.rglob("*") if not path.is_dir() or path.is_symlink()}
    assert left == {*kept, "usr/local/bin/ai-video-monitor"}
