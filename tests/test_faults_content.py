"""What a feed may say to do harm, from its bytes through filing to the mail: each ends as plain words or as nothing."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape

import pytest
from place import Home
from stage import START, WATCHLIST, altered, arrive, config, cues, feed_state, item, judge, service
from web import Web, reply

from monitor.match import Matcher
from monitor.model import Answer, Digest, Failure, Feed, Item, Limits, Product, Term, Watchlist
from monitor.parse import parse
from monitor.pipeline.arrival import file_feed
from monitor.pipeline.filing import MOST
from monitor.pipeline.publish import publish
from monitor.pipeline.reading import Reading
from monitor.pipeline.rematch import rematch

SITE = Feed("site", "https://site.example.org/feed")
KLING = "Kling 3.0 AI video"
DAY = timedelta(days=1)


@pytest.fixture
def on(store, clock):
    running = service(store, clock, SITE)
    publish(running)  # the slot of the day of installing is over
    return running


def document(*entries: str) -> bytes:
    return f"<rss version='2.0'><channel><title>Site</title>{''.join(entries)}</channel></rss>".encode()


def entry(title: str = "", guid: str = "", link: str = "", summary: str = "", at: datetime | None = None) -> str:
    said = {"title": title, "guid": guid, "link": link, "description": summary, "pubDate": at and format_datetime(at)}
    written = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in said.items() if text)
    return "<item>" + written.replace("<guid>", "<guid isPermaLink='false'>") + "</item>"


def listed(on, body: bytes):
    """File what a document lists; return what came of it."""
    parsed = parse(body, feed=SITE, limits=Limits())
    state = feed_state(on.store, "site")
    filed = file_feed(on, state, Reading(Answer(200, SITE.url, body), parsed, str(hash(body))), on.clock())
    on.clock.forward(minutes=30)
    return filed


def mailed(on) -> tuple[email.message.EmailMessage, str, str]:
    """The mail of the next slot, its text and its page."""
    on.clock.forward(hours=2)
    publish(on)
    raw = on.store.deliveries()[-1].raw
    message = email.message_from_bytes(raw, policy=email.policy.default)
    bodies = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    return message, *(body.replace("\r\n", "\n") for body in bodies)


def told(on, days: int = 1) -> list[str]:
    """The headlines of the edition so many days on."""
    on.clock.forward(days=days)
    return [one.headline for edition in publish(on) for one in edition.entries]


def test_fault_50_items_without_names(on):
    """No guid, link or title: what there is tells items apart and known ones again; an empty item is dropped."""
    body = document(
        entry("Kling one"), entry("Kling two"), entry(summary="Only words"), entry(link="https://a.example.org/x"),
        "<item/>",
    )  # fmt: skip
    assert [listed(on, body).new, listed(on, body + b" ").new] == [4, 0]
    assert parse(body, feed=SITE, limits=Limits()).dropped == 1


def test_fault_51_one_guid_for_all(on):
    """Where all items have one guid their addresses tell them apart."""
    body = document(*(entry(f"Kling {n}", "1", f"https://a.example.org/{n}") for n in range(8)))
    assert [listed(on, body).new, listed(on, body + b" ").new] == [8, 0]


def test_fault_52_every_guid_changes(on):
    """Forty polls with new guids for the same five articles are five items, told once."""
    for era in range(40):
        listed(on, document(*(entry(f"{KLING} {n}", f"{era}-{n}", f"https://a.example.org/{n}") for n in range(5))))
    assert len(list(on.store.items())) == 5
    assert feed_state(on.store, "site").warning == "content.guid_churn"
    assert feed_state(on.store, "site").error_code == ""


def fresh(on, name: str, count: int, title: str = KLING) -> list[str]:
    """So many entries of now."""
    ids = [f"{name}{n}" for n in range(count)]
    return [entry(f"{title} {one}", one, f"https://a.example.org/{one}", at=on.clock()) for one in ids]


def numbers_told(on, name: str) -> list[int]:
    """The numbers of those entries that are in a story."""
    items = [one for one in on.store.items() if one.item.guid.startswith(name)]
    return sorted(int(one.item.guid.removeprefix(name)) for one in items if on.store.story_of(one.id) is not None)


def test_a_feed_without_end_tells_no_more_than_a_day_has(on):
    """Of one that brings news by the hundred 200 a day are told, the first ones listed; all are stored, and it is said.

    To place one more item costs more the more there are: without an end it would hold up all others.
    """
    signs: list[None] = []
    living = altered(on, on_item=lambda: signs.append(None))
    assert listed(living, document(*fresh(on, "a", MOST + 5))).new == MOST + 5
    assert len(signs) == MOST + 5 + MOST  # of life: each is judged, and so many are placed
    assert (numbers_told(on, "a"), feed_state(on.store, "site").warning) == (list(range(MOST)), "content.flood")
    assert (listed(on, document(*fresh(on, "b", 3))).matched, numbers_told(on, "b")) == (3, [])
    on.clock.forward(hours=25)
    assert (listed(on, document(*fresh(on, "c", 3))).warning, numbers_told(on, "c")) == ("", [0, 1, 2])


def test_a_feed_that_edits_all_its_headlines_at_each_poll_is_work_and_no_hang(on):
    """Each edited item is a sign of life, as each new one is."""
    signs: list[None] = []
    living = altered(on, on_item=lambda: signs.append(None))
    for word in ("launches", "brings"):
        titles = [f"Kling {word} AI video {number}" for number in range(3)]
        listed(living, document(*(entry(title, title[-1], f"https://a.example.org/{title[-1]}") for title in titles)))
    assert [one.item.title.split()[1] for one in on.store.items()] == ["brings"] * 3
    assert len(signs) == 3 + 3


def test_an_edit_that_makes_news_of_all_a_feed_has_told_tells_no_flood(on):
    """An alias that takes hundreds of a feed's items when they are judged anew puts 200 of them into stories."""
    listed(altered(on, judge=judge(Watchlist(), cues())), document(*fresh(on, "a", MOST + 5, "Kling 3.0")))
    assert rematch(on, on.clock() - DAY) == (MOST + 5, 0)
    assert len(numbers_told(on, "a")) == MOST


