"""The twenty rules of a mail, each checked on every kind of edition; tests that want chromium or tidy skip without."""

from __future__ import annotations

import email
import html
import json
import re
import shutil
import subprocess
from dataclasses import replace
from email.header import decode_header, make_header
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import html5lib
import pytest
from editions import BAD, BUSY, DEAD, DIGEST, FULL, KEY, LONG_WORD, MAIL, OPINIONS, QUIET, RTL_NEWS, TAGS, crowd, line

from monitor import __version__
from monitor.config import templates
from monitor.model import Coverage
from monitor.render import Renderer
from monitor.text import width

RENDERER, ANOTHER = Renderer(templates(None)), Renderer(templates(None))
LONG = replace(
    FULL,
    top=(
        replace(FULL.top[0], headline=f"Sora {LONG_WORD}", gist="動画" * 100),
        replace(FULL.top[3], headline="ا" * 150),
        replace(FULL.top[1], headline="W" * 120, origin="V" * 120, products=("P" * 99,)),
    ),
    brief=(line(4800, LONG_WORD, "ja", "可" * 200), line(4801, "Kling", "de", LONG_WORD)),
    notices=(f"config/{LONG_WORD}.yaml:1:1: {LONG_WORD}",),
)  # fmt: skip
ALERT = replace(
    FULL, kind="alert", slot="2026-03-25T14:03:27", top=FULL.top[:2], brief=(), trends=(), notices=(),
    coverage=Coverage(0, 0, 0, 0),
)
EDITIONS = {
    "full": FULL, "busy": BUSY, "quiet": QUIET, "opinions": OPINIONS, "bad": BAD, "dead": DEAD, "rtl": RTL_NEWS,
    "long": LONG, "brief only": replace(FULL, top=()), "alert": ALERT, "crowd": crowd(60, top=8),
    **{f"words {tag}": replace(FULL, words=tag) for tag in TAGS},
}  # fmt: skip
HEADERS = [
    "From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "List-Id", "List-Unsubscribe", "Auto-Submitted",
    "Precedence", "X-Auto-Response-Suppress", "Content-Type",
]  # fmt: skip
TEXT_SIZE, TARGET = 14, 24  # pixels
BODY_CONTRAST = 7.0
CHROMIUM, TIDY = shutil.which("chromium"), shutil.which("tidy")


def letter_of(edition):
    return RENDERER.letters(edition, DIGEST, MAIL, KEY)[0]


@pytest.fixture(params=EDITIONS, scope="module")
def letter(request):
    return letter_of(EDITIONS[request.param])


@pytest.fixture
def text(letter):
    return bodies(letter)[0]


@pytest.fixture(scope="module")
def tree(letter):
    return html5lib.parse(letter.html, namespaceHTMLElements=False)


def bodies(letter):
    parts = email.message_from_bytes(letter.raw).get_payload()
    return [part.get_payload(decode=True).decode().replace("\r\n", "\n") for part in parts]


def words_of(element):
    return " ".join("".join(element.itertext()).split())


def style_of(element):
    rules = (rule.split(":", 1) for rule in element.get("style", "").split(";") if rule.strip())
    return {name.strip(): value.strip() for name, value in rules}


def links(tree):
    return [element for element in tree.iter("a") if element.get("href")]


# ---------------------------------------------------------------- 1 to 6: the envelope


def test_rule_1_text_first_then_page_with_the_same_stories_and_links(letter, tree):
    """Text and page are UTF-8, in this order, and hold every story and the same set of links."""
    message = email.message_from_bytes(letter.raw)
    kinds = [(part.get_content_type(), part.get_content_charset()) for part in message.get_payload()]
    text, page = bodies(letter)
    assert (message.get_content_type(), kinds) == (
        "multipart/alternative", [("text/plain", "utf-8"), ("text/html", "utf-8")]
    )  # fmt: skip
    assert page == letter.html
    assert {element.get("href") for element in links(tree)} == set(re.findall(r"(?:https?://|mailto:)\S+", text))
    assert re.findall(r"#\d{3,}", text) == re.findall(r"#\d{3,}", "".join(next(tree.iter("body")).itertext()))


