"""What is remembered of feeds, items, stories and counts, as it went in; and that each index serves a query."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, time, timedelta
from types import NoneType, UnionType
from typing import Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor import model
from monitor.model import (
    Claim,
    CueMatch,
    Feed,
    FeedState,
    FeedTrouble,
    Item,
    Judged,
    Judgement,
    Known,
    Match,
    Skip,
    Story,
    StoryLink,
    Traits,
    Why,
)
from monitor.store import Store, schema
from monitor.store.codec import decode, encode, instant, moment
from monitor.store.items import tombstone
from monitor.store.stories import CANDIDATES, EARLIER

NOW = datetime(2026, 3, 25, 6, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def item(guid: str, title: str = "Kling 3.0 is here", *, feed: str = "site", at: datetime = NOW, **known) -> Item:
    known = {"url": f"https://{feed}.example.org/{guid}", "language": "en", "site": feed, **known}
    return Item(feed, guid, title=title, published_at=at, seen_at=known.pop("seen_at", at), **known)


def match(name: str, number: int = 0) -> Match:
    why = Why("context", "OpenAI", "title", "watchlist.yaml:9")
    return Match(name, "product", name, "title", number, number + len(name), "watchlist.yaml:8", True, why, 0.5)


def judgement(*products: str, companies: tuple[str, ...] = ()) -> Judgement:
    relevant = bool(products or companies)
    found = tuple(match(name, number) for number, name in enumerate(products))
    return Judgement(relevant, 0.75, "en", products, companies, matches=found, why_not=None if relevant else "no term")


CLAIM = Claim("reported", ("launch",), "The Example", False, (CueMatch("launch", "is here", "title", 10, 17, "en:3"),))


def file(
    store, one: Item, *products: str, companies: tuple[str, ...] = (), url_key: str = "", claim: Claim = CLAIM
) -> int:
    """Store an item about these products; return its id."""
    traits = Traits(url_key, products, companies=companies, at=one.published_at, language=one.language)
    [added] = store.add_items([Judged(0, one, judgement(*products, companies=companies), claim, traits)])
    return added.id


def story(store, *numbers: int, at: datetime = NOW, products: tuple[str, ...] = ("Kling",)) -> int:
    """Open a story of these items."""
    opened = store.open_story(at)
    for number in numbers:
        store.join(opened, number)
    store.set_story(Story(opened, at, (), numbers[0] if numbers else 0, products, "reported", ("launch",)))
    return opened


# ---------------------------------------------------------------- feeds

SITE = Feed("site", "https://site.example.org/feed")
OTHER = Feed("other", "https://other.example.org/feed", language="de")


def state(store, name: str = "site") -> FeedState:
    return next(one for one in store.feed_states() if one.feed.name == name)


def polled(store, name: str = "site", **known) -> FeedState:
    """Record a poll of a feed."""
    after = replace(state(store, name), **known)
    store.save_poll(after)
    return after


def test_a_new_feed_is_due_now_and_knows_nothing(store):
    """A feed taken up for the first time has an empty state and is due."""
    store.sync_feeds([SITE, OTHER])
    assert store.due_feeds(NOW) == [FeedState(OTHER, OTHER.url), FeedState(SITE, SITE.url)]


def test_what_a_poll_found_comes_back(store):
    """Every field of a feed's state is kept, validators verbatim."""
    store.sync_feeds([SITE])
    after = polled(
        store, url="https://moved.example.org/", etag='W/"ü \'1"', modified="weird  date", body_hash="ab",
        next_poll_at=NOW + HOUR, polled_at=NOW, ok_at=NOW - HOUR, failures=3, failing_since=NOW - DAY,
        error_code="net.timeout", error_text="no answer", ttl=5 * HOUR, skip=Skip((0, 23), (6,)), max_age=6 * HOUR,
        newest_at=NOW - 2 * HOUR, validators_from="https://other.example.org/", moved_to="https://new.example.org/",
        moved_since=NOW - 3 * HOUR, moved_times=2, repeats=7,
    )  # fmt: skip
    assert store.feed_states() == [after]


def test_feeds_come_due_the_longest_due_first(store):
    """What was never polled comes first, then by time; what is not due stays out."""
    feeds = [Feed(name, f"https://{name}.example.org/") for name in "abcd"]
    store.sync_feeds(feeds)
    for name, wait in (("a", -MINUTE), ("b", MINUTE), ("c", -HOUR)):
        polled(store, name, next_poll_at=NOW + wait, polled_at=NOW - DAY)
    assert [one.feed.name for one in store.due_feeds(NOW)] == ["d", "c", "a"]
    assert [one.feed.name for one in store.due_feeds(NOW + MINUTE)] == ["d", "c", "a", "b"]