def test_a_renamed_item_can_be_edited(on):
    """Under its new guid an item is as known as before: the site's next edit of its headline is one."""
    for guid, title in (("a", "Kling 4.0"), ("b", "Kling 4.0"), ("b", "Kling 4.0 with sound")):
        listed(on, document(entry(title, guid, "https://a.example.org/1")))
    assert [judged.item.title for judged in on.store.items()] == ["Kling 4.0 with sound"]


def test_the_warning_of_changing_guids_ends_with_them(on):
    """New names once are no habit, twice they are; a poll under names that were there ends it; four items show none."""
    said = []
    for names, count in (("a", 5), ("b", 5), ("b", 5), ("c", 5), ("d", 5), ("d", 5), ("e", 4)):
        articles = (entry(f"{KLING} {n}", f"{names}-{n}", f"https://a.example.org/{n}") for n in range(count))
        listed(on, document(*articles) + b" " * len(said))
        said.append(feed_state(on.store, "site").warning.removeprefix("content.guid_"))
    assert said == ["", "renamed", "", "renamed", "churn", "", ""]


@pytest.mark.parametrize(
    "link",
    [
        "http://site.example.org/kling", "https://site.example.org/kling/", "https://SITE.example.org/kling#top",
        "https://site.example.org/kling?utm_source=rss&utm_medium=feed", "https://site.example.org:443/kling",
    ],
)  # fmt: skip
def test_fault_53_one_article_by_several_addresses(on, link):
    """An address that differs only in what means nothing is the same article's: one story."""
    listed(on, document(entry(KLING, "a", "https://site.example.org/kling", at=START)))
    arrive(on, "site", item("b", "Kling 3.0 is here, an AI video model", at=START, url=link))
    assert len(on.store.stories()) == 1


def test_fault_56_titles_of_any_size(on):
    """Five megabytes of title, three hundred marks on one letter, one word of 1,200: all end in a mail that fits."""
    titles = (f"{KLING} {'very ' * 1_000_000}", "Kling e" + "\u0301" * 300 + " AI video", "Kling " + "x" * 1_200)
    listed(on, document(*(entry(title, str(n), at=START) for n, title in enumerate(titles))))
    message, text, _ = mailed(on)
    assert all(len(judged.item.title) <= 300 for judged in on.store.items())
    assert len(message["Subject"]) <= 120
    assert len(message.as_bytes()) < 100_000
    assert "\u0301" * 5 not in text
    assert max(map(len, text.splitlines())) < 400


