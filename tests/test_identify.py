"""Which listed items are new, which were edited, which only go by another guid."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.identify import Sorted, name_of_outlived, sort
from monitor.model import Item, Known

AT = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
ITEM = Item("site", "1", "https://site.example.org/kling", "Kling 3.0 is out", published_at=AT)
KNOWN = Known(7, "1", "site.example.org/kling", "Kling 3.0 is out", AT, AT)
BARE = replace(KNOWN, url_key="", published_at=None)
LATER, BEFORE_AT = AT + timedelta(days=1), AT - timedelta(days=1)


@pytest.mark.parametrize(
    ("item", "known", "new", "edited"),
    [
        (ITEM, [], ["1"], []),
        (ITEM, [KNOWN], [], []),
        (replace(ITEM, title="Kling 3.0 is out, with sound"), [KNOWN], [], [7]),
        (replace(ITEM, title=""), [KNOWN], [], []),
        (replace(ITEM, summary="2 hours ago, 31 comments"), [KNOWN], [], []),
        (replace(ITEM, guid="1-b"), [KNOWN], [], []),
        (replace(ITEM, guid="1-b", title="Another headline"), [KNOWN], ["1-b"], []),
        (replace(ITEM, guid="1-b", url="https://site.example.org/other"), [KNOWN], ["1-b"], []),
        (replace(ITEM, guid="x", url=""), [replace(KNOWN, url_key="")], [], []),
        (replace(ITEM, guid="x", url="", published_at=LATER), [replace(KNOWN, url_key="")], ["x"], []),
        (replace(ITEM, guid="x", url="", published_at=None), [BARE], ["x"], []),
        (
            replace(ITEM, url="https://site.example.org/vidu", title="Vidu Q4", published_at=LATER),
            [KNOWN], ["1"], [],
        ),
        (replace(ITEM, url="https://site.example.org/vidu", title="Vidu Q4"), [KNOWN], [], [7]),
        (
            replace(ITEM, url="https://site.example.org/vidu", title="Vidu Q4", published_at=LATER),
            [replace(KNOWN, published_at=None)], ["1"], [],
        ),
        (replace(ITEM, title="Vidu Q4", published_at=LATER), [BARE], ["1"], []),
        (replace(ITEM, title="Vidu Q4", published_at=AT), [replace(BARE, published_at=BEFORE_AT)], [], [7]),
        (replace(ITEM, url="https://new.example.org/kling", published_at=LATER), [KNOWN], [], []),
    ],
    ids=[
        "never seen", "listed again", "headline changed", "headline lost", "summary changed", "guid changed",
        "same page, another headline", "same headline, another page", "guid changed, no link", "another day's, no link",
        "nothing to know it by", "guid used again", "moved and retitled", "guid of an undated one used again",
        "guid of one without a link used again", "edited, with a link at last", "moved",
    ],
)  # fmt: skip
def test_what_a_listed_item_is(item, known, new, edited):
    """New, known, edited, or known by another guid: each sign and its limits."""
    found = sort([item], known)
    assert ([one.guid for one in found.new], [before.id for before, _ in found.edited]) == (new, edited)


VIDU = replace(ITEM, url="https://site.example.org/vidu", title="Vidu Q4", published_at=LATER)
VIDU_KNOWN = replace(KNOWN, id=8, url_key="site.example.org/vidu", title="Vidu Q4", published_at=LATER)
OUTLIVED = replace(KNOWN, guid="1  7")


def test_a_guid_used_again_is_the_new_item_s():
    """What took over a guid is known by it, wherever its site moves and whatever its headline becomes."""
    assert sort([VIDU], [KNOWN]).outlived == (KNOWN,)
    assert name_of_outlived(KNOWN) == OUTLIVED.guid
    there = replace(VIDU, url="https://new.example.org/vidu", title="Vidu Q4, with sound")
    assert sort([there], [VIDU_KNOWN, OUTLIVED]) == Sorted((), ((VIDU_KNOWN, there),), ((VIDU_KNOWN, there),))


@pytest.mark.parametrize(
    ("published_at", "renamed", "outlived"),
    [(AT, [], []), (None, [], []), (LATER + timedelta(days=1), [7], [8])],
    ids=["as before", "undated", "as of today"],
)
def test_an_outlived_item_is_old_under_its_guid_too(published_at, renamed, outlived):
    """Listed once more, as by a cache, it is no news, and no edit of what took its guid; re-dated, it has it back."""
    found = sort([replace(ITEM, published_at=published_at)], [VIDU_KNOWN, OUTLIVED])
    assert (found.new, found.edited) == ((), ())
    assert [before.id for before, _ in found.renamed] == renamed
    assert [one.id for one in found.outlived] == outlived


@pytest.mark.parametrize("page", ["https://new.example.org/kling", "https://site.example.org/kling?visit=2"])
def test_a_known_item_is_known_by_its_present_address(page):
    """One that moved is no other when its headline changes later; one that has no link any more keeps its old one."""
    there = replace(ITEM, url=page)
    assert sort([there], [KNOWN]).renamed == ((KNOWN, there),)
    moved, edited = replace(KNOWN, url_key=page.partition("//")[2]), replace(there, title="Kling", published_at=LATER)
    assert sort([edited], [moved]).edited == ((moved, edited),)
    assert sort([replace(ITEM, url="")], [KNOWN]).renamed == ()


def test_what_was_pruned_is_not_new():
    """A buried item never comes back, whatever date it bears now."""
    assert sort([replace(ITEM, published_at=LATER)], [], frozenset({"1"})).new == ()


def test_a_feed_whose_guids_change_at_each_poll_brings_nothing_new():
    """Ten items under ten new names are the ten items that were there."""
    items = [replace(ITEM, guid=f"t{n}", url=f"https://site.example.org/{n}", title=f"News {n}") for n in range(10)]
    known = [Known(n, f"s{n}", f"site.example.org/{n}", f"News {n}", AT, AT) for n in range(10)]
    sorted_items = sort(items, known)
    assert (sorted_items.new, sorted_items.mostly_renamed) == ((), True)
    assert sorted_items.renamed == tuple(zip(known, items, strict=True))


def test_an_item_listed_twice_keeps_its_guid():
    """What stands in a list under two guids is known by the one it had; of two new ones the first is taken.

    Two items that share their new guid cannot both have it.
    """
    other, third = replace(ITEM, guid="1-b"), replace(ITEM, guid="1-c")
    assert sort([ITEM, other], [KNOWN]).renamed == ()
    assert sort([other, third], [KNOWN]).renamed == ((KNOWN, other),)
    vidu = replace(other, url="https://site.example.org/vidu", title="Vidu Q4")
    stored = replace(KNOWN, id=8, guid="2", url_key="site.example.org/vidu", title="Vidu Q4")
    assert sort([other, vidu], [KNOWN, stored]).renamed == ((KNOWN, other),)


ASKED = replace(ITEM, guid="site.example.org/v?id=3&t=2", url="https://site.example.org/v?id=3&t=2")
BEFORE = replace(KNOWN, guid="site.example.org/v?id=3&t=1", url_key="site.example.org/v?id=3&t=1")


@pytest.mark.parametrize(
    ("item", "beside", "new"),
    [
        (ASKED, [], 0),
        (replace(ASKED, title="Another headline"), [], 1),
        (replace(ASKED, published_at=AT + timedelta(minutes=1)), [], 1),
        (replace(ASKED, published_at=None), [], 1),
        (replace(ASKED, url="https://site.example.org/w?id=3&t=2"), [], 1),
        (ASKED, [replace(ITEM, guid=BEFORE.guid, url="https://site.example.org/v?id=3&t=1")], 1),
    ],
    ids=["query", "another headline", "another minute", "undated", "another page", "both are listed"],
)
def test_an_item_whose_address_has_another_query_is_the_same(item, beside, new):
    """Times of day and sessions in addresses make no item new; title, instant and path must be the old one's."""
    assert len(sort([item, *beside], [BEFORE]).new) == new


