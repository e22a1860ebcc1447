"""A config folder and a database of a test's own, and the program run in them as a person would."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from warmed import Warmed

MONITOR = """\
contact: https://example.org/about
digests:
  - name: daily
    recipients: [ann@example.org]
polling: {{gap: 0, floor: 0}}
limits: {{allow: [{allow}]}}
"""
FEEDS = "feeds:\n  - {{name: site, url: {url}, title: The Site, language: en}}\n"
WATCHLIST = """\
products:
  - name: Kling
    vendor: Kuaishou
    aliases: [Kling, 可灵]
    expect: [Kling 3.0 makes AI video with sound]
  - name: Veo
    vendor: Google
    ambiguous: [Veo]
    aliases: [Veo]
vendors:
  - name: Kuaishou
  - name: Google
topics:
  en: [AI video, video generator]
"""


@cache
def warmed() -> Warmed:
    """Return what runs the commands of this test process, made when the first comes."""
    made = Warmed()
    atexit.register(made.close)
    return made


@dataclass
class Home:
    """A folder with config and database; `run` starts the program there."""

    folder: Path

    @classmethod
    def make(cls, folder: Path, url: str = "https://site.example.org/feed", allow: str = "127.0.0.1:9") -> Home:
        home = cls(folder)
        home.config.mkdir()
        home.write("monitor.yaml", MONITOR.format(allow=f'"{allow}"'))
        home.write("feeds.yaml", FEEDS.format(url=url))
        home.write("watchlist.yaml", WATCHLIST)
        return home

    @property
    def config(self) -> Path:
        return self.folder / "config"

    @property
    def database(self) -> Path:
        return self.folder / "monitor.db"

    def write(self, name: str, text: str) -> None:
        """Replace a file as an editor does: the new one takes the name at once."""
        part = self.config / f".{name}.part"
        part.write_text(text, encoding="utf-8")
        os.replace(part, self.config / name)

    def command(self, *arguments: str) -> list[str]:
        where = ["--config", str(self.config), "--database", str(self.database)]
        return [sys.executable, "-m", "monitor", *where, *arguments]

    def run(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return warmed().run(self.command(*arguments)[3:], self.folder, stdin)
