"""Bytes of feeds in, items out; the feeds stand in feeds/, each beside what it says."""

from __future__ import annotations

import contextlib
import gzip
import json
import pickle
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from parsed import FEED, assert_clean, read, said_of

from monitor.model import Feed, Limits
from monitor.parse import ParseError
from monitor.parse.dates import read_date

FEEDS = Path(__file__).parent / "feeds"
SAMPLES = sorted(path for path in FEEDS.iterdir() if path.suffix != ".yaml")


def rss(*titles: str, head: str = "", declaration: str = "") -> str:
    items = "".join(
        f"<item><title>{title}</title><guid>https://x.example.org/{title}</guid></item>" for title in titles
    )
    return f'{declaration}<rss version="2.0"><channel><title>Sample</title>{head}{items}</channel></rss>'


def titles(parsed):
    return [item.title for item in parsed.items]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_each_sample_reads_as_the_file_beside_it_says(path):
    """A feed of any format, whole or broken, yields the items its expectation names, in order."""
    wanted = yaml.safe_load(path.with_suffix(".yaml").read_text(encoding="utf-8"))
    parsed = read(path.read_bytes())
    items = wanted.pop("items")
    assert [said_of(item, keys) for item, keys in zip(parsed.items, items, strict=True)] == items
    ttl = {"ttl": parsed.ttl and parsed.ttl.total_seconds()} if "ttl" in wanted else {}
    assert said_of(parsed, wanted) | ttl == wanted


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_items_of_a_document_have_keys_of_their_own(path):
    """No two items of a document share a key, and reading again gives the same ones."""
    keys = [item.guid for item in read(path.read_bytes()).items]
    assert len(set(keys)) == len(keys)
    assert keys == [item.guid for item in read(path.read_bytes()).items]


@pytest.mark.parametrize(
    "before",
    [
        "\n  ",
        "<?xml version='1.0'>",
        "<?xml?xml version='1.0'??>",
        "<?xml version='1.0'?><?xml-stylesheet href='http://127.0.0.1/x.xsl'?><!-- <rss><item/></rss> -->",
        "<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0//EN' 'http://127.0.0.1/x.dtd'>",
        "<!DOCTYPE rss [<!ELEMENT title (#PCDATA)>]>",
        "Notice: undefined index in <b>feed.php</b>\n",
    ],
)
def test_what_stands_before_the_feed_does_not_matter(before):
    """Declarations, broken ones too, comments, style sheets, DTDs and chatter before the root are passed over."""
    assert titles(read(before + rss("Sora"))) == ["Sora"]


# ---------------------------------------------------------------- what ends wrongly


def fielded(number: int, **fields: str) -> str:
    """An item of an RSS feed, some of its fields as given."""
    usual = {
        "title": f"<title>Sora {number}</title>",
        "link": f"<link>https://x.example.org/{number}</link>",
        "guid": f"<guid>{number}</guid>",
        "date": f"<pubDate>Sun, 22 Nov 2026 10:{number:02}:00 GMT</pubDate>",
        "text": f"<description>Text {number}</description>",
    }
    return f"<item>{''.join((usual | fields).values())}</item>"


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "<title>Sora 2</titel>"},
        {"title": "<title><![CDATA[Sora 2]]></titel >"},
        {"title": "<title>Sora 2</Title>"},
        {"title": "<title>Sora 2"},
        {"title": "<title>Sora 2<title>"},
        {"title": "<title>Sora 2</link>"},
        {"title": "<title>Sora</b> 2</title>"},
        {"link": "<link>https://x.example.org/2"},
        {"link": "<link>https://x.example.org/2</lnik>"},
        {"guid": "<guid>2</giud>"},
        {"guid": "<guid>2<guid>"},
        {"date": "<pubDate>Sun, 22 Nov 2026 10:02:00 GMT</pubDte>"},
        {"text": "<description>Text 2</descripton>"},
        {"text": "<description>Text 2"},
        {"text": "<description><br>Text<p>2</description>"},
    ],
    ids=lambda fields: next(iter(fields.values())),
)
def test_an_end_that_is_mistyped_or_missing_costs_nothing(fields):
    """A field whose end tag is misspelt, or is not there, ends before the next one: no item is lost for it."""
    items = fielded(1) + fielded(2, **fields) + fielded(3)
    parsed = read(f'<rss version="2.0"><channel><title>Sample</title>{items}</channel></rss>')
    found = [(item.title, item.url[-2:], item.guid, item.published_at.minute, item.summary) for item in parsed.items]
    assert found == [(f"Sora {n}", f"/{n}", f"{n}", n, f"Text {n}") for n in (1, 2, 3)]
    assert (parsed.title, parsed.warning) == ("Sample", "parse.bozo")