@pytest.mark.parametrize(
    ("changed", "beside", "at", "new"),
    [(5, 0, None, 0), (5, 4, None, 0), (4, 0, None, 4), (5, 5, None, 5), (5, 0, AT, 0), (5, 0, LATER, 5)],
    ids=["all", "most", "a list too short to tell", "half", "dated", "as news of another day"],
)
def test_a_list_whose_links_change_brings_nothing_new(changed, beside, at, new):
    """Most of five and more under old titles at other addresses are what was there, undated or of that instant."""
    titles = [f"News {number}" for number in range(changed + beside)]
    known = [Known(n, f"u{n}", f"site.example.org/a/{n}", title, at and AT, AT) for n, title in enumerate(titles)]
    kept = [replace(ITEM, guid=one.guid, title=one.title, published_at=at) for one in known[changed:]]
    listed = [
        replace(ITEM, guid=f"v{n}", url=f"https://site.example.org/b/{n}", title=title, published_at=at)
        for n, title in enumerate(titles[:changed])
    ]
    found = sort([*listed, *kept], known)
    assert (len(found.new), found.mostly_renamed) == (new, new == 0)


def test_a_title_that_all_share_tells_nothing():
    """Links change every day on a page whose entries are all called "Read more": they are its news."""
    known = [Known(n, f"u{n}", f"site.example.org/a/{n}", "Read more", None, AT) for n in range(6)]
    listed = [Item("site", f"v{n}", f"https://site.example.org/b/{n}", "Read more") for n in range(6)]
    assert len(sort(listed, known).new) == 6