HEADERS_OF_A_GOOD_MAIL = {
    "From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "List-Id", "List-Unsubscribe", "Auto-Submitted",
    "Precedence", "X-Auto-Response-Suppress", "Content-Type",
}  # fmt: skip
HOSTILE = {
    "57-crlf": f"{KLING}\r\nBcc: victim@example.org\r\n\r\nbody",
    "57-vt-ff": f"{KLING}\x0b\x0cBcc: v@example.org",
    "57-nel": f"{KLING}\x85Bcc: v@example.org",
    "57-separators": f"{KLING}\u2028Bcc: v@example.org\u2029",
    "58-rfc2047": f"=?utf-8?q?foo=0ABcc:_v@example.org?= {KLING}",
    "58-rfc2047-base64": f"=?utf-8?b?Zm9vCkJjYzogdkBleGFtcGxlLm9yZw==?= {KLING}",
    "59-override": f"{KLING} \u202eevil\u202c \u2066x",
    "59-tags": f"{KLING} \U000e0041\U000e0042\u200b\ufeff",
    "65-script": f"{KLING} <script src=//evil.example/x></script><img src=//evil.example/p.gif onerror=alert(1)>",
    "65-form": f"{KLING} <form action=//evil.example><meta http-equiv=refresh content=0><base href=//evil.example>",
    "65-endless-number": f"{KLING} &#{'9' * 5000};",
    "66-jinja": f"{KLING} {{{{ 7*7 }}}} {{% raw %}} ${{x}} <% y %>",
    "66-dunder": f"{KLING} {{{{ ''.__class__.__mro__ }}}}",
}


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE.keys())
def test_faults_57_to_66_a_title_is_words_and_nothing_else(on, title):
    """A hostile title adds no header, no markup, nothing that is loaded, nothing that is computed."""
    listed(on, document(entry(title, "1", "https://a.example.org/", title, START)))
    message, text, page = mailed(on)
    assert set(message.keys()) == HEADERS_OF_A_GOOD_MAIL
    assert message["To"] == "ann@example.org"
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202e]", text + page + message["Subject"])
    tags = " ".join(re.findall(r"<[^>]*>", re.sub(r'title="[^"<>]*"', "", page)))
    assert not re.search(r"<(?:script|form|base|iframe|object)\b|\son\w+\s*=|\bsrc\s*=|url\(", tags)
    assert "Kling 3.0" in text
    assert "49" not in re.findall(r"(?<![\w.#&;:-])\d+(?![\w.:;])", text)
    links = set(re.findall(r'href="([^"]+)"', page))
    assert {link.partition(":")[0] for link in links} <= {"http", "https", "mailto"}
    assert not [link for link in links if "evil" in link]


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)", "JaVa\tScRiPt:alert(1)", " data:text/html,x", "vbscript:x", "file:///etc/passwd",
        "https://me:pw@", "http://", "mailto:a@example.org", "ftp://a.example.org/x",
    ],
)  # fmt: skip
def test_fault_63_a_link_is_http_or_none(on, link):
    """What is no web address is no link; the title stands without."""
    listed(on, document(entry(KLING, "1", link, at=START)))
    _, _, page = mailed(on)
    assert [judged.item.url for judged in on.store.items()] == [""]
    assert "Kling 3.0" in page
    assert not re.search(r"javascript|vbscript|data:text|file:", page, re.IGNORECASE)


def test_fault_64_a_host_that_looks_like_another(on):
    """A host that mixes scripts is shown as what it is."""
    listed(on, document(entry(KLING, "1", "https://\u0430pple.example.org/x", at=START)))
    _, text, page = mailed(on)
    assert "xn--pple" in text
    assert "\u0430pple" not in page


def outage(on, days: int) -> None:
    for _ in range(days * 4):
        file_feed(on, feed_state(on.store, "site"), Failure("http.server", "500"), on.clock())
        on.clock.forward(hours=6)
        publish(on)


def test_fault_60_a_feed_seen_first_with_five_hundred_old_items(on):
    """All are stored, none is told; added again after a pause, nothing is told either."""
    old = document(*(entry(f"{KLING} {n}", str(n), at=START - (3 + n) * DAY) for n in range(500)))
    assert listed(on, old).new == 500
    assert told(on) == []
    on.store.sync_feeds([])
    on.store.sync_feeds([SITE])
    assert listed(on, old + b" ").new == 0
    assert told(on) == []


