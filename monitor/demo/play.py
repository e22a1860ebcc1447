"""A folder and a clock in; the whole service played once in it, and what came of it, out.

    servers up ─▶ config ─▶ earlier weeks ─▶ poll ─▶ poll again ─▶ publish ─▶ deliver ─▶ pages

Played twice in one folder, nothing is filed, told or sent a second time: what holds for the service holds here. When
the first run began is kept by the database: it ends the day that the first edition covers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor import config
from monitor.demo.folder import NOTICE, Folder
from monitor.demo.postbox import Postbox
from monitor.demo.sites import SITES, document, earlier
from monitor.demo.web import Web
from monitor.model import Config, Delivery, Edition, FeedState, Judged, Outcome
from monitor.pipeline.arrival import Filed
from monitor.pipeline.filing import file_items
from monitor.pipeline.outbox import Outbox
from monitor.pipeline.poll import poll
from monitor.pipeline.publish import publish
from monitor.pipeline.service import Clock, Service
from monitor.store import Store, StoreError

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Played:
    """What one run came to."""

    began_at: datetime  # of the first run in this folder
    config: Config
    filed: tuple[Filed, ...]
    states: tuple[FeedState, ...]
    unchanged: int  # feeds that answered 304 when they were read again at once
    items: tuple[Judged, ...]  # all that the folder holds
    editions: tuple[Edition, ...]  # all that the folder holds
    recorded: tuple[tuple[Edition, str], ...]  # those of this run, with their subjects
    tried: tuple[tuple[Delivery, Outcome], ...]
    owed: int  # letters that could not leave

    @property
    def is_whole(self) -> bool:
        """Tell whether all went as it should: sites may fail as they are meant to, the service may not."""
        bugs = [one for one in self.filed if one.failure and one.failure.code.startswith("bug.")]
        return not bugs and not self.owed and bool(self.editions)


def play(folder: Folder, clock: Clock) -> Played:
    """Play the service once in a folder whose var/ is there, with its lock held. Raises the errors of the edges."""
    with _open(folder) as store:
        # as if installed a day ago: the slot of this minute is then the first one due
        began_at = store.installed_at(clock().replace(second=0, microsecond=0) - DAY) + DAY
        documents = {site.name: document(site, began_at) for site in SITES if site.file}
        with Web(documents) as web, Postbox(folder.maildir) as postbox:
            folder.write_config(web, postbox.port, began_at)
            loaded = config.load(folder.config, now=clock())
            return _run(Service.of(loaded, store, clock, folder.config), folder, began_at, web)


def _open(folder: Folder) -> Store:
    """Open the demo's database; one that another version of this program left gives way to a new one."""
    try:
        return Store(folder.database)
    except StoreError as error:
        if error.code not in ("store.newer", "store.unreleased"):
            raise
        folder.clear()
        return Store(folder.database)


def _run(service: Service, folder: Folder, began_at: datetime, web: Web) -> Played:
    store, now = service.store, service.clock
    store.recover(now())
    store.sync_feeds(service.config.feeds)
    _file_earlier(service, began_at)
    filed = poll(service, store.feed_states())
    poll(service, [state for state in store.feed_states() if not state.error_code])
    recorded = publish(service, (NOTICE,))
    tried = Outbox(store, service.config, now, folder.maildir).deliver()
    editions = tuple(store.editions())
    for edition in editions:
        folder.page(edition.digest).write_text(service.renderer.html(edition), encoding="utf-8")
    return Played(
        began_at=began_at,
        config=service.config,
        filed=tuple(filed),
        states=tuple(store.feed_states()),
        unchanged=web.unchanged,
        items=tuple(store.items()),
        editions=editions,
        recorded=tuple((edition, service.renderer.subject(edition)) for edition in recorded),
        tried=tuple(tried),
        owed=len(store.deliveries(states=("pending", "sending", "deferred", "held"))),
    )


def _file_earlier(service: Service, began_at: datetime) -> None:
    """File four earlier weeks as `import` does, at their own times: without them no week has a usual one beside it."""
    with service.store.transaction():
        for item in earlier(began_at):
            assert item.published_at is not None
            file_items(service, [item], item.published_at, is_fresh=lambda _: False)
