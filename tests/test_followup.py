"""A story again: shown with what is new, or in a line at most; told by the text of the mail its reader gets."""

from __future__ import annotations

import email
from dataclasses import replace
from datetime import timedelta
from email import policy

import pytest
from stage import arrive, item, service

from monitor.cluster.places import REGIONS as NAMED
from monitor.model import Feed
from monitor.pipeline.publish import publish
from monitor.render.words import TONGUES
from monitor.render.words.regions import LANGUAGES, REGIONS
from monitor.text import primary

SITES = tuple(Feed(f"site{number}", f"https://site{number}.example.org/feed") for number in range(8))
VENDOR = Feed("vendor", "https://vendor.example.org/feed", official=True)
KLING = "Kuaishou launches Kling 3.0, an AI video generator"
FIRST = (KLING, "Kling 3.0 launched: Kuaishou shows its AI video generator")
NAMELESS = ("Kuaishou launches new Kling AI video generator", "Kuaishou shows new Kling AI video generator")
RUMOUR = ("Kuaishou may launch Kling 3.0 AI video generator, sources say",)
AGAIN = (
    "Kuaishou's Kling 3.0 AI video generator is out",
    "Kuaishou launches the Kling 3.0 AI video generator",
    "Kling 3.0: Kuaishou launches AI video generator",
    "Kuaishou's AI video generator Kling 3.0 has launched",
)


@pytest.fixture
def on(store, clock):
    running = service(store, clock, *SITES, VENDOR)
    publish(running)
    return running


def bring(on, *titles: str, first: int = 0, vendor: bool = False) -> None:
    """File a report for each title, each by a site of its own, or by the vendor."""
    for number, title in enumerate(titles, first):
        feed = VENDOR.name if vendor else SITES[number].name
        address = f"https://{feed}.example.org/{on.clock():%d}-{number}"
        arrived = item(address, title, at=on.clock(), url=address, site=feed)
        arrive(on, feed, replace(arrived, official=vendor))


def next_mail(on) -> str:
    """The text of the next morning's mail, up to its footer."""
    on.clock.at = on.clock().replace(hour=7, minute=0) + timedelta(days=on.clock().hour >= 7)
    publish(on)
    message = email.message_from_bytes(on.store.deliveries(())[-1].raw, policy=policy.default)
    return message.get_body(("plain",)).get_content().partition("\nRead: ")[0]


def new_in(mail: str) -> str:
    """What the mail says is new of its story, its lines joined; "" = it shows none whole."""
    _, found, rest = mail.partition("New since 10 Mar: ")
    lines = rest.splitlines() if found else [""]
    end = next((index for index, line in enumerate(lines) if line.endswith(":") or not line.strip()), len(lines))
    return " ".join(line.strip() for line in lines[:end])


CASES = [
    (FIRST, "Kuaishou launches Kling 3.0 AI video generator for $29 a month", "new figure USD 29, +1 source"),
    (FIRST, "Kuaishou launches Kling 3.0 AI video generator in Europe", "new region: Europe, +1 source"),
    (FIRST, "快手可灵3.0视频生成在日本推出", "new region: Japan, +1 source"),
    (NAMELESS, "Kuaishou launches new AI video generator Kling 3.0", "first mention of Kling 3.0, +1 source"),
    (RUMOUR, "Kuaishou denies it will launch Kling 3.0", ""),
    (FIRST, "China's Kuaishou launches Kling 3.0, an AI video generator", ""),
    (FIRST, "Kuaishou has launched Kling 3.0, an AI video generator that makes 15 seconds", ""),
    (FIRST, "Kuaishou launches Kling 3.0, an AI video generator (Lens Japan) - Daily Korea", ""),
    (FIRST, "快手发布可灵3.0视频生成模型，支持日语和中国语 - 日本镜报", ""),
]


@pytest.mark.parametrize(
    ("before", "later", "new"), CASES,
    ids=["price", "region", "region in another language", "version", "denial is another story", "the maker's country",
         "other words", "the sites' countries", "a language"],
)  # fmt: skip
def test_a_story_comes_back_with_what_is_new_of_it(on, before, later, new):
    """A price, a region, a version bring it back, and the mail names them; other words for the same do not."""
    bring(on, *before)
    next_mail(on)
    bring(on, later, first=4)
    assert new_in(next_mail(on)) == new