def test_a_tag_that_goes_on_and_on_is_cut_off():
    """What a broken archive or a hostile server appends to a tag costs no memory, and no item but what it begins."""
    whole, rest = rss("One", "Two"), "<guid " + "a" * 1_000_000
    assert titles(read(whole.replace("</channel></rss>", rest))) == ["One", "Two"]
    assert titles(read(whole.replace("<title>Two", f"{rest}><title>Two"))) == ["One", "Two"]
    text = f"<![CDATA[a <b {'a' * 100_000}]]>"  # no tag
    assert titles(read(whole.replace("</item>", f"<description>{text}</description></item>", 1))) == ["One", "Two"]
    with pytest.raises(ParseError, match="no feed: it begins with") as caught:
        read("<?xml version='1.0'?><rss version" + "a" * 1_000_000)
    assert caught.value.code == "http.not_feed"


@pytest.mark.parametrize(
    "item",
    [{"url": f"http://a.example/{' ' * 30_000}x"}, {"content_html": "<video>" * 9_000}],
    ids=["spaces in a link", "tags that nothing ends"],
)
def test_an_item_made_to_keep_a_reader_busy_costs_little(item):
    """A hundred of them are read in linear time: minutes, if anything were read twice."""
    items = [{"id": f"{number}", "title": "Sora", **item} for number in range(100)]
    parsed = read(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode())
    assert titles(parsed) == ["Sora"] * 100


