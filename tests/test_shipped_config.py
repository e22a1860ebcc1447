"""The config that comes with the program: good, schema-true, polite and complete."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import jsonschema
import pytest
import yaml

from monitor import config
from monitor.cli.explain import nearly
from monitor.model import Digest, Item, Limits, Mail, Maintain, Polling
from monitor.parse import parse
from monitor.pipeline.judging import Judge
from monitor.text import width

NOW = datetime(2026, 3, 25, 6, 0, tzinfo=UTC)
SHIPPED = config.shipped_folder()
LEXICON = Path(config.__file__).parents[1] / "lexicon"


@pytest.fixture(scope="module")
def loaded():
    return config.load(SHIPPED, now=NOW)


@pytest.mark.parametrize(
    "path",
    [SHIPPED / "monitor.yaml", SHIPPED / "watchlist.yaml", *sorted(LEXICON.glob("*.yaml"))],
    ids=lambda path: path.name,
)
def test_a_person_can_read_the_lines(path):
    """Lists that are edited by hand go over several lines: none is wider than 120 columns."""
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [number for number, line in enumerate(lines, 1) if width(line) > 120] == []


def test_the_near_miss_of_the_readme_is_one(loaded):
    """Whoever tries README's example on the shipped watchlist gets the answer it shows, but for the line."""
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    title, answer = re.search(r"search --near-misses.*\n.{56}(.+)  \(site.*\n +(.+)", readme).groups()
    judgement = Judge(loaded)(Item("a", "1", "", title, "", "en")).judgement
    assert re.sub(r":\d+", "", nearly(judgement.miss)) == re.sub(r":\d+", "", answer)


class Core(yaml.SafeLoader):
    """YAML 1.2's core schema, as editors read it: `07:00` and `on` are texts."""


Core.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
]:
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first))


def test_the_shipped_config_is_good_as_it_is(loaded):
    """It loads without a single complaint or warning."""
    assert loaded.warnings == ()


def test_nothing_leaves_the_machine_as_shipped(loaded):
    """Without an edit mails go to a Maildir: no server, no login, one digest."""
    assert (
        loaded.settings.mail.server,
        loaded.settings.mail.user,
        tuple(digest.name for digest in loaded.settings.digests),
    ) == ("", "", ("daily",))


