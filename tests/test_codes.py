"""No code without its meaning: the table holds each that the source can say, and README shows the table."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from test_faults import PRODUCT

from monitor import codes
from monitor.cli import COMMANDS, commands
from monitor.config.schema import known_keys

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
CODE = re.compile(r"code=([a-z]+\.[a-z_]+)|^([a-z]+\.[a-z_]+)(?:: |$)")
# texts that only look like codes: names of files, hosts and config keys
FILES = {"xml", "html", "yaml", "txt", "db", "rdf"}
HOSTS = {"com", "org", "app", "de", "fr", "be", "goog", "localdomain", "example"}
NO_CODES = {
    "alerts.push_file", "mail.password_file", "monitor.model", "a.m", "p.m", "harbour.json", "mare.json",
}  # fmt: skip


def said() -> set[str]:
    """Every code that stands in the source, as a text of its own at the head of one, or in a line of the log."""
    found = set()
    for path in PRODUCT.rglob("*.py"):
        if path.name == "codes.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and type(node.value) is str]
        found |= {"".join(one) for text in texts for one in CODE.findall(text)}
    return {one for one in found - NO_CODES if one.partition(".")[2] not in FILES | HOSTS}


def known() -> set[str]:
    return {code for rows in codes.CHAPTERS.values() for code in rows}


def test_each_code_of_the_source_has_its_meaning():
    """What the program can say stands in the table, and the table holds nothing that it cannot say."""
    assert said() ^ known() == set()


def shown() -> str:
    """The table as README shows it."""
    parts = []
    for chapter, rows in codes.CHAPTERS.items():
        lines = [f"| `{code}` | {one.means} | {one.do} |" for code, one in rows.items()]
        parts.append("\n".join([f"| {chapter.lower()} | means | do |", "|---|---|---|", *lines]))
    return "\n\n".join(parts)


def test_the_readme_shows_the_table():
    """The chapter on codes says what the program says, code by code."""
    chapter = README.split("<!-- codes: from monitor/codes.py -->\n")[1].split("\n<!-- end of codes -->")[0]
    assert chapter == shown()


@pytest.mark.parametrize(
    ("code", "chapters"), [("http.gone", ["A feed cannot be read"]), ("net.timeout", ["A feed cannot be read", "Mail"])]
)
def test_explain_tells_what_a_code_means(code, chapters):
    """`explain CODE` says meaning and cure in each chapter the code stands in, without config or database."""
    answer = CliRunner().invoke(commands, ["explain", code])
    heads = [line.partition(":")[0] for line in answer.output.splitlines() if not line.startswith(" ")]
    assert (answer.exit_code, heads) == (0, chapters)
    assert answer.output.count("  to do: ") == len(chapters)


def test_nothing_can_break_the_table():
    """No meaning and no cure is empty, or holds what would end a cell of the table."""
    rows = [one for chapter in codes.CHAPTERS.values() for one in chapter.values()]
    texts = [text for one in rows for text in (one.means, one.do)]
    assert [text for text in texts if not text or "|" in text or "\n" in text] == []


# What a cure names that is neither a command nor a key of the config: systemd's words, values of keys, an extra.
OTHERS = {
    "LimitNOFILE", "MemoryMax", "TasksMax", "journalctl", "systemctl", "timedatectl", "starttls", "tls", "push",
    "cancel",  # of `deliveries`, named just before
}  # fmt: skip


def test_each_command_and_key_that_a_cure_names_is_there():
    """Who follows a cure finds the command, or the key in the file."""
    said = "".join(f"{one.means}\n{one.do}\n" for rows in codes.CHAPTERS.values() for one in rows.values())
    forms = [known_keys(file).values() for file in ("monitor.yaml", "feeds.yaml", "watchlist.yaml")]
    keys = {key for form in forms for names in form for key in names}
    names = set(re.findall(r"`(?:ai-video-monitor )?([^` :]+)[^`]*`", said))
    unknown = {name for name in names - {*COMMANDS, *OTHERS} if not keys.issuperset(name.split("."))}
    assert ("restore" in names, unknown) == (True, set())


def test_what_only_wants_patience_has_no_cure():
    """Where there is nothing to do nothing is said; an unknown code is no error."""
    assert [codes.cure(codes.FEEDS, code) for code in ("net.timeout", "no.such")] == ["", ""]