def test_links_that_nothing_ends_are_read():
    """Atom's links written as HTML writes them, without an end, lead to the article."""
    entry = '<entry><title>Sora</title><link rel="self" href="/a.json"><link href="/a"><id>1</id></entry>'
    parsed = read(f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Sample</title>{entry}{entry}</feed>')
    assert {item.url for item in parsed.items} == {"https://feeds.example.org/a"}


ENTRY = (
    '<entry xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Sora</title><link href="/a"/><id>1</id></entry>'
)


@pytest.mark.parametrize(
    "body", [f'<?xml version="1.0"?>\n{ENTRY}', ENTRY.replace("</entry>", "")], ids=["whole", "cut"]
)
def test_an_entry_without_a_feed_is_one_item(body):
    """A document of Atom that is one entry (RFC 4287 2) is read as a feed of that entry."""
    parsed = read(body)
    assert [(item.title, item.url, item.language) for item in parsed.items] == [
        ("Sora", "https://feeds.example.org/a", "de")
    ]
    assert parsed.format == "atom10"


def test_an_element_of_a_page_that_is_called_entry_makes_no_feed():
    """A web page whose markup has elements of that name stays a web page."""
    with pytest.raises(ParseError, match="a web page"):
        read("<!doctype html><html><body><entry><title>Sora</title></entry></body></html>")


# ---------------------------------------------------------------- what is no feed


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "http.empty"),
        (" \n\ufeff ", "http.empty"),
        ("<!DOCTYPE html><html><head><title>Home</title></head></html>", "http.not_feed"),
        ("<!doctype html><p>Hello", "http.not_feed"),
        ("<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body/></html>", "http.not_feed"),
        ("<foo/>", "http.not_feed"),
        ("<urlset><url><loc>https://x.example.org/</loc></url></urlset>", "http.not_feed"),
        ("Service unavailable", "http.not_feed"),
        ('{"error": "rate limited"}', "http.not_feed"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": [', "http.not_feed"),
        ('{"items": ' + "[" * 100_000, "http.not_feed"),
        (b"\x1f\x8b\x08 no gzip", "http.not_feed"),
        ('<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + rss("&b;"), "parse.dtd"),
        (f'<!DOCTYPE r [<!ENTITY a "{"x" * 10_000}">]>' + rss("&a;"), "parse.dtd"),
        ('<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + rss("&a;"), "parse.dtd"),
        ('<!DOCTYPE r [<!ENTITY % p "<!ENTITY a \'x\'>"> %p;]>' + rss("&a;"), "parse.dtd"),
        (f"<rss version='2.0'><channel {'a=b ' * 50_000}/></rss>", "parse.cpu"),
        (rss("a").replace("</item>", "<loc>" * 100_001), "parse.cpu"),
        (rss("a").replace("</item>", "</item>" * 100_100), "parse.cpu"),
        (f"<rss version='2.0' xmlns='{'u' * 1001}'><channel/></rss>", "parse.cpu"),
        (rss("a").replace("</item>", "".join(f"<n{one}:x xmlns:n{one}='u'/>" for one in range(501))), "parse.cpu"),
        ("<rss><channel><item><textInput><name>x</name></textInput></item></channel></rss>", "parse.broken"),
    ],
    ids=lambda said: str(said)[:60],
)  # fmt: skip
def test_what_is_no_feed_says_why(body, code):
    """A document without items in it fails with a stable code."""
    with pytest.raises(ParseError) as error:
        read(body)
    assert error.value.code == code


def test_a_sitemap_in_a_feeds_place_says_how_it_is_read():
    """Who configures a sitemap as a feed is told which key is missing."""
    with pytest.raises(ParseError, match="with `type: sitemap`"):
        read('<?xml version="1.0"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>')


def test_a_parse_error_crosses_processes_whole():
    """Code and words of the error survive pickling."""
    error = pickle.loads(pickle.dumps(ParseError("http.not_feed", "a web page")))
    assert (error.code, str(error)) == ("http.not_feed", "a web page")


def test_a_body_is_never_taken_for_a_file_name():
    """A body that is the path of a file yields nothing of that file."""
    with pytest.raises(ParseError, match="no feed"):
        read(str(FEEDS / "rss20.xml"))


def test_what_is_passed_over_leaves_no_trace():
    """Neither a feed's picture nor an entry's comments give it a title, and what a title quotes of markup stays."""
    aside = "<image><title>Logo</title><url>https://x.example.org/i.png</url></image>"
    quoted = "<title><![CDATA[How <author> differs]]></title>"
    entry = f"<item><comments>No</comments>{quoted}<enclosure url='a.mp3'/></item>"
    parsed = read(f'<rss version="2.0"><channel>{aside}<title>Sample</title>{entry}{aside}</channel></rss>')
    assert (parsed.title, titles(parsed), parsed.items[0].url) == ("Sample", ["How <author> differs"], "")


def test_of_the_pages_of_an_article_in_several_languages_the_first_is_taken():
    """An entry's first page counts, as of links without a language: which one is last says nothing."""
    pages = "".join(f'<link rel="alternate" hreflang="{tag}" href="/{tag}"/>' for tag in ("en", "de", "fr"))
    entry = f'<entry><title>Sora</title><id>1</id><link rel="self" hreflang="x" href="/x"/>{pages}</entry>'
    parsed = read(f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Sample</title>{entry}</feed>')
    assert [item.url for item in parsed.items] == ["https://feeds.example.org/en"]


@pytest.mark.parametrize("name", ["feedburner:origLink", "News:Source", "itunes:title"])
def test_an_element_with_attributes_nobody_expects_is_passed_over(name):
    """Elements of extensions are texts; one that has attributes, of which feedparser makes no text, spoils nothing."""
    odd = f'<item><title>Sora</title><link>/a</link><{name} x="1">https://x.example.org/</{name}></item>'
    parsed = read(rss().replace("</channel>", f"{odd}</channel>"))
    assert [(item.title, item.url) for item in parsed.items] == [("Sora", "https://feeds.example.org/a")]


@pytest.mark.parametrize("name", ["links", "title_detail", "summary_detail"])
def test_an_element_named_as_the_parser_names_its_own_is_passed_over(name):
    """What feedparser then keeps in place of its own is a text, and no entry is lost for it."""
    body = rss().replace("</channel>", f"<item><title>Sora</title><{name}>x</{name}></item></channel>")
    assert titles(read(body)) == ["Sora"]


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        ("&lt;p&gt;Use &lt;video&gt;&lt;/p&gt;&lt;p&gt;and &lt;AUDIO&gt;, too", "Use <video> and <AUDIO>, too"),
        ("See &lt;video&gt;no player&lt;/VIDEO&gt; this", "See no player this"),
        ("See &lt;video controls src='a.mp4'&gt; this", "See this"),
    ],
    ids=["spoken of", "ended", "with a source"],
)
def test_a_tag_that_a_text_speaks_of_is_a_word(markup, wanted):
    """What would play sound or video has a source or an end; a bare tag is what the text is about."""
    item = f"<item><title>A</title><description>{markup}</description></item>"
    assert read(f"<rss version='2.0'><channel>{item}</channel></rss>").items[0].summary == wanted


@pytest.mark.parametrize(
    ("links", "wanted"),
    [
        (["log#may-2", "log#may-1"], ["log#may-2", "log#may-1"]),
        (["#a1", "#a 2"], ["#a1", "#a%202"]),
        (["one#top", "two#top"], ["one", "two"]),
        (["one#comments", "one"], ["one", "one"]),
        (["log?utm_source=x#:~:text=a", "log#b"], ["log#:~:text=a", "log#b"]),
    ],
    ids=["of one page", "of the front page", "of pages of their own", "a page and its comments", "tracked"],
)
def test_entries_that_stand_on_one_page_have_each_its_place(links, wanted):
    """A changelog's entries are different ones, and their links lead to them; elsewhere a place tells nothing."""
    entries = "".join(
        f"<item><title>News {n}</title><link>https://a.example/{link}</link></item>" for n, link in enumerate(links)
    )
    items = read(f"<rss version='2.0'><channel>{entries}</channel></rss>").items
    assert [item.url for item in items] == [f"https://a.example/{link}" for link in wanted]
    assert len({item.guid for item in items}) == len(items)


