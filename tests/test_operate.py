"""What the operator does: letters owed, people who ask to stop, quiet, upkeep, backups, a restore without repeats."""

from __future__ import annotations

import email
import json
import shutil
import sqlite3
import stat
import threading
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from place import Home
from stage import DIGEST, START, Clock, arrive, config, feed_state, headlines, item, open_store, service

from monitor.cli.place import now
from monitor.daemon.lock import only_writer
from monitor.model import Edition, Failure, Feed, Item, Letter, Maintain, Outcome, Quiet
from monitor.pipeline.arrival import file_feed
from monitor.pipeline.filing import file_new
from monitor.pipeline.maintain import DAMAGE, backups, begin_well, end_well, keep_up
from monitor.pipeline.outbox import Outbox
from monitor.pipeline.publish import compose_issue, publish
from monitor.pipeline.rematch import rematch
from monitor.pipeline.restore import restore
from monitor.render import stop_token
from monitor.schedule import due_slots
from monitor.store import Decided, Journal, Noted, Store, StoreError, put_in_place
from monitor.store.schema import VERSION

SITE, OTHER = Feed("site", "https://site.example.org/feed"), Feed("other", "https://other.example.org/feed")
KLING, SORA = "Kuaishou launches Kling 3.0, an AI video generator", "OpenAI launches Sora 3, an AI video generator"
BOTH = "A court in Paris wants Sora and Kling to label AI video"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ANN, BO = "ann@example.org", "bo@example.org"


@pytest.fixture
def on(store, clock):
    running = service(store, clock, SITE, OTHER)
    publish(running)
    return running


def next_edition(on, clock) -> Edition:
    """Go to the next morning's slot and publish it."""
    at = clock().replace(hour=7, minute=0)
    clock.at = at if at > clock() else at + DAY
    (edition,) = publish(on)
    return edition


# ---------------------------------------------------------------- letters


@pytest.fixture
def home(tmp_path):
    return Home.make(tmp_path)


def owe(home: Home, state: str, recipient: str = ANN, raw: bytes = b"x", unknowns: int = 0) -> str:
    """Put a letter in this state into a home's database; return its id."""
    with Store(home.database) as store:
        number = len(store.deliveries()) + 1
        edition = Edition("daily", f"2026-03-{number:02}T07:00", "t", "UTC", "en", now(), now())
        store.record_edition(edition, [Letter(recipient, f"<{number}@example.org>", "s", raw, "")], ())
        if state != "pending":
            store.claim_delivery(number, now())
            store.mark_dot(number)
            result = "sent" if state == "sent" else "unknown" if unknowns else "deferred"
            outcome = Outcome(result, "net.lost", "connection lost")
            store.record_outcome(number, outcome, state, now() + HOUR if state == "deferred" else None, now())
    return str(number)


def states(home: Home) -> list[str]:
    with Store(home.database, readonly=True) as store:
        return [one.state for one in store.deliveries()]


def test_the_list_names_what_is_owed(home):
    """Owed, held and refused letters are listed with what happened to them, all of them on request; sent ones not."""
    for state in ("sent", "held", "deferred"):
        owe(home, state)
    rows = [json.loads(line) for line in home.run("deliveries", "list", "--json").stdout.splitlines()]
    assert [(row["id"], row["state"], row["tries"], row["code"], row["recipient"]) for row in rows] == [
        (2, "held", 1, "net.lost", ANN), (3, "deferred", 1, "net.lost", ANN),
    ]  # fmt: skip
    assert (rows[0]["next_try"], rows[1]["next_try"] is None) == (None, False)
    spoken = home.run("deliveries", "list", "--all")
    assert [line.split()[:2] for line in spoken.stdout.splitlines()] == [["1", "sent"], ["2", "held"], ["3", "waiting"]]
    assert "`deliveries release ID` sends a held one once more" in spoken.stderr


@pytest.mark.parametrize(
    ("command", "state", "after", "code"),
    [
        ("retry", "failed", "pending", 0), ("retry", "deferred", "pending", 0), ("retry", "cancelled", "pending", 0),
        ("retry", "held", "held", 1), ("retry", "sent", "sent", 1), ("retry", "pending", "pending", 1),
        ("release", "held", "pending", 0), ("release", "failed", "failed", 1),
        ("cancel", "held", "cancelled", 0), ("cancel", "pending", "cancelled", 0), ("cancel", "sent", "sent", 1),
    ],
)  # fmt: skip
def test_what_may_be_done_to_a_letter(home, command, state, after, code):
    """Each command moves the letters it is for and says why not of others; exit 1 when it moved none."""
    number = owe(home, state)
    done = home.run("deliveries", command, number)
    assert (done.returncode, states(home)) == (code, [after]), done.stderr
    assert ("nothing changed: " in done.stdout) is (code == 1)


