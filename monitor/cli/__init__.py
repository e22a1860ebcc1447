"""The commands, a file per noun. Owns click.

Each command is imported only when it is called, so that `--help` and shell completion answer at once.
Exit codes: 0 done, 1 a person should look, 2 usage, 74 disk or database, 75 already running, 78 configuration.
"""

from __future__ import annotations

import gc
import importlib
import io
import os
import sys
from pathlib import Path

import click

from monitor import __version__

# name: the file it lives in, and what it does
COMMANDS = {
    "demo": ("demo", "play the whole service once, without network or set-up"),
    "init": ("configuration", "write the config files into a folder, commented"),
    "check": ("configuration", "validate the config and prove the watchlist's examples"),
    "run": ("run", "run the service until it is told to stop"),
    "poll": ("poll", "read the feeds once, now"),
    "feeds": ("feeds", "find, try, list, import and export feeds"),
    "digest": ("digest", "show, preview or send a digest"),
    "status": ("status", "tell whether all is well"),
    "explain": ("explain", "say why an item is in, or why not"),
    "story": ("story", "show a story, part it, or put two together"),
    "search": ("archive", "search everything that was read"),
    "report": ("digest", "write every edition as a page, and each digest as a feed"),
    "radar": ("radar", "offer names that are not on the watchlist"),
    "match": ("match", "judge items given as JSON lines"),
    "import": ("archive", "file items given as JSON lines"),
    "export": ("archive", "write items, stories or editions"),
    "deliveries": ("deliveries", "list the letters that are owed; try, release or give up one"),
    "suppress": ("quiet", "stop mailing a person"),
    "mute": ("quiet", "leave out a product or a feed for a while"),
    "pause": ("quiet", "make no editions of a digest for a while"),
    "maintain": ("upkeep", "check, prune and back up the database, now"),
    "backup": ("upkeep", "write a consistent copy of the database"),
    "restore": ("upkeep", "bring a backup back, mailing nothing twice"),
    "completion": ("shell", "print the shell's completion script"),
}


class Commands(click.Group):
    """A group that imports a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's file and return its command."""
        if cmd_name not in COMMANDS:
            return None
        gc.disable()  # what is imported stays: to look for garbage in it takes a tenth of the time
        module = importlib.import_module(f"monitor.cli.{COMMANDS[cmd_name][0]}")
        gc.freeze()
        gc.enable()
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse bytes that are no text of this locale: they can be neither stored nor looked for."""
        for one in args:
            if any("\ud800" <= char <= "\udfff" for char in one):
                ctx.fail(f"{one!r} is not UTF-8; look at the locale of this terminal (`locale`)")
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Suggest the nearest command for a misspelt one."""
        import difflib

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f"; did you mean `{near[0]}`?" if near else "; `ai-video-monitor --help` lists them"
            ctx.fail(f"no command `{args[0]}`{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table, importing none."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, told) for name, (_, told) in COMMANDS.items()])


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with `ai-video-monitor demo`, then `ai-video-monitor init config`.",
)
@click.option("--config", "folder", type=click.Path(path_type=Path), metavar="DIR", help="the config folder")
@click.option("--database", type=click.Path(path_type=Path), metavar="FILE", help="the database")
@click.option("-v", "--verbose", is_flag=True, help="log what is done, to standard error")
@click.version_option(__version__, prog_name="ai-video-monitor")
@click.pass_context
def commands(context: click.Context, folder: Path | None, database: Path | None, verbose: bool) -> None:
    """Follow AI video products in a dozen languages; mail each reader one digest a day."""
    from monitor.cli.place import Place

    context.color = False if os.environ.get("NO_COLOR") else None  # no-color.org; None = as the terminal is
    context.obj = Place(folder, database, verbose)


def main() -> None:
    """Run the command line; every error known by name becomes one line, its cure and an exit code."""
    from monitor.cli.errors import open_closed, spoken

    open_closed()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a locale of few letters gets "?" for the others, not a traceback
            stream.reconfigure(errors="replace")
    code = 0
    with spoken():
        # outside its standalone mode click returns what `context.exit` was given
        code = commands(prog_name="ai-video-monitor", standalone_mode=False) or 0
    gc.freeze()  # what ends with the process need not be looked through for what holds itself
    sys.exit(code)
