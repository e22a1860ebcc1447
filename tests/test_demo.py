"""The demo: the whole service once on bundled feeds, twice in one folder, and on this machine alone."""

from __future__ import annotations

import email
import email.policy
import mailbox
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import gettempdir

import pytest

from monitor.cli.demo import _typed
from monitor.demo import Folder, default_folder
from monitor.demo.account import lookalikes
from monitor.demo.play import _open
from monitor.demo.sites import FEEDS, SITES, document, earlier
from monitor.demo.web import Web
from monitor.fetch import Fetcher
from monitor.model import Feed, FeedState, Item, Judged, Judgement, Limits, Polling, Product, Term, Watchlist
from monitor.parse import parse
from monitor.store import Store

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
READERS = ["editor@studio.example", "reader@studio.example", "reader@tokyo.example"]
WHOLE = [site for site in SITES if site.file and site.file not in ("gatehouse.html", "lantern.xml")]
# Loaded by each Python before anything else: notes every address that is connected to.
WITNESS = """
import os, sys

def note(event, arguments):
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        with open(os.environ["WITNESS"], "a") as file:
            file.write(f"{arguments[1][0]}\\n")

sys.addaudithook(note)
"""


def run_demo(folder: Path) -> str:
    """One run as a person does it; its standard output."""
    witness = folder.parent / "witness"
    witness.mkdir(exist_ok=True)
    (witness / "sitecustomize.py").write_text(WITNESS)
    environ = {**os.environ, "PYTHONPATH": str(witness), "WITNESS": str(witness / "log"), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "monitor", "demo", "--folder", str(folder)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environ, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("demo") / "stage"


@pytest.fixture(scope="module")
def first(folder):
    return run_demo(folder)


@pytest.fixture(scope="module")
def letters(first, folder):
    box = mailbox.Maildir(folder / "var" / "mail", create=False)
    return [email.message_from_bytes(box.get_bytes(key), policy=email.policy.default) for key in box.keys()]  # noqa: SIM118


def spoken(letter) -> str:
    """The text part in one line: headlines may be wrapped in it."""
    return " ".join(letter.get_body(("plain",)).get_content().split())


def for_reader(letters, address: str) -> str:
    return next(spoken(letter) for letter in letters if letter["To"] == address)


def story(output: str, name: str) -> str:
    """The lines of the account about the first story of a product."""
    told = output.split("\nTOLD")[1].split("\nNOT FOOLED BY")[0]
    blocks = re.split(r"\n  (?=\S)", told)
    return next(block for block in blocks if re.search(rf"#\d+ {name}\b", block))


# ---------------------------------------------------------------- one run


@pytest.mark.parametrize(
    ("product", "status", "words"),
    [
        ("Sora", "REPORTED", ["integration", "ifeng", "en", "zh", "ja", "de", "fr"]),
        ("Kling", "CONFIRMED", ["launch", "itself", "7 sites", "en", "zh", "ko", "ja", "pt", "ru"]),
        ("Veo", "CONFIRMED", ["reported by Le Cadran numérique", "confirmed by Google", "de", "ja"]),
        ("Wan", "DENIED", ["shutdown", "reported by", "denied by", "zh", "en", "ru"]),
        ("Runway", "CONFIRMED", ["funding", "en", "es"]),
        ("Seedance", "CONFIRMED", ["pricing", "30", "zh", "en", "Lantern Weekly"]),
    ],
)
def test_account_tells_each_story_with_its_status_and_who_has_it(first, product, status, words):
    """A story's lines name its status, what happened, and the languages it was joined across."""
    lines = story(first, product)
    assert status in lines
    assert [word for word in words if word not in lines] == []


def test_each_reader_gets_one_letter(letters):
    """One mail to each recipient, and nobody sees another's address."""
    assert sorted(letter["To"] for letter in letters) == READERS
    assert [letter.get_all("Cc") or letter.get_all("Bcc") for letter in letters] == [None] * len(READERS)


def test_each_reader_gets_headlines_in_their_language(letters):
    """The English digest and the Japanese one tell the same story by headlines of their own languages."""
    english, japanese = (for_reader(letters, address) for address in READERS[1:])
    assert "Veo 5 is here" in english
    assert "Google、動画生成AI「Veo5」を発表" in japanese.replace(" ", "")


TRAPS = ["Soraya", "Ya veo", "northern runway", "ソラマメ", "Pikachu", "제주 소라", "Glöckchen", "winter sun"]


@pytest.mark.parametrize("trap", TRAPS)
def test_what_only_looks_like_a_product_is_in_no_letter(first, letters, trap):
    """Look-alikes stay out of the mail, and those that a plain search would have found are accounted for."""
    assert [letter["To"] for letter in letters if trap.casefold() in spoken(letter).casefold()] == []
    assert trap in first.split("\nNOT FOOLED BY")[1]


def test_headline_of_a_gbk_feed_arrives_as_it_was_written(folder, first):
    """What was served in GBK is found in the archive in its own characters."""
    command = [sys.executable, "-m", "monitor", "--config", str(folder / "config"), "search", "知情人士透露"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert "消息称OpenAI拟将Sora并入ChatGPT，独立应用或停止更新  (朱雀科技)" in done.stdout


def test_a_terminal_of_few_letters_costs_letters_only(folder, first):
    """Where the locale is Latin-1 other letters become "?", and no command fails for it."""
    command = [sys.executable, "-m", "monitor", "--config", str(folder / "config"), "search", "知情人士透露"]
    environ = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    done = subprocess.run(command, capture_output=True, encoding="latin-1", env=environ, check=False)
    assert (done.returncode, "(????)" in done.stdout) == (0, True)


@pytest.mark.parametrize(
    ("site", "code"),
    [("Old Mill News", "net.refused"), ("The Gatehouse", "http.not_feed"), ("Lantern Weekly", "parse.truncated")],
)
def test_sites_in_trouble_are_named_with_a_code(first, site, code):
    """The dead site, the one without a feed and the one broken off stand in the account with their codes."""
    line = next(line for line in first.splitlines() if site in line)
    assert code in line


def test_letters_say_which_sites_were_not_read(letters):
    """The footer names the sites that could not be read."""
    assert [site for site in ("Old Mill News", "The Gatehouse") if site not in spoken(letters[0])] == []


def test_a_product_spoken_of_more_than_usual_stands_out(first, letters):
    """Kling's week is marked as a spike, in the account and in the mail."""
    assert "SPIKE" in next(line for line in first.splitlines() if " Kling: " in line)
    assert re.search(r"Kling: \d+, usual \d+, spike", for_reader(letters, "reader@studio.example"))


def test_letters_say_that_all_is_invented(letters):
    """No reader of a forwarded demo takes its news for real."""
    assert [letter["To"] for letter in letters if "is invented" not in spoken(letter)] == []


def test_page_is_where_the_account_says(first):
    """The account ends with the address of the page, which is there."""
    address = re.search(r"file://(\S+/daily\.html)", first)
    assert "Veo 5" in Path(address[1]).read_text(encoding="utf-8")


def test_no_line_is_wider_than_a_terminal(first):
    """But for addresses and commands, all fits into 80 columns."""
    from monitor.text import width

    account = first.split("\nLOOK AT IT")[0]
    assert [line for line in account.splitlines() if width(line) > 80] == []


def test_nothing_but_this_machine_is_connected_to(first, folder):
    """Each connection of the demo leads to 127.0.0.1."""
    assert set((folder.parent / "witness" / "log").read_text().split()) == {"127.0.0.1"}


# ---------------------------------------------------------------- the second run


def test_second_run_sends_nothing_twice(first, folder, letters):
    """The second run files nothing, keeps the slots, owes nothing, sends nothing, and says so."""
    second = run_demo(folder)
    assert re.search(r"\nREAD .*: nothing new since an earlier run\n", second)
    assert "MAILED  nothing twice; 0 owed" in second
    assert len(mailbox.Maildir(folder / "var" / "mail", create=False)) == len(letters)
    assert second.split("\nTOLD")[1].split("\nMAILED")[0] == first.split("\nTOLD")[1].split("\nMAILED")[0]


# ---------------------------------------------------------------- its folder


def test_what_another_version_played_gives_way(tmp_path):
    """A database of a demo whose tables are others is forgotten, with its mails: the demo starts afresh."""
    folder = Folder(tmp_path)
    folder.maildir.mkdir(parents=True)
    Store(folder.database).close()
    folder.database.with_name("monitor.db.sent.log").write_text("sent")
    with closing(sqlite3.connect(folder.database, isolation_level=None)) as connection:
        connection.execute("ALTER TABLE matches DROP COLUMN why")
    with _open(folder) as store:
        store.check_integrity()
    assert [one.name for one in folder.database.parent.iterdir()] == ["monitor.db"]


def test_a_config_of_somebody_is_never_written_over(tmp_path):
    """A folder with a config that is no demo's is refused, and left as it is."""
    config = tmp_path / "config" / "monitor.yaml"
    config.parent.mkdir()
    config.write_text("digests: []\n")
    command = [sys.executable, "-m", "monitor", "demo", "--folder", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, "name an empty folder" in done.stderr) == (2, True)
    assert [path.name for path in tmp_path.rglob("*")] == ["config", "monitor.yaml"]
    assert config.read_text() == "digests: []\n"


@pytest.mark.parametrize(
    ("environ", "where"),
    [
        ({"XDG_CACHE_HOME": "/cache", "HOME": "/home/ann"}, "/cache/ai-video-monitor/demo-2026-05-04"),
        ({"XDG_CACHE_HOME": "cache", "HOME": "/home/ann"}, "/home/ann/.cache/ai-video-monitor/demo-2026-05-04"),
        ({"HOME": "/home/ann"}, "/home/ann/.cache/ai-video-monitor/demo-2026-05-04"),
        ({}, f"{gettempdir()}/ai-video-monitor/demo-2026-05-04"),
    ],
    ids=["XDG", "a relative one is ignored", "home", "no home"],
)
def test_default_folder_is_a_cache_of_the_day(environ, where):
    """Without --folder a demo lies in the user's cache, and another day's starts anew."""
    assert default_folder(environ, NOON) == Path(where)


@pytest.mark.parametrize(
    ("path", "typed"),
    [("here/a", "a"), ("b c", "'b c'"), ("home/x y/z", "~/'x y/z'"), ("home/z", "~/z")],
    ids=["from here", "quoted", "quoted behind ~", "from home"],
)
def test_paths_are_written_as_one_types_them(tmp_path, monkeypatch, path, typed):
    """What the account suggests can be pasted into a shell."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    expected = f"'{tmp_path}/b c'" if path == "b c" else typed
    assert expected == _typed(tmp_path / path)


# ---------------------------------------------------------------- its parts


def test_each_bundled_document_is_served():
    """feeds/ holds what the sites serve, what they reported earlier, and nothing else."""
    served = [site.file for site in SITES if site.file]
    assert sorted([*served, "earlier.txt"]) == sorted(path.name for path in FEEDS.iterdir())


def test_earlier_reports_are_four_weeks_of_different_ones():
    """What makes a week usual: no report twice, all of them older than the last week."""
    items = earlier(NOON)
    assert len({item.title for item in items}) == len({item.guid for item in items}) == len(items)
    assert NOON - timedelta(weeks=5) == items[0].published_at
    assert items[-1].published_at < NOON - timedelta(weeks=1)


def test_the_press_speaks_many_languages():
    """At least twelve sites in at least nine languages."""
    assert len(WHOLE) >= 12
    assert len({site.language[:2] for site in WHOLE}) >= 9


@pytest.mark.parametrize("site", WHOLE, ids=lambda site: site.name)
def test_every_entry_of_every_feed_is_read(site):
    """Each bundled feed parses whole: as many items as it has entries, each with a link and a date of before now."""
    page = document(site, NOON)
    feed = Feed(site.name, f"http://127.0.0.1:1/{site.name}", title=site.title, language=site.language)
    parsed = parse(page.body, feed=feed, limits=Limits(), url=feed.url, content_type=page.content_type)
    template = (FEEDS / site.file).read_text(encoding="utf-8")
    entries = re.findall(r"<item[ >]|<entry>|\"id\":", template)
    assert (len(parsed.items), parsed.warning) == (len(entries), "")
    assert [item.title for item in parsed.items if not item.url or item.published_at is None] == []
    assert all(NOON - timedelta(days=7) < item.published_at < NOON for item in parsed.items)


def test_documents_are_the_same_for_the_same_time():
    """A second run serves the same bytes under the same validators, a demo of another day other ones."""
    site = SITES[0]
    assert document(site, NOON) == document(site, NOON)
    assert document(site, NOON).etag != document(site, NOON + timedelta(days=1)).etag


def test_documents_come_in_the_charset_they_declare():
    """A document that declares GBK is served in GBK."""
    site = next(site for site in SITES if site.name == "zhuque")
    assert "朱雀科技".encode("gbk") in document(site, NOON).body


def test_web_answers_304_to_its_own_validator():
    """The demo's server says of what is unchanged that it is, and sends nothing."""
    page = document(SITES[0], NOON)
    with Web({"feed": page}) as web:
        limits = Limits(allow=(f"127.0.0.1:{web.port}",))
        fetcher = Fetcher(limits, Polling(gap=timedelta(0)), "")
        feed = Feed("feed", f"http://127.0.0.1:{web.port}/feed")
        answer = fetcher.get(FeedState(feed, feed.url))
        again = fetcher.get(FeedState(feed, feed.url, etag=answer.etag))
        fetcher.close()
    assert (answer.status, answer.body, answer.etag) == (200, page.body, page.etag)
    assert (again.status, again.body, web.unchanged) == (304, b"", 1)


def judged(title: str, *, relevant: bool = False) -> Judged:
    from monitor.model import Claim, Traits

    return Judged(1, Item("site", "1", "", title), Judgement(relevant, 0.0, "en"), Claim("na", ()), Traits())


@pytest.mark.parametrize(
    ("title", "relevant", "term"),
    [
        ("Soraya sings", False, "Sora"),
        ("ｓｏｒａ", False, "Sora"),
        ("Sora is back", True, None),
        ("Nothing here", False, None),
    ],
    ids=["inside a word", "folded", "relevant", "no name"],
)
def test_lookalikes_hold_a_name_and_are_no_news_of_it(title, relevant, term):
    """A look-alike is irrelevant and holds the letters of a product's name, told in its first spelling."""
    watchlist = Watchlist(products=(Product("Sora", terms=(Term("Sora"), Term("Sorą"))),))
    found = lookalikes([judged(title, relevant=relevant)], watchlist)
    assert [term for term, _ in found] == ([term] if term else [])