def test_cdata_in_small_letters():
    """A section whose mark is in small letters, which XML does not know, is one."""
    assert titles(read(rss("<![cdata[Sora & Veo]]>"))) == ["Sora & Veo"]


def test_controls_that_stand_for_signs_of_windows_become_these():
    """A reference to a code of windows-1252 is the dash or quote it was meant for, beside any other letters."""
    assert titles(read(rss("Kling &#150; now", "可灵 &#147;新&#148;"))) == ["Kling – now", "可灵 “新”"]


def test_importing_the_parser_does_not_load_feedparser():
    """The process that hands out parsing stays small."""
    code = "import sys, monitor.parse; sys.exit('feedparser' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# ---------------------------------------------------------------- charsets

CHINESE = ("可灵发布新一代视频生成模型", "公司称新模型已经可以使用", "我们试用了这个工具", "视频平台的新规定")
TRADITIONAL = ("可靈發布新一代影片生成模型", "公司說新的模型已經可以使用", "我們試用了這個工具", "影片平台的新規定")
JAPANESE = ("動画生成の新しいモデルを公開", "誰でも使えるようになった", "クリエイターの反応は", "来年の予定について")
KOREAN = ("새로운 영상 생성 모델을 공개했다", "누구나 사용할 수 있게 되었다", "창작자들의 반응은 어떠한가")
RUSSIAN = ("Новая модель для создания видео", "Компания рассказала о планах", "Мы попробовали этот инструмент")
FRENCH = ("Une nouvelle vidéo générée très réussie", "L’outil dévoilé à Cannes", "Où en est le modèle ?")
CHARSETS = [
    ("gb2312", CHINESE), ("gbk", CHINESE), ("gb18030", CHINESE), ("big5", TRADITIONAL), ("Shift_JIS", JAPANESE),
    ("EUC-JP", JAPANESE), ("ISO-2022-JP", JAPANESE), ("EUC-KR", KOREAN), ("ks_c_5601-1987", KOREAN),
    ("windows-1251", RUSSIAN), ("KOI8-R", RUSSIAN), ("windows-1252", FRENCH), ("ISO-8859-1", FRENCH),
]  # fmt: skip
by_charset = pytest.mark.parametrize(("charset", "texts"), CHARSETS, ids=[name for name, _ in CHARSETS])


def encoded(texts, charset: str, declared: str = "") -> bytes:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else '<?xml version="1.0"?>'
    # Python knows this name of cp949 not, and ISO-8859-1 on the web has the quotes of windows-1252
    python = {"ks_c_5601-1987": "cp949", "ISO-8859-1": "cp1252"}.get(charset, charset)
    return rss(*texts, declaration=declaration).encode(python)


@by_charset
def test_a_declared_charset(charset, texts):
    """The XML declaration's charset is believed."""
    assert titles(read(encoded(texts, charset, charset), content_type="application/rss+xml")) == list(texts)


@by_charset
def test_a_charset_in_the_header_only(charset, texts):
    """So is the HTTP header's."""
    assert titles(read(encoded(texts, charset), content_type=f'text/xml; charset="{charset}"')) == list(texts)


@by_charset
def test_an_undeclared_charset(charset, texts):
    """A charset that nobody declares is found from the bytes."""
    assert titles(read(encoded(texts, charset), content_type="text/xml")) == list(texts)


@by_charset
def test_a_charset_that_is_not_the_utf8_declared(charset, texts):
    """A document that says UTF-8 in header and declaration, and is not, is read as what it is, with a warning."""
    parsed = read(encoded(texts, charset, "utf-8"), content_type="text/xml; charset=utf-8")
    assert (titles(parsed), parsed.warning) == (list(texts), "parse.encoding")


@by_charset
def test_utf8_that_declares_something_else(charset, texts):
    """UTF-8 is recognised whatever is declared."""
    assert titles(read(encoded(texts, "utf-8", charset), content_type=f"text/xml; charset={charset}")) == list(texts)


@by_charset
def test_a_header_of_the_server_yields_to_the_document(charset, texts):
    """ISO-8859-1 in the header is a server's default: the declaration of the document is nearer."""
    assert titles(read(encoded(texts, charset, charset), content_type="text/xml; charset=ISO-8859-1")) == list(texts)


