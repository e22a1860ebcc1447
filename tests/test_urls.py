"""One address per article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor import urls


@pytest.mark.parametrize(
    ("given_url", "wanted"),
    [
        ("HTTPS://Example.ORG:443/a/../b/./c#part", "https://example.org/b/c"),
        ("http://example.org:80", "http://example.org/"),
        ("https://example.org/a?utm_source=rss&id=3&fbclid=x", "https://example.org/a?id=3"),
        ("https://example.org/?p=1234", "https://example.org/?p=1234"),
        ("https://example.org/%7euser/%e6%97%a5", "https://example.org/~user/%E6%97%A5"),
        ("https://例え.jp/記事", "https://xn--r8jz45g.jp/%E8%A8%98%E4%BA%8B"),
        ("https://www.google.com/url?rct=j&url=https%3A%2F%2Fexample.org%2Fa%3Fid%3D3&ct=ga", "https://example.org/a?id=3"),
        ("https://youtu.be/abc?si=1", "https://www.youtube.com/watch?v=abc"),
        ("https://example-org.cdn.ampproject.org/c/s/example.org/a/amp/", "https://example.org/a"),
        ("https://www.google.com/amp/s/example.org/a", "https://example.org/a"),
        ("https://arxiv.org/pdf/2401.12345v2", "https://arxiv.org/abs/2401.12345"),
        ("https://mp.weixin.qq.com/s?__biz=1&mid=2&idx=1&sn=3&scene=27", "https://mp.weixin.qq.com/s?__biz=1&mid=2&idx=1&sn=3"),
        ("https://www.heise.de/news/x-1.html?wt_mc=rss.red.x", "https://www.heise.de/news/x-1.html"),
        ("http://[::1]:8080/a", "http://[::1]:8080/a"),
        ("https://example.org/a;jsessionid=0A1B?id=3", "https://example.org/a?id=3"),
        ("https://example.org/a;v=2/b?PHPSESSID=k2&ASPSESSIONIDQA=x&CFID=1&CFTOKEN=2", "https://example.org/a;v=2/b"),
        ("https://example.org/t.php?t=9&sid=0123456789abcdef0123456789ABCDEF", "https://example.org/t.php?t=9"),
        ("https://example.org/a.pl?sid=26/11/22/1030", "https://example.org/a.pl?sid=26/11/22/1030"),
        ("https://example.org/(S(kx2mz0))/news/7", "https://example.org/news/7"),
        ("https://example.org/a?ref=rss&__source=RSS&traffic_source=rss&src=rss&id=3", "https://example.org/a?id=3"),
        ("https://example.org/a?ysclid=1&gad_source=2&wprov=rss&cid=rss", "https://example.org/a"),
        ("https://www.bilibili.com/video/BV1?spm_id_from=3.9&vd_source=a&p=2", "https://www.bilibili.com/video/BV1?p=2"),
        ("https://example.org/a?ref=letter.example.com&fromRss=true&trackingCode=rss", "https://example.org/a"),
        ("https://example.org/a?ref=main&source=web&format=rss", "https://example.org/a?ref=main&source=web&format=rss"),
        ("https://go.theregister.com/feed/www.theregister.com/2026/11/a/", "https://www.theregister.com/2026/11/a/"),
        ("https://go.theregister.com/feed/", "https://go.theregister.com/feed/"),
        ("javascript:alert(1)", ""),
        ("https://\u202eevil\u2066.example.org/", ""),
        ("data:text/html,x", ""),
        ("https://user:secret@example.org/", ""),
        ("https://exa mple.org/", ""),
        ("https://e\u00a8ample.org/", ""),
        ("https://e\x7fample.org/", ""),
        ('https://example.org/?q="kling"', "https://example.org/?q=%22kling%22"),
        ("https://example.org:99999/", ""),
        ("not an address", ""),
        ("https://example.org/\ud83d", ""),
        ("https://example.org/" + "a" * 3000, ""),
        ("https://" + "a." * 130 + "example/", ""),
        ("https://" + "\u53ef" * 254 + "/", ""),
    ],
)  # fmt: skip
def test_canonical(given_url, wanted):
    """Dressing comes off, what identifies an article stays, what is no web address becomes nothing."""
    assert urls.canonical(given_url) == wanted


def test_a_relative_link_is_joined_to_its_base():
    """A feed's relative link is read against the feed's own address."""
    assert urls.canonical("../b?id=1", "https://example.org/x/feed.xml") == "https://example.org/b?id=1"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://example.org/a/", "https://www.example.org/a"),
        ("https://example.org/a?x=1&y=2", "https://example.org/a?y=2&x=1"),
        ("https://m.ithome.com/html/1.htm", "https://www.ithome.com/html/1.htm"),
        ("https://example.org/a/amp", "https://example.org/a"),
        ("https://twitter.com/a/status/1?s=20", "https://x.com/a/status/1"),
    ],
)
def test_variants_of_an_address_have_one_key(one, other):
    """Scheme, www, slash, order of parameters and edition do not make another article."""
    assert urls.key(one) == urls.key(other) != ""


def test_other_articles_have_other_keys():
    """A number in the query is an article's name."""
    assert urls.key("https://example.org/?p=1") != urls.key("https://example.org/?p=2")


@pytest.mark.parametrize(
    ("url", "prefix", "wanted"),
    [
        ("https://openai.com/index/x", "openai.com", True),
        ("https://help.openai.com/x", "openai.com", True),
        ("https://notopenai.com/x", "openai.com", False),
        ("https://openai.com.evil.example/x", "openai.com", False),
        ("https://www.klingai.com/", "klingai.com", True),
        ("https://deepmind.google/models/veo/x", "deepmind.google/models/veo", True),
        ("https://deepmind.google/models/veosomething", "deepmind.google/models/veo", False),
        ("", "openai.com", False),
    ],
)
def test_under(url, prefix, wanted):
    """A host covers its subdomains, a path what lies below it."""
    assert urls.under(url, prefix) is wanted


@given(st.text(max_size=80) | st.text(max_size=60).map(lambda text: f"https://example.org/{text}"))
def test_canonical_is_stable_and_never_fails(text):
    """What is canonical stays as it is, with its key; no text breaks it or becomes anything but http(s)."""
    once = urls.canonical(text)
    assert urls.canonical(once) == once
    assert once == "" or once.startswith(("http://", "https://"))
    bare = text.replace("#", "")  # a place on the page belongs to the key alone
    assert urls.key(bare) == urls.key(urls.canonical(bare))


@given(st.from_regex(r"\Ahttps?://[a-z0-9-]{1,5}(\.[a-z0-9-]{1,5}){0,2}(/[a-zA-Z0-9_.~-]{0,4}){0,4}\Z"))
def test_what_is_normal_already_is_read_as_any_other_address(url):
    """A space before an address, which is no part of it, changes nothing of what it leads to."""
    assert (urls.canonical(url), urls.key(url)) == (urls.canonical(f" {url}"), urls.key(f" {url}"))
