"""What a person decides of stories: parted, put together, taken back; what digests tell then; what is shown of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from place import Home
from stage import START, Clock, arrive, item, open_store, service
from test_compose import judged

from monitor import cluster
from monitor.cli.explain import explain_command
from monitor.cli.place import Place
from monitor.cli.story import story_command
from monitor.cli.story.deciding import members
from monitor.cli.story.naming import story_named
from monitor.cli.story.showing import look
from monitor.compose import told_part, told_whole
from monitor.model import Decision, Digest, Feed, Quiet, Story, Told
from monitor.pipeline.publish import publish
from monitor.pipeline.rematch import rematch
from monitor.pipeline.restore import restore
from monitor.pipeline.service import Service
from monitor.pipeline.stories import merge, split, undo
from monitor.store import Store

SITES = tuple(Feed(name, f"https://{name}.example.org/feed") for name in ("site", "other", "third", "fourth"))
DAY = timedelta(days=1)
LAUNCH = "Kuaishou launches Kling 3.0, an AI video generator"
LAUNCHED = "Kling 3.0 launched by Kuaishou: the AI video generator is here"
EDITOR = "Kuaishou launches Kling 3.0 with an AI video editor"
DENIAL = "Kuaishou denies that Kling 3.0 will shut down"


@pytest.fixture
def on(store, clock):
    running = service(store, clock, *SITES)
    publish(running)
    return running


def bring(on, *titles: str, feed: str = "site") -> list[int]:
    """File an item for each title, a site each; return their ids."""
    ids = []
    for title in titles:
        feed = SITES[len(ids) % len(SITES)].name if len(titles) > 1 else feed
        guid = f"{title} {on.clock():%d %H}"
        address = f"https://{feed}.example.org/{abs(hash(guid))}"
        arrive(on, feed, item(guid, title, at=on.clock(), url=address, site=feed))
        ids.append(on.store.item_by(guid).id)
    return ids


def home_of(on, number: int) -> Story:
    return on.store.story(on.store.story_of(number))


def homes(on, *numbers: int) -> set[frozenset[int]]:
    """How these items are grouped."""
    groups: dict[int, set[int]] = {}
    for number in numbers:
        groups.setdefault(on.store.story_of(number), set()).add(number)
    return {frozenset(group) for group in groups.values()}


def grouped(*groups: tuple[int, ...]) -> set[frozenset[int]]:
    return {frozenset(group) for group in groups}


def next_morning(on) -> list[tuple[str, tuple[str, ...]]]:
    """Publish the next morning's edition: each headline, and what is new of it; () = told for the first time."""
    at = on.clock().replace(hour=7, minute=0)
    on.clock.at = at if at > on.clock() else at + DAY
    (edition,) = publish(on)
    return [(entry.headline, entry.whats_new[1:]) for entry in edition.entries]


# ---------------------------------------------------------------- clustering


def said(verdict: str, first: tuple[int, ...], second: tuple[int, ...]) -> Decision:
    return Decision(verdict, first, second, 1, 2, START)


