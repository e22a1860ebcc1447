"""The commands, run as a person or a script runs them: what they print, and the code they end with."""

from __future__ import annotations

import csv
import io
import json
import shlex
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from place import WATCHLIST, Home
from web import Web, reply

from monitor.cli.place import now
from monitor.store import Store

ITEMS = [
    {"id": "a", "title": "Kling 3.0 makes AI video with sound", "url": "https://one.example.org/a", "site": "One",
     "language": "en", "published": "2026-03-12T09:02:00Z"},
    {"id": "b", "title": "快手可灵3.0发布", "url": "https://two.example.org/b", "site": "Two", "language": "zh",
     "published": "2026-03-12T10:00:00Z"},
    {"id": "c", "title": "Ya veo que no hay solución", "language": "es", "published": "2026-03-12T11:00"},
]  # fmt: skip
LINES = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in ITEMS)
RSS = b"""<rss version="2.0"><channel><title>Site</title><item><title>Kling makes AI video</title><guid>1</guid></item>
</channel></rss>"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A home with three items imported; its tests only read."""
    home = Home.make(tmp_path_factory.mktemp("home"))
    done = home.run("import", "-", stdin=LINES)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[-1] == "3 items filed, 2 of them about AI video"
    return home


@pytest.fixture
def empty(tmp_path):
    return Home.make(tmp_path)


def rows(text):
    return [json.loads(line) for line in text.splitlines()]


# ---------------------------------------------------------------- match, import, export


def test_match_answers_each_line_in_order(home):
    """One judgement a line, with the keys that README promises."""
    found = rows(home.run("match", "-", stdin=LINES).stdout)
    assert [(row["id"], row["relevant"], row["products"]) for row in found] == [
        ("a", True, ["Kling"]),
        ("b", True, ["Kling"]),
        ("c", False, []),
    ]
    assert set(found[0]) == {
        "id", "relevant", "score", "products", "companies", "hosts", "status", "kinds", "origin", "language",
        "versions", "evidence", "why_not", "near_miss",
    }  # fmt: skip
    assert found[0]["why_not"] is None
    assert "Veo" in found[2]["why_not"]
    first = found[0]["evidence"][0]
    assert ITEMS[0]["title"][first["start"] : first["end"]] == first["term"] == "Kling"


def test_a_text_is_read_as_it_is_in_a_feed(home):
    """A tag that a title speaks of is a word of it, and what was escaped twice is read once more, and counted so."""
    line = json.dumps({"id": "1", "title": "The <video> tag &amp;amp; Kling make AI video"})
    evidence = rows(home.run("match", "-", stdin=line).stdout)[0]["evidence"]
    assert ("Kling", len("The <video> tag & ")) in [(one["term"], one["start"]) for one in evidence]


def test_match_needs_no_config_and_says_so(tmp_path):
    """Without a config the shipped one is used, and standard error says so."""
    line = '{"id": "1", "title": "使用Sora生成视频"}\n'
    command = [sys.executable, "-m", "monitor", "match", "-"]
    environ = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    done = subprocess.run(command, input=line, capture_output=True, text=True, cwd=tmp_path, env=environ, check=True)
    assert rows(done.stdout)[0]["products"] == ["Sora"]
    assert done.stderr.startswith("no config of your own: using the shipped one")


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "<stdin>:1: not JSON"),
        ("[1]", "<stdin>:1: a list, not an object"),
        ('{"id": "1"}', "<stdin>:1: neither title nor summary"),
        ('{"title": "x", "published": "yesterday"}', "<stdin>:1: published: 'yesterday' is no ISO 8601 time"),
        ('{"title": ["x"]}', '<stdin>:1: title: ["x"] is no text'),
    ],
    ids=["no json", "no object", "nothing", "no time", "no text"],
)
def test_a_bad_line_is_named_with_its_number(home, line, complaint):
    """Bad input ends with exit 2, the line's number and what would be right."""
    done = home.run("match", "-", stdin=line)
    assert (done.returncode, complaint in done.stderr) == (2, True)


@pytest.mark.parametrize("command", ["match", "import", "explain"])
def test_an_input_of_another_charset_is_refused(home, command):
    """A file in GBK is named as such, with the cure, and nothing of it is filed or judged."""
    line = '{"title": "可灵"}'.encode("gbk")
    done = subprocess.run(home.command(command, "-"), input=line, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"<stdin>: not UTF-8")


