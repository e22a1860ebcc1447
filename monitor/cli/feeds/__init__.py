"""feeds: what is read, as a person keeps it: found, tried, listed, brought from elsewhere and taken along."""

from __future__ import annotations

import click

from monitor.cli.feeds.adding import add_command
from monitor.cli.feeds.exchange import export_command, import_command
from monitor.cli.feeds.listing import list_command
from monitor.cli.feeds.testing import test_command

feeds_command = click.Group(
    "feeds",
    commands=[list_command, add_command, test_command, import_command, export_command],
    help="Find, try, list, import and export feeds. Nothing here edits feeds.yaml: it prints the lines to paste.",
    epilog="Example: ai-video-monitor feeds add https://example.org/news",
)