@pytest.mark.parametrize(
    ("decisions", "apart", "together"),
    [
        ([("apart", (1, 2), (3,))], [(1, 3), (2, 3)], []),
        ([("apart", (1,), (2, 3))], [(1, 2), (1, 3)], [(2, 3)]),
        ([("together", (1,), (2,))], [], [(1, 2)]),
        ([("together", (1,), (2,)), ("together", (2,), (3,))], [], [(1, 3)]),
        ([("apart", (1, 2), (3,)), ("together", (1, 2), (3,))], [], [(1, 3), (2, 3)]),
        ([("together", (1, 2), (3,)), ("apart", (1, 2), (3,))], [(1, 3), (2, 3)], [(1, 2)]),
        ([("together", (1,), (4,)), ("apart", (1,), (2,))], [(4, 2)], [(1, 4)]),
        ([("together", (1, 2), (3, 4)), ("apart", (1, 2), (3,))], [(4, 3)], [(1, 4)]),
    ],
    ids=["split", "split off together", "merge", "chain of merges", "merge ends a split", "split ends a merge",
         "what is together is apart from the same", "split takes one out of a group"],
)  # fmt: skip
def test_the_last_word_holds(decisions, apart, together):
    """Later decisions end earlier ones that say the opposite; what belongs together is parted from the same items."""
    decided = cluster.decided(tuple(said(*one) for one in decisions))
    for one, other in apart:
        assert decided.parts(one, [other]) is not None
        assert decided.parts(other, [one]) is not None
        assert decided.binds(one, [other]) is None
    for one, other in together:
        assert decided.binds(one, [other]) is not None
        assert decided.binds(other, [one]) is not None
        assert decided.parts(one, [other]) is None


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["apart", "together"]),
            st.permutations(range(6)).flatmap(lambda p: st.tuples(st.integers(1, 3), st.integers(1, 3)).map(
                lambda n: (tuple(p[: n[0]]), tuple(p[3 : 3 + n[1]])))),
        ),
        max_size=6,
    )
)  # fmt: skip
def test_no_decisions_contradict_each_other(made):
    """Whatever was decided in whatever order: no two items must be together and apart, and the last one holds whole."""
    decisions = [said(verdict, *sides) for verdict, sides in made]
    decided = cluster.decided(tuple(decisions))
    pairs = [(one, other) for one in range(6) for other in range(6) if one != other]
    assert [pair for pair in pairs if decided.binds(pair[0], pair[1:]) and decided.parts(pair[0], pair[1:])] == []
    for last in decisions[-1:]:
        asked = decided.parts if last.verdict == "apart" else decided.binds
        assert all(asked(one, [other]) for one in last.first for other in last.second)


def test_a_new_item_between_parted_stories_goes_to_the_likelier(on):
    """Nobody decided on it: it is weighed against both, and joins one."""
    one, two, three = bring(on, LAUNCH, EDITOR, LAUNCHED)
    split(on, home_of(on, one), {two})
    (late,) = bring(on, "Kling 3.0 brings an AI video editor", feed="fourth")
    assert homes(on, one, two, three, late) == grouped((one, three), (two, late))


# ---------------------------------------------------------------- what holds


@pytest.fixture
def parted(on):
    """Three reports of one story; the second is split off."""
    one, two, three = bring(on, LAUNCH, EDITOR, LAUNCHED)
    assert homes(on, one, two, three) == grouped((one, two, three))
    split(on, home_of(on, one), {two})
    return one, two, three


def test_a_split_holds_when_all_is_judged_anew(on, parted):
    """rematch builds the stories again, and not the one that was parted."""
    one, two, three = parted
    rematch(on, on.clock() - DAY)
    assert homes(on, *parted) == grouped((one, three), (two,))


def test_a_merge_holds_when_all_is_judged_anew(on):
    """rematch puts together what evidence would not."""
    one, two = bring(on, LAUNCH, "Kling wins a prize for AI video in Cannes")
    assert homes(on, one, two) == grouped((one,), (two,))
    merge(on, home_of(on, one), home_of(on, two))
    rematch(on, on.clock() - DAY)
    assert homes(on, one, two) == grouped((one, two))


def test_a_split_holds_for_the_same_story_in_a_restored_backup(tmp_path, clock):
    """A decision is in the backup, and counts after it came back."""
    home = Home.make(tmp_path)
    with Store(home.database) as store:
        on = service(store, clock, *SITES)
        ids = bring(on, LAUNCH, EDITOR)
        split(on, home_of(on, ids[0]), ids[1:])
        store.backup(tmp_path / "copy.db")
    restore(tmp_path / "copy.db", home.database, home.config, clock())
    with Store(home.database) as store:
        on = service(store, clock, *SITES)
        rematch(on, clock() - DAY)
        assert homes(on, *ids) == grouped(ids[:1], ids[1:])


@pytest.mark.parametrize(("undone", "number"), [(False, 2), (True, 1)], ids=["decided", "taken back"])
def test_what_was_decided_after_a_backup_holds_once_it_is_restored(tmp_path, clock, undone, number):
    """The journal names the items by feed and guid: a split is made again, unless it was taken back."""
    home = Home.make(tmp_path)
    with Store(home.database) as store:
        ids = bring(service(store, clock, *SITES), LAUNCH, EDITOR)
        store.backup(tmp_path / "copy.db")
    assert home.run("story", "split", "1", str(ids[1])).returncode == 0
    if undone:
        assert home.run("story", "split", "1", str(ids[1]), "--undo").returncode == 0
    for _ in range(2):  # a second time it changes nothing
        assert restore(tmp_path / "copy.db", home.database, home.config, clock()).undecided == 0
        clock.forward(hours=1)
    with Store(home.database) as store:
        on = service(store, clock, *SITES)
        assert (len(store.stories()), len(store.decisions())) == (number, number - 1)
        rematch(on, clock() - DAY)
        assert len(homes(on, *ids)) == number


