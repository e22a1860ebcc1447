"""Lines on a terminal: broken between words, below their column, in the columns there are."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.cli.explain import _underlined
from monitor.cli.screen import hang
from monitor.text import width


@pytest.mark.parametrize(
    ("line", "columns", "shown"),
    [
        ("short", 10, ["short"]),
        ("disk     412 MB of database", 20, ["disk     412 MB of", "         database"]),
        ("    indented words here", 16, ["    indented", "    words here"]),
        ("no column in this line", 12, ["no column in", "this line"]),
        ("words in front of a  late column", 20, ["words in front of a", "late column"]),
        ("  4711  動画生成の新しい機能", 18, ["  4711  動画生成の", "        新しい機能"]),
        ("at  https://example.org/a-long-address", 20, ["at  https://example.org/a-long-address"]),
    ],
    ids=["fits", "column", "indented", "sentence", "late", "Han", "address"],
)
def test_a_line_breaks_below_its_column(line, columns, shown):
    """What does not fit stands below the last column that begins in the left half; an address stays whole."""
    assert hang(line, columns) == shown


@given(st.text(alphabet="ab 動画가  ", min_size=1), st.integers(12, 40))
def test_nothing_is_lost_and_all_fits(line, columns):
    """Broken or not, a line has the same words, and none is wider than the terminal unless a word is."""
    shown = hang(line, columns)
    assert "".join("".join(shown).split()) == "".join(line.split())
    longest = max((width(word) for word in line.split()), default=0)
    assert max(map(width, shown)) <= max(columns, columns // 2 + longest)


def test_marks_stay_below_their_words():
    """A title of several lines has its marks under each of them."""
    assert list(_underlined("可灵 is out", "^^^^    ^^^", 6)) == ["可灵 i", "^^^^", "s out", "   ^^^"[1:]]
    assert list(_underlined("Sora", "^^^^", 0)) == ["Sora", "^^^^"]
    assert list(_underlined("Rain", "", 80)) == ["Rain"]


def test_a_terminal_gets_broken_lines_and_a_pipe_whole_ones():
    """The same line has no break in it for a program that reads it."""
    said = "from monitor.cli.screen import echo; echo('disk     ' + 'word ' * 30)"
    piped = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True).stdout
    ours, theirs = pty.openpty()
    subprocess.run([sys.executable, "-c", said], stdout=theirs, check=True, env={**os.environ, "COLUMNS": "60"})
    drawn = os.read(ours, 4096).decode().splitlines()
    assert (piped.count("\n"), len(drawn), {line[:9] for line in drawn[1:]}) == (1, 3, {" " * 9})


def test_what_a_command_says_breaks_between_words(tmp_path):
    """A line that no command cuts itself, and that is wider than the terminal, has no word in two pieces."""
    commands = [sys.executable, "-m", "monitor", "--config", "config"]
    subprocess.run([*commands, "init", "config"], cwd=tmp_path, check=True, capture_output=True)
    ours, theirs = pty.openpty()
    subprocess.run(
        [*commands, "pause", "daily"], cwd=tmp_path, stdout=theirs, check=True, env={**os.environ, "COLUMNS": "60"}
    )
    drawn = os.read(ours, 4096).decode().splitlines()
    assert " ".join(drawn) == "digest daily is paused until you end it; `ai-video-monitor pause daily --undo` ends it"
    assert max(map(width, drawn)) <= 60


def test_no_color_is_heeded():
    """Who sets NO_COLOR gets no colours on a terminal either (no-color.org)."""
    said = "from monitor.cli import commands; import click\n"
    said += "commands.add_command(click.Command('x', callback=lambda: click.secho('x', bold=True)), 'x')\n"
    said += "commands.get_command = lambda *_: commands.commands['x']; commands.main(['status'])"
    drawn = []
    for wish in ({}, {"NO_COLOR": "1"}):
        ours, theirs = pty.openpty()
        subprocess.run([sys.executable, "-c", said], stdout=theirs, check=True, env={**os.environ, **wish})
        drawn.append(os.read(ours, 4096).decode())
    assert ["\x1b[1m" in text for text in drawn] == [True, False]