def test_who_releases_a_letter_is_told_what_may_happen(home):
    """A held letter whose outcome nobody knows may be in the reader's hands already: that is said."""
    done = home.run("deliveries", "release", owe(home, "held", unknowns=1))
    assert f"{ANN} may have it already" in done.stdout
    assert "the service does not run" in done.stderr


@pytest.mark.parametrize("command", ["retry", "release", "cancel"])
def test_an_unknown_letter_changes_nothing(home, command):
    """One unknown id among good ones: exit 2, and nothing is done."""
    number = owe(home, "held")
    assert home.run("deliveries", command, number, "99").returncode == 2
    assert states(home) == ["held"]


def test_a_letter_without_its_bytes_cannot_go_out(home):
    """Long settled letters have lost their bytes; the edition can be shown still, and that is said."""
    done = home.run("deliveries", "retry", owe(home, "failed", raw=b""))
    assert (done.returncode, "--date 2026-03-01T07:00` shows it" in done.stdout) == (1, True)


def test_a_letter_that_waits_for_its_server_can_be_tried_now(store):
    """Letters never tried that were put off with the others count as waiting."""
    edition = Edition("daily", "2026-03-10T07:00", "t", "UTC", "en", START, START)
    store.record_edition(edition, [Letter(to, f"<{to}>", "s", b"x", "") for to in (ANN, BO)], ())
    away = Outcome("deferred", "net.refused", "refused", server_wide=True)
    store.claim_delivery(1, START)
    store.record_outcome(1, away, "deferred", START + HOUR, START)
    store.postpone_all(START, away)
    assert (store.owed(START), store.retry([2]), [one.id for one in store.owed(START)]) == ([], 1, [2])


# ---------------------------------------------------------------- people


def test_who_asks_to_stop_gets_no_more_mail(on, store, clock):
    """Whatever the case of the address: owed letters are given up, no edition makes new ones; undone, it does."""
    clock.forward(hours=2)
    publish(on)
    assert store.suppress("Ann@Example.ORG", clock()) == 1
    assert [one.state for one in store.deliveries()] == ["cancelled"]
    next_edition(on, clock)
    assert len(store.deliveries()) == 1
    assert (store.allow("ANN@example.org"), store.allow(ANN)) == (True, False)
    next_edition(on, clock)
    assert [one.state for one in store.deliveries()] == ["cancelled", "pending"]


def test_a_letter_in_hand_when_its_reader_asks_is_not_tried_again(on, store, clock, tmp_path):
    """A try under way is let be; when it fails, there is no other."""
    clock.forward(hours=2)
    publish(on)
    store.claim_delivery(1, clock())
    assert store.suppress(ANN, clock()) == 0
    store.record_outcome(1, Outcome("deferred", "net.lost"), "deferred", clock(), clock())
    assert Outbox(store, on.config, clock, tmp_path / "mail").deliver() == []
    assert store.delivery(1).state == "cancelled"


def test_suppress_tells_what_it_did(home):
    """The command gives up letters, leaves the config alone and says so; status counts; `--undo` ends it."""
    owe(home, "pending")
    before = (home.config / "monitor.yaml").read_bytes()
    done = home.run("suppress", "Ann@example.org")
    assert (done.returncode, done.stdout) == (0, "Ann@example.org gets no more mail; 1 letter given up\n")
    assert "monitor.yaml names it in daily, and is not edited" in done.stderr
    assert (home.config / "monitor.yaml").read_bytes() == before
    assert home.run("suppress", "--list").stdout.startswith("ann@example.org  since ")
    assert json.loads(home.run("status", "--json").stdout)["mail"]["suppressed"] == 1
    assert "asked for no more mail" in home.run("deliveries", "retry", "1").stdout
    assert [home.run("suppress", ANN, "--undo").returncode for _ in range(2)] == [0, 1]


def test_a_token_stands_for_its_reader(home):
    """What stands for {token} in an address to unsubscribe at suppresses that reader; a made-up one nobody."""
    with Store(home.database) as store:
        token = stop_token(ANN, store.install_key())
    assert home.run("suppress", "--token", token).stdout.startswith(f"{ANN} gets no more mail")
    for made_up in ("0" * 32, "é"):  # it comes from the web: anything may
        wrong = home.run("suppress", "--token", made_up)
        assert (wrong.returncode, "stands for no recipient" in wrong.stderr) == (2, True)