def test_a_rumour_that_was_confirmed_comes_back(on):
    """Two sites say it plainly within a day: it is shown again, as confirmed."""
    bring(on, *RUMOUR)
    assert "REPORTED" in next_mail(on)
    bring(on, *FIRST, first=2)
    assert new_in(next_mail(on)).startswith("now confirmed, was reported")


def test_a_second_site_brings_no_story_back_whole(on):
    """What one site said plainly yesterday takes a line once a second one says it, with what that makes of it."""
    bring(on, *FIRST[:1])
    assert "one source so far" in next_mail(on)
    bring(on, *FIRST[1:], first=4)
    whole, _, lines = next_mail(on).partition("In brief")
    assert ("Kling" not in whole, "confirmed; new since 10 Mar: now confirmed, +1 source" in lines) == (True, True)


def test_a_vendor_who_spoke_brings_a_story_back(on):
    """What sites had plainly is shown again once the vendor itself says it."""
    bring(on, *FIRST)
    next_mail(on)
    bring(on, "Kling 3.0 launches today", vendor=True)
    assert new_in(next_mail(on)) == "Kuaishou spoke, +1 source"


def test_a_denial_is_shown_with_the_rumour_before_it(on):
    """A linked story that says otherwise is told, with both steps."""
    bring(on, "Kling 3.0 will shut down, sources say")
    next_mail(on)
    on.clock.forward(hours=6)
    bring(on, "Kuaishou denies that Kling 3.0 will shut down", first=3)
    mail = next_mail(on)
    assert "1. Kuaishou denies that Kling 3.0 will shut down" in mail
    assert mail.index("What changed") < mail.index("Kling 3.0 will shut down, sources say")


DENIED = ("Kling 3.0 will shut down, sources say", "Kuaishou denies that Kling 3.0 will shut down")


def bring_late(on) -> None:
    """File the denial first, then the rumour that stood six hours before it."""
    bring(on, DENIED[1], first=3)
    on.clock.forward(hours=-6)
    bring(on, DENIED[0])
    on.clock.forward(hours=6)


def test_a_denial_that_arrives_first_is_shown_with_the_rumour_before_it(on):
    """Which of two feeds was read first changes nothing: the later story is linked to the earlier one."""
    on.clock.forward(hours=8)
    bring_late(on)
    mail = next_mail(on)
    assert mail.index("What changed") < mail.index("Kling 3.0 will shut down, sources say")


def test_an_old_rumour_brings_no_denial_back(on):
    """A story that readers know is not told again for the sake of an earlier one that arrives late."""
    on.clock.forward(hours=8)
    bring(on, DENIED[1], first=3)
    next_mail(on)
    on.clock.forward(hours=-12)
    bring(on, DENIED[0])
    on.clock.forward(hours=13)
    assert "denies" not in next_mail(on)


@pytest.mark.parametrize(("count", "lines"), [(1, 0), (2, 0), (4, 1)], ids=["one more", "two more", "four more"])
def test_further_sources_take_a_line_at_most(on, count, lines):
    """Of a few more sites saying the same nothing is said; of many a line, without the sources."""
    bring(on, *FIRST)
    next_mail(on)
    bring(on, *AGAIN[:count], first=3)
    mail = next_mail(on)
    assert (mail.count(f"+{count} source"), mail.count("Sources:"), "Kling" in mail) == (lines, 0, bool(lines))


def test_a_mail_counts_the_reports_it_has_not_told_before(on):
    """Above the news stands how many reports came, not how many an old story has gathered."""
    bring(on, *FIRST)
    assert "1 story from 2 items" in next_mail(on)
    bring(on, "快手可灵3.0视频生成在日本推出", first=4)
    assert next_mail(on).splitlines()[1].startswith("1 story from 1 item;")


def test_what_came_back_once_stays_out_the_next_day(on):
    """A region is news once."""
    bring(on, *FIRST)
    next_mail(on)
    bring(on, "Kuaishou launches Kling 3.0 AI video generator in Europe", first=4)
    assert "new region: Europe" in next_mail(on)
    bring(on, "Kuaishou launches Kling 3.0, its AI video generator, in Europe", first=5)
    assert "Kling" not in next_mail(on)


def test_every_region_has_a_name_in_every_language():
    """What the cluster stage takes for a region, the mail can say."""
    assert NAMED.keys() == REGIONS.keys()
    assert {len(names) for names in REGIONS.values()} == {len(LANGUAGES)}
    assert set(LANGUAGES) == {primary(tag) for tag in TONGUES}
