"""story: one event as it is known, and a person's word on what belongs to it."""

from __future__ import annotations

import click

from monitor.cli.story.deciding import merge_command, split_command
from monitor.cli.story.showing import show_command

story_command = click.Group(
    "story",
    commands=[show_command, split_command, merge_command],
    help="Show a story; part what does not belong together, or put together what does. A mail prints each number.",
    epilog="Example: ai-video-monitor story show 4711",
)