# ---------------------------------------------------------------- quiet


def test_a_muted_product_stays_out(on, store, clock):
    """Its stories are not told, a story that names another product is; the edition says how many it leaves out."""
    store.hush(Quiet("product", "Kling", clock(), clock() + 3 * DAY))
    for number, title in enumerate((KLING, SORA, BOTH)):
        arrive(on, "site", item(str(number), title, at=clock(), url=f"https://site.example.org/{number}"))
    edition = next_edition(on, clock)
    assert (set(headlines(edition)), edition.notices) == (
        {SORA, BOTH}, ("Kling is muted until 13 Mar 06:00: 1 story left out",),
    )  # fmt: skip
    assert [trend.product for trend in edition.trends] == [one for one in ("Sora",) if edition.trends]


def test_after_a_mute_only_news_is_told(on, store, clock):
    """The end of a mute is no flood: a story of that time comes back, whole, once something is new of it."""
    store.hush(Quiet("product", "Kling", clock(), clock() + 2 * DAY))
    arrive(on, "site", item("1", "Kling may get an AI video editor, sources say", at=clock()))
    next_edition(on, clock)
    (number,) = store.told_stories()
    assert store.told_in(number) == []
    assert store.unhush("product", "Kling", clock())
    assert headlines(next_edition(on, clock)) == []
    story = store.story(number)
    store.set_story(replace(story, status="denied"))
    edition = next_edition(on, clock)
    assert [(entry.story, entry.whats_new) for entry in edition.entries] == [(number, ())]
    assert [digest for digest, _ in store.told_in(number)] == ["daily"]


def test_a_muted_feed_tells_nothing(on, store, clock):
    """Its items are kept and found, open no story, not by an edited watchlist either; its faults trouble nobody."""
    store.hush(Quiet("feed", "site", clock(), clock() + 3 * DAY))
    arrive(on, "site", item("1", KLING, at=clock()))
    rematch(on, clock() - DAY)
    assert (len(store.find_items(["Kling"])), store.stories()) == (1, [])
    clock.forward(days=2)
    for name in ("site", "other"):
        file_feed(on, feed_state(store, name), Failure("http.gone", "410"), clock())
    assert [one.feed for one in store.coverage(clock() - HOUR, clock()).troubles] == ["other"]
    assert store.unhush("feed", "site", clock())
    assert len(store.coverage(clock() - HOUR, clock()).troubles) == 2


@pytest.mark.parametrize("service_was_up", [True, False], ids=["running", "down meanwhile"])
def test_a_paused_digest_goes_on_with_the_next_slot(on, store, clock, service_was_up):
    """No edition in the pause, none at its end: the next slot covers all that came since the last one, and says so."""
    first = next_edition(on, clock)
    clock.forward(hours=1)
    store.hush(Quiet("digest", "daily", clock(), clock() + 3 * DAY))
    arrive(on, "site", item("1", KLING, at=clock()))
    for _ in range(30):
        clock.forward(hours=3)
        assert (publish(on) if service_was_up and clock() < START + 3 * DAY + HOUR else []) == []
    edition = next_edition(on, clock)
    assert (edition.slot, edition.covers_since, headlines(edition)) == ("2026-03-14T07:00", first.composed_at, [KLING])
    assert edition.notices == ("This digest was paused from 10 Mar 08:00 to 13 Mar 08:00.",)


@pytest.mark.parametrize(
    ("hour", "lasts", "said"), [(1, 1, False), (1, 23 * 60, False), (23, 61, True)], ids=["undone", "short", "a slot"]
)
def test_a_pause_that_kept_no_edition_back_is_not_told(on, store, clock, hour, lasts, said):
    """Readers hear of a pause only where they missed an edition for it."""
    next_edition(on, clock)
    clock.forward(hours=hour)
    store.hush(Quiet("digest", "daily", clock(), None))
    clock.forward(minutes=lasts)
    assert store.unhush("digest", "daily", clock())
    assert bool(next_edition(on, clock).notices) == said