@by_charset
def test_an_override(charset, texts):
    """The charset configured for a feed comes before all that is said elsewhere."""
    feed = Feed("sample", FEED.url, encoding=charset)
    body = encoded(texts, charset, "windows-1257")
    assert titles(read(body, feed, content_type="text/xml; charset=latin1")) == list(texts)


def test_of_two_charsets_declared_the_one_that_makes_sense_counts():
    """Where header and document differ and both could be, the text that somebody would write is taken."""
    texts = ("Über die neue Größe", "Für später", "Schön gemäht")
    body = encoded(texts, "windows-1252", "windows-1252")
    assert titles(read(body, content_type="text/xml; charset=gb2312")) == list(texts)


@pytest.mark.parametrize(
    ("language", "charset", "text"),
    [
        ("cs", "cp1250", "Příští díl přichází už v únoru"),
        ("pl", "iso8859_2", "Następna część już w lutym"),
        ("tr", "cp1254", "Şirket yeni sürümü duyurdu, işte ayrıntılar"),
        ("th", "cp874", "บริษัทเปิดตัวโมเดลใหม่"),
        ("zh", "big5", "新片"),
    ],
)  # fmt: skip
def test_a_language_helps_to_find_a_charset(language, charset, text):
    """Charsets that bytes alone do not tell are told by the language, named in the document or by the reader."""
    named = rss(text, head=f"<language>{language}</language>").encode(charset)
    assert titles(read(named)) == [text]
    assert titles(read(rss(text).encode(charset), Feed("sample", FEED.url, language=language))) == [text]


BY_BYTES = [(name, texts) for name, texts in CHARSETS[:9] if name != "ISO-2022-JP"]  # half of that is a letter


@pytest.mark.parametrize(("charset", "texts"), BY_BYTES, ids=[name for name, _ in BY_BYTES])
def test_a_text_cut_by_bytes_leaves_the_rest_readable(charset, texts):
    """Half a character costs that character, not the charset: no feed turns into another script for it."""
    last = texts[0][-1].encode(charset)
    body = encoded(texts, charset, charset).replace(last + b"</title>", last[:1] + b"</title>", 1)
    parsed = read(body)
    assert ([title[:8] for title in titles(parsed)], parsed.warning) == ([text[:8] for text in texts], "parse.encoding")


@pytest.mark.parametrize("language", ["", "named"])
@pytest.mark.parametrize(("charset", "texts"), BY_BYTES, ids=[name for name, _ in BY_BYTES])
def test_texts_cut_by_bytes_are_read_in_a_charset_that_nobody_declares(charset, texts, language):
    """So it is where only the bytes tell the charset, though every text be cut in the middle of a character."""
    body = encoded(texts, charset)
    for text in texts:
        last = text[-1].encode({"ks_c_5601-1987": "cp949"}.get(charset, charset))
        body = body.replace(last + b"</title>", last[:1] + b"</title>")
    spoken = {"Shift_JIS": "ja", "EUC-JP": "ja", "EUC-KR": "ko", "ks_c_5601-1987": "ko"}.get(charset, "zh")
    parsed = read(body, Feed("sample", FEED.url, language=spoken if language else ""))
    assert [title.rstrip("\ufffd") for title in titles(parsed)] == [text[:-1] for text in texts]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (rss("可灵").encode("utf-8-sig"), "可灵"),
        (rss("可灵", declaration='<?xml version="1.0" encoding="utf-8"?>').encode("utf-16"), "可灵"),
        (rss("可灵").encode("utf-16-be"), "可灵"),
        (rss("可灵").encode("utf-32"), "可灵"),
        (rss("Kling", declaration='<?xml version="1.0" encoding="UTF-16"?>').encode(), "Kling"),
        (rss("Caf\xe9", declaration='<?xml version="1.0" encoding="UTF-16"?>').encode("latin-1"), "Café"),
        (rss("可灵发布", declaration='<?xml version="1.0" encoding="klingon"?>').encode(), "可灵发布"),
        (rss("Kling", declaration='<?xml version="1.0" encoding="idna"?>').encode(), "Kling"),
        (rss("Caf\xe9", declaration='<?xml version="1.0" encoding="rot13"?>').encode("latin-1"), "Café"),
        (rss("Caf\xe9", declaration='<?xml version="1.0" encoding="bz2"?>').encode("latin-1"), "Café"),
        (rss("Caf\xe9", declaration='<?xml version="1.0" encoding="utf-8"?>').encode("latin-1"), "Café"),
        (rss("Größe “Ö” – hier") .encode() .replace("ö".encode(), b"\xf6"), "Größe “Ö” – hier"),
        (gzip.compress(rss("packed").encode()), "packed"),
    ],
    ids=[
        "BOM", "UTF-16", "unmarked", "UTF-32", "not UTF-16", "nor this", "klingon", "idna", "rot13", "bz2", "1 byte",
        "stray", "gz",
    ],
)  # fmt: skip
def test_odd_bytes(body, wanted):
    """Marks, lies and stray bytes end as the right text."""
    assert titles(read(body)) == [wanted]


