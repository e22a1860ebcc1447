"""The commands as click knows them, the table of codes and README's chapters in; the man page ai-video-monitor(1) out.

`python -m monitor.cli.manual README.md` writes man(7) to standard output; `make man` and `make install` do. Nothing is
said here that is not said elsewhere, but for the files. Of Markdown it knows what README uses: paragraphs, headings,
tables, indented code, `code`, **bold**, *italics* and links.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from monitor import __version__, codes
from monitor.cli import commands, errors

NAME = "ai-video-monitor"
CHAPTERS = ("Edit the watchlist", "The other two files", "Read the mail", "Operate")
FILES = {
    "/etc/ai-video-monitor/": "monitor.yaml, feeds.yaml and watchlist.yaml, the config; $AI_VIDEO_MONITOR_CONFIG or "
    "`--config` names another folder",
    "/etc/ai-video-monitor/credentials/smtp-password": "the password of the mail server, of mode 0600",
    "/var/lib/ai-video-monitor/monitor.db": "the database; $AI_VIDEO_MONITOR_DATABASE or `--database` names another",
    "/var/lib/ai-video-monitor/monitor.db.sent.log": "the journal of accepted letters, for `restore` and after a crash",
    "/var/lib/ai-video-monitor/backups/": "a copy of the database a day",
}
EXITS = {
    errors.DONE: "done",
    errors.LOOK: "a person should look",
    errors.USAGE: "the command was not understood",
    errors.DISK: "the disk or the database failed",
    errors.RUNNING: "a service already runs on this database",
    errors.CONFIG: "the configuration is broken",
}
_MARKED = re.compile(r"(`[^`]+`|\*\*[^*]+\*\*|(?<![\w*])\*[^*\s][^*]*\*(?!\w)|\[[^\]]+\]\([^)]+\))")
_CELLS = re.compile(r"(?<!\\)\|")


def page(readme: str) -> Iterator[str]:
    """Write the page line by line."""
    yield f'.TH {NAME.upper()} 1 "" "{NAME} {__version__}" "User Commands"'
    yield ".nh"  # names of options and files must not be broken
    yield from (".SH NAME", f"{plain(NAME)} \\- {plain(_first(commands))}")
    yield from (".SH SYNOPSIS", f".B {plain(NAME)}", "[OPTIONS] COMMAND [ARGS]...")
    yield ".SH DESCRIPTION"
    yield from markdown(readme.split("\n", 1)[1].split("\n    make demo", 1)[0])
    yield ".SH OPTIONS"
    yield from _options(commands, click.Context(commands))
    yield ".SH COMMANDS"
    yield from _group(commands, click.Context(commands, info_name=NAME), "")
    yield from (".SH FILES", *_listed(FILES), ".SH EXIT STATUS", *_listed({f"{n}": text for n, text in EXITS.items()}))
    for title in CHAPTERS:
        yield f'.SH "{plain(title.upper())}"'
        yield from markdown(readme.split(f"\n## {title}\n")[1].split("\n## ")[0])
    yield ".SH CODES"
    for chapter, rows in codes.CHAPTERS.items():
        yield f'.SS "{plain(chapter)}"'
        yield from _listed({code: f"{one.means}. To do: {one.do}." for code, one in rows.items()})


def _group(group: click.Group, context: click.Context, prefix: str) -> Iterator[str]:
    """Tell of each command of a group, and of those below it."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        below = click.Context(command, info_name=name, parent=context)
        yield f'.SS "{plain(prefix + name)} {plain(" ".join(_arguments(command, below)))}"'
        yield from markdown(inspect.cleandoc(command.help or ""))
        yield from _options(command, below)
        if command.epilog:
            yield from (".PP", text(command.epilog))
        if isinstance(command, click.Group):
            yield from _group(command, below, f"{prefix}{name} ")


def _first(command: click.Command) -> str:
    return inspect.cleandoc(command.help or "").split("\n")[0].rstrip(".")


def _arguments(command: click.Command, context: click.Context) -> list[str]:
    pieces = (one.get_usage_pieces(context) for one in command.params if isinstance(one, click.Argument))
    return [piece for each in pieces for piece in each]


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    records = (one.get_help_record(context) for one in command.params if isinstance(one, click.Option))
    return _listed(dict(record for record in records if record))


def _listed(rows: dict[str, str]) -> Iterator[str]:
    for tag, told in rows.items():
        yield from (".TP", f"\\fB{plain(tag)}\\fR", text(told))


def markdown(written: str) -> Iterator[str]:
    """Turn README's Markdown into roff, block by block."""
    for block in re.split(r"\n\s*\n", written.strip("\n")):
        lines = [line for line in block.split("\n") if not line.startswith("<!--")]
        if not lines:
            continue
        if lines[0].startswith("    "):
            yield from (".PP", ".RS 4", ".nf", *(_guarded(plain(line[4:])) for line in lines), ".fi", ".RE")
        elif lines[0].startswith("|"):
            yield from _table(lines[2:])
        elif lines[0].startswith("#"):
            yield f'.SS "{plain(lines[0].lstrip("# "))}"'
            yield from markdown("\n".join(lines[1:]))
        else:
            yield from (".PP", text(" ".join(line.strip() for line in lines)))


def _table(lines: list[str]) -> Iterator[str]:
    for line in lines:
        tag, *cells = (cell.strip().replace("\\|", "|") for cell in _CELLS.split(line.strip().strip("|")))
        yield from (".TP", text(tag), text("; ".join(cells)))


def text(written: str) -> str:
    """Turn a paragraph into a line of roff: `code` and **bold** in bold, links with their address behind."""
    return _guarded("".join(_span(part) for part in _MARKED.split(" ".join(written.split()))))


def _span(part: str) -> str:
    if part.startswith("`") and len(part) > 1:
        return f"\\fB{plain(part[1:-1])}\\fR"
    if part.startswith("**"):
        return f"\\fB{plain(part[2:-2])}\\fR"
    if part.startswith("*") and len(part) > 2:
        return f"\\fI{plain(part[1:-1])}\\fR"
    if link := re.fullmatch(r"\[([^\]]+)\]\(([^)]+)\)", part):
        return f"{plain(link[1])} ({plain(link[2])})"
    return plain(part)


def plain(written: str) -> str:
    """Take away what roff would understand in a text; a hyphen stays one that can be copied."""
    return written.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace('"', "\\(dq")


def _guarded(line: str) -> str:
    """Keep a line that begins like a request from being one."""
    return f"\\&{line}" if line.startswith((".", "'")) else line


def main() -> None:
    """Write the man page, by the README whose path is given."""
    readme = Path(sys.argv[1]).read_text(encoding="utf-8")
    sys.stdout.buffer.write(("\n".join(page(readme)) + "\n").encode())


if __name__ == "__main__":
    main()