def test_mute_and_pause_by_command(home):
    """A name in any case, a date or a span; status shows what is quiet until when; `--undo` ends it."""
    home.run("import", "-", stdin="")
    assert home.run("mute", "kling", "--until", "3d").stdout.startswith("product Kling is muted until ")
    assert home.run("mute", "site", "--until", "2099-01-01").stdout.startswith(
        "feed site is muted until Thu 01 Jan 2099 00:00 UTC"
    )
    assert home.run("pause", "daily").stdout.startswith("digest daily is paused until you end it")
    quiet = json.loads(home.run("status", "--json").stdout)["quiet"]
    assert [(one["kind"], one["name"], one["until"]) for one in quiet if one["name"] != "Kling"] == [
        ("digest", "daily", None), ("feed", "site", "2099-01-01T00:00:00Z"),
    ]  # fmt: skip
    assert "feed site muted until" in home.run("status").stdout
    assert [home.run("pause", "daily", "--undo").returncode for _ in range(2)] == [0, 1]
    assert home.run("mute", "Kling", "--undo").stdout == "product Kling is heard again\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["mute", "Klingg", "--until", "3d"], "no product and no feed named 'Klingg'; did you mean Kling?"),
        (["mute", "KLING", "--until", "3d"], "'KLING' is a product and a feed; write feed:kling or product:Kling"),
        (["mute", "Kling"], "say how long: --until"),
        (["mute", "Kling", "--until", "2020-01-01"], "'2020-01-01' is over"),
        (["mute", "Kling", "--until", "soon"], "'soon' is no moment"),
        (["pause", "dayly"], "no digest 'dayly' in monitor.yaml; did you mean daily?"),
        (["suppress", "ann"], "'ann' is no e-mail address"),
        (["suppress"], "name one address, or its --token, or --list"),
        (["restore", "no.db"], "no.db: there is no such file"),
    ],
    ids=["unknown", "two", "how long", "over", "no date", "digest", "address", "nobody", "no backup"],
)
def test_a_slip_is_answered_with_what_would_be_right(home, arguments, words):
    """Usage errors end with 2 and help on."""
    home.write("feeds.yaml", "feeds: [{name: kling, url: 'https://example.org/'}]\n")
    done = home.run(*arguments)
    assert (done.returncode, words in done.stderr) == (2, True), done.stderr


# ---------------------------------------------------------------- upkeep


@pytest.fixture
def kept(tmp_path, clock):
    """A service whose database is a file."""
    with open_store(tmp_path) as store:
        yield service(store, clock, SITE)


def test_upkeep_indexes_what_was_filed(kept):
    """After the daily upkeep no item waits for the index of words, however many came."""
    items = [Item("site", str(number), "", f"kettle {number}", seen_at=kept.clock()) for number in range(2_001)]
    file_new(kept, items)
    keep_up(kept)
    assert kept.store.index_words() == 0


def test_upkeep_keeps_the_newest_copies(kept, clock, tmp_path):
    """A copy a day, of the day, private and whole; the oldest go, and only those."""
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "monitor-mine.db").touch()
    kept.config = replace(kept.config, settings=replace(kept.config.settings, maintain=Maintain(backups=2)))
    for _ in range(4):
        done = keep_up(kept)
        assert keep_up(kept).backup == done.backup
        clock.forward(days=1)
    assert [one.name for one in backups(tmp_path / "monitor.db")] == ["monitor-2026-03-13.db", "monitor-2026-03-12.db"]
    assert (tmp_path / "backups" / "monitor-mine.db").exists()
    assert stat.S_IMODE(done.backup.stat().st_mode) == 0o600
    with Store(done.backup, readonly=True) as copy:
        copy.check_integrity()
        assert [state.feed.name for state in copy.feed_states()] == ["site"]


def test_a_copy_that_a_kill_cut_off_goes_with_the_next(kept, tmp_path):
    """What was half written on another day would stay for ever: it is as large as the database."""
    half = tmp_path / "backups" / "monitor-2026-03-09.db.part"
    half.parent.mkdir()
    half.write_bytes(b"half a copy")
    assert keep_up(kept).backup
    assert not half.exists()


def test_a_full_disk_costs_the_copy_only(kept, caplog):
    """With little room left no copy is made: a warning, and the rest is done."""
    done = keep_up(kept, free=lambda _: 1000)
    assert (done.backup, done.why_no_backup, done.damage) == (None, "the disk is nearly full", "")
    assert "backup skipped code=backup.skipped" in caplog.text


def test_a_folder_that_cannot_be_made_costs_the_copy_only(kept, tmp_path):
    """What the file system refuses is a reason, not an end."""
    (tmp_path / "backups").write_text("in the way")
    assert keep_up(kept).why_no_backup != ""


