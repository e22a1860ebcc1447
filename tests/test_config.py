"""config: the three files in, values out."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from monitor import config
from monitor.model import (
    Alerts,
    Digest,
    Feed,
    Header,
    Host,
    Limits,
    Mail,
    Model,
    Operator,
    Polling,
    Product,
    Report,
    Settings,
    Term,
    Vendor,
)

NOW = datetime(2026, 3, 25, 6, 0, tzinfo=UTC)
FOLDER = Path("/srv/monitor/config")
GOOD = {
    "monitor.yaml": "digests:\n  - {name: daily, recipients: [ann@example.org]}\n",
    "feeds.yaml": "feeds:\n  - {name: one, url: https://one.example/feed}\n",
    "watchlist.yaml": "products:\n  - name: Kling\n",
}


def load(**changed: str) -> config.loading.Config:
    texts = GOOD | {f"{name}.yaml": text for name, text in changed.items()}
    return config.load_texts(texts, FOLDER, NOW)


def refusals(**changed: str) -> list[str]:
    with pytest.raises(config.ConfigError) as caught:
        load(**changed)
    return [str(one).removeprefix(f"{FOLDER}/") for one in caught.value.complaints]


def test_what_is_left_out_has_the_models_own_defaults():
    """Every key may be left out: then what the model says holds."""
    settings = load().settings
    assert settings.polling == Polling()
    assert settings.limits == Limits()
    assert settings.mail == Mail()
    assert settings.digests == (Digest("daily", ("ann@example.org",), place="monitor.yaml:2"),)


def test_every_setting_can_be_written():
    """monitor.yaml reaches every field of the settings."""
    text = """
contact: https://example.org/about
polling: {interval: 30m, floor: 5m, without_validators: 1h30m, ceiling: 2d, threads: 4, per_host: 2, gap: 0,
  fresh: 1w, fresh_first: 36 h, proxy: "127.0.0.1:3128"}
limits: {total: 20s, connect: 500ms, idle: 5s, body: 2.5MB, redirects: 0, parse: 1s, memory: 1GB, entries: 10,
  text: 2000, allow: ["127.0.0.1:8080", "[::1]:25"]}
mail: {sender: news@example.org, sender_name: News, server: mail.example.org, port: 465, security: tls, user: news,
  maildir: out, unsubscribe: "mailto:ann@example.org?subject=stop", timeout: 5s, dot_timeout: 9s}
digests:
  - {name: daily, recipients: [ann@example.org, bo@bücher.example], at: "18:30", zone: Asia/Tokyo, weekdays: [fri-mon],
     title: Tōkyō, products: [Kling], languages: [zh, ja], headline_languages: [zh-Hans, en], top: 3, words: ja,
     minimum: 4.5, text_only: true, translate: true, near_misses: yes, radar: off,
     alerts: {weight: 9.5, status: [reported, denied], per_day: 2, quiet: 22:30-07:00, push_file: push}}