@pytest.mark.parametrize("published", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59-05:00", "2190-01-01", None])
def test_an_item_without_a_date_of_our_time_is_filed_as_of_now(empty, published):
    """What programs write for "no date" is none, and nothing is filed in the future: the item counts from now on."""
    line = json.dumps({"id": "1", "title": "Kling makes AI video", "published": published})
    began = datetime.now(UTC)
    assert empty.run("import", "-", stdin=line).stderr.splitlines()[-1].startswith("1 item filed")
    with Store(empty.database) as store:
        [item] = [one.item for one in store.items()]
    assert began <= item.seen_at <= datetime.now(UTC)


@pytest.mark.parametrize("command", ["match", "import"])
def test_half_of_a_character_is_replaced(empty, command):
    """JSON that cuts an emoji in two names half of a pair, which no text can hold: the rest is taken as it is."""
    done = empty.run(command, "-", stdin=r'{"id": "\ud83d", "title": "Kling AI video \ud83d", "site": "\udc00 One"}')
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)


def test_a_title_that_is_a_whole_post_is_cut_as_a_feed_s_is(empty):
    """What is longer than a headline is the summary where there is none: two such are compared in no time."""
    post = "Kling makes AI video " + " ".join(map(str, range(9000)))
    lines = [json.dumps({"id": str(number), "title": f"{number} {post}", "site": f"S{number}"}) for number in range(2)]
    assert empty.run("import", "-", stdin="\n".join(lines)).stderr.splitlines()[-1].startswith("2 items filed")
    [first, _] = rows(empty.run("export", "items").stdout)
    assert (len(first["title"]) <= 300, first["summary"].endswith(" 8999")) == (True, True)


def test_importing_twice_is_harmless(home):
    """What is there already stays as it is."""
    assert home.run("import", "-", stdin=LINES).stderr.splitlines()[-1].startswith("0 items filed")


def test_what_is_imported_makes_no_feed(home):
    """Imported items have a name where a feed stands, but nothing is polled by it, listed or missed."""
    assert "import" not in home.run("feeds", "list").stdout


def test_stories_are_exported_with_their_items(home):
    """Each story line has the keys that README promises; items keep the ids they were imported with."""
    stories = rows(home.run("export", "stories", "--format", "jsonl").stdout)
    assert sorted(item["id"] for story in stories for item in story["items"]) == ["a", "b"]
    assert set(stories[0]) == {
        "id", "headline", "products", "status", "kinds", "languages", "first_published", "links", "items",
    }  # fmt: skip
    assert stories[0]["first_published"] == "2026-03-12T09:02:00Z"


def test_items_go_to_a_spreadsheet_without_formulas(tmp_path):
    """In CSV a title that begins like a formula is text."""
    home = Home.make(tmp_path)
    home.run("import", "-", stdin=json.dumps({"id": "1", "title": "=HYPERLINK(1) Kling", "published": "2026-03-12"}))
    table = list(csv.DictReader(io.StringIO(home.run("export", "items", "--format", "csv").stdout)))
    assert table[0]["title"] == "'=HYPERLINK(1) Kling"


# ---------------------------------------------------------------- search, explain


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (["Kling"], ["a"]),
        (["可灵"], ["b"]),
        (["3.0", "--lang", "zh"], ["b"]),
        (["video", "--product", "Kling"], ["a"]),
        (["--product", "Kling"], ["b", "a"]),
        (["veo"], ["c"]),
        (["Vidu"], []),
    ],
    ids=["latin", "two han", "language", "product", "product alone", "unmatched", "nothing"],
)
def test_search_finds_everything_that_was_read(home, arguments, ids):
    """Any script, two-character words too; items that matched nothing as well."""
    assert [row["id"] for row in rows(home.run("search", *arguments, "--json").stdout)] == ids


def test_explain_names_rule_line_and_story(home):
    """Why: the term, where it stands, the line of the watchlist, the claim, the story and its others."""
    spoken = home.run("explain", "https://one.example.org/a").stdout
    assert "watchlist.yaml:4" in spoken
    assert "relevant, score" in spoken
    assert "story #" in spoken


def test_explain_tells_what_a_site_said_before_it_edited(empty):
    """A headline that was softened is found again: what stood there, and until when."""
    empty.run("import", "-", stdin=LINES)
    with Store(empty.database) as store:
        found = store.item_by(1)
        edited = replace(found.item, title="Kling 3.0 may make AI video with sound")
        store.update_item(replace(found, item=edited), datetime(2026, 3, 12, 15, tzinfo=UTC))
    spoken = empty.run("explain", "1").stdout
    assert "edited           12 Mar 2026 15:00 UTC; headed before: Kling 3.0 makes AI video with sound" in spoken