def test_a_start_after_a_kill_looks_for_damage(tmp_path, clock, caplog):
    """After an end of its own a start does not look; after any other it does, or leaves a large database for later."""
    with Damaged(tmp_path / "monitor.db") as store:
        end_well(store)
        assert (begin_well(store, clock()), store.setting(DAMAGE)) == ("no", None)
        assert (begin_well(store, clock(), small=0), begin_well(store, clock())) == ("later", "yes")
        assert store.setting(DAMAGE).startswith("monitor.db: damaged")
        assert "there is no backup: keep the file" in caplog.text
        clock.forward(hours=2)
        assert publish(service(store, clock, SITE)) == []
    with open_store(tmp_path) as store:
        assert (begin_well(store, clock()), store.setting(DAMAGE)) == ("yes", "")


class Damaged(Store):
    """A database whose check finds a bad page."""

    def check_integrity(self):
        raise StoreError("store.corrupt", "monitor.db: damaged (row 7 missing from index)")


def test_a_damaged_database_mails_nothing_and_keeps_its_good_copies(tmp_path, clock, caplog):
    """Damage is an ERROR line and no copy; no edition is made of it until a check finds it whole; none is lost."""
    with Damaged(tmp_path / "monitor.db") as store:
        on = service(store, clock, SITE)
        publish(on)
        assert keep_up(on).damage.startswith("monitor.db: damaged")
        assert ("code=store.corrupt" in caplog.text, backups(tmp_path / "monitor.db")) == (True, [])
        clock.forward(hours=2)
        assert publish(on) == []
    with open_store(tmp_path) as store:
        on = service(store, clock, SITE)
        assert (keep_up(on).damage, [one.slot for one in publish(on)]) == ("", ["2026-03-10T07:00"])


class Unreadable(Store):
    """A database of which the disk cannot read a page, once: SQLite calls that damage."""

    faults = 1

    def check_integrity(self):
        if self.faults:
            self.faults -= 1
            raise StoreError("store.corrupt", "database disk image is malformed")
        super().check_integrity()


def test_a_page_that_could_not_be_read_once_is_no_damage(tmp_path, clock, caplog):
    """What a second look does not find again holds no mail back for a day, and calls nobody."""
    with Unreadable(tmp_path / "monitor.db") as store:
        on = service(store, clock, SITE)
        assert keep_up(on).damage == ""
        assert (store.setting(DAMAGE) or "", "store.corrupt" in caplog.text) == ("", False)


def test_status_names_the_damage_and_the_copy_to_use(home):
    """`maintain` by hand says what it did; a damaged database is a reason to look, with the cure."""
    done = home.run("maintain")
    assert done.returncode == 0, done.stderr
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["whole", "forgotten", "backup"]
    with Store(home.database) as store:
        store.save_setting(DAMAGE, "monitor.db: damaged")
    spoken = home.run("status").stdout
    (copy,) = backups(home.database)
    assert f"`ai-video-monitor restore {copy}`" in spoken
    assert "the database is damaged, no mail is composed" in spoken


@pytest.mark.parametrize("command", ["status", "run", "deliveries list", "mute Kling --until 3d"])
def test_a_database_too_damaged_to_open_names_the_backup(home, command):
    """Whatever the command, it says that the file is damaged and which backup to restore, and ends with 74."""
    home.run("maintain")
    (copy,) = backups(home.database)
    with home.database.open("r+b") as file:
        file.write(bytes(100))
    done = home.run(*command.split())
    assert (done.returncode, done.stderr.count("\n")) == (74, 1)
    assert "its header is damaged" in done.stderr
    assert f"stop the service, then `ai-video-monitor restore {copy}`" in done.stderr
    assert "restored" in home.run("restore", str(copy)).stdout
    assert "whole" in home.run("maintain").stdout


def test_a_deleted_database_is_restored_not_forgotten(home):
    """Who deletes the database gets no new one that mails everybody again, but the backup's name; then wishes hold."""
    home.run("suppress", ANN)
    home.run("maintain")
    (copy,) = backups(home.database)
    home.run("suppress", BO)
    home.database.unlink()
    for command in ("run", "poll", "suppress --list", "status"):
        done = home.run(*command.split())
        assert (done.returncode, home.database.exists()) == (74, False)
    assert "ai-video-monitor restore" in home.run("run").stderr
    home.run("restore", str(copy))
    with Store(home.database) as store:
        assert sorted(store.suppressed()) == [ANN, BO]