# ---------------------------------------------------------------- dates

DATES = yaml.safe_load((Path(__file__).parent / "dates.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [(*said, wanted) for wanted, texts in DATES.items() for said in texts.items()],
)
def test_dates(text, language, wanted):
    """A date is read in every form that tells the instant for sure, and in no other."""
    assert str(read_date(text, language)) == wanted


@given(st.text(max_size=60) | st.from_regex(r"[0-9]{1,4}[-/. ][0-9A-Za-z]{1,4}[-/. ][0-9]{1,4}.{0,20}", fullmatch=True))
def test_any_text_is_a_date_of_our_time_or_none(text):
    """No text breaks the reader of dates, or becomes a date nobody could mean."""
    at = read_date(text)
    assert at is None or (1989 <= at.year <= 2200 and at.utcoffset() == timedelta(0))


# ---------------------------------------------------------------- limits and choices


def test_an_id_stays_as_it_was_written():
    """A feed that moves to another address brings the same items: an id that looks like a path is none the less one."""
    body = rss().replace("</channel>", "<item><guid>/2026/veo</guid><title>Veo</title></item></channel>")
    assert [(item.guid, item.url) for item in read(body).items] == [("/2026/veo", "https://feeds.example.org/2026/veo")]


def test_what_belongs_to_a_person_is_not_the_items():
    """The title of whoever wrote an item is passed over, with the markup around it; what follows is read."""
    writer = "<author><b>Dr.</b><title>Chief editor</title> of &lt;all&gt;</author>"
    body = rss().replace("</channel>", f"<item>{writer}<title>Veo &amp; Sora</title>{writer}</item></channel>")
    parsed = read(body)
    assert (parsed.title, titles(parsed), parsed.items[0].summary) == ("Sample", ["Veo & Sora"], "")


@pytest.mark.parametrize(
    ("link", "wanted"),
    [
        ("www.x.example.org/a", "https://www.x.example.org/a"),
        ("WWW.x.example.org", "https://www.x.example.org/"),
        ("feeds.example.org/a?id=1", "https://feeds.example.org/a?id=1"),
        ("example.org/a", "https://example.org/a"),
        ("news.example.org/a", "https://news.example.org/a"),
        ("://x.example.org/a", "https://x.example.org/a"),
        ("//x.example.org/a", "https://x.example.org/a"),
        ("https:/x.example.org/a", "https://x.example.org/a"),
        ("http//x.example.org/a", "http://x.example.org/a"),
        ("https//:x.example.org/a", "https://x.example.org/a"),
        ("http://https://x.example.org/a", "https://x.example.org/a"),
        ("https:\\\\x.example.org\\a", "https://x.example.org/a"),
        ("/a", "https://feeds.example.org/a"),
        ("a/example.org/b", "https://feeds.example.org/a/example.org/b"),
        ("www.html", "https://feeds.example.org/www.html"),
        ("notexample.org/a", "https://feeds.example.org/notexample.org/a"),
        ("?p=1", "https://feeds.example.org/feed.xml?p=1"),
        ("https://x.example.org/a https://y.example.org/b", "https://x.example.org/a"),
        ("\nhttps://x.example.org/a b\nHTTP://y.example.org/b\n", "https://x.example.org/a%20b"),
    ],
)
def test_an_address_without_its_scheme(link, wanted):
    """A link that begins with a host, or whose scheme is mistyped, leads there, and a relative one as ever.

    Of two addresses in one link the first counts.
    """
    body = f"<rss version='2.0'><channel><item><title>Sora</title><link>{link}</link></item></channel></rss>"
    assert [item.url for item in read(body).items] == [wanted]


@pytest.mark.parametrize(
    ("title", "path", "wanted"),
    [
        ("v0.9.8", "acme/Rooms-2/releases/tag/v0.9.8", "Rooms-2 v0.9.8"),
        ("0.9.8-beta.1: longer shots", "acme/Rooms-2/releases/tag/b1", "Rooms-2 0.9.8-beta.1: longer shots"),
        ("Longer shots", "group/lab/Rooms-2/-/releases/v1", "Rooms-2: Longer shots"),
        ("Rooms 2.1 is out", "acme/Rooms-2/releases/tag/v2.1", "Rooms 2.1 is out"),
        ("Fix a typo", "acme/Rooms-2/commit/0a1b", "Fix a typo"),
        ("Acme opens an office", "en/press/releases/office", "Acme opens an office"),
    ],
    ids=["a bare number", "a number and words", "words alone", "named already", "a commit", "news for the press"],
)
def test_a_release_says_of_what(title, path, wanted):
    """Among other news a number says nothing: a release bears the name of its repository."""
    assert titles(read(f'''<rss version="2.0"><channel><title>Sample</title><item><title>{title}</title>
        <link>https://forge.example.org/{path}</link></item></channel></rss>''')) == [wanted]


def test_entries_beyond_the_limit_are_left_out():
    """At most so many entries are taken, the first ones."""
    assert titles(read(rss("a", "b", "c"), limits=Limits(entries=2))) == ["a", "b"]


def test_texts_beyond_the_limit_are_cut():
    """A summary is cut at the limit, a title at what can be read, and its whole text is kept as summary."""
    document = rss("word " * 200) + ""
    item = read(document, limits=Limits(text=500)).items[0]
    assert (len(item.title) <= 300, item.title[-1], 300 < len(item.summary) <= 500) == (True, "…", True)


def test_of_a_document_without_a_whole_item_the_beginning_is_read():
    """What breaks off before its first item ends is looked at for a megabyte: the loose parser takes long for more."""
    body = f"<rss version='2.0'><channel><item><title>Sora</title><x a=1>{'x' * (1 << 20)}<item><title>Veo</title>"
    assert (titles(read(body)), read(body).warning) == (["Sora"], "parse.truncated")


def test_json_with_something_behind_it():
    """What follows a JSON Feed does not spoil it, and line breaks inside its texts neither."""
    items = '"items": [{"id": "1", "title": "Two\nlines"}]'
    parsed = read('{"version": "https://jsonfeed.org/version/1.1", ' + items + "}\n<!-- cached -->")
    assert (titles(parsed), parsed.warning) == (["Two lines"], "parse.bozo")


JSON = '{"version": "https://jsonfeed.org/version/1.1", "title": "Site", "items": [%s]}'
TWO = '{"id": "1", "url": "/a", "title": "Sora"}, {"id": "2", "url": "/b", "title": "Veo"}'


@pytest.mark.parametrize(
    ("body", "warning"),
    [
        ("/* cached */ // by hand\n" + JSON % TWO, ""),
        ("callback.of({});".replace("{}", JSON % TWO), "parse.bozo"),
        (")]}',\n" + JSON % TWO, ""),
        (JSON % TWO.replace("}", ",}"), "parse.bozo"),
        (JSON.replace("'", '"') % (TWO + ","), "parse.bozo"),
        (JSON % (TWO + ', {"id": "3", "title": "Kli'), "parse.truncated"),
        ((JSON % TWO)[:-2], "parse.truncated"),
        ((JSON % TWO).replace("https://jsonfeed.org/version/1.1", "1"), "parse.bozo"),
        ('{"title": "Site", "items": [%s]}' % TWO, "parse.bozo"),  # noqa: UP031
        (JSON.replace("[%s]", '{"0": %s}') % TWO.replace(", {", ', "1": {'), ""),
    ],
    ids=["comments", "JSONP", "guard", "commas", "comma", "cut", "unended", "version", "no version", "object"],
)  # fmt: skip
def test_json_as_programs_write_it(body, warning):
    """A JSON Feed behind comments or a call, with commas too many, cut or without its version yields its items."""
    parsed = read(body)
    assert (titles(parsed), parsed.title, parsed.warning) == (["Sora", "Veo"], "Site", warning)


@pytest.mark.parametrize(
    "body",
    ['{"items": []}', '{"items": [{"id": "1"}]}', '{"items": ["Sora"]}', '{"data": {"items": [%s]}}' % TWO],  # noqa: UP031
)
def test_json_of_another_kind_is_no_feed(body):
    """JSON without a version is a feed only if all of its items are items of one."""
    with pytest.raises(ParseError, match="no JSON Feed"):
        read(body)


def test_a_gzip_bomb_is_cut():
    """What expands beyond the size of a body is cut there."""
    bomb = gzip.compress(rss("first", " " * 5_000_000).encode())
    parsed = read(bomb, limits=Limits(body=500))
    assert (titles(parsed), parsed.warning) == (["first"], "parse.truncated")


def test_the_reader_names_site_and_language():
    """Title, language and standing of a feed as configured come before what it says of itself."""
    feed = Feed("sample", FEED.url, title="My name", language="nl", official=True)
    item = read(rss("Sora", head="<language>en</language>"), feed).items[0]
    assert (item.site, item.language, item.official, item.feed) == ("My name", "nl", True, "sample")


def test_a_feed_without_a_title_is_called_by_its_host():
    """An unnamed site goes by its host."""
    body = '<rss version="2.0"><channel><item><title>Sora</title></item></channel></rss>'
    assert read(body).items[0].site == "feeds.example.org"


def test_half_a_character_gets_into_no_field():
    """A JSON escape can name half a character, which no database takes: it is gone from every field."""
    entry = r'{"id": "a\ud800", "url": "https://a.example/\ud800", "title": "Sora\udfff", "content_text": "2\ud83d"}'
    body = r'{"version": "https://jsonfeed.org/version/1.1", "title": "Site\ud83d", "items": [%s]}' % entry  # noqa: UP031
    item = read(body).items[0]
    assert (item.guid, item.url, item.title, item.summary, item.site) == ("a", "", "Sora", "2", "Site")


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("JÃ¤nner â€“ GroÃŸteil", "Jänner – Großteil"),
        ("ÐšÐ»Ð¸Ð½Ð³", "Клинг"),
        ("Château à Noël « été »", "Château à Noël « été »"),
        ("AT&amp;amp;T &amp;amp;lt;3", "AT&T <3"),
        ("&lt;![CDATA[Sora]]&gt;", "Sora"),
        ("a&amp;nbsp;b &lt;br&gt; c", "a b c"),
        ("vector&lt;int&gt; in C++", "vector<int> in C++"),
    ],
)
def test_titles_written_twice_over(title, wanted):
    """What was escaped or encoded once too often is read once more; what only looks like it stays."""
    assert titles(read(rss(title))) == [wanted]