def test_a_merge_after_a_backup_is_made_again_where_the_items_are_there(tmp_path, clock):
    """And counted where they are not: they were read after the backup was made."""
    home = Home.make(tmp_path)
    with Store(home.database) as store:
        on = service(store, clock, *SITES)
        one, two = bring(on, LAUNCH, "Kling wins a prize for AI video in Cannes")
        store.backup(tmp_path / "copy.db")
        (three,) = bring(on, "Sora by OpenAI shuts down, the AI video generator")
    assert home.run("story", "merge", "1", "2").returncode == 0
    assert home.run("story", "merge", "1", "3").returncode == 0
    done = restore(tmp_path / "copy.db", home.database, home.config, clock())
    with Store(home.database) as store:
        assert (done.undecided, store.item_by(three)) == (1, None)
        assert homes(service(store, clock, *SITES), one, two) == grouped((one, two))


def test_undoing_a_split_brings_the_items_back(on, parted):
    """The story is whole again, and stays so."""
    (decision,) = on.store.decisions()
    undo(on, decision)
    rematch(on, on.clock() - DAY)
    assert (homes(on, *parted), on.store.decisions()) == (grouped(parted), ())


def test_undoing_a_merge_brings_the_story_back_under_its_number(on):
    """A mail that named it names it still."""
    one, two = bring(on, LAUNCH, "Kling wins a prize for AI video in Cannes")
    numbers = [on.store.story_of(one), on.store.story_of(two)]
    merge(on, home_of(on, one), home_of(on, two))
    undo(on, on.store.decisions()[0])
    assert [on.store.story_of(one), on.store.story_of(two)] == numbers


def test_a_split_that_was_scattered_since_is_undone_as_far_as_it_goes(on, parted):
    """After the parted item was merged elsewhere, taking back the split parts that no story in two."""
    one, two, _ = parted
    (decision,) = on.store.decisions()
    merge(on, home_of(on, one), home_of(on, two))
    undo(on, decision)
    assert homes(on, *parted) == grouped(parted)


# ---------------------------------------------------------------- what digests tell


def test_an_event_that_was_hidden_in_another_is_told(on):
    """Split off after the mail: its headline was in no digest, so it is news; the rest is not told again."""
    one, two, three = bring(on, LAUNCH, EDITOR, LAUNCHED)
    ((headline, _),) = next_morning(on)
    shown = next(number for number in (one, two, three) if on.store.item_by(number).item.title == headline)
    hidden = next(number for number in (one, two, three) if number != shown)
    split(on, home_of(on, one), {hidden})
    assert next_morning(on) == [(on.store.item_by(hidden).item.title, ())]
    assert next_morning(on) == []


def test_the_rest_is_told_where_the_wrong_report_gave_the_headline(on):
    """Split off what stood in the headline: it was told, what stood behind it was not."""
    ids = bring(on, LAUNCH, EDITOR, LAUNCHED)
    ((headline, _),) = next_morning(on)
    shown = next(number for number in ids if on.store.item_by(number).item.title == headline)
    split(on, home_of(on, shown), {shown})
    ((told, new),) = next_morning(on)
    assert (told in {LAUNCH, EDITOR, LAUNCHED} - {headline}, new) == (True, ())
    assert next_morning(on) == []


def test_a_split_before_any_mail_tells_both(on):
    """Nothing was told: two stories are."""
    ids = bring(on, LAUNCH, EDITOR)
    split(on, home_of(on, ids[0]), ids[1:])
    assert next_morning(on) == [(EDITOR, ()), (LAUNCH, ())]