report: {folder: pages, address: "https://example.org/news"}
model: {url: "http://127.0.0.1:11434/v1", name: qwen, key: {file: key}, calls: 9, timeout: 4s}
operator: {mail: [op@example.org], edits: true, ping: "https://example.org/ping", metrics: m.prom}
"""
    expected = Settings(
        "https://example.org/about",
        Polling(timedelta(minutes=30), timedelta(minutes=5), timedelta(minutes=90), timedelta(days=2), 4, 2,
                timedelta(0), timedelta(weeks=1), timedelta(hours=36), "http://127.0.0.1:3128"),
        Limits(timedelta(seconds=20), timedelta(seconds=0.5), timedelta(seconds=5), 2_621_440, 0, timedelta(seconds=1),
               1 << 30, 10, 2000, ("127.0.0.1:8080", "[::1]:25")),
        Mail("news@example.org", "News", "mail.example.org", 465, "tls", "news", "", "/srv/monitor/config/out",
             "mailto:ann@example.org?subject=stop", timedelta(seconds=5), timedelta(seconds=9)),
        (Digest("daily", ("ann@example.org", "bo@xn--bcher-kva.example"), time(18, 30), "Asia/Tokyo", (0, 4, 5, 6),
                "Tōkyō", ("Kling",), ("zh", "ja"), ("zh-Hans", "en"), 3, "ja", 4.5, True,
                Alerts(9.5, ("reported", "denied"), 2, (time(22, 30), time(7)), "/srv/monitor/config/push"), True,
                5, False, "monitor.yaml:10"),),
        report=Report("/srv/monitor/config/pages", "https://example.org/news/"),
        model=Model(
            "http://127.0.0.1:11434/v1", "qwen", Header("Authorization", "/srv/monitor/config/key"), 9,
            timedelta(seconds=4),
        ),
        operator=Operator(("op@example.org",), True, "https://example.org/ping", "/srv/monitor/config/m.prom"),
    )  # fmt: skip
    assert load(monitor=text).settings == expected


def test_every_key_of_a_feed_can_be_written():
    """feeds.yaml reaches every field of a feed, in flow or block style."""
    text = """feeds:
  - {name: one, url: https://one.example/feed}
  - name: two
    url: http://two.example/feed?a=1&b=2#top
    title: 二
    language: zh-Hant
    official: yes
    interval: 6h
    encoding: gbk
    user_agent: Mozilla/5.0
"""
    two = Feed("two", "http://two.example/feed?a=1&b=2#top", "feed", "二", "zh-Hant", True, timedelta(hours=6), "gbk",
               "Mozilla/5.0")  # fmt: skip
    feeds = load(feeds=text).feeds
    assert feeds == (Feed("one", "https://one.example/feed"), two)
    assert [one.place for one in feeds] == ["feeds.yaml:2", "feeds.yaml:3"]


def test_every_key_of_the_watchlist_can_be_written():
    """watchlist.yaml reaches every field, and each word knows its line."""
    text = """products:
  - name: Veo
    vendor: Google
    aliases:
      - Veo
      - {text: ベオ, languages: [ja]}
    ambiguous: {es: [veo]}
    context: [DeepMind, {text: Flow, within: 40}]
    exclude: [ya veo]
    official: [DeepMind.google/models/Veo]
    expect: [Google launches Veo 3.1]
    reject: [Ya veo que no]
  - name: Pika
    ambiguous: [Pika]
vendors:
  - {name: Google, aliases: [Google, 谷歌], official: [blog.google], video: false}
hosts:
  - {name: ChatGPT, vendor: OpenAI}
topics:
  en: [AI video]
  "*": [text-to-video]
"""
    line = "watchlist.yaml:{}".format
    veo = Product(
        "Veo", "Google",
        (Term("Veo", ambiguous_in=("es",), place=line(5)), Term("ベオ", ("ja",), place=line(6))),
        (Term("DeepMind", place=line(8)), Term("Flow", within=40, place=line(8))),
        (Term("ya veo", place=line(9)),), ("deepmind.google/models/Veo",),
        (Term("Google launches Veo 3.1", place=line(11)),), (Term("Ya veo que no", place=line(12)),), line(2),
    )  # fmt: skip
    watchlist = load(watchlist=text).watchlist
    assert watchlist.products == (veo, Product("Pika", "", (Term("Pika", ambiguous=True, place=line(13)),),
                                               place=line(13)))  # fmt: skip
    google = (Term("Google", place=line(16)), Term("谷歌", place=line(16)))
    assert watchlist.vendors == (Vendor("Google", google, ("blog.google",), False, line(16)),)
    assert watchlist.hosts == (Host("ChatGPT", "OpenAI", (Term("ChatGPT", place=line(18)),), line(18)),)
    assert watchlist.topics == (Term("AI video", ("en",), place=line(20)), Term("text-to-video", place=line(21)))


@pytest.mark.parametrize("name", ["No", "on", "2.0", "1:30", "08", "1e3", "0x1f", "2026-03-25", "=", "Veo: 3"])
def test_a_name_stays_what_was_typed(name):
    """YAML's guesses at types never change a name."""
    typed = f"'{name}'" if ": " in name else name
    assert load(watchlist=f"products:\n  - name: {typed}\n    aliases: [longer]\n").watchlist.products[0].name == name


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text + "\n# the end\n...\n",
        lambda text: "# yaml-language-server: $schema=feeds.schema.json\n---\n" + text,
    ],
    ids=["byte order mark", "CRLF", "document end", "document start"],
)
def test_what_editors_do_to_a_text_changes_nothing(change):
    """A byte order mark, Windows line ends and document marks are accepted."""
    assert load(feeds=change(GOOD["feeds.yaml"])).feeds[0].url == "https://one.example/feed"


def test_a_section_whose_lines_are_all_commented_out_is_left_out():
    """`mail:` with nothing behind it means the defaults, as the shipped file has it."""
    text = "mail:\n  # server: x\npolling:\ndigests:\n  - name: daily\n    recipients: [ann@example.org]\n    title:\n"
    assert load(monitor=text).settings.digests[0].title == Digest("").title


def test_a_recipient_named_twice_gets_one_mail():
    """Writing an address twice is warned of and harmless."""
    loaded = load(monitor="digests:\n  - {name: daily, recipients: [a@example.org, b@example.org, A@example.org]}\n")
    assert loaded.settings.digests[0].recipients == ("a@example.org", "b@example.org")
    assert [one.text for one in loaded.warnings] == ["A@example.org stands here twice; it gets one mail"]


def test_a_config_knows_when_it_was_loaded():
    """The moment of loading is the caller's, and nothing is warned of in a good config."""
    loaded = load()
    assert (loaded.loaded_at, loaded.warnings) == (NOW, ())


def test_all_files_are_complained_of_at_once_in_their_order():
    """One look shows everything that is wrong, file by file and line by line."""
    assert [one.split(": ")[0] for one in refusals(
        monitor="mial: {}\ncontact: x\ndigests: [{name: a b}]\n",
        feeds="feeds:\n  - {name: one, url: x}\n  - {nam: two}\n",
        watchlist="products:\n  - {name: Veo, aliases: [V]}\n  - {name: Veo}\n",
    )] == [
        "monitor.yaml:1:1", "monitor.yaml:2:10", "monitor.yaml:3:18",
        "feeds.yaml:2:22", "feeds.yaml:3:6",
        "watchlist.yaml:2:27", "watchlist.yaml:3:12",
    ]  # fmt: skip


def test_thousands_of_errors_are_counted_not_told():
    """A wholly wrong file says a hundred complaints and how many more there are."""
    said = refusals(feeds="feeds:\n" + "  - {name: x, url: y}\n" * 500)
    assert len(said) == 101
    assert said[-1].endswith("and 400 more")