# ---------------------------------------------------------------- backup and restore


def test_a_backup_never_overwrites(home):
    """A copy is consistent and goes to a name that is free."""
    owe(home, "sent")
    copy = home.folder / "copy.db"
    assert [home.run("backup", str(copy)).returncode for _ in range(2)] == [0, 2]
    with Store(copy, readonly=True) as store:
        assert len(store.deliveries()) == 1


def test_backups_under_load_are_whole(tmp_path):
    """Copies made while another thread writes all pass the full check."""
    stop = threading.Event()

    def write() -> None:
        with open_store(tmp_path) as store:
            number = 0
            while not stop.is_set():
                number += 1
                store.save_setting(f"setting {number % 500}", "x" * 500)

    open_store(tmp_path).close()
    writer = threading.Thread(target=write)
    writer.start()
    try:
        with Store(tmp_path / "monitor.db", readonly=True) as store:
            for number in range(10):
                store.backup(tmp_path / f"copy-{number}.db")
    finally:
        stop.set()
        writer.join()
    for number in range(10):
        with closing(sqlite3.connect(tmp_path / f"copy-{number}.db")) as copy:
            assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.fixture
def place(tmp_path):
    """A home whose digest has two readers, its clock at the stage's time."""
    home = Home.make(tmp_path)
    home.write("monitor.yaml", f"digests: [{{name: daily, recipients: [{ANN}, {BO}]}}]\n")
    return home


TWO = replace(DIGEST, recipients=(ANN, BO))


def opened(place: Home, clock: Clock):
    return service(Store(place.database), clock, loaded=config(SITE, digests=(TWO,)))


def mail(place: Home) -> list[str]:
    """The readers of the letters in the Maildir."""
    letters = (email.message_from_bytes(one.read_bytes()) for one in (place.folder / "mail" / "new").glob("*"))
    return sorted(str(letter["To"]) for letter in letters)


def send(on, place: Home, clock: Clock) -> None:
    Outbox(on.store, on.config, clock, place.folder / "mail").deliver()


def bring_back(place: Home, clock: Clock, backup="backup.db"):
    return restore(place.folder / backup, place.database, place.config, clock())


def days_before_and_after(place: Home, clock: Clock) -> None:
    """A sent edition, a backup with the next one owed, that one sent, and one more edition that the backup lacks."""
    on = opened(place, clock)
    publish(on)
    arrive(on, "site", item("1", KLING, at=clock()))
    next_edition(on, clock)
    send(on, place, clock)
    next_edition(on, clock)
    on.store.backup(place.folder / "backup.db")
    send(on, place, clock)
    clock.forward(hours=1)
    arrive(on, "site", item("2", SORA, at=clock()))
    next_edition(on, clock)
    send(on, place, clock)
    on.store.close()


def test_a_restored_backup_mails_nothing_twice(place, clock):
    """Letters sent since are settled, the edition made since is not made again, its stories count as told by it."""
    days_before_and_after(place, clock)
    assert len(mail(place)) == 6
    clock.forward(hours=1)
    done = bring_back(place, clock)
    assert (done.journal, done.sent, done.held, done.covered) == (True, 2, 0, ("daily 2026-03-12T07:00",))
    on = opened(place, clock)
    arrive(on, "site", item("2", SORA, at=START + DAY + 2 * HOUR), item("3", BOTH, at=clock()))
    assert publish(on) == []
    send(on, place, clock)
    assert len(mail(place)) == 6
    edition = next_edition(on, clock)
    assert (edition.slot, headlines(edition)) == ("2026-03-13T07:00", [BOTH])
    notice = "Restored from a backup: what was published before 12 Mar 07:00 counts as told."
    assert edition.notices == (notice,)
    send(on, place, clock)
    assert mail(place) == sorted([ANN, BO] * 4)
    on.store.close()


def test_the_replaced_database_is_kept(place, clock):
    """The old file stays beside the new one, whole, under its time; nothing half-made stays."""
    days_before_and_after(place, clock)
    done = bring_back(place, clock)
    assert done.kept.name == "monitor.db.replaced-20260312T070000Z"
    assert {one.name for one in place.folder.iterdir() if one.is_file()} == {
        "backup.db", "monitor.db", "monitor.db.sent.log", done.kept.name,
    }  # fmt: skip
    with Store(done.kept, readonly=True) as old, Store(place.database, readonly=True) as new:
        assert (len(old.deliveries()), len(new.deliveries())) == (6, 4)