def test_a_merge_of_two_told_stories_tells_nothing(on):
    """Both were mailed: together they are no news, and no echo of each other."""
    one, two = bring(on, LAUNCH, "Kling wins a prize for AI video in Cannes")
    assert len(next_morning(on)) == 2
    merge(on, home_of(on, one), home_of(on, two))
    assert [headline for headline, new in next_morning(on) if not any("status" in code for code in new)] == []


def test_a_merge_into_a_told_story_tells_only_what_is_new(on):
    """What was not mailed yet comes as a follow-up, with its own facts."""
    (one,) = bring(on, "Kuaishou launches Kling 3.0, an AI video generator")
    next_morning(on)
    (two,) = bring(on, "Kling wins a prize of $300 million for AI video in Cannes", feed="other")
    merge(on, home_of(on, one), home_of(on, two))
    ((_, new),) = next_morning(on)
    assert "number:usd 300000000" in new


def test_a_merge_of_an_untold_story_with_a_told_one_keeps_what_was_told(on):
    """The number that stays is the first named, though the other one was in the mail."""
    (one,) = bring(on, LAUNCH)
    next_morning(on)
    (two,) = bring(on, "Kling wins a prize for AI video in Cannes", feed="other")
    merge(on, home_of(on, two), home_of(on, one))
    assert [new for _, new in next_morning(on) if new == ()] == []


def test_judging_anew_after_a_split_repeats_nothing(on):
    """What was told of both parts stays told when the watchlist changes the next day."""
    ids = bring(on, LAUNCH, EDITOR, LAUNCHED)
    next_morning(on)
    split(on, home_of(on, ids[0]), ids[1:2])
    next_morning(on)
    rematch(on, START - DAY)
    assert (next_morning(on), homes(on, *ids)) == ([], grouped((ids[0], ids[2]), (ids[1],)))


def test_undoing_repeats_nothing(on):
    """Merged after the mail and parted again: the next edition is quiet."""
    one, two = bring(on, LAUNCH, "Kling wins a prize for AI video in Cannes")
    next_morning(on)
    merge(on, home_of(on, one), home_of(on, two))
    undo(on, on.store.decisions()[0])
    assert next_morning(on) == []


def test_a_link_is_not_news_again_because_a_number_changed(on):
    """A reader who was told that a story denies another is not told again after that one was merged."""
    one, two = bring(on, "Kling 3.0 will shut down, sources say", "Kling wins a prize for AI video in Cannes")
    on.clock.forward(hours=30)
    (denial,) = bring(on, DENIAL, feed="other")
    assert [link.earlier for link in home_of(on, denial).links] == [on.store.story_of(one)]
    next_morning(on)
    merge(on, home_of(on, two), home_of(on, one))
    assert [link.earlier for link in home_of(on, denial).links] == [on.store.story_of(two)]
    assert [code for _, new in next_morning(on) for code in new if code.startswith("link")] == []


DAILY = Digest("daily")


def story(number: int, *sites: str, status: str = "reported", at: datetime = START) -> Story:
    items = [judged(number * 10 + index, site=site, status=status) for index, site in enumerate(sites)]
    items = [replace(one, item=replace(one.item, seen_at=at)) for one in items]
    return Story(number, at, tuple(items), items[0].id, ("Kling",), status, ("launch",))


def told(number: int, status: str = "reported", **more) -> Told:
    return Told(number, status, **{"official": False, "sources": 1, "told_at": START, **more})


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        (None, None, None),
        (told(1), None, (1, "reported", 1, False)),
        (None, told(2), (1, "reported", 1, False)),
        (told(1), told(2, "confirmed"), (1, "confirmed", 2, False)),
        (told(1, muted=True), told(2, muted=True), (1, "reported", 2, True)),
        (told(1, muted=True), told(2), (1, "reported", 2, False)),
        (told(1, muted=True), None, (1, "na", 0, True)),
    ],
    ids=["neither", "first", "second", "both", "both muted", "one muted", "one muted, the other not told"],
)
def test_what_was_told_of_either_counts_as_told_of_the_whole(one, other, wanted):
    """What a reader saw of one of them; nothing, where a mute hid one and the other was yet to come."""
    parts = (story(1, "A"), story(2, "B", status="confirmed"))
    whole = replace(parts[0], items=(*parts[0].items, *parts[1].items), status="confirmed")
    found = told_whole([(one, parts[0]), (other, parts[1])], whole, DAILY)
    assert (found and (found.story, found.status, found.sources, found.muted)) == wanted