def test_rule_2_seven_bits_crlf_short_lines(letter):
    """The wire carries ASCII in CRLF lines of at most 78 octets, but for one header that is never folded."""
    assert letter.raw.isascii()
    assert re.search(rb"(?<!\r)\n|\r(?!\n)|\0", letter.raw) is None
    long = [line for line in letter.raw.split(b"\r\n") if len(line) > 78]
    assert [line for line in long if not line.startswith(b"List-Unsubscribe: ") or len(line) > 998] == []


def test_rule_3_exactly_these_headers_once(letter):
    """A letter has these headers in this order, one recipient, and nothing else."""
    message = email.message_from_bytes(letter.raw)
    assert message.keys() == HEADERS
    assert [message[name] for name in ("From", "To", "List-Id", "Auto-Submitted", "Precedence", "Date")] == [
        '"AI video monitor" <news@example.com>', "ann@example.org", "<daily.example.com>", "auto-generated", "bulk",
        "Wed, 25 Mar 2026 06:00:00 +0000",
    ]  # fmt: skip
    assert message["List-Unsubscribe"] == "<mailto:news@example.com?subject=unsubscribe%20daily>"


def test_rule_3_one_click_only_with_https():
    """List-Unsubscribe-Post stands there for an https address only, with a mail as the other way."""
    mail = replace(MAIL, unsubscribe="https://example.com/stop?list=daily")
    message = email.message_from_bytes(RENDERER.letters(FULL, DIGEST, mail, KEY)[0].raw)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"] == (
        "<https://example.com/stop?list=daily>, <mailto:news@example.com?subject=unsubscribe%20daily>"
    )
    assert message.keys() == [*HEADERS[:8], "List-Unsubscribe-Post", *HEADERS[8:]]


def test_rule_4_subject_is_the_news_in_whole_words(letter):
    """The subject decodes to the news, has at most 120 characters, and each encoded word holds whole characters."""
    raw = re.search(rb"^Subject: (.*?)\r\n(?! )", letter.raw, re.DOTALL | re.MULTILINE)[1].decode()
    words = raw.split("\r\n ")
    encoded = [word for word in words if word.startswith("=?")]
    assert str(make_header(decode_header(raw.replace("\r\n ", " ")))) == letter.subject
    assert 0 < len(letter.subject) <= 120
    assert [word for word in encoded if len(word) > 75] == []
    assert "\ufffd" not in "".join(str(make_header(decode_header(word))) for word in encoded)


def test_rule_5_headers_are_ascii(letter):
    """No raw UTF-8 stands in a header (RFC 6532 is not used)."""
    head = letter.raw.split(b"\r\n\r\n", 1)[0]
    assert all(32 <= byte < 127 or byte in b"\r\n" for byte in head)


def test_rule_6_pages_are_not_clipped(letter):
    """The page has at most 75 kB, and 100 kB as encoded: Gmail clips at 102."""
    page = email.message_from_bytes(letter.raw).get_payload()[1]
    assert len(letter.html.encode()) <= 75_000
    assert len(page.get_payload()) <= 100_000


@pytest.mark.parametrize("words", ["en", "ja"])
def test_rule_6_the_smaller_encoding_is_chosen(words):
    """Latin text goes as quoted-printable, other scripts as base64, whichever is smaller."""
    edition = replace(FULL if words == "ja" else QUIET, words=words, top=FULL.top[2:3] if words == "ja" else ())
    text = email.message_from_bytes(letter_of(edition).raw).get_payload()[0]
    wanted = {"en": "quoted-printable", "ja": "base64"}
    assert text["Content-Transfer-Encoding"] == wanted[words]


# ---------------------------------------------------------------- 7 to 11: the page


def test_rule_7_html5_is_valid(letter):
    """html5lib finds no error in the page."""
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(letter.html)
    assert parser.errors == []


@pytest.mark.skipif(TIDY is None, reason="tidy is not installed")
def test_rule_7_tidy_finds_no_error(letter):
    """`tidy -e` finds no error (its warnings are about attributes that old mail programs want)."""
    done = subprocess.run([TIDY, "-e", "-q", "-utf8"], input=letter.html.encode(), capture_output=True, check=False)
    assert re.findall(r".*Error:.*", done.stderr.decode()) == []


