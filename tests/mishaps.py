"""Sites to which mishaps happen, drawn by lot; the play knows which article is which, and what a reader should be told.

Each article of news names a product of its own, so that a headline says which article it tells. An article must be told
once when it was published after its feed was read first, and listed within three days or as soon as an outage ended;
never when it is older than that. In between it may be told, but not twice.

To know an article again is asked for only where something is left to know it by. It has a guid, an address and a
headline. One of which two are not as they were when it was read last keeps its date; so does one without an address of
which one is not; one of which all three changed is not listed. What takes over a guid has an address and a date first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path
from random import Random

from stage import DIGEST, START, Clock, altered, cues, feed_state, service

from monitor.fetch import FetchError
from monitor.model import Answer, Config, Failure, Feed, FeedState, Maintain, Product, Settings, Term, Watchlist
from monitor.parse import parse
from monitor.pipeline.arrival import file_feed
from monitor.pipeline.maintain import maintain
from monitor.pipeline.publish import publish
from monitor.pipeline.reading import read
from monitor.store import Store

STEP = timedelta(hours=6)  # between two readings
CALM = 14  # readings at the end without a mishap
TOLD_IN = 6  # readings, from when an article is there to when it has been told
FRESH = timedelta(days=3)
LISTED = 40  # articles
OLD = 15  # articles that a site had before it was read first
NEWS = (
    "{} turns a sketch into an AI video", "{} opens its AI video editor to schools", "{}: AI video with sound",
    "Studio makes its trailer with {}, an AI video model", "{} cuts the price of AI video",
)  # fmt: skip
OTHER = ("Rain over {}ville for the third day", "{}ville elects a council", "The bridge of {}ville is open again")
SOUNDS = ("ba", "ko", "zu", "mi", "ra", "ve", "do", "ni", "ta", "lu", "ga", "po", "fe", "su", "yo", "ki")
WORDS = tuple(f"{a}{b}{c}".capitalize() for a in SOUNDS for b in SOUNDS for c in SOUNDS if len({a, b, c}) == 3)
DRESSES = ("?utm_source=rss&utm_medium=feed", "#top", "/", "?fbclid=abc", "?at_medium=RSS&at_campaign=KARANGA")


@dataclass(frozen=True)
class Look:
    """How a site writes its feed."""

    names: str = ""  # begins each guid; "*" = another one at each reading
    links_name: bool = False  # an article's guid is its address
    host: str = ""  # "" = its first one
    linked: bool = True
    dress: str = ""  # of each address, what means nothing
    session: bool = False  # each address holds another number at each reading
    titled: str = ""  # follows each headline
    atom: bool = False
    # for a while only
    dates: str = "true"  # now, none, shifted
    order: str = "newest"  # oldest, chance
    size: int = LISTED
    times: int = 1  # that each article stands in it


Change = Callable[[Look, Random], Look]
LOOKS: Mapping[str, Change] = {
    "guids changed": lambda look, lot: replace(look, names=f"{lot.randrange(10**6)}-"),
    "guids changing always": lambda look, _: replace(look, names="*"),
    "guids made of links": lambda look, _: replace(look, links_name=not look.links_name),
    "links decorated": lambda look, lot: replace(look, dress=lot.choice(DRESSES)),
    "links with sessions": lambda look, _: replace(look, session=not look.session),
    "host moved": lambda look, lot: replace(look, host=f"{lot.choice(SOUNDS)}{lot.randrange(99)}.example.net"),
    "links gone": lambda look, _: replace(look, linked=not look.linked),
    "headlines dressed": lambda look, _: replace(look, titled="" if look.titled else " | The Site"),
    "another format": lambda look, _: replace(look, atom=not look.atom),
    "re-dated": lambda look, _: replace(look, dates="now"),
    "dates gone": lambda look, _: replace(look, dates="none"),
    "dates shifted": lambda look, _: replace(look, dates="shifted"),
    "shuffled": lambda look, lot: replace(look, order=lot.choice(("chance", "oldest"))),
    "list cut": lambda look, lot: replace(look, size=lot.choice((0, 1, 3, 10))),
    "archive listed": lambda look, _: replace(look, size=10 * LISTED),
    "articles twice": lambda look, _: replace(look, times=2),
}
FAULTS = ("outage", "cut off", "no feed")
EVENTS = ("headlines edited", "guid used again", "feed dropped and added", "service started anew")
MISHAPS = (*LOOKS, *FAULTS, *EVENTS)


@dataclass(eq=False)
class Article:
    """One article, whatever it is called."""

    word: str  # in its headline, and in no other
    title: str
    path: str
    guid: str
    at: datetime
    is_news: bool
    took: bool = False  # the guid of another article
    known_as: tuple[str, ...] = ("", "", "")  # guid, address and headline when it was read last
    due: str = ""  # told: must, may, never; "" = it was not read


@dataclass
class Site:
    """One feed: its articles, the newest last, and how they are written just now."""

    feed: Feed
    lot: Random
    articles: list[Article] = field(default_factory=list)
    look: Look = Look()
    usual: Look = Look()  # when what is for a while is over
    lasts: int = 0  # readings until then
    fault: str = ""  # "" = none
    down: int = 0  # readings that the fault lasts
    read_at: datetime | None = None  # None = never yet
    readings: int = 0
    listed: list[tuple[Article, tuple[str, ...], datetime | None]] = field(default_factory=list)

    # ------------------------------------------------------------ what it says

    def get(self, state: FeedState, headers: Mapping[str, str] | None = None) -> Answer:
        """Answer as a server does."""
        if self.fault == "outage":
            raise FetchError(self.lot.choice(("http.server", "net.timeout", "net.refused")), "away")
        body = b"<html><body>We are back soon</body></html>" if self.fault == "no feed" else self.document()
        return Answer(200, self.feed.url, body[: len(body) // 2] if self.fault == "cut off" else body)

    def unbar(self, url: str) -> None:
        """Ask for nothing that could be overridden."""

    def write(self, now: datetime) -> None:
        """Choose what is listed now, under which names and dates."""
        self.readings += 1
        articles = self.articles[::-1][: self.look.size]
        if self.look.order != "newest":
            articles = articles[::-1] if self.look.order == "oldest" else self.lot.sample(articles, len(articles))
        self.listed = []
        for one in articles:
            names = self._names(one)
            changes = sum(map(str.__ne__, names, one.known_as)) if one.due else 0
            says_enough = one.due or not one.took or (self.look.linked and self.look.dates != "none")
            if changes < 3 and says_enough:
                self.listed.append((one, names, self._date(one, now, is_strange=changes + (not names[1]) >= 2)))

    def _names(self, one: Article) -> tuple[str, ...]:
        look, chance = self.look, f"{self.feed.name}.{self.readings}"
        session = f"?visit={chance}" if look.session else ""
        address = f"https://{look.host or self.feed.name + '.example.org'}/{one.path}{session}"
        guid = f"{chance if look.names == '*' else look.names}{one.guid}"
        name = address if look.links_name else guid
        return name, address if look.linked else "", one.title + look.titled

    def _date(self, one: Article, now: datetime, *, is_strange: bool) -> datetime | None:
        is_old = not one.due and (self.read_at is None or one.at <= self.read_at)
        if is_strange or is_old or self.look.dates == "true":
            return one.at
        return {"now": now, "none": None, "shifted": one.at + timedelta(hours=9)}[self.look.dates]

    def document(self) -> bytes:
        """Write what is listed."""
        entries = [_entry(self.look, *names, at) for _, names, at in self.listed] * self.look.times
        head = "<feed xmlns='http://www.w3.org/2005/Atom'>" if self.look.atom else "<rss version='2.0'><channel>"
        tail = "</feed>" if self.look.atom else "</channel></rss>"
        return f"{head}<title>The Site</title>{''.join(entries)}{tail}".encode()

    def whole(self) -> int:
        """Count the articles that stand whole in what it says now."""
        if self.fault in ("outage", "no feed"):
            return 0
        body = self.get(FeedState(self.feed, self.feed.url)).body
        return min(body.count(b"</entry>" if self.look.atom else b"</item>"), len(self.listed))

    def was_read(self, now: datetime) -> None:
        """Note what a good reader has learned, and what it must tell."""
        for one, names, at in self.listed[: self.whole()]:
            one.due = one.due or self._due(one, at, now)
            one.known_as = names
        if not self.fault:
            self.read_at = now

    def _due(self, one: Article, at: datetime | None, now: datetime) -> str:
        if self.read_at is None:
            return "must" if one.at > now - STEP else "never"
        if at is None or at >= now - FRESH or one.at >= self.read_at:
            return "must"
        return "never" if at < self.read_at - timedelta(days=1) else "may"

    # ------------------------------------------------------------ what happens to it

    def befall(self, name: str) -> None:
        """Let a mishap happen, for a while or for good."""
        if name in LOOKS:
            for_good = self.lot.random() < 0.5
            self.look = LOOKS[name](self.look, self.lot)
            usual = replace(self.look, dates="true", order="newest", size=LISTED, times=1)
            self.usual, self.lasts = usual if for_good else self.usual, self.lot.choice((1, 1, 2, 5))
        elif name in FAULTS:
            self.fault, self.down = name, self.lot.choice((1, 1, 2, 4, 12, 28))
        elif name == "headlines edited":
            for one in self.lot.sample(self.articles, 5):
                one.title += self.lot.choice((" in full", ", with pictures", "!"))
        elif name == "guid used again" and not self.articles[-1].due:
            self.articles[-1].guid, self.articles[-1].took = self.articles.pop(0).guid, True

    def go_on(self) -> None:
        """Let what is for a while end when its time is over."""
        self.down = max(self.down - 1, 0)
        self.lasts = max(self.lasts - 1, 0)
        self.fault = self.fault if self.down else ""
        self.look = self.look if self.lasts else self.usual


def _entry(look: Look, guid: str, address: str, title: str, at: datetime | None) -> str:
    link = escape(address + (look.dress.replace("?", "&") if "?" in address else look.dress) if address else "")
    title, guid = escape(title), escape(guid)
    if look.atom:
        date = f"<published>{at.isoformat()}</published>" if at else ""
        return f"<entry><title>{title}</title><link href='{link}'/><id>{guid}</id>{date}</entry>"
    date = f"<pubDate>{format_datetime(at)}</pubDate>" if at else ""
    return f"<item><title>{title}</title><link>{link}</link><guid isPermaLink='false'>{guid}</guid>{date}</item>"


WATCHLIST = Watchlist(tuple(Product(one, "", (Term(one),)) for one in WORDS), topics=(Term("AI video", ("en",)),))


class Play:
    """Some sites, a service that reads them, and a count of what its editions told."""

    def __init__(self, folder: Path, seed: int, sites: int = 12) -> None:
        self.lot, self.clock, self.database = Random(seed), Clock(), folder / "play.db"
        self.figures, self.told = Counter[str](), Counter[str]()
        self.words = iter(self.lot.sample(WORDS, len(WORDS)))
        self.sites = [self._site(f"site-{number}") for number in range(sites)]
        self.store = Store(self.database)
        settings = Settings(digests=(DIGEST,), maintain=Maintain(backups=0, keep_unmatched=timedelta(days=10)))
        loaded = Config(settings, tuple(site.feed for site in self.sites), WATCHLIST, cues())
        self.service = service(self.store, self.clock, loaded=loaded)
        publish(self.service)  # the slot of the day of installing is over

    def _site(self, name: str) -> Site:
        site = Site(Feed(name, f"https://{name}.example.org/feed"), Random(self.lot.random()))
        for age in range(OLD, 0, -1):
            self._bring(site, START - timedelta(days=4 + 3 * age))
        return site

    def _bring(self, site: Site, at: datetime) -> None:
        word, is_news = next(self.words), site.lot.random() < 0.5
        title = site.lot.choice(NEWS if is_news else OTHER).format(word)
        site.articles.append(Article(word, title, f"news/{word}", f"id-{word}", at, is_news))

    def run(self, readings: int) -> list[str]:
        """Read every site so often, with mishaps on the way, and some days without; say what must not be."""
        for number in range(readings + CALM):
            for site in self.sites:
                if site.lot.random() < 0.25 and number < readings + CALM - TOLD_IN:
                    self._bring(site, self.clock() - timedelta(hours=site.lot.random() * 5))
                if number == readings:
                    site.fault, site.down = "", 0
                if 0 < number < readings:
                    self._befall(site)
                self._read(site)
                site.go_on()
            self.clock.forward(seconds=STEP.total_seconds())
            for edition in publish(self.service):
                self.told.update(_word(entry.headline) for entry in edition.entries)
            maintain(self.service)
        self.store.close()
        return self._verdict()

    def _befall(self, site: Site) -> None:
        name = self.lot.choice(MISHAPS)
        if site.down or (name == "feed dropped and added" and site.read_at is None):
            return
        self.figures[name] += 1
        site.befall(name)
        if name == "feed dropped and added":
            self.store.sync_feeds([one.feed for one in self.sites if one is not site])
            self.store.sync_feeds(self.service.config.feeds)
        elif name == "service started anew":
            self.store.close()
            self.store = Store(self.database)
            self.service = altered(self.service, store=self.store, resting={})

    def _read(self, site: Site) -> None:
        now = self.clock()
        site.write(now)
        reading = read(feed_state(self.store, site.feed.name), site, parse, self.service.config)
        filed = file_feed(self.service, feed_state(self.store, site.feed.name), reading, now)
        self.figures["readings"] += 1
        self.figures["readings that failed"] += isinstance(reading, Failure)
        if filed.failure is not None and filed.failure.code.startswith("bug."):
            raise AssertionError(filed.failure)
        site.was_read(now)

    def _verdict(self) -> list[str]:
        """Compare what was told with what each article wants."""
        found = []
        for site in self.sites:
            for one in (one for one in site.articles if one.is_news and one.due):
                times, feed = self.told[one.word], site.feed.name
                self.figures[f"{one.due} be told"] += 1
                self.figures["told"] += times
                if times > 1:
                    found.append(f"told {times} times: {one.title} of {one.at} by {feed}")
                elif times and one.due == "never":
                    found.append(f"old, and told: {one.title} of {one.at} by {feed}")
                elif not times and one.due == "must":
                    found.append(f"lost: {one.title} of {one.at} by {feed}")
        return found


def _word(headline: str) -> str:
    return next(word for word in headline.replace(":", " ").replace(",", " ").split() if word in set(WORDS))
