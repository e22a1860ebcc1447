"""match: JSON lines of items in, judgements out; no database."""

from __future__ import annotations

from typing import IO

import click

from monitor.cli.lines import judgement_row, read_items
from monitor.cli.place import Place
from monitor.cli.screen import write
from monitor.pipeline.judging import Judge


@click.command(
    "match",
    epilog="""Example: echo '{"title": "使用Sora生成视频"}' | ai-video-monitor match -""",
)
@click.argument("file", type=click.File("r", encoding="utf-8-sig"))
@click.pass_obj
def match_command(place: Place, file: IO[str]) -> None:
    """Judge items of FILE (- is standard input), one JSON object a line, and write a judgement for each, in order.

    Fields read: id, title, summary, url, site, language, published; all but title or summary may be missing.
    """
    judge = Judge(place.config(shipped=True))
    items = read_items(file, file.name)
    write(judgement_row(judge(item)) for item in items)