def test_a_clock_set_back_freezes_no_feed(store):
    """A feed whose last poll lies days ahead is due: its schedule is from a clock that ran wrong."""
    store.sync_feeds([SITE])
    polled(store, polled_at=NOW + 30 * DAY, next_poll_at=NOW + 30 * DAY + HOUR)
    assert [one.feed.name for one in store.due_feeds(NOW)] == ["site"]


def test_a_removed_feed_rests_with_its_history(store):
    """A feed no longer in feeds.yaml is not polled nor shown; back again it goes on where it was."""
    store.sync_feeds([SITE, OTHER])
    before = polled(store, etag='"1"', next_poll_at=NOW + HOUR)
    store.sync_feeds([OTHER])
    assert [one.feed.name for one in store.feed_states()] == ["other"]
    assert [one.feed.name for one in store.due_feeds(NOW)] == ["other"]
    store.sync_feeds([SITE])
    assert store.feed_states() == [before]


@pytest.mark.parametrize(
    "change",
    [{"url": "https://site.example.org/atom"}, {"type": "page"}, {"encoding": "gbk"}],
    ids=lambda change: next(iter(change)),
)
def test_a_feed_read_otherwise_is_asked_anew(store, change):
    """Validators belong to one address and one way of reading it; dates and history stay."""
    store.sync_feeds([SITE])
    polled(store, etag='"1"', modified="m", body_hash="h", next_poll_at=NOW + DAY, ok_at=NOW, ttl=DAY)
    changed = replace(SITE, **change)
    store.sync_feeds([changed])
    assert store.feed_states() == [FeedState(changed, changed.url, ok_at=NOW)]


def test_a_feed_named_otherwise_keeps_its_validators(store):
    """A new title or language asks for nothing anew."""
    store.sync_feeds([SITE])
    polled(store, etag='"1"', next_poll_at=NOW + DAY)
    store.sync_feeds([replace(SITE, title="The Site", language="en")])
    assert (state(store).etag, state(store).feed.title) == ('"1"', "The Site")


# ---------------------------------------------------------------- items


def test_an_item_comes_back_as_it_was_filed(store):
    """Item, judgement with its evidence in order, claim and traits are kept whole."""
    one = item("1", "クリング <3.0> \"'", summary="可灵\n…", official=True, at=NOW + timedelta(microseconds=5))
    judged = replace(judgement("Kling", "Sora", companies=("Kuaishou",)), hosts=("ChatGPT",), versions=("Kling 3.0",))
    traits = Traits("site.example.org/1", ("Kling",), numbers=("usd 3",), at=NOW, extra=("a:b",))
    [added] = store.add_items([Judged(0, one, judged, CLAIM, traits)])
    assert store.item_by(added.id) == added == Judged(added.id, one, judged, CLAIM, traits)


def test_an_item_is_filed_once(store):
    """The same guid of the same feed is no second item, whatever else it says; of another feed it is."""
    file(store, item("1"))
    again = [item("1", "Other title"), item("1", feed="other"), item("1", "A third", feed="other")]
    [added] = store.add_items([Judged(0, one, judgement("Kling"), CLAIM, Traits()) for one in again])
    assert added.item == again[1]
    assert [one.item.title for one in store.items()] == ["Kling 3.0 is here"] * 2


def test_a_long_list_is_filed_whole_and_in_order(store):
    """However many items a feed lists, each gets a row, ids ascend in their order, and what is known is left out."""
    store.add_items([Judged(0, item("7"), judgement(), CLAIM, Traits())])
    listed = [Judged(0, item(str(number)), judgement("Kling"), CLAIM, Traits()) for number in range(1_203)]
    added = store.add_items(listed)
    assert [one.item.guid for one in added] == [str(number) for number in range(1_203) if number != 7]
    assert [one.id for one in added] == sorted(one.id for one in added)
    assert list(store.items())[1:] == added


def test_an_item_without_the_moment_of_filing_is_refused(store):
    """Who files says when."""
    with pytest.raises(ValueError, match="seen_at"):
        store.add_items([Judged(0, replace(item("1"), seen_at=None), judgement(), CLAIM, Traits())])


def test_listed_items_are_remembered(store):
    """By its guid, else by its address, else, without one, by its title an item of this feed is known again.

    By its title, too, where most of a list is at addresses unknown; by its address, too, where the guid is of another.
    """
    same = file(store, item("1"), url_key="site.example.org/1")
    moved = file(store, item("2"), url_key="site.example.org/2")
    bare = file(store, item("3", "A title", url=""))
    file(store, item("1", feed="other"), url_key="site.example.org/1")
    listed = [
        item("1", "Other words", url="https://elsewhere.example.org/"),
        item("new guid", url="http://www.site.example.org/2?utm_source=rss"),
        item("new", "A title", url=""),
        item("unheard", "A title", url="https://site.example.org/9"),
    ]
    found = store.remembered("site", listed)
    assert [(one.id, one.guid) for one in found] == [(same, "1"), (moved, "2"), (bare, "3")]
    assert found[1] == Known(moved, "2", "site.example.org/2", "Kling 3.0 is here", NOW, NOW)
    assert store.remembered("site", []) == []
    taken = store.remembered("site", [item("1", url="https://site.example.org/2")])
    assert [one.id for one in taken] == [same, moved]
    others = [replace(item(f"b{n}", "A title", at=NOW), url=f"https://site.example.org/b/{n}") for n in range(9)]
    assert [one.id for one in store.remembered("site", others)] == [bare]
    assert store.remembered("site", others[4:5]) == []


