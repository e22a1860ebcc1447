"""Errors known by name in; one line on standard error, how to mend it, and an exit code out."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

DONE, LOOK, USAGE, DISK, RUNNING, CONFIG = 0, 1, 2, 74, 75, 78


class _Closed(io.RawIOBase):
    """A standard input that is closed: whoever reads it is told so."""

    name = "<stdin>"

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        raise click.UsageError("standard input is closed; name a file, or send the text by a pipe")


def open_closed() -> None:
    """Have all three standard streams, whichever are closed: no file that is opened later may take their place."""
    while (number := os.open(os.devnull, os.O_RDWR)) < 3:
        pass
    os.close(number)
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(io.BufferedReader(_Closed()), encoding="utf-8")
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  open to the end


def say(text: str) -> None:
    """Write one line to standard error."""
    from monitor.cli.screen import echo

    echo(text, err=True)


@contextmanager
def spoken() -> Iterator[None]:
    """Turn the errors of edges and of click into exits."""
    try:
        yield
    except click.ClickException as error:
        _complain(error)
        sys.exit(error.exit_code)
    except click.Abort:
        say("stopped")
        sys.exit(130)
    except BrokenPipeError:  # the reader of our output has gone: `... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(DONE)
    except _ours() as error:
        sys.exit(_exit_code(error))
    except OSError as error:
        say(f"{error.filename or 'input/output'}: {error.strerror or error}; look at the path, its rights and its room")
        sys.exit(DISK)


def _complain(error: click.ClickException) -> None:
    """Say what was typed wrongly; our own words name the cure, behind click's stands how the command is called."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):  # its message is the help
        click.echo(error.format_message(), err=True)
        return
    said = " ".join(error.format_message().split())
    if said.startswith("Got unexpected extra argument"):
        said = f'{said}; put quotes around words that belong together, as in "friday 18:00"'
    say(said)
    if type(error) is not click.UsageError and isinstance(error, click.UsageError) and error.ctx:
        usage = " ".join(error.ctx.get_usage().split()).removeprefix("Usage: ")
        say(f"usage: {usage}; `{error.ctx.command_path} --help` says more")


def _ours() -> tuple[type[Exception], ...]:
    """Name the errors of our edges; imported only when something went wrong, so that `--help` answers at once."""
    from monitor.config import ConfigError
    from monitor.daemon.lock import AlreadyRunning
    from monitor.store import StoreError

    return ConfigError, AlreadyRunning, StoreError


def _exit_code(error: Exception) -> int:
    config_error, already_running, _ = _ours()
    if isinstance(error, config_error):
        for complaint in getattr(error, "complaints", ()):
            say(str(complaint))
        say("`ai-video-monitor check` says all of it again; `ai-video-monitor init DIR` writes a good example.")
        return CONFIG
    if isinstance(error, already_running):
        say(f"{error}; stop it first, or leave the work to it")
        return RUNNING
    from monitor.store import STRANGE

    code = getattr(error, "code", "")
    say(f"{error} ({code})")
    return CONFIG if code in STRANGE else DISK
