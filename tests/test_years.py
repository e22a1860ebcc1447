"""What comes up in years: broken edits, starts at once, backups of any moment, sites that change in every way.

More of it: benchmarks/years.py, benchmarks/resurrection.py.
"""

from __future__ import annotations

import email
from collections import Counter

import pytest
from breaking import spread, wrong
from mishaps import MISHAPS, Play
from place import Home
from racing import winners
from stage import arrive, item
from test_operate import ANN, BO, BOTH, KLING, SORA, next_edition, opened, send

from monitor import config
from monitor.cli.place import now
from monitor.daemon.edits import REST
from monitor.daemon.loop import BEAT
from monitor.pipeline.publish import publish
from monitor.pipeline.restore import restore
from monitor.pipeline.service import load_config
from monitor.store import Store


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    """A folder with the shipped config, its texts, and the store that knows it as the last good one."""
    folder = tmp_path_factory.mktemp("shipped")
    texts = config.read_texts(config.shipped_folder())
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    with Store(":memory:") as store:
        yield folder, texts, store, load_config(folder, store, now())[0]


@pytest.mark.parametrize("mistake", spread(config.read_texts(config.shipped_folder()), 16), ids=str)
def test_a_mistake_in_any_line_keeps_the_last_good_config(shipped, mistake):
    """File, line and key of the mistake are named, and feeds and watchlist are as before."""
    folder, texts, store, good = shipped
    (folder / mistake.file).write_text(mistake.text, encoding="utf-8")
    loaded, complaints = load_config(folder, store, now())
    (folder / mistake.file).write_text(texts[mistake.file], encoding="utf-8")
    assert wrong(mistake, complaints, str(folder)) == ""
    assert (loaded.feeds, loaded.watchlist) == (good.feeds, good.watchlist)


def test_an_edit_is_taken_up_within_five_seconds():
    """Its files rest for a while; the next heartbeat takes it up."""
    assert REST + BEAT <= 5


def test_of_many_starts_at_once_one_wins(tmp_path):
    """Whoever is first; the others are refused, none waits, and never are there two or none."""
    assert Counter(winners(tmp_path / f"{one}.db", 20) for one in range(5)) == {1: 5}


def test_whatever_happens_to_sites_news_is_told_once_and_nothing_old_again(tmp_path):
    """Dozens of outages, new dates, guids, links, headlines, orders: each new article is in one edition, no old is."""
    play = Play(tmp_path, seed=7, sites=4)
    assert play.run(24) == []
    assert sum(play.figures[name] for name in MISHAPS) > 24


NEWS = {"1": KLING, "2": SORA, "3": BOTH}
STEPS = ("news 1", "edition", "send", "news 2", "edition", "one letter", "send", "news 3", "end")


@pytest.mark.parametrize("moment", range(len(STEPS)), ids=[f"before {step}" for step in STEPS])
def test_a_backup_of_any_moment_mails_nothing_twice_and_loses_nothing(tmp_path, clock, moment):
    """Restored two days later, no reader gets a letter or a story again that the journal shows, and gets all others."""
    place = Home.make(tmp_path)
    place.write("monitor.yaml", f"digests: [{{name: daily, recipients: [{ANN}, {BO}]}}]\n")
    on, came = opened(place, clock), {}
    publish(on)
    for index, step in enumerate(STEPS):
        clock.forward(minutes=10)
        if index == moment:
            on.store.backup(tmp_path / "backup.db")
        if step.startswith("news"):
            came[step[-1]] = clock()
            arrive(on, "site", *(item(number, NEWS[number], at=at) for number, at in came.items()))
        elif step == "edition":
            next_edition(on, clock)
        elif step == "one letter":
            one = on.store.owed(clock())[0]
            on.store.cancel([other.id for other in on.store.owed(clock())[1:]])
            send(on, place, clock)
            on.store.retry([other.id for other in on.store.deliveries(("cancelled",)) if other.id != one.id])
        elif step == "send":
            send(on, place, clock)
    on.store.close()
    restore(tmp_path / "backup.db", place.database, place.config, clock())
    on = opened(place, clock)
    arrive(on, "site", *(item(number, NEWS[number], at=at) for number, at in came.items()))
    for _ in range(2):
        send(on, place, clock)
        next_edition(on, clock)
    send(on, place, clock)
    on.store.close()
    letters = [email.message_from_bytes(one.read_bytes()) for one in (place.folder / "mail" / "new").glob("*")]
    assert max(Counter(one["Message-ID"] for one in letters).values()) == 1
    told = Counter((one["To"], title) for one in letters for title in NEWS.values() if title in _text(one))
    assert told == {(reader, title): 1 for reader in (ANN, BO) for title in NEWS.values()}


def _text(letter) -> str:
    return " ".join(letter.get_payload()[0].get_payload(decode=True).decode().split())