TAGS_ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "div", "table", "tbody", "tr", "td", "h1", "h2", "h3", "p", "ul",
    "li", "a", "span", "b", "bdi",
}  # fmt: skip
STYLES_ALLOWED = {
    "background-color", "border-radius", "border-top", "color", "display", "font-family", "font-size", "font-weight",
    "height", "letter-spacing", "line-break", "line-height", "list-style", "margin", "max-height", "max-width",
    "overflow", "overflow-wrap", "padding", "table-layout", "text-align", "text-decoration", "text-transform",
    "white-space", "word-break",
}  # fmt: skip


def test_rule_8_only_what_every_mail_program_draws(tree):
    """Layout tables, inline styles from a short list, one small style sheet, colours of six digits."""
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    sheets = [element.text for element in elements if element.tag == "style"]
    colours = re.findall(r"#[0-9a-zA-Z]+\b", " ".join([*sheets, *(each.get("style", "") for each in elements)]))
    tables = [
        [table.get(name) for name in ("role", "cellpadding", "cellspacing", "border")] for table in tree.iter("table")
    ]
    assert {element.tag for element in elements} - TAGS_ALLOWED == set()
    assert {name for element in elements for name in style_of(element)} - STYLES_ALLOWED == set()
    assert [colour for colour in colours if not re.fullmatch("#[0-9a-f]{6}", colour)] == []
    assert [len(sheet) < 2048 for sheet in sheets] == [True]
    assert tables == [["presentation", "0", "0", "0"]] * len(tables)
    assert {style_of(each).get("display", "none") for each in elements} == {"none"}


LOADING = {"src", "srcset", "background", "poster", "data", "action", "ping", "xlink:href"}


def test_rule_9_nothing_is_loaded(letter, tree):
    """The page has no picture and no attribute or style that a program would fetch anything for."""
    loading = [(each.tag, name) for each in tree.iter() for name in each.attrib if name in LOADING]
    assert (loading, re.findall(r"url\(|@import|<link|<base|http-equiv", letter.html)) == ([], [])


DARK = re.search(r"prefers-color-scheme: dark\) \{(.*?)\n\}", templates(None)["digest.html.j2"], re.DOTALL)[1]
DARK_RULES = {
    name: dict(re.findall(r"(background-color|color): (#[0-9a-f]{6})", rule))
    for names, rule in re.findall(r"([.\w, ]+) \{(.*?)\}", DARK)
    for name in re.findall(r"\.(\w+)", names)
}


def luminance(colour):
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def inverted(colour):
    return f"#{0xFFFFFF - int(colour[1:], 16):06x}"


def painted(element, *, dark, colour="#000000", ground="#ffffff", size=16.0, height=0.0):
    """Walk what is shown: (text, colour, ground, size, line height, tag) of each piece of text."""
    style = style_of(element)
    if style.get("display") == "none" or element.tag in ("head", "style"):
        return
    colour = style.get("color", colour)
    ground = style.get("background-color", element.get("bgcolor", ground))
    for name in element.get("class", "").split() if dark else ():
        colour = DARK_RULES.get(name, {}).get("color", colour)
        ground = DARK_RULES.get(name, {}).get("background-color", ground)
    size = float(style.get("font-size", f"{size}px").removesuffix("px"))
    height = float(style.get("line-height", f"{height}px").removesuffix("px"))
    yield element.text or "", colour, ground, size, height, element.tag
    for child in element:
        if isinstance(child.tag, str):
            yield from painted(child, dark=dark, colour=colour, ground=ground, size=size, height=height)
        yield child.tail or "", colour, ground, size, height, element.tag


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_rule_10_text_stands_out(tree, dark):
    """All text has a contrast of at least 7:1, and 4.5:1 where a program inverts the colours, light and dark."""
    pairs = {(colour, ground) for words, colour, ground, *_ in painted(tree, dark=dark) if words.strip()}
    assert {pair for pair in pairs if contrast(*pair) < BODY_CONTRAST} == set()
    assert {pair for pair in pairs if contrast(*map(inverted, pair)) < 4.5} == set()