def test_a_status_that_changes_by_the_split_alone_is_no_news():
    """What was told confirmed and is reported once its second site left stays told; a change to come still is one."""
    whole, rest, off = story(1, "A", "B", status="confirmed"), story(1, "A"), story(2, "B")
    shown = [(rest.items[0].item.title, rest.items[0].item.url)]
    kept = told_part(told(1, "confirmed"), whole, rest, off, shown, DAILY)
    open_change = told_part(told(1, "denied"), whole, rest, off, shown, DAILY)
    assert (kept.status, open_change.status, kept.sources) == ("reported", "denied", 1)
    assert told_part(told(1, "confirmed"), whole, off, rest, shown, DAILY) is None


def test_where_nobody_knows_what_was_shown_both_parts_count_as_told():
    """After a restore no edition says what it told: rather silence than a repetition."""
    whole, rest, off = story(1, "A", "B"), story(1, "A"), story(2, "B")
    parts = [told_part(told(1), whole, one, other, [], DAILY) for one, other in ((rest, off), (off, rest))]
    assert [one.story for one in parts] == [1, 2]


def test_a_digest_that_told_nothing_is_left_alone(on, store):
    """What a mute kept back stays kept back, in both parts."""
    store.hush(Quiet("product", "Kling", on.clock(), on.clock() + 9 * DAY))
    ids = bring(on, LAUNCH, EDITOR)
    assert next_morning(on) == []
    split(on, home_of(on, ids[0]), ids[1:])
    assert store.unhush("product", "Kling", on.clock())
    assert next_morning(on) == []


# ---------------------------------------------------------------- the commands


ROWS = [
    ("a", "One", "en", "2026-03-12T09:02:00Z", "Kling 3.0 makes AI video with sound"),
    ("b", "Two", "zh", "2026-03-12T10:00:00Z", "快手可灵3.0发布"),
    ("c", "Three", "en", "2026-03-12T11:00:00Z", "Kuaishou launches Kling 3.0 with sound"),
]


class Here(Place):
    """A place whose service is the stage's: the commands run without a process of their own."""

    def __init__(self, on: Service) -> None:
        super().__init__(None, None)
        self._on = on

    @contextmanager
    def service(self, *, shipped: bool = False, files: bool = False, readonly: bool = False) -> Iterator[Service]:
        yield self._on


@pytest.fixture
def here(on):
    """One story of three reports, and the commands to run on it."""
    on.clock.at = datetime(2026, 3, 12, 12, tzinfo=UTC)
    for guid, site, language, at, title in ROWS:
        arrive(on, "site", item(guid, title, at=datetime.fromisoformat(at), language=language, site=site))

    def run(command, *arguments):
        return CliRunner().invoke(command, arguments, obj=Here(on), prog_name="x")

    return run


def test_a_person_splits_looks_asks_why_and_takes_it_back(here):
    """By command: the two stories named, the decision shown with its date and the way back, the evidence beside it."""
    done = here(story_command, "split", "#1", "b")
    assert (done.exit_code, [line.split()[0] for line in done.stdout.splitlines()]) == (0, ["#1", "#2"])
    shown = here(story_command, "show", "1").stdout
    assert "2 reports of 2 sites in 1 language; One was first, 2 h before Three" in shown
    assert "you parted these on 12 Mar 2026: 2 快手可灵3.0发布" in shown
    assert "to take it back: ai-video-monitor story split 1 2 --undo" in shown
    why = here(explain_command, "a", "b").stdout
    assert "you parted these on 12 Mar 2026" in why
    assert "  +1.90  both titles name kling3\n" in why
    assert "in all; from +0.00 on it is one event: one event by these two" in why
    assert here(story_command, "split", "1", "2", "--undo").stdout.split()[:3] == ["#1", "3", "items"]
    assert here(story_command, "split", "1", "2", "--undo").exit_code == 1


