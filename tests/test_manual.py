"""The man page says all that help and README say, in roff that its readers have nothing to say against."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from monitor import codes
from monitor.cli import COMMANDS, commands, manual

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
CHECKS = {
    "groff": ["groff", "-k", "-Kutf8", "-man", "-ww", "-Tutf8"],
    "man": ["man", "--warnings", "-E", "UTF-8", "-Tutf8", "-Z", "-l"],
    "mandoc": ["mandoc", "-Tlint", "-Wwarning"],
}


@pytest.fixture(scope="module")
def page():
    return "\n".join(manual.page(README)) + "\n"


def section(page: str, command: str) -> str:
    """What the page says of a command, its own commands included."""
    name = re.escape(manual.plain(command))
    found = re.search(rf'^\.SS "{name} .*?(?=^\.S[SH] (?!"{name} )|\Z)', page, re.MULTILINE | re.DOTALL)
    assert found, command
    return found[0]


def below(command: click.Command, name: str) -> list[tuple[str, click.Command]]:
    """A command and those below it, by their whole names."""
    children = command.commands.items() if isinstance(command, click.Group) else ()
    return [(name, command), *(one for child, inner in children for one in below(inner, f"{name} {child}"))]


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_stands_in_it_with_its_options(page, name):
    """A command, and each below it, has a section with every option and its example."""
    for whole, command in below(commands.get_command(click.Context(commands), name), name):
        told = section(page, whole)
        options = [opt for one in command.params if isinstance(one, click.Option) for opt in one.opts]
        assert [opt for opt in options if manual.plain(opt) not in told] == []
        assert manual.text(command.epilog or "") in told


def test_exit_codes_files_and_codes_stand_in_it(page):
    """Every exit code, file and stable code has its line."""
    tags = set(re.findall(r"^\.TP\n\\fB(.*)\\fR$", page, re.MULTILINE))
    wanted = [*map(str, manual.EXITS), *manual.FILES, *(code for rows in codes.CHAPTERS.values() for code in rows)]
    assert {manual.plain(one) for one in wanted} - tags == set()


def test_the_chapters_of_the_readme_stand_in_it(page):
    """No table's row and no heading of the chapters it takes over is lost, and no Markdown is left."""
    for title in manual.CHAPTERS:
        chapter = README.split(f"\n## {title}\n")[1].split("\n## ")[0]
        rows = re.findall(r"^\| (.*?[^\\]) \|", chapter, re.MULTILINE)
        assert [row for row in rows if manual.text(row.replace("\\|", "|")) not in page and row != "key"] == []
    assert re.findall(r"^\|.*|\*\*\w.*|\]\(http.*", page, re.MULTILINE) == []


@pytest.mark.parametrize(
    ("written", "roff"),
    [
        (".hidden and 'quoted'", r"\&.hidden and \(aqquoted\(aq"),
        (r"a\b --json", r"a\eb \-\-json"),
        ("**bold** of `code-x`, *so*", r"\fBbold\fR of \fBcode\-x\fR, \fIso\fR"),
        ("see [there](https://example.org/)", "see there (https://example.org/)"),
        ("2 * 3 * 4", "2 * 3 * 4"),
    ],
    ids=["request", "backslash", "marks", "link", "stars"],
)
def test_what_roff_would_understand_is_text(written, roff):
    """Dots, quotes, backslashes and hyphens come out as written; marks become bold and italics."""
    assert manual.text(written) == roff


@pytest.mark.parametrize("program", CHECKS)
def test_readers_of_man_pages_have_nothing_to_say(tmp_path, page, program):
    """groff, man and mandoc warn of nothing, where they are installed."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed here")
    file = tmp_path / "ai-video-monitor.1"
    file.write_text(page, encoding="utf-8")
    done = subprocess.run([*CHECKS[program], str(file)], capture_output=True, text=True, check=False)
    lint = done.stdout if program == "mandoc" else ""
    assert (done.returncode, done.stderr + lint) == (0, "")