def test_any_number_of_items_is_remembered(store):
    """A document of thousands is asked for in pages."""
    for number in range(1100):
        file(store, item(str(number)))
    assert len(store.remembered("site", [item(str(number)) for number in range(3000)])) == 1100


GUIDS = st.lists(st.text(st.characters(codec="utf-8"), max_size=12), unique=True, max_size=8)


@given(GUIDS)
def test_any_guid_is_known_as_it_was(guids):
    """Quotes, control characters and all scripts make guids of their own, while stored and when pruned."""
    with Store(":memory:") as store:
        for guid in guids[::2]:
            file(store, item(guid, url=""))
        listed = [item(guid, f"title {number}", url="") for number, guid in enumerate(guids)]
        assert {one.guid for one in store.remembered("site", listed)} == set(guids[::2])
        store.prune(NOW + DAY)
        assert store.remembered("site", listed) == []
        assert store.buried("site", guids) == set(guids[::2])
        assert store.buried("other", guids) == set()


def test_an_edited_item_keeps_what_it_said(store):
    """An edit takes the item's place, is found by its new words, and the old ones become a revision."""
    number = file(store, item("1", "Kling 3.0 is here"), "Kling")
    opened = story(store, number)
    edited = replace(item("1", "Sora 2 is here"), summary="corrected")
    store.update_item(Judged(number, edited, judgement("Sora"), CLAIM, Traits(products=("Sora",))), NOW + HOUR)
    judged = store.item_by(number)
    assert (judged.item, judged.judgement.products) == (edited, ("Sora",))
    assert store.story_of(number) == opened
    assert [[one.id for one in store.find_items([word])] for word in ("Kling", "Sora", "corrected")] == [[], [1], [1]]
    assert store.revisions(number) == [(NOW + HOUR, "Kling 3.0 is here")]


def test_a_headline_that_never_rests_keeps_its_last_revisions(store):
    """A live page whose headline counts up is edited at each poll, for years: the last twenty headlines are kept."""
    number = file(store, item("1", "Live: 0 updates"), "Kling")
    for count in range(1, 25):
        edited = item("1", f"Live: {count} updates")
        store.update_item(Judged(number, edited, judgement("Kling"), CLAIM, Traits()), NOW + count * HOUR)
    headed = [title for _, title in store.revisions(number)]
    assert headed == [f"Live: {count} updates" for count in range(23, 3, -1)]


def test_a_rejudged_item_changes_what_it_is_about_only(store):
    """New judgement, evidence and traits take the place of the old; story and text stay; candidates follow."""
    number = file(store, item("1"), "Kling")
    opened = story(store, number)
    about, traits = judgement("Sora", companies=("OpenAI",)), Traits(products=("Sora",), at=NOW - HOUR)
    store.rejudge(Judged(number, item("1"), about, CLAIM, traits))
    judged = store.item_by(number)
    assert (judged.item.title, judged.judgement.matches) == ("Kling 3.0 is here", (match("Sora"),))
    assert [candidates(store, Traits(products=(name,))) for name in ("Kling", "Sora")] == [[], [opened]]
    store.rejudge(Judged(number, item("1"), judgement(), CLAIM, Traits()))
    assert store.item_by(number).judgement == judgement()
    assert store._rows("SELECT * FROM names") == []


def test_an_item_is_found_by_id_address_or_guid(store):
    """`explain` finds an item by what a person has of it; of several feeds the newest."""
    first = file(store, item("tag:1", url="https://example.org/a?id=3"), url_key="example.org/a?id=3")
    last = file(store, item("x", feed="other", url="http://www.example.org/a?id=3"), url_key="example.org/a?id=3")
    bare = file(store, item("urn:9", url=""))
    asked = [first, str(first), "tag:1", "https://example.org/a/?utm_source=rss&id=3", "urn:9", 99, "nothing", ""]
    found = [judged and judged.id for judged in map(store.item_by, asked)]
    assert found == [first, first, first, last, bare, None, None, None]