@pytest.mark.parametrize("journal", ["none", "another"])
def test_without_its_journal_a_backup_sends_nothing_by_itself(place, clock, journal):
    """Nobody knows what was mailed: what was owed is held, the slots that are over are taken, and a person is told."""
    days_before_and_after(place, clock)
    path = Journal(place.database).path
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[-1:])) if journal == "another" else path.unlink()
    clock.forward(hours=1)
    done = bring_back(place, clock)
    assert (done.journal, done.held, done.covered) == (False, 2, ("daily 2026-03-12T07:00",))
    on = opened(place, clock)
    assert publish(on) == []
    send(on, place, clock)
    assert len(mail(place)) == 6
    assert [one.last_code for one in on.store.deliveries(("held",))] == ["restore.no_journal"] * 2
    on.store.close()


def test_who_asked_to_stop_is_not_mailed_after_a_restore(home):
    """A wish survives a backup that knows nothing of it."""
    owe(home, "sent")
    copy = home.folder / "copy.db"
    home.run("backup", str(copy))
    home.run("suppress", ANN)
    home.run("suppress", BO)
    home.run("suppress", BO, "--undo")
    done = home.run("restore", str(copy))
    assert "restored" in done.stdout, done.stderr
    with Store(home.database) as store:
        assert list(store.suppressed()) == [ANN]


def test_mutes_and_pauses_hold_after_a_restore(home):
    """What became quiet after the backup is quiet still, what ended has ended."""
    home.run("import", "-", stdin="")
    home.run("mute", "Veo", "--until", "3d")
    home.run("backup", str(home.folder / "copy.db"))
    home.run("mute", "Kling", "--until", "3d")
    home.run("pause", "daily")
    home.run("mute", "Veo", "--undo")
    done = home.run("restore", str(home.folder / "copy.db"))
    assert "restored" in done.stdout, done.stderr
    with Store(home.database) as store:
        assert [(one.kind, one.name, one.until is None) for one in store.quiets(now())] == [
            ("digest", "daily", True), ("product", "Kling", False),
        ]  # fmt: skip


def test_a_lost_database_comes_back(place, clock):
    """There need be no database to replace."""
    days_before_and_after(place, clock)
    place.database.unlink()
    assert bring_back(place, clock).kept is None
    with Store(place.database) as store:
        assert len(store.deliveries()) == 4


def test_a_log_left_by_a_killed_service_never_gets_into_the_new_database(place, clock):
    """The write-ahead log of a damaged database goes with it: SQLite would read it into the restored one."""
    days_before_and_after(place, clock)
    place.database.write_bytes(b"\xff" * 8192)
    log = place.database.with_name("monitor.db-wal")
    log.write_bytes(b"left behind")
    kept = bring_back(place, clock).kept
    assert (log.exists(), kept.with_name(kept.name + "-wal").read_bytes()) == (False, b"left behind")
    with Store(place.database) as store:
        store.check_integrity()


def test_what_cannot_be_kept_is_not_replaced(tmp_path):
    """When the old database cannot be put aside, it stays where it is, log and all, beside the one to take its name."""
    old, new, log = tmp_path / "monitor.db", tmp_path / "new.db", tmp_path / "monitor.db-wal"
    for path in (old, new, log):
        path.write_text(path.name)
    with pytest.raises(StoreError) as caught:
        put_in_place(new, old, ".replaced" + "-" * 300)
    assert caught.value.code == "store.io"
    assert {one.name: one.read_text() for one in tmp_path.iterdir()} == {one.name: one.name for one in (old, new, log)}


def test_a_restore_done_again_within_the_second_keeps_both(place, clock):
    """What one restore put aside the next one leaves alone: its own gets another name."""
    days_before_and_after(place, clock)
    names = [bring_back(place, clock).kept.name for _ in range(2)]
    assert names == ["monitor.db.replaced-20260312T070000Z", "monitor.db.replaced-20260312T070000Z-2"]


def damage(path):
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(b"\xff" * 9000)


def another_program(path):
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (a)")