def test_explain_says_why_not(home):
    """Why not: the word that was found, and what was missing."""
    done = home.run("explain", "-", stdin="Ya veo que no hay solución")
    assert "not relevant" in done.stdout
    assert "Veo" in done.stdout


def test_explain_of_a_typed_text_needs_no_database(empty):
    """A text on standard input is judged, and leaves nothing behind."""
    empty.run("explain", "-", stdin="Kling makes AI video")
    assert not empty.database.exists()


@pytest.mark.parametrize("what", ["https://example.org/none", "#99", "#x"], ids=["address", "story", "no number"])
def test_explain_of_the_unknown_is_a_usage_error(home, what):
    """What is not there ends with exit 2 and how to find it."""
    assert home.run("explain", what).returncode == 2


# ---------------------------------------------------------------- check, init, status


def test_check_is_quiet_about_a_good_config(home):
    """A good config: exit 0, one line with what it holds."""
    done = home.run("check")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (
        0, f"{home.config}: good: 1 feed, 2 products, 1 digest",
    )  # fmt: skip


def test_check_names_place_and_cure(empty):
    """A broken config: exit 78, file:line:column, what, and what would be right."""
    empty.write("watchlist.yaml", WATCHLIST.replace("aliases: [Veo]", "aliasses: [Veo]"))
    done = empty.run("check")
    assert done.returncode == 78
    assert f"{empty.config}/watchlist.yaml:9:5: products.1.aliasses: unknown key" in done.stdout
    assert "did you mean `aliases`?" in done.stdout


def test_check_counts_warnings_beside_errors(empty):
    """A line that is said and breaks nothing is no error in the sum."""
    broken = WATCHLIST.replace("    expect: [Kling", "    expects: [Kling")
    empty.write("watchlist.yaml", broken.replace("vendor: Google", "vendor: Gogle"))
    assert empty.run("check").stdout.splitlines()[-1].startswith("1 error, 1 warning. ")


def test_check_proves_the_examples(empty):
    """A failing example: exit 1, its line, and why it was not found."""
    empty.write("watchlist.yaml", WATCHLIST.replace("expect: [Kling 3.0", "expect: [Vidu 3.0"))
    done = empty.run("check", "--json")
    complaint = rows(done.stdout)[0]
    assert (done.returncode, complaint["line"], complaint["severity"]) == (1, 5, "expectation")
    assert complaint["file"] == f"{empty.config}/watchlist.yaml"


def test_init_writes_a_config_that_check_likes(tmp_path):
    """`init` gives a newcomer three commented files that are good as they are; twice overwrites nothing."""
    home = Home(tmp_path)
    assert home.run("init", str(home.config)).returncode == 0
    assert home.run("check").returncode == 0
    assert "nothing written" in home.run("init", str(home.config)).stdout


def test_status_before_anything_says_how_to_begin(empty):
    """Without a database there is nothing to tell, and how to get one."""
    done = empty.run("status")
    assert (done.returncode, "the first `poll` or `run` makes it" in done.stderr) == (74, True)


def test_status_asks_for_a_look_when_nothing_runs(home):
    """A service that does not run is a reason to look: exit 1."""
    done = home.run("status", "--json")
    state = json.loads(done.stdout)
    assert (done.returncode, state["look"][0]) == (1, "the service is not running")
    assert (state["pid"], state["mail"]["digests"][0]["name"]) == (None, "daily")


# ---------------------------------------------------------------- poll, digest


def test_a_poll_loads_only_what_it_needs():
    """What judges items, makes pages and mails is loaded where it works: a quiet poll starts at once."""
    spared = {
        "feedparser", "jinja2", "wcwidth", "opencc", "smtplib", "apscheduler",
        "monitor.text", "monitor.match", "monitor.claim", "monitor.cluster", "monitor.compose", "monitor.render",
    }  # fmt: skip
    code = f"import sys, monitor.cli.poll; print(*{spared} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=True).stdout.split() == []


def test_a_round_by_hand_from_feed_to_letter(tmp_path):
    """poll reads, digest --preview shows, digest --send delivers; a second edition at once has nothing new to tell."""
    with Web() as web:
        web.on("/feed", reply(200, RSS, Content_Type="application/rss+xml"))
        home = Home.make(tmp_path, web.url("/feed"), web.allow)
        polled = home.run("poll", "--json")
        assert rows(polled.stdout)[-1] == {"feeds": 1, "failed": 0, "new": 1, "matched": 1}
    page = tmp_path / "page.html"
    assert home.run("digest", "daily", "--preview", str(page)).returncode == 0
    assert page.read_text(encoding="utf-8").lower().startswith("<!doctype html")
    sent = home.run("digest", "daily", "--send")
    assert sent.returncode == 0, sent.stdout + sent.stderr
    assert "ann@example.org: sent (maildir.stored)" in sent.stdout
    assert len(list((tmp_path / "mail" / "new").iterdir())) == 1
    again = home.run("digest", "daily").stdout
    assert "Nothing new about the products you follow." in again
    assert "Read: 1 of 1 feeds" in again  # today, though none since the edition before