def test_a_renamed_item_is_read_under_its_new_guid_and_address(store):
    """What was read of an item before it was renamed is not shown again; one that lost its link keeps it."""
    number = file(store, item("old"))
    assert store.item_by(number).item.guid == "old"
    store.rename_items({number: ("new", "https://new.example.org/a")})
    store.rename_items({number: ("newer", "")})
    found = store.item_by("https://new.example.org/a").item
    assert (found.guid, found.url) == ("newer", "https://new.example.org/a")


def test_items_come_in_the_order_they_were_filed(store):
    """From `since` on, over pages, also when one is filed at an earlier moment later on."""
    for number in range(1203):
        file(store, item(str(number), seen_at=NOW + number // 100 * MINUTE))
    file(store, item("late", seen_at=NOW - DAY))
    assert [one.item.guid for one in store.items()] == ["late", *map(str, range(1203))]
    some = [one.item.guid for one in store.items(NOW + MINUTE)]
    assert some == [str(number) for number in range(100, 1203)]


def test_items_may_be_rejudged_while_they_are_read(store):
    """Each comes once although what is stored of it changes meanwhile."""
    for number in range(700):
        file(store, item(str(number)))
    count = 0
    for one in store.items():
        store.rejudge(replace(one, judgement=judgement("Kling")))
        count += 1
    assert count == 700


def test_what_is_read_is_what_is_stored(tmp_path):
    """What another connection changes, or a rollback undoes, is never answered from memory."""

    def rejudge_and_fail(store) -> None:
        with store.transaction():
            store.rejudge(Judged(1, item("1"), judgement("Veo"), CLAIM, Traits()))
            assert store.item_by(1).judgement.products == ("Veo",)
            raise ZeroDivisionError

    with Store(tmp_path / "m.db") as store, Store(tmp_path / "m.db") as other:
        file(store, item("1"), "Kling")
        assert store.item_by(1).judgement.products == ("Kling",)
        other.rejudge(Judged(1, item("1"), judgement("Sora"), CLAIM, Traits()))
        assert store.item_by(1).judgement.products == ("Sora",)
        with pytest.raises(ZeroDivisionError):
            rejudge_and_fail(store)
        assert store.item_by(1).judgement.products == ("Sora",)


# ---------------------------------------------------------------- retention


def test_pruned_items_never_come_back(store):
    """What matched nothing becomes a tombstone after its time: gone, not found, never new again."""
    number = file(store, item("1", "Nothing of note", at=NOW - 91 * DAY))
    assert store.prune(NOW - 90 * DAY) == 1
    assert (store.item_by(number), store.find_items(["note"])) == (None, [])
    assert not store.add_items([Judged(0, item("1", "Nothing of note"), judgement(), CLAIM, Traits())])
    assert store._rows("SELECT key FROM tombstones")[0]["key"] == tombstone("site", "1")
    store._run("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
    assert store.prune(NOW - 90 * DAY) == 0


def test_what_matters_or_is_listed_is_not_pruned(store):
    """Relevant items, members of a story, what a feed still lists and what is young enough stay."""
    old = NOW - 100 * DAY
    for guid in ("listed", "member", "gone"):
        file(store, item(guid, at=old))
    file(store, item("relevant", at=old), "Kling")
    file(store, item("young", at=NOW - 80 * DAY))
    story(store, store.item_by("member").id)
    store.touch_listed("site", ["listed", "unheard of"], NOW - 50 * DAY)
    assert store.prune(NOW - 90 * DAY) == 1
    assert {one.item.guid for one in store.items()} == {"listed", "member", "relevant", "young"}


def test_listed_is_noted_to_the_day(store):
    """A poll that finds nothing new writes next to nothing; another feed's items are not touched."""
    file(store, item("1"))
    file(store, item("1", feed="other"))

    def listed():
        return [instant(row["listed_at"]) for row in store._rows("SELECT listed_at FROM items ORDER BY id")]

    store.touch_listed("site", ["1"], NOW + HOUR)
    assert listed() == [NOW, NOW]
    store.touch_listed("site", ["1"], NOW + 2 * DAY)
    assert listed() == [NOW + 2 * DAY, NOW]


def test_pruning_does_not_look_at_every_story(store):
    """Items go by keys: thousands of stories do not slow a prune down (a foreign key without index would)."""
    plan = store._rows("EXPLAIN QUERY PLAN DELETE FROM items WHERE id = 1")
    assert [row["detail"] for row in plan if row["detail"].startswith("SCAN")] == []


# ---------------------------------------------------------------- stories


def test_a_story_comes_back_whole(store):
    """Items in order of publication, headline, products, status, kinds and links."""
    earlier = story(store, file(store, item("0", at=NOW - DAY), "Kling"), at=NOW - DAY)
    late, early = file(store, item("1", at=NOW), "Kling"), file(store, item("2", at=NOW - HOUR), "Kling")
    opened = store.open_story(NOW)
    store.join(opened, late)
    store.join(opened, early)
    links = (StoryLink(earlier, "confirms"),)
    store.set_story(Story(opened, NOW, (), early, ("Kling", "Veo"), "confirmed", ("launch", "pricing"), links))
    told = store.story(opened)
    assert [one.id for one in told.items] == [early, late]
    assert (told.opened_at, told.headline, told.products, told.status, told.kinds, told.links) == (
        NOW - HOUR, early, ("Kling", "Veo"), "confirmed", ("launch", "pricing"), links,
    )  # fmt: skip
    store.set_story(Story(opened, NOW, (), early, ("Veo",), "denied"))
    assert (store.story(opened).links, store.story(opened).products) == ((), ("Veo",))
    assert store.story(99) is None


def test_an_item_is_in_one_story(store):
    """Who joins another story leaves the first."""
    number = file(store, item("1"), "Kling")
    first, second = story(store, number), store.open_story(NOW)
    store.join(second, number)
    assert store.story_of(number) == second
    assert [len(store.story(one).items) for one in (first, second)] == [0, 1]
    assert [one.id for one in store.candidates(Traits(products=("Kling",)), NOW - DAY, NOW + DAY)] == [second]


def test_stories_of_a_time(store):
    """Asked for are those that something joined since then and that opened by `until`; ids narrow down."""
    old = story(store, file(store, item("1", at=NOW - 3 * DAY), "Kling"), at=NOW - 3 * DAY)
    new = story(store, file(store, item("2", at=NOW), "Veo"))

    def ids(**how):
        return [one.id for one in store.stories(**how)]

    assert ids() == [old, new]
    assert ids(since=NOW - DAY) == [new]
    assert ids(until=NOW - DAY) == [old]
    assert ids(ids=[old, 99]) == [old]
    assert ids(ids=[]) == []
    store.join(old, file(store, item("3", at=NOW - 3 * DAY, seen_at=NOW), "Kling"))
    assert ids(since=NOW - DAY) == [old, new]


def test_dissolved_stories_are_gone_and_their_items_free(store):
    """Stories all of whose items are recent are taken apart, kept and older ones are not; ids are not used again."""
    old = file(store, item("0", at=NOW - 9 * DAY), "Kling")
    mixed = story(store, old, file(store, item("1"), "Kling"))
    told = story(store, file(store, item("2"), "Kling"))
    free = [file(store, item(guid), "Kling") for guid in ("3", "4")]
    gone = story(store, *free)
    store.set_story(Story(told, NOW, products=("Kling",), links=(StoryLink(gone, "continues"),)))
    assert store.dissolve(NOW - DAY, keep={told}) == set(free)
    assert [one.id for one in store.stories()] == [mixed, told]
    assert [store.story_of(number) for number in free] == [None, None]
    assert store.story(told).links == ()
    assert gone not in [one.id for one in store.candidates(Traits(products=("Kling",)), NOW - DAY, NOW + DAY)]
    assert store.open_story(NOW) > gone


# ---------------------------------------------------------------- candidates


def candidates(store, traits: Traits, days: int = 4) -> list[int]:
    at = traits.at or NOW
    return [one.id for one in store.candidates(traits, at - days * DAY, at + days * DAY)]


def test_candidates_share_address_product_or_company(store):
    """One thing shared is enough; a story with nothing in common, and an item in no story, are none."""
    address = story(store, file(store, item("1"), url_key="example.org/a"))
    product = story(store, file(store, item("2"), "Kling"))
    company = story(store, file(store, item("3"), "Veo", companies=("Google",)))
    story(store, file(store, item("4"), "Sora", companies=("OpenAI",)))
    file(store, item("5"), "Kling", url_key="example.org/a")
    assert candidates(store, Traits("example.org/a")) == [address]
    assert candidates(store, Traits(products=("Kling", "Pika"))) == [product]
    assert candidates(store, Traits(companies=("Google",))) == [company]
    assert candidates(store, Traits("example.org/a", ("Kling",), companies=("Google",))) == [address, product, company]
    assert candidates(store, Traits(products=("Google",))) == []
    assert candidates(store, Traits()) == []


def test_what_names_no_product_is_compared_with_its_like(store):
    """An item that names a company but no product shares the topic with one that names neither."""
    [told] = store.add_items([Judged(0, item("1"), Judgement(True, 1.0, "en"), CLAIM, Traits(at=NOW))])
    neither = story(store, told.id)
    company = story(store, file(store, item("2"), companies=("Google",)))
    other = story(store, file(store, item("3"), companies=("Meta",)))
    product = story(store, file(store, item("4"), "Veo", companies=("Google",)))
    assert candidates(store, Traits(companies=("Google",))) == [neither, company, other, product]
    assert candidates(store, Traits()) == [neither, company, other]
    assert candidates(store, Traits(products=("Veo",), companies=("Google",))) == [company, product]


def test_candidates_have_an_item_in_the_window_and_come_whole(store):
    """The window is about items, its ends included; a story found comes with its older items too."""
    edge = file(store, item("1", at=NOW - 4 * DAY), "Kling")
    before = file(store, item("2", at=NOW - 4 * DAY - MINUTE), "Kling")
    whole = story(store, edge, file(store, item("3", at=NOW - 20 * DAY), "Kling"))
    story(store, before)
    found = store.candidates(Traits(products=("Kling",), at=NOW), NOW - 4 * DAY, NOW + 4 * DAY)
    assert [(one.id, len(one.items)) for one in found] == [(whole, 2)]


def test_candidates_are_few_and_the_nearest(store):
    """However many are open, at most 300 are compared: the address, then a product, nearest in time first."""
    numbers = [story(store, file(store, item(str(n), at=NOW + n * MINUTE), "Kling")) for n in range(CANDIDATES + 20)]
    same = story(store, file(store, item("same", at=NOW - 3 * DAY), url_key="example.org/a"))
    company = story(store, file(store, item("company"), companies=("Kuaishou",)))
    found = candidates(store, Traits("example.org/a", ("Kling",), companies=("Kuaishou",), at=NOW))
    assert found == sorted([*numbers[: CANDIDATES - 1], same])
    assert company not in found


def test_earlier_stories_are_few_the_nearest_and_what_may_be_turned(store):
    """Of many stories of a product the latest are looked at, and the rumours and denials however many came since."""
    plain = Claim("confirmed", ("launch",))
    denied = story(store, file(store, item("denied", at=NOW - 9 * DAY), "Kling", claim=plain), at=NOW - 9 * DAY)
    store.set_story(Story(denied, NOW, (), 0, ("Kling",), "denied", ("launch",)))
    rumour = story(store, file(store, item("rumour", at=NOW - 8 * DAY), "Kling"), at=NOW - 8 * DAY)
    story(store, file(store, item("too old", at=NOW - 20 * DAY), "Kling"), at=NOW - 20 * DAY)
    story(store, file(store, item("beside", at=NOW - DAY), "Veo", "Kling"), at=NOW - DAY, products=("Veo", "Kling"))
    claims_nothing = story(store, file(store, item("opinion", at=NOW - DAY), "Kling"), at=NOW - DAY)
    store.set_story(Story(claims_nothing, NOW, products=("Kling",)))
    days = [NOW - DAY * (7 - number / 10) for number in range(EARLIER + 5)]
    near = [story(store, file(store, item(str(at), at=at), "Kling", claim=plain), at=at) for at in days]
    found = store.linkable(near[-1], "Kling", NOW - 10 * DAY, days[-1])
    assert [one.id for one in found] == [denied, rumour, *near[-EARLIER - 1 : -1]]


# ---------------------------------------------------------------- counts


def test_coverage_counts_what_was_read(store):
    """Feeds, those read since, items and matches filed in the time, and when something matched last."""
    store.sync_feeds([SITE, OTHER])
    polled(store, ok_at=NOW - HOUR)
    polled(store, "other", ok_at=NOW - 2 * DAY)
    for number, hours in enumerate((30, 24, 3, 2, 1)):
        file(store, item(str(number), at=NOW - hours * HOUR), *["Kling"] * (number in (0, 2)))
    file(store, item("later", at=NOW + HOUR))
    said = store.coverage(NOW - DAY, NOW)
    assert (said.feeds, said.feeds_read, said.items, said.matched) == (2, 1, 3, 1)
    assert (said.troubles, said.last_match_at) == ((), NOW - 3 * HOUR)


def test_a_dead_feed_is_a_trouble(store):
    """A feed that fails and was not read in the time is named by its title; one read meanwhile is not."""
    feeds = [replace(SITE, title="The Site"), OTHER, Feed("third", "https://third.example.org/")]
    store.sync_feeds(feeds)
    failing = {"failing_since": NOW - 3 * DAY, "error_code": "net.timeout", "error_text": "no answer"}
    polled(store, ok_at=NOW - 3 * DAY, **failing)
    polled(store, "other", **failing | {"failing_since": NOW - 4 * DAY})
    polled(store, "third", ok_at=NOW - HOUR, **failing)
    assert store.coverage(NOW - DAY, NOW).troubles == (
        FeedTrouble("other", "net.timeout", "no answer", NOW - 4 * DAY),
        FeedTrouble("The Site", "net.timeout", "no answer", NOW - 3 * DAY),
    )


def test_nothing_filed_is_covered_too(store):
    """An empty database has a coverage of noughts."""
    assert store.coverage(NOW - DAY, NOW) == model.Coverage(0, 0, 0, 0)


def test_counts_by_day(store):
    """Items a day, of each product and of all, days ending at this time of day, oldest first, without the future."""
    for number, hours in enumerate((0, 1, 23, 25, 47, 49, 72, 73, -1)):
        file(store, item(str(number), at=NOW - hours * HOUR - MINUTE), *["Kling", "Veo"][: number % 3])
    products, fetched = store.counts(NOW, days=3)
    assert fetched == [1, 2, 3]
    assert products == {"Kling": [1, 1, 2], "Veo": [1, 0, 1]}


# ---------------------------------------------------------------- values as text

KINDS = [
    one
    for name, one in sorted(vars(model).items())
    if isinstance(one, type) and is_dataclass(one) and bytes not in get_type_hints(one).values()
    if one is not model.Config  # its texts are stored
]
INSTANTS = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))
PLAIN = {
    str: st.text(st.characters(codec="utf-8"), max_size=8),
    int: st.integers(-(2**53), 2**53),
    float: st.floats(allow_nan=False),
    bool: st.booleans(),
    bytes: st.binary(max_size=4),
    datetime: INSTANTS,
    time: st.times(),
    timedelta: st.timedeltas(timedelta(0), timedelta(days=9999)),
}


def values(kind):
    """Any value of a type of the model."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind in PLAIN:
        return PLAIN[kind]
    if origin is Literal:
        return st.sampled_from(inner)
    if origin in (Union, UnionType):
        return st.none() | st.one_of([values(one) for one in inner if one is not NoneType])
    if origin is tuple:
        return st.lists(values(inner[0]), max_size=2).map(tuple)
    hints = get_type_hints(kind)
    return st.builds(kind, **{one.name: values(hints[one.name]) for one in fields(kind)})


@pytest.mark.parametrize("kind", KINDS, ids=lambda one: one.__name__)
def test_values_come_back_equal(kind):
    """Any value of the model that is stored and without bytes is equal to what is read of it."""

    @settings(max_examples=25)  # of each of dozens of types, most of which hold others
    @given(values(kind))
    def check(value):
        assert decode(kind, encode(value)) == value

    check()


def test_defaults_are_not_written_and_unknown_fields_not_read():
    """A row stays small, reads when a field with a default is new, and when one is gone."""
    assert encode(Feed("a", "b")) == '{"name":"a","url":"b"}'
    assert decode(Feed, '{"name":"a","url":"b","colour":"red"}') == Feed("a", "b")


def test_what_has_no_codec_is_refused():
    """A type the model does not use is a mistake of ours."""
    with pytest.raises(TypeError, match="no codec"):
        decode(complex, "1")


@given(st.lists(INSTANTS, min_size=2, max_size=5))
def test_instants_sort_as_texts(instants):
    """Texts of instants compare as the instants do, and come back."""
    texts = [moment(one) for one in instants]
    assert [instant(text) for text in texts] == instants
    assert sorted(texts) == [moment(one) for one in sorted(instants)]


def test_every_zone_is_written_as_utc():
    """An instant has one text."""
    berlin = datetime.fromisoformat("2026-03-25T07:00:00+01:00")
    assert moment(berlin) == moment(NOW) == "2026-03-25T06:00:00+00:00"
    assert (moment(None), instant(None)) == (None, None)


# ---------------------------------------------------------------- injection


@pytest.mark.parametrize("evil", ["'; DROP TABLE items; --", "\" OR 1=1 --", "%' OR '1'='1", "Robert\\'); x"], ids=str)
def test_no_text_is_a_statement(store, evil):
    """Names, words and ids are values wherever they go."""
    store.sync_feeds([Feed(evil, evil)])
    number = file(store, item(evil, evil, feed=evil, url=evil), evil, companies=(evil,), url_key=evil)
    story(store, number, products=(evil,))
    assert [one.id for one in store.find_items([evil], language=evil)] == []
    assert [one.id for one in store.find_items([evil], product=evil)] == [number]
    assert store.item_by(evil).id == number
    assert [one.products for one in store.stories()] == [(evil,)]
    assert len(list(store.items())) == 1
    assert store.told(evil) == {}
    assert [one.guid for one in store.remembered(evil, [item(evil, evil, url=evil)])] == [evil]
    assert store.buried(evil, [evil]) == set()


# ---------------------------------------------------------------- the schema's comments

LINES = [line for script in (schema._FEEDS, schema._ITEMS, schema._MAIL) for line in script.splitlines()]
COLUMNS = [line for line in LINES if re.match(r'  "?\w+"? (TEXT|INTEGER|REAL|BLOB)', line)]
NULLABLE = [line for line in COLUMNS if not re.search(r"NOT NULL|PRIMARY KEY", line)]


@pytest.mark.parametrize("line", NULLABLE, ids=lambda line: line.split()[0])
def test_each_null_says_what_it_means(line):
    """A column that may be empty says in the schema what that means."""
    assert re.search(r"-- .*NULL = \w", line)


@pytest.mark.parametrize("line", [line for line in LINES if " INDEX " in line], ids=lambda line: line.split(" ON ")[0])
def test_each_index_says_what_it_is_for(line):
    """An index names its query."""
    assert re.search(r"; +-- \w", line)


# ---------------------------------------------------------------- query plans


class Listening(Store):
    """A store that remembers what was said to it."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, tuple]] = []
        super().__init__(":memory:")

    def _run(self, sql, values=()):
        self.heard.append((sql, tuple(values)))
        return super()._run(sql, values)


@pytest.fixture
def steps():
    """What SQLite does for each question that the schema's comments name, a step each."""
    with Listening() as store:
        use(store)
        cascades = [(f"DELETE FROM {table} WHERE id = ?", (0,)) for table in ("items", "stories", "deliveries")]
        asked = [one for one in store.heard if re.match("SELECT|UPDATE|DELETE", one[0])]
        plans = [store._rows(f"EXPLAIN QUERY PLAN {sql}", values) for sql, values in asked + cascades]
    return [row["detail"] for plan in plans for row in plan]


def use(store) -> None:
    """Ask each of the questions that the schema's comments name."""
    number = file(store, item("1"), "Kling", companies=("Kuaishou",), url_key="example.org/1")
    opened = story(store, number)
    store.candidates(Traits("example.org/1", ("Kling",)), NOW - DAY, NOW + DAY)
    store.item_by("https://example.org/1")
    store.coverage(NOW - DAY, NOW)
    list(store.items(NOW - DAY))
    store.find_items(["Kling"], since=NOW - DAY, product="Kling")
    store.find_items(since=NOW - DAY)
    store.near_misses(NOW - DAY, NOW)
    store.refusing(("Kling",), NOW - DAY, NOW + DAY)
    store.counts(NOW)
    store.stories(NOW - DAY)
    store.story(opened)
    list(store.editions(NOW - DAY))
    store.slots("daily", "2026-03-11")
    store.alerts_on("daily", "2026-03-25")
    store.told("daily", [1, 2])
    store.last_composed_at("daily")
    store.last_alert_at("daily")
    edition = model.Edition("daily", "2026-03-25T07:00", "t", "UTC", "en", NOW, NOW)
    store.record_edition(edition, [model.Letter("a@example.org", "<1@b>", "s", b"x", "")], ())
    store.claim_delivery(store.owed(NOW)[0].id, NOW)
    store.mark_dot(1)
    store.recover(NOW)
    store.remembered("site", [item("2"), item("3", url="")])
    store.translations_since(NOW - DAY)
    store.prune(NOW - DAY)


OURS = "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql <> '' AND tbl_name <> '_sqlite_migrations'"
with Store(":memory:") as made:
    INDEXES = [row["name"] for row in made._rows(OURS)]


@pytest.mark.parametrize("index", INDEXES)
def test_each_index_serves_a_query(steps, index):
    """No index is there in vain: a question the store asks, or a foreign key, goes by it."""
    pattern = re.compile(rf"SEARCH \w+ USING (COVERING )?INDEX {index}\b")
    assert [step for step in steps if pattern.match(step)] != []


@pytest.mark.parametrize(
    "step",
    [
        "SEARCH items USING INDEX items_url_key (url_key=? AND at>? AND at<?)",
        "SEARCH items USING INDEX items_url_key (url_key=?)",
        "SEARCH names USING COVERING INDEX names_at (name=? AND role=? AND at>? AND at<?)",
        "SEARCH items USING COVERING INDEX items_story (story=?)",
        "SEARCH items USING COVERING INDEX items_seen (seen_at>? AND seen_at<?)",
        "SEARCH items USING INDEX sqlite_autoindex_items_1 (feed=? AND guid=?)",
        "SEARCH deliveries USING INDEX deliveries_state (state=?)",
        "SCAN attempts USING INDEX attempts_open",  # open ones are few
        "SEARCH editions USING COVERING INDEX sqlite_autoindex_editions_1 (digest=? AND slot>?)",
        "SEARCH editions USING INDEX sqlite_autoindex_editions_1 (digest=? AND slot>? AND slot<?)",
        "SEARCH told USING PRIMARY KEY (digest=? AND story=?)",
        "SCAN editions USING INDEX editions_composed",  # from the newest, to the first of its digest
    ],
    ids=[
        "address, time", "address", "name, time", "members", "a page of items", "guid", "owed", "open tries",
        "slots of two weeks", "alerts of a day", "told of some stories", "the last edition",
    ],
)
def test_the_busy_questions_go_straight(steps, step):
    """What is asked for each item or each heartbeat never reads a whole table."""
    assert step in steps
