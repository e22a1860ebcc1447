"""A folder in; a whole installation in it out: config/ for this run's ports, var/ for database and mail.

It is laid out as any installation is, so that every command works on it: `ai-video-monitor --config FOLDER/config ...`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shutil import rmtree
from tempfile import gettempdir
from zoneinfo import ZoneInfo

from monitor import config
from monitor.demo.sites import SITES, Site
from monitor.demo.web import HERE, Web
from monitor.store import remove

NOTICE = "A demo: every site, report and address in this mail is invented."

_MARK = "# Written anew by each run of `ai-video-monitor demo`.\n"
_MONITOR = """\
contact: demo@ai-video-monitor.example
polling: {{gap: 0s, floor: 0s, threads: 1}}
limits: {{allow: ["{here}:{port}", "{here}:{dead}"]}}
mail: {{sender: monitor@ai-video-monitor.example, server: {here}, port: {smtp}, security: none, timeout: 10s}}
digests:
  - {{name: daily, recipients: [reader@studio.example, editor@studio.example], at: "{utc}", zone: UTC}}
  - {{name: tokyo, recipients: [reader@tokyo.example], at: "{tokyo}", zone: Asia/Tokyo, words: ja, title: AI動画,
     headline_languages: [ja, en]}}
"""


@dataclass(frozen=True)
class Folder:
    """The folder of a demo."""

    root: Path

    @property
    def config(self) -> Path:
        """Return the config folder."""
        return self.root / "config"

    @property
    def database(self) -> Path:
        """Return the database, where the commands look for it beside this config."""
        return config.find_database(None, {}, self.config)

    @property
    def maildir(self) -> Path:
        """Return the Maildir, where the commands would put it beside this database."""
        return self.database.with_name("mail")

    def page(self, digest: str) -> Path:
        """Return the file of a digest's page."""
        return self.root / f"{digest}.html"

    @property
    def is_ours(self) -> bool:
        """Tell whether the folder holds no config, or one of a demo: another's is never written over."""
        try:
            return (self.config / "monitor.yaml").read_text(encoding="utf-8").startswith(_MARK)
        except FileNotFoundError:
            return True
        except UnicodeDecodeError:
            return False

    def clear(self) -> None:
        """Forget what was played here: database, journal and mails."""
        remove(self.database)
        self.database.with_name(f"{self.database.name}.sent.log").unlink(missing_ok=True)
        rmtree(self.maildir, ignore_errors=True)

    def write_config(self, web: Web, smtp_port: int, began_at: datetime) -> None:
        """Write the shipped watchlist, if there is none yet, and the other two files for this run's ports."""
        config.init(self.config)
        local = {name: began_at.astimezone(ZoneInfo(zone)) for name, zone in (("utc", "UTC"), ("tokyo", "Asia/Tokyo"))}
        clocks = {name: f"{at:%H:%M}" for name, at in local.items()}
        monitor = _MONITOR.format(here=HERE, port=web.port, dead=web.dead_port, smtp=smtp_port, **clocks)
        (self.config / "monitor.yaml").write_text(_MARK + monitor, encoding="utf-8")
        feeds = "".join(_feed(site, web) for site in SITES)
        (self.config / "feeds.yaml").write_text(f"feeds:\n{feeds}", encoding="utf-8")


def _feed(site: Site, web: Web) -> str:
    """Write one line of feeds.yaml: JSON is YAML."""
    url = f"http://{HERE}:{web.port if site.file else web.dead_port}/{site.name}"
    entry = {"name": site.name, "url": url, "title": site.title, "language": site.language}
    official = {"official": True} if site.official else {}
    return f"  - {json.dumps({**entry, **official}, ensure_ascii=False)}\n"


def default_folder(environ: Mapping[str, str], today: datetime) -> Path:
    """Return a folder of the user's cache for today: a demo of another day starts anew, with fresh news."""
    base = Path(environ.get("XDG_CACHE_HOME", ""))
    if not base.is_absolute():
        base = Path(environ["HOME"]) / ".cache" if environ.get("HOME") else Path(gettempdir())
    return base / "ai-video-monitor" / f"demo-{today:%Y-%m-%d}"
