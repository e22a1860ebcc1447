"""config: broken files in; a config or a ConfigError out, never anything else."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor import config
from monitor.model import Complaint

NOW = datetime(2026, 3, 25, 6, 0, tzinfo=UTC)
FOLDER = Path("config")
SAMPLES = {
    "monitor.yaml": """
contact: https://example.org/about
polling: {interval: 30m, gap: 0}
limits: {body: 2MB, allow: ["127.0.0.1:8080"]}
mail: {sender: news@example.org, server: mail.example.org, security: tls, port: 465, unsubscribe: "mailto:a@b.example"}
digests:
  - {name: daily, recipients: [ann@example.org], at: 07:00, zone: Asia/Tokyo, weekdays: [mon], products: [Veo]}
""",
    "feeds.yaml": """
feeds:
  - {name: one, url: https://one.example/feed, title: 一, language: zh-Hans, official: true, interval: 6h}
  - name: two
    url: http://two.example/feed
    encoding: gbk
  - {name: page, url: https://page.example/, type: page, select: {entry: .list li, date: time@datetime}}
  - {name: held, url: https://held.example/, type: page, json: {find: "all =", items: a.0.b}}
  - {name: news, type: search, engine: google, languages: [en, zh-Hans]}
""",
    "watchlist.yaml": """
products:
  - name: Veo
    vendor: Google
    aliases: [Veo, {text: ベオ, languages: [ja]}]
    ambiguous: {es: [veo]}
    context: [DeepMind, {text: Flow, within: 40}]
    official: [deepmind.google/models/veo]
vendors: [{name: Google, video: false}]
topics: {en: [AI video]}
""",
}
PIECES = [
    "", " ", "\n", "\t", ":", ": ", "- ", "[", "]", "{", "}", ",", "#", "&a ", "*a", "!!int ", "|", ">", "'", '"', "\\",
    "%", "@", "?", "---\n", "\ufeff", "\x00", "\u2028", "\u202e", "\ud800", "視", "null", "~", "-1", "9" * 400,
    "1e999", "99999999999d", "//", "..", "<<: ", "= ", "password: x", "*", "${x}", "{{x}}", "\\x00", '"\\0"', "[" * 40,
]


def complaints(texts: dict[str, str]) -> tuple[Complaint, ...]:
    try:
        return config.load_texts(texts, FOLDER, NOW).warnings
    except config.ConfigError as error:
        return error.complaints or (Complaint("", 0, 0, "", ""),)


def check(texts: dict[str, str]) -> None:
    """Only ConfigError comes out, and each complaint has a place, one line and words of our own."""
    for one in complaints(texts):
        assert (one.line >= 1, one.column >= 1) == (True, True)
        assert one.text
        assert "\n" not in str(one)
        assert "Input should" not in one.text
        assert not one.text.startswith(("did not ", "could not ", "found "))


def broken(seed: int) -> dict[str, str]:
    """A good config with one to four places of one file cut, doubled or filled with something strange."""
    chance = random.Random(seed)
    name = chance.choice(sorted(SAMPLES))
    text = SAMPLES[name]
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice((0, 1, 3, 12)))
        text = text[:start] + chance.choice((chance.choice(PIECES), text[end : end + 20])) + text[end:]
    return SAMPLES | {name: text}


def test_the_samples_are_good():
    """The texts that are broken below are right before."""
    assert config.load_texts(SAMPLES, FOLDER, NOW).warnings == ()


@pytest.mark.parametrize("seed", range(300))
def test_a_broken_config_is_complained_of(seed):
    """Whatever is mistyped in a file, the answer is a config or complaints with their places."""
    check(broken(seed))


@settings(max_examples=200)
@given(st.sampled_from(sorted(SAMPLES)), st.text(max_size=200))
def test_any_text_is_a_config_or_complaints(name, text):
    """Any text at all ends as a config or complaints."""
    check(SAMPLES | {name: text})


SCALARS = st.none() | st.text(max_size=12) | st.sampled_from(PIECES)
KEYS = st.sampled_from(
    ["feeds", "products", "digests", "name", "url", "aliases", "mail", "polling", "topics", "zone", "at", "interval",
     "recipients", "ambiguous", "weekdays", "body", "limits", "text", "en", "server", "context", "official", "select",
     "json", "type", "engine", "languages", "entry", "find"]
)  # fmt: skip
TREES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)


def flow(tree: object) -> str:
    """Write a tree as YAML in flow style, every text quoted."""
    if isinstance(tree, list):
        return f"[{', '.join(map(flow, tree))}]"
    if isinstance(tree, dict):
        return f"{{{', '.join(f'{key}: {flow(value)}' for key, value in tree.items())}}}"
    return "~" if tree is None else "'" + str(tree).replace("'", "''") + "'"


@settings(max_examples=200)
@given(st.sampled_from(sorted(SAMPLES)), st.dictionaries(KEYS, TREES, max_size=4))
def test_any_shape_is_a_config_or_complaints(name, tree):
    """Values of the wrong shape under the right keys end as complaints."""
    check(SAMPLES | {name: flow(tree)})