def test_rule_10_dark_screens_are_declared(tree):
    """The page says that it knows light and dark."""
    metas = {element.get("name"): element.get("content") for element in tree.iter("meta")}
    assert (metas["color-scheme"], metas["supported-color-schemes"]) == ("light dark", "light dark")


FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
    "--virtual-time-budget=5000", "--dump-dom",
]  # fmt: skip
FRAME = '<iframe width="{width}" height="500" style="border:0" srcdoc="{page}"></iframe>'
MEASURE = """<script>addEventListener("load", () => {
  const seen = [...document.querySelectorAll("iframe")].map(frame => [
    frame.contentDocument.documentElement.scrollWidth - frame.clientWidth,
    frame.contentWindow.performance.getEntriesByType("resource").length]);
  document.body.textContent = JSON.stringify(seen);
});</script>"""


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
def test_rule_11_no_sideways_scrolling_and_no_request(tmp_path):
    """At 360 and 640 px no edition scrolls sideways, and a browser asks nobody for anything."""
    widths = (360, 640)
    pages = [html.escape(letter_of(edition).html) for edition in EDITIONS.values()]
    frames = "".join(FRAME.format(width=each, page=page) for page in pages for each in widths)
    target = tmp_path / "frames.html"
    target.write_text(f'<!doctype html><meta charset="utf-8"><body>{frames}{MEASURE}', encoding="utf-8")
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", target.as_uri()]
    done = subprocess.run(command, capture_output=True, check=True, timeout=120)
    seen = json.loads(re.search(r"\[\[.*\]\]", done.stdout.decode())[0])
    assert seen == [[0, 0]] * len(EDITIONS) * len(widths)


# ---------------------------------------------------------------- 12 to 18: reading


def test_rule_12_each_item_says_its_language_and_direction(tree):
    """Headlines and gists carry `lang` and `dir`; what is written from the right stands there; names are isolated."""
    root = next(tree.iter("html")) if tree.tag != "html" else tree
    voiced = [each for each in tree.iter() if each.get("dir") and each is not root]
    from_right = [
        style_of(each).get("text-align") for each in voiced if each.get("dir") == "rtl" and each.tag != "span"
    ]
    assert (root.get("lang") in TAGS, root.get("dir")) == (True, "ltr")
    assert [each.tag for each in voiced if each.get("lang") is None] == []
    assert from_right == ["right"] * len(from_right)
    assert [words_of(link) for link in links(tree) if link.get("title") and link.find("bdi") is None] == []


@pytest.mark.parametrize(
    ("story", "language"),
    [(4725, "ar"), (4736, "he"), (4741, "ar"), (4742, "he")],
    ids=["ar", "he", "brief ar", "brief he"],
)
def test_rule_12_a_headline_that_begins_with_a_latin_name_is_still_right_to_left(story, language):
    """A Latin name at the beginning of an Arabic headline does not turn it around, in the page or in the text."""
    letter = letter_of(RTL_NEWS)
    entry = next(each for each in (*RTL_NEWS.top, *RTL_NEWS.brief) if each.story == story)
    start = entry.headline[:14]
    assert re.search(rf'lang="{language}" dir="rtl"[^>]*>\s*<a [^>]*>{re.escape(start)}', letter.html)
    assert f"\u2067{start}" in bodies(letter)[0]


def test_rule_13_lines_break_anywhere_but_in_addresses(text, tree):
    """The text part has at most 76 columns (an address may be longer, alone on its line); cells break long words."""
    long = [line for line in text.splitlines() if width(line) > 76]
    cells = [style_of(cell) for cell in tree.iter("td") if "pad" in cell.get("class", "")]
    assert [line for line in long if not re.fullmatch(r"\s*(?:.*[:：] ?)?(?:https?://|mailto:)\S+", line)] == []
    assert {(cell["overflow-wrap"], cell["word-break"], cell["line-break"]) for cell in cells} == {
        ("anywhere", "normal", "strict")
    }