def newer(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('monitor', 'm999_newer')")
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
        connection.commit()


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (damage, "store.corrupt"), (another_program, "store.foreign"), (newer, "store.newer"),
        (lambda path: path.write_bytes(b""), "store.corrupt"),
        (lambda path: path.write_bytes(b"no database" * 999), "store.foreign"),
        (lambda path: path.unlink(), "store.missing"),
    ],
    ids=["damaged", "another's", "newer", "empty", "no database", "missing"],
)  # fmt: skip
def test_a_bad_backup_is_refused_and_nothing_changes(place, clock, harm, code):
    """A file that is damaged, foreign, newer or empty does not take the place of the database."""
    days_before_and_after(place, clock)
    before = {one.name: one.read_bytes() for one in place.folder.iterdir() if one.is_file() and one.name != "backup.db"}
    harm(place.folder / "backup.db")
    with pytest.raises(StoreError) as caught:
        bring_back(place, clock)
    assert caught.value.code == code
    after = {one.name: one.read_bytes() for one in place.folder.iterdir() if one.is_file() and one.name != "backup.db"}
    assert after == before


def test_restore_waits_for_the_service_to_end(home):
    """While a service holds the database, restore ends with 75 and touches nothing."""
    owe(home, "sent")
    shutil.copy(home.database, home.folder / "copy.db")
    with only_writer(home.database):
        done = home.run("restore", "copy.db")
    assert (done.returncode, "already running as process" in done.stderr) == (75, True)


# ---------------------------------------------------------------- the journal


def test_a_torn_line_costs_one_letter_only(on, store, clock, tmp_path):
    """What power loss cut off is passed over, also where the next line was written behind it."""
    clock.forward(hours=2)
    publish(on)
    (letter,) = store.deliveries()
    journal = Journal(tmp_path / "monitor.db")
    journal.note_sent(letter, clock())
    journal.path.write_text(journal.path.read_text() + "2026-03-11T07:00:0")
    journal.note_sent(replace(letter, slot="2026-03-12T07:00"), clock())
    journal.path.write_text(journal.path.read_text() + "2026-03-13T07:00:04Z sent daily 2026-03")
    assert [(one.digest, one.slot, one.composed_at, one.message_id) for one in journal.read().sent] == [
        ("daily", slot, clock(), letter.message_id) for slot in ("2026-03-10T07:00", "2026-03-12T07:00")
    ]
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600
    assert ANN not in journal.path.read_text()


AT = "2026-03-11T07:00:04Z"


@pytest.mark.parametrize(
    "torn",
    [
        f'{AT} decided apart [["site", "1"',
        f'{AT} decided apart [["site", "1"]] [["si',
        f'{AT} hushed product {AT} - "Kli',
        f'{AT} heard feed "',
        f"{AT} sent daily 2026-",
    ],
)
def test_what_is_written_behind_a_torn_line_is_read(tmp_path, torn):
    """Power loss may cut off any line; the next one, a person's word on a story, stands all the same."""
    journal = Journal(tmp_path / "monitor.db")
    said = Decided("apart", frozenset({("site", "a")}), frozenset({("site", "b")}))
    journal.note_decided(said, START, stands=True)
    whole = journal.path.read_text()
    journal.path.write_text(torn + whole)
    assert journal.read() == Noted((), {}, (), {said: (START, True)})


@pytest.mark.parametrize(
    "line",
    [
        f"{AT} decided apart [[x]] [[y]]",
        f'{AT} decided apart [["a"]] [["b", "c", "d"]]',
        f'{AT} hushed product 2026-99-99T00:00:00Z - "Kling"',
        f'{AT} heard feed "\\x"',
    ],
)
def test_a_line_of_which_nothing_can_be_made_is_passed_over(tmp_path, line):
    """A file that something wrote over stops neither a start nor a restore."""
    journal = Journal(tmp_path / "monitor.db")
    journal.path.write_text(f"{line}\n")
    assert journal.read() == Noted((), {})


def test_a_journal_that_cannot_be_written_stops_no_mail(tmp_path, clock, caplog):
    """The letter is sent and recorded as sent; the log says that a restore will not know of it."""
    with open_store(tmp_path) as store:
        on = service(store, clock, SITE)
        publish(on)
        clock.forward(hours=2)
        publish(on)
        Journal(store.path).path.mkdir()
        Outbox(store, on.config, clock, tmp_path / "mail").deliver()
        assert [one.state for one in store.deliveries()] == ["sent"]
    assert "journal not written code=journal.io" in caplog.text


def test_a_preview_makes_no_letter_for_who_asked_to_stop(on, store, clock):
    """Composing by hand leaves the same readers out as the service does."""
    store.suppress(ANN, clock())
    clock.forward(hours=2)
    (slot,) = due_slots(DIGEST, None, clock(), installed_at=START)
    assert compose_issue(on, DIGEST, slot).letters == ()
