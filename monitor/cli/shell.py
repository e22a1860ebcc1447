"""completion: what the shell needs to complete our commands."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command("completion", epilog='Example: eval "$(ai-video-monitor completion bash)"')
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion_command(context: click.Context, shell: str) -> None:
    """Print the completion script for SHELL; put the line of the example into your shell's start-up file."""
    completion = get_completion_class(shell)
    if completion is None:  # click knows the three named above
        raise click.UsageError(f"no completion for {shell}")
    root = context.find_root().command
    click.echo(completion(root, {}, "ai-video-monitor", "_AI_VIDEO_MONITOR_COMPLETE").source())