@pytest.mark.parametrize("name", config.FILES)
def test_the_shipped_files_are_true_to_their_schemas(name):
    """An editor that knows the schemas finds no fault in the shipped files."""
    text = (SHIPPED / name).read_text(encoding="utf-8")
    schema_name = name.replace(".yaml", ".schema.json")
    assert text.startswith(f"# yaml-language-server: $schema={schema_name}\n")
    schema = json.loads((SHIPPED / schema_name).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(yaml.load(text, Core), schema)


SECTIONS = {
    "polling": Polling(), "limits": Limits(), "mail": Mail(), "digests": Digest("daily", ("you@example.org",)),
    "maintain": Maintain(),
}  # fmt: skip


@pytest.mark.parametrize("section", SECTIONS)
def test_every_key_stands_in_the_shipped_file_with_its_default(section):
    """The shown value of a commented-out key is what holds when it is left out."""
    text = (SHIPPED / "monitor.yaml").read_text(encoding="utf-8")
    lines = text[text.index(f"\n{section}:\n") + 1 :].split("\n\n\n")[0].splitlines()
    bare = "\n".join(re.sub(r"^(\s+)# (?=[a-z_]+: )", r"\1", line) for line in lines)
    shown = "\n".join(line for line in bare.splitlines() if not re.match(r"\s*#", line))
    texts = config.read_texts(SHIPPED)
    rest = "" if section == "digests" else "\ndigests: [{name: daily, recipients: [you@example.org]}]\n"
    settings = config.load_texts(texts | {"monitor.yaml": shown + rest}, SHIPPED, NOW).settings
    value = settings.digests[0] if section == "digests" else getattr(settings, section)
    expected = SECTIONS[section]
    keys = {one.name for one in fields(expected)} - {"place"}
    assert {key: getattr(value, key) for key in keys} == {key: getattr(expected, key) for key in keys}
    assert keys <= set(re.findall(r"^\s+(?:- )?([a-z_]+):", shown, re.MULTILINE))


def test_an_unedited_example_digest_is_a_good_one():
    """The second digest of the shipped file can be used by taking the `#` away."""
    texts = config.read_texts(SHIPPED)
    text = texts["monitor.yaml"]
    start = text.index("  # - name: studios")
    example = "\n".join(line.replace("  # ", "  ", 1) for line in text[start:].split("\n\n")[0].splitlines())
    edited = text[:start] + example + text[start + len(text[start:].split("\n\n")[0]) :]
    digests = config.load_texts(texts | {"monitor.yaml": edited}, SHIPPED, NOW).settings.digests
    assert [digest.name for digest in digests] == ["daily", "studios"]


def test_the_feeds_cover_the_field(loaded):
    """At least 250 feeds in at least 15 languages, the vendors' own marked."""
    languages = {feed.language.partition("-")[0] for feed in loaded.feeds}
    assert len(loaded.feeds) >= 250
    assert len(languages) >= 15
    assert sum(feed.official for feed in loaded.feeds) >= 25


def test_every_shipped_feed_is_named_titled_and_tagged(loaded):
    """Names are kebab-case; each feed has a title and a language."""
    assert [feed.name for feed in loaded.feeds if not re.fullmatch(r"[a-z0-9.]+(-[a-z0-9.]+)*", feed.name)] == []
    assert [feed.name for feed in loaded.feeds if not feed.title or not feed.language] == []


def ifeng(loaded, body: str):
    feed = next(feed for feed in loaded.feeds if feed.name == "ifeng-tech")
    return parse(body.encode(), feed=feed, limits=Limits())


@pytest.mark.parametrize(("sample", "warning"), [("embedded", ""), ("rendered", "page.fallback")])
def test_the_page_of_ifeng_is_read_as_shipped(loaded, sample, warning):
    """The entry of a site without a feed finds the list of a page in either of its forms: in a script, or shown."""
    body = (Path(__file__).parent / "sources" / f"{sample}.html").read_text(encoding="utf-8")
    read = ifeng(loaded, body.replace("feng.example", "ifeng.com"))
    assert [(item.site, item.published_at and f"{item.published_at:%d %H:%M}") for item in read.items] == [
        ("凤凰网科技", "22 02:30"), ("凤凰网科技", "22 01:05" if sample == "embedded" else None),
    ]  # fmt: skip
    assert read.warning == warning


@pytest.mark.parametrize(
    "body",
    [
        "<script>var allData={head:{},data:{newsstream:[%s],cooperation:[]}};var adData={};</script>",
        '<script>var allData = {"newsstream":[],"hotNews1":[%s],"x":1};</script>',
        '<script>window.allData=JSON.parse(\'{"a":{"newsstream":[%s]}}\')</script>',
        '<script>var allData = {"nav":"\\u003cli>","newsstream":[%s]};var adData = {"side":"function%20()"};'
        'var staticData = {"newsstream":"%5B%5D"};var __chipsData = [{"key":"newsstream","id":"2"}];</script>',
        '<script>var allData = {"newsstream":"","x":1};</script><a href="//tech.ifeng.com/c/8a1">可灵更新</a>',
        '<p class=p_5z><a href="//tech.ifeng.com/c/8a1"><img></a><a href="//tech.ifeng.com/c/8a1">可灵更新</a></p>',
    ],
    ids=["deeper", "another list", "as a text", "as its template writes", "a list that failed", "links of any list"],
)
def test_the_page_of_ifeng_survives_changes(loaded, body):
    """Where the list stands deeper, has its other name, is handed to JSON.parse or only shown, it is found as well."""
    body = body.replace("%s", '{"title":"可灵更新","url":"//tech.ifeng.com/c/8a1","newsTime":"2026-11-22 10:30:00"}')
    assert [(one.title, one.url) for one in ifeng(loaded, body).items] == [("可灵更新", "https://tech.ifeng.com/c/8a1")]


BRIDGES = ("rsshub.app", "news.google.com", "www.bing.com", "www.reddit.com")


def test_shipped_feeds_need_no_bridge_and_no_secret(loaded):
    """No search, no bridge of others, nothing that wants a token."""
    hosts = {urlsplit(feed.url).hostname for feed in loaded.feeds}
    assert hosts.isdisjoint(BRIDGES)
    assert [feed.name for feed in loaded.feeds if re.search(r"token|user=|key=", feed.url)] == []


def test_no_host_is_asked_too_much(loaded):
    """A host's feeds fit into their interval with the gap between requests."""
    hosts = [urlsplit(feed.url).netloc for feed in loaded.feeds]
    gap, interval = loaded.settings.polling.gap, loaded.settings.polling.interval
    assert max(hosts.count(host) for host in hosts) * gap < interval / 10


def test_the_watchlist_names_what_the_reader_follows(loaded):
    """At least 25 products, each with a vendor or a reason to have none."""
    assert len(loaded.watchlist.products) >= 25


def test_the_shipped_files_are_the_ones_of_this_checkout():
    """In a checkout the shipped folder is config/."""
    assert Path(__file__).parent.parent / "config" == SHIPPED
