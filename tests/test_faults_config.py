"""The faults of configuration: files half written, saved in any way, broken; the last good config works on."""

from __future__ import annotations

import os

import pytest
from place import MONITOR, Home

from monitor import config
from monitor.daemon.edits import Edits


@pytest.fixture
def home(tmp_path):
    return Home.make(tmp_path)


def in_place(home, text):
    (home.config / "monitor.yaml").write_text(text, encoding="utf-8")


def renamed(home, text):
    home.write("monitor.yaml", text)


def linked(home, text):
    """As a config management does: the name is a link, and the link is swapped."""
    other = home.config / "of-this-week.yaml"
    other.write_text(text, encoding="utf-8")
    part = home.config / "monitor.part"
    part.symlink_to(other)
    os.replace(part, home.config / "monitor.yaml")


@pytest.mark.parametrize("save", [in_place, renamed, linked], ids=["in place", "renamed", "link swapped"])
def test_fault_102_an_edit_is_read_when_its_files_rest(home, save):
    """Two writes of one save are one edit, read two seconds after the second; read once, it waits no more."""
    monotonic = [0.0]
    edits = Edits(home.config, lambda: monotonic[0])
    edits.taken(edits.look())
    waits = []
    for moment, text in [(10, "digests:"), (11, None), (12, MONITOR), (13, None), (13.9, None), (14, None)]:
        monotonic[0] = moment
        if text is not None:
            save(home, text)
        waits.append(edits.wait_to_be_read())
    assert waits == [False, False, False, False, False, True]
    edits.taken(edits.look())
    monotonic[0] = 20
    assert not edits.wait_to_be_read()


def test_fault_102_an_edit_made_while_the_config_is_read_is_not_missed(home):
    """What counts is the stamp from before the reading."""
    monotonic = [0.0]
    edits = Edits(home.config, lambda: monotonic[0])
    before = edits.look()
    home.write("monitor.yaml", MONITOR + "# more\n")
    edits.taken(before)
    edits.wait_to_be_read()
    monotonic[0] = 2.0
    assert edits.wait_to_be_read()
    assert config.stamp(home.config) != before