def test_a_letter_that_a_kill_left_in_hand_leaves_with_the_next_by_hand(empty):
    """Who sends by hand alone, without the service, has nobody else to settle what a kill cut off."""
    empty.run("digest", "daily", "--send")
    with Store(empty.database) as store:
        (one,) = store.deliveries()
        store._run("UPDATE deliveries SET state = 'pending', message_id = '<earlier@example.org>'")
        store.claim_delivery(one.id, now() - timedelta(hours=1))
        store._run("UPDATE editions SET slot = '2026-03-25T07:00'")
    done = empty.run("digest", "daily", "--send")
    assert done.stdout.count("sent (maildir.stored)") == 2, done.stdout


def test_who_only_looks_writes_nothing(tmp_path):
    """A preview and an explanation read the database, which may be another user's, or stand on a disk without room."""
    with Web() as web:
        web.on("/feed", reply(200, RSS, Content_Type="application/rss+xml"))
        home = Home.make(tmp_path, web.url("/feed"), web.allow)
        home.run("poll")
    with Store(home.database) as store:
        kept = [tuple(row) for row in store._rows("SELECT * FROM settings")]
    assert [home.run(*words).returncode for words in (("digest", "daily"), ("explain", "1"))] == [0, 0]
    with Store(home.database) as store:
        assert [tuple(row) for row in store._rows("SELECT * FROM settings")] == kept


def test_poll_says_which_feed_failed_and_ends_with_1(empty):
    """A feed that cannot be reached: its code and text, exit 1. (Port 9 of loopback: nobody listens.)"""
    empty.write("feeds.yaml", "feeds: [{name: dead, url: 'http://127.0.0.1:9/feed'}]\n")
    done = empty.run("poll")
    assert done.returncode == 1
    assert "dead" in done.stdout
    assert "net.refused" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("0 of 1 feeds read")


def test_poll_says_where_the_cure_of_a_failure_is(empty):
    """What a person can mend is explained by a command, whose name stands below the sums."""
    empty.write("feeds.yaml", "feeds: [{name: inside, url: 'http://127.0.0.1:8/feed'}]\n")
    done = empty.run("poll")
    assert done.stdout.splitlines()[-1] == "`ai-video-monitor explain net.private` says what to do"


def test_a_named_feed_is_asked_though_it_wants_rest_and_as_a_whole_only_on_demand(tmp_path):
    """`poll NAME` sends the validators it has; with --no-cache it sends none; unnamed feeds keep their time."""
    with Web() as web:
        web.on("/feed", reply(200, RSS, ETag='"1"', Cache_Control="max-age=9999"))
        home = Home.make(tmp_path, web.url("/feed"), web.allow)
        done = [home.run("poll", *arguments) for arguments in ([], [], ["site"], ["site", "--no-cache"])]
        assert [one.returncode for one in done] == [0, 0, 0, 0]
        assert done[1].stdout.startswith("no feed is due yet; `poll NAME` asks one now")
        assert [request.headers.get("if-none-match") for request in web.requests] == [None, '"1"', None]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["poll", "--no-cache"], "name the feeds"),
        (["poll", "--no-cache", "--all", "site"], "name the feeds"),
        (["digest", "weekly"], "no digest 'weekly' in monitor.yaml; there are: daily"),
        (["digest", "daily", "--date", "2020-01-01T07:00"], "no edition 2020-01-01T07:00"),
        (["digest", "daily", "--send", "--date", "2020-01-01T07:00"], "--send makes a new edition"),
        (["poll", "nosuch"], "no feed named nosuch"),
        (["poll", "nosuch"], "`ai-video-monitor feeds list` names them"),
        (["poll", "sitte"], "no feed named sitte in feeds.yaml; did you mean site?"),
        (["feeds", "test", "sit"], "no feed named sit in feeds.yaml; did you mean site?"),
        (["feeds", "add", "htp://example.org"], "did you mean http?"),
        (["feeds", "add", "https://user:hush@example.org/"], "secrets never stand in these files"),
        (["feeds", "import", "no-such.opml"], "No such file"),
        (["search", "--product", "klingg"], "no product named 'klingg' on the watchlist; did you mean Kling?"),
        (["search", "--product", "Yonder"], "no product named 'Yonder' on the watchlist; `ai-video-monitor search"),
        (["search", "x", "--lang", "chinese"], '"chinese" is no language tag; did you mean zh?'),
        (["explain", "smtp.acepted"], "did you mean the code smtp.accepted?"),
        (["serach", "x"], "did you mean `search`?"),
        (["search", "x", "--since", "soon"], "'soon' is no moment"),
        (["pause", "daily", "--until", "friday", "18:00"], "(18:00); put quotes around words that belong together"),
        (["search", "\udce4"], "'\\udce4' is not UTF-8"),
        (["mute", "Kling", "--undo", "--until", "3d"], "--undo ends it now: it goes without --until"),
        (["export"], "Choose from: items, stories, editions\nusage: "),
    ],
    ids=["no-cache", "no-cache for all", "digest", "date", "date to send", "feed", "list of feeds", "near feed",
         "feed to test", "scheme", "login", "file", "near product", "product", "language", "code", "command", "span",
         "words apart", "bytes", "undo until", "choice"],
)
def test_a_slip_is_answered_with_what_would_be_right(home, arguments, words):
    """Usage errors end with 2 and help on, and repeat no password."""
    done = home.run(*arguments)
    assert (done.returncode, words in done.stderr, "hush@" in done.stderr) == (2, True, False), done.stderr