def test_a_story_is_shown_to_scripts(here):
    """With versions, who was first, the steps, what a person decided, and why each item is in it."""
    for command in (("split", "1", "2"), ("merge", "1", "2")):
        assert here(story_command, *command).exit_code == 0
    row = json.loads(here(story_command, "show", "#1", "--json").stdout)
    assert {key: row[key] for key in ("id", "status", "versions", "first", "languages", "told", "followed_by")} == {
        "id": 1, "status": "confirmed", "versions": ["Kling 3.0"], "first": {"site": "One", "lead_seconds": 3480},
        "languages": ["en", "zh"], "told": [], "followed_by": [],
    }  # fmt: skip
    assert [(step["status"], step["site"]) for step in row["history"]] == [("confirmed", "One")]
    assert [(one["verdict"], one["first"], one["second"]) for one in row["decisions"]] == [("together", [1, 3], [2])]
    assert [one["why"].startswith("you put them together on 12 Mar 2026") for one in row["items"]] == [True] * 3


def test_of_two_sites_at_once_none_is_first_by_anything(on, here):
    """What is dated alike is nobody's lead: none in words, no seconds for scripts."""
    at = datetime(2026, 3, 12, tzinfo=UTC)
    for guid, site in (("d", "Four"), ("e", "Five")):
        arrive(on, "site", item(guid, "Kling AI raises $500 million from investors", at=at, site=site))
    row = json.loads(here(story_command, "show", "#2", "--json").stdout)
    assert row["first"] == {"site": "Four", "lead_seconds": 0}
    assert "2 reports of 2 sites in 1 language\n" in here(story_command, "show", "2").stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("split", "1", "1", "2", "3"), "these are all items of story #1; name those that do not belong to the rest"),
        (("merge", "#1", "1"), "#1 is one story already; name two"),
        (("split", "1", "99"), "no item '99'; `ai-video-monitor search WORDS` finds items and their ids"),
    ],
    ids=["all items", "with itself", "unknown item"],
)
def test_a_slip_changes_nothing_and_says_what_would_be_right(on, here, arguments, words):
    """Exit 2, and the stories are as they were."""
    done = here(story_command, *arguments)
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (2, f"Error: {words}")
    assert (len(on.store.stories()), on.store.decisions()) == (1, ())


def test_a_split_by_command_is_there_for_the_next_process(tmp_path):
    """It is committed."""
    home = Home.make(tmp_path)
    with open_store(home.folder) as store:
        on = service(store, Clock(), *SITES)
        ids = bring(on, LAUNCH, EDITOR)
    assert home.run("story", "split", "1", str(ids[1])).returncode == 0
    with open_store(home.folder) as store:
        assert (len(store.stories()), len(store.decisions())) == (2, 1)


def test_an_item_of_another_story_cannot_be_split_off(on):
    """It is said where it is."""
    one, two = bring(on, LAUNCH, "Kling wins a prize for AI video in Cannes")
    with pytest.raises(click.UsageError, match=f"item {two} is not in story #1 but in story #2: Kling wins"):
        members(on, home_of(on, one), [str(two)])


@pytest.mark.parametrize(
    ("written", "words"),
    [("#99", "no story #99; stories not yet"), ("x", "'x' is no story's number; a mail prints it as #4711"),
     ("2", "no story #2; you put them together on 10 Mar 2026: it is #1 now")],
    ids=["unknown", "no number", "merged"],
)  # fmt: skip
def test_an_unknown_story_is_named_with_what_became_of_it(on, written, words):
    """Of a merged one it is said which it is now."""
    one, two = bring(on, LAUNCH, "Kling wins a prize for AI video in Cannes")
    merge(on, home_of(on, one), home_of(on, two))
    with pytest.raises(click.UsageError, match=words):
        story_named(on.store, written)


def test_a_story_shows_how_it_came_to_be(on):
    """Rumour and denial along the links, each with its date, site and number."""
    (one,) = bring(on, "Kling 3.0 will shut down, sources say")
    on.clock.forward(hours=30)
    (denial,) = bring(on, DENIAL, feed="other")
    shown = look(on, home_of(on, denial))
    assert [(step.status, step.site, step.story) for step in shown.steps] == [
        ("reported", "site", on.store.story_of(one)), ("denied", "other", on.store.story_of(denial)),
    ]  # fmt: skip
    before = look(on, home_of(on, one))
    assert [(relation, later.id) for relation, later in before.later] == [("denies", on.store.story_of(denial))]