def test_rule_14_the_preheader_comes_first_and_lets_nothing_leak(tree):
    """The first element is hidden, says the news, and is padded so that an inbox shows nothing else beside it."""
    first = next(iter(next(tree.iter("body"))))
    shown = "".join(first.itertext())
    assert style_of(first) == {"display": "none", "max-height": "0", "overflow": "hidden"}
    assert shown.strip("\u034f ") != ""
    assert shown.endswith("\u034f " * 60)


def test_rule_15_links_lead_where_they_say(letter, tree):
    """Links are http, https or mailto, at most 2,000 characters, escaped, and the headline itself is the link."""
    addresses = [element.get("href") for element in links(tree)]
    headlines = [each for each in tree.iter() if each.tag in ("h1", "div") and each.get("lang") is not None]
    assert {urlsplit(address).scheme for address in addresses} <= {"http", "https", "mailto"}
    assert [address for address in addresses if len(address) > 2000] == []
    assert re.findall(r'href="[^"]*&(?!amp;)', letter.html) == []
    assert [words_of(each) for each in headlines if each.find("a") is None] == []


def test_rule_16_structure_for_screen_readers(tree):
    """One h1, no level left out, lists for lists, no two links alike, no text under 14 px, no link in a low line."""
    levels = [int(each.tag[1]) for each in tree.iter() if re.fullmatch("h[1-6]", str(each.tag))]
    named = [(words_of(link), link.get("title", ""), link.get("href")) for link in links(tree)]
    by_name = {(name, title): address for name, title, address in named}
    pieces = [piece for piece in painted(tree, dark=False) if piece[0].strip("\xa0 \n")]
    assert levels.count(1) == 1
    assert [after for before, after in pairwise(levels) if after > before + 1] == []
    assert [name for name, title, address in named if by_name[name, title] != address and title] == []
    assert {words.strip() for words, _, _, size, *_ in pieces if size < TEXT_SIZE} == set()
    assert {words.strip() for words, _, _, _, height, tag in pieces if tag == "a" and height < TARGET} == set()


CANARY = '<x-canary onload="alert(1)">{{ 7*7 }}{% raw %}${x}<!--'


def test_rule_17_no_markup_of_a_feed_survives():
    """Markup and template code in any text of a feed are shown as they were written."""
    hostile = line(4900, CANARY, "en", CANARY, "reported", origin=CANARY, hosts=(CANARY,), gist=CANARY)
    shown = [replace(one, site=CANARY, title=CANARY, language=CANARY) for one in hostile.sources]
    hostile = replace(
        hostile, sources=tuple(shown), companies=(CANARY,), language=CANARY, url=f"https://example.org/{CANARY}"
    )
    letter = letter_of(replace(FULL, top=(hostile,), brief=(replace(hostile, story=4901),), notices=(CANARY,)))
    text, page = bodies(letter)
    assert "<x-canary" not in page
    assert ("onload=" in html.unescape(page), 'onload="' in page) == (True, False)
    assert text.count("{{ 7*7 }}") >= 4


def test_rule_18_the_footer_says_why_how_to_stop_health_next_and_version(letter, text):
    """Why this mail came, how to stop it, what was read (not in an alert), the next edition, the maker stand there."""
    for body in (text, html.unescape(letter.html)):
        assert "mailto:news@example.com?subject=unsubscribe%20daily" in body
        assert f"ai-video-monitor {__version__}" in body
    assert bool(re.search(r"43\D+\d|\d\D+43", text)) != (ALERT.slot in text)
    assert "07:00 Europe/Berlin" in text


# ---------------------------------------------------------------- 19 and 20


def test_rule_19_the_readme_says_what_makes_mail_arrive():
    """README names what a sender's domain needs: SPF, DKIM, DMARC, a PTR record, TLS."""
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    assert {word for word in ("SPF", "DKIM", "DMARC", "PTR", "TLS") if word not in readme} == set()


def test_rule_20_the_same_input_gives_the_same_bytes(letter, request):
    """Rendered again by another renderer, a letter has the same bytes (golden mails: test_render.py)."""
    edition = EDITIONS[request.node.callspec.params["letter"]]
    assert ANOTHER.letters(edition, DIGEST, MAIL, KEY)[0].raw == letter.raw