@pytest.mark.parametrize(
    ("said", "wanted"), [("de-AT", "de-AT"), ("zh_CN", "zh-CN"), ("English", ""), ("utf-8", ""), (" fr ", "fr")]
)
def test_only_a_language_is_a_language(said, wanted):
    """A feed's language is taken where it is a tag, and left where it is anything else."""
    assert read(rss("a", head=f"<language>{said}</language>")).language == wanted


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        ("<ttl>60</ttl>", timedelta(hours=1)),
        ("<ttl>999999999</ttl>", timedelta(days=30)),
        ("<ttl>soon</ttl>", None),
        ("<ttl>-5</ttl>", None),
        ("<ttl>٣</ttl>", None),
        ("<sy:updatePeriod>daily</sy:updatePeriod>", timedelta(days=1)),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", None),
        ("<sy:updatePeriod>never</sy:updatePeriod>", None),
    ],
)  # fmt: skip
def test_time_to_live(head, wanted):
    """A feed's own word on how long it stays the same is taken where it makes sense."""
    assert read(rss("a", head=head)).ttl == wanted


@pytest.mark.parametrize(
    ("head", "hours", "days"),
    [
        ("<skipHours><hour>0</hour><hour> 7 </hour><hour>24</hour></skipHours>", (0, 7), ()),
        ("<skipDays><day>Sunday</day><day>saturday</day></skipDays>", (), (5, 6)),
        ("<skipHours><hour>25</hour><hour>-1</hour><hour>noon</hour></skipHours><skipDays><day>x</day>", (), ()),
        ("<skipHours><hour>3</hour>", (), ()),
        ("", (), ()),
    ],
    ids=["hours", "days", "nonsense", "unended", "none"],
)
def test_hours_and_days_of_rest(head, hours, days):
    """skipHours and skipDays are read where they make sense; midnight may be called 24."""
    assert (read(rss("a", head=head)).skip.hours, read(rss("a", head=head)).skip.days) == (hours, days)


# ---------------------------------------------------------------- whatever comes


PIECES = [b"<", b"&", b"]]>", b"<![CDATA[", b"<item>", b"</rss>", b'"', b"<!--", b"&#8;", b"\x00", b"\xe9"]


@st.composite
def mutated(draw):
    """A sample with bytes overwritten, cut out or repeated."""
    body = bytearray(draw(st.sampled_from(SAMPLES)).read_bytes())
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(body)))
        end = start + draw(st.integers(0, 40))
        body[start:end] = draw(st.binary(max_size=6) | st.sampled_from(PIECES))
    return bytes(body)


@settings(max_examples=300)
@given(mutated() | st.binary(max_size=200))
def test_no_bytes_break_the_parser(body):
    """Any bytes become clean items or a ParseError: no controls, no link but http(s)."""
    with contextlib.suppress(ParseError):
        assert_clean(read(body))