@pytest.mark.parametrize("command", ["match -", "import -", "explain -", "feeds import -"])
def test_a_closed_standard_input_is_said_in_one_line(home, command):
    """Who starts the program without one, and wants it read, is told so; it is no empty one."""
    line = shlex.join(home.command(*command.split()))
    done = subprocess.run(f"exec {line} <&-", shell=True, capture_output=True, text=True, check=False, cwd=home.folder)
    said = "standard input is closed; name a file, or send the text by a pipe\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


def test_closed_streams_leave_their_place_to_no_file(home):
    """What is written to a closed output goes nowhere: not into a file that was opened next, and is no fault."""
    line = shlex.join(home.command("export", "items"))
    closed = f"exec {line} <&- >&- 2>&-"
    assert subprocess.run(closed, shell=True, check=False, cwd=home.folder).returncode == 0
    with Store(home.database, readonly=True) as store:
        assert len(list(store.items())) == 3


def test_a_product_that_left_the_watchlist_is_still_found(empty):
    """What was filed under its name stays in the archive; only a name of which nothing is found is refused."""
    empty.run("import", "-", stdin=LINES)
    empty.write("watchlist.yaml", WATCHLIST.replace("Kling", "Vidu").replace("可灵", "生数"))
    assert len(empty.run("search", "--product", "Kling").stdout.splitlines()) == 2
    empty.write("watchlist.yaml", "products: [")
    refused = empty.run("search", "--product", "Veoh")
    assert (refused.returncode, "did you mean Veo?" in refused.stderr) == (2, True)


def test_a_slip_is_said_in_one_line_and_how_to_call_it_only_where_that_helps(home):
    """What is wrong comes first; the usage only behind what click itself found."""
    assert home.run("digest", "weekly").stderr.splitlines() == ["no digest 'weekly' in monitor.yaml; there are: daily"]
    missing, usage = home.run("digest").stderr.splitlines()
    assert missing == "Missing argument 'NAME'."
    assert usage == "usage: ai-video-monitor digest [OPTIONS] NAME; `ai-video-monitor digest --help` says more"


@pytest.mark.parametrize("arguments", [[], ["story"]], ids=["program", "group"])
def test_a_call_without_a_command_shows_the_help(arguments):
    """It ends with 2, and the help stands on standard error as `--help` has it, and nothing else."""
    command = [sys.executable, "-m", "monitor", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    asked = subprocess.run([*command, "--help"], capture_output=True, text=True, check=True)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", asked.stdout)


def test_a_mistyped_config_folder_makes_no_database_beside_it(tmp_path):
    """Whoever mistypes --config is told so, and not that nothing is owed."""
    home = Home(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    folder = tmp_path / "elsewhere" / "confg"
    done = home.run("--config", str(folder), "deliveries", "list")
    assert (done.returncode, f"{folder}: there is no such config folder" in done.stderr) == (2, True), done.stderr
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_completion_scripts_are_printed(home):
    """The three shells get their completion."""
    for shell in ("bash", "zsh", "fish"):
        assert "_AI_VIDEO_MONITOR_COMPLETE" in home.run("completion", shell).stdout