def test_fault_61_old_items_with_new_dates_after_an_outage(on):
    """After three days of errors the same guids with today's dates are no news, not even those pruned long ago."""
    listed(on, document(*(entry(f"{KLING} {n}", str(n), at=START) for n in range(3))))
    assert len(told(on)) == 1 or len(on.store.stories()) > 0
    on.store.prune(on.clock() + 400 * DAY)
    outage(on, 3)
    assert listed(on, document(*(entry(f"{KLING} {n}", str(n), at=on.clock()) for n in range(3)))).new == 0
    assert told(on) == []


def test_fault_62_items_of_the_outage_are_news(on):
    """What was published while the feed could not be read is told when it is back, six days later."""
    listed(on, document(entry("Nothing of interest", "0", at=START)))
    outage(on, 6)
    listed(on, document(entry(KLING, "1", at=START + DAY)))
    assert told(on) == [KLING]


def test_a_list_that_breaks_off_ends_no_outage(on):
    """What the first answer after an outage breaks off before is news once the list is whole again."""
    listed(on, document(entry("Nothing of interest", "0", at=START)))
    outage(on, 6)
    whole = document(entry("Rain", "2", at=START), entry(KLING, "1", at=START + DAY))
    assert listed(on, whole[: whole.index(KLING.encode())]).new == 1
    assert told(on) == []
    assert listed(on, whole).new == 1
    assert told(on) == [KLING]
    assert feed_state(on.store, "site").failing_since is None


def test_fault_67_a_term_is_no_pattern():
    """What looks like a regular expression in the watchlist is looked for as written: it can hold up nothing."""
    product = Product("Catastrophe", "Nobody", (Term("(a+)+$"), Term("Kling")))
    matcher = Matcher(replace(WATCHLIST, products=(product,)), config().cues)
    judged = matcher.judge(Item("site", "1", "", "a" * 60_000 + "! Kling", "a" * 60_000))
    assert {match.term for match in judged.matches if match.name == "Catastrophe"} <= {"Kling"}


# ---------------------------------------------------------------- security

INJECTIONS = ("'; DROP TABLE items; --", '"; DELETE FROM feeds; --', "../../etc/passwd", "%_%", "x' OR '1'='1")


@pytest.mark.parametrize("evil", INJECTIONS)
def test_fault_119_no_name_of_a_feed_or_item_is_a_statement_or_a_path(on, store, evil):
    """A guid, a title, a search that look like SQL, a wildcard or a path are texts: nothing else is found or lost."""
    listed(on, document(entry("Harmless", "0")))
    arrive(on, "site", Item("site", evil, "", f"{KLING} {evil}", evil, "en", "site", START))
    assert len(list(store.items())) == 2
    assert [hit.item.guid for hit in store.find_items([evil])] == [evil]
    assert store.item_by(evil).item.guid == evil
    assert {state.feed.name for state in store.feed_states()} == {"site"}


def test_fault_120_no_secret_is_ever_told(tmp_path):
    """The login in a feed's address and the mail server's password stand in no output, log or status."""
    with Web() as web:
        web.on("/feed", reply(500))
        home = Home.make(tmp_path, f"http://reader:canary@127.0.0.1:{web.port}/feed", web.allow)
        secret = home.folder / "password"
        secret.write_text("canary")
        secret.chmod(0o600)
        monitor = (home.config / "monitor.yaml").read_text()
        server = f"mail: {{server: 127.0.0.1, port: 9, security: none, user: me, password_file: {secret}}}\n"
        home.write("monitor.yaml", monitor + server)
        commands = (
            ["poll", "--all"], ["poll", "--all", "--json"], ["status"], ["status", "--json"], ["feeds", "list"],
            ["digest", "daily", "--send"], ["feeds", "test", "site"], ["check"],
        )  # fmt: skip
        done = [home.run(*command) for command in commands]
    said = {" ".join(command): one.stdout + one.stderr for command, one in zip(commands, done, strict=True)}
    assert [command for command, text in said.items() if "canary" in text] == []
    assert all(said.values())


def test_the_first_edition_of_a_weekly_digest_tells_the_days_before_it(store, clock):
    """What came since the installation is told, though the first edition is days away."""
    weekly = Digest("weekly", ("ann@example.org",), weekdays=(0,))
    on = service(store, clock, loaded=config(SITE, digests=(weekly,)))
    publish(on)
    listed(on, document(entry(KLING, "1", at=START)))
    assert told(on, days=7) == [KLING]
