"""robots.txt: what it allows, by RFC 9309, and how long that is remembered."""

from __future__ import annotations

import time
import tracemalloc
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.fetch import FetchError
from monitor.fetch.robots import Robots, allows, rules_for

SITE = "https://site.example.org"


@pytest.mark.parametrize(
    ("text", "path", "wanted"),
    [
        ("", "/a", True),
        ("<html>no such page</html>", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("user-AGENT : *\r\nDISALLOW: /a # all of it\r\n", "/ab", False),
        ("User-agent: *\nDisallow: /A", "/a", True),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: other\nUser-agent: Ai-Video-Monitor/2.0\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: ai-video-monitor\nDisallow: /b", "/a", True),
        ("User-agent: ai-video-monitor\nDisallow: /b\nUser-agent: ai-video-monitor\nDisallow: /a", "/a", False),
        ("User-agent: ai-video\nDisallow: /", "/a", True),
        ("Disallow: /\nUser-agent: *\nDisallow: /b", "/a", True),
        ("User-agent: *\nSitemap: https://a.example/\nCrawl-delay: 9\nDisallow: /a", "/a", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*.php$", "/a/b.php", False),
        ("User-agent: *\nDisallow: /*.php$", "/a/b.php?x=1", True),
        ("User-agent: *\nDisallow: /*/list", "/a/b/list/c", False),
        ("User-agent: *\nDisallow: /a*b*c", "/a-c-b", True),
        ("User-agent: *\nDisallow: /a$", "/ab", True),
        ("User-agent: *\nDisallow: /*?page=", "/a?page=2", False),
        ("User-agent: *\nDisallow: /新闻", "/%E6%96%B0%e9%97%bb/1", False),
        ("User-agent: *\nDisallow: /%7Ea", "/~a", False),
        ("User-agent: *\nDisallow: /a%2Fb", "/a/b", True),
        ("User-agent: *\nDisallow: /\nAllow: /$", "", True),
    ],
)
def test_the_longest_rule_of_our_group_decides(text, path, wanted):
    """Groups, wildcards, ends, percent signs and the precedence of rules are those of RFC 9309."""
    assert allows(rules_for(text), f"{SITE}{path}") is wanted


@given(st.text(st.sampled_from("Uuser-agentDisallow: *$/ab%2F\n\r#é\x00"), max_size=300), st.text(max_size=40))
def test_any_text_allows_or_forbids(text, path):
    """Whatever a robots.txt holds, it can be read."""
    assert allows(rules_for(text), f"{SITE}/{path}") in (True, False)


def test_a_hostile_pattern_takes_no_time():
    """Stars are matched in one pass, as many as there may be."""
    rules = rules_for("User-agent: *\n" + f"Disallow: /{'a*' * 20}b$\n" * 200)
    began = time.process_time()
    assert allows(rules, f"{SITE}/{'a' * 2000}")
    assert time.process_time() - began < 1


class Site:
    """Answers for robots.txt one after the other, the last one for ever: a text, or a fault."""

    def __init__(self, *answers: str | FetchError) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        self.at = 0.0
        self.robots = Robots(lambda: self.at)

    def read(self, url: str) -> bytes:
        self.asked.append(url)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, FetchError):
            raise answer
        return answer.encode()

    def code(self, url: str = f"{SITE}/a") -> str:
        """What a page is told; "" for yes."""
        try:
            self.robots.check(url, self.read)
        except FetchError as error:
            return error.code
        return ""


def test_a_site_is_asked_once_a_day():
    """What a site says holds for all its pages for a day."""
    site = Site("User-agent: *\nDisallow: /a", "")
    assert [site.code(), site.code(f"{SITE}/b"), site.code()] == ["robots.forbidden", "", "robots.forbidden"]
    site.at = timedelta(hours=24, seconds=1).total_seconds()
    assert site.code() == ""
    assert site.asked == [f"{SITE}/robots.txt"] * 2


def test_sites_not_asked_about_for_a_day_are_forgotten():
    """A page that leads to another site each hour, each with a long robots.txt, fills no memory in years."""
    site = Site("User-agent: *\n" + "Disallow: /a\n" * 1_000)
    tracemalloc.start()
    try:
        for hour in range(100):
            site.at = timedelta(hours=hour).total_seconds()
            assert site.code(f"https://{hour}.example.org/a") == "robots.forbidden"
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 1_000_000


def test_a_mark_of_byte_order_hides_no_rule():
    """The first line of a file counts, whatever mark stands before it."""
    assert Site("\ufeffUser-agent: *\nDisallow: /a").code() == "robots.forbidden"


def test_each_port_and_scheme_speaks_for_itself():
    """robots.txt holds for one origin."""
    site = Site("User-agent: *\nDisallow: /a", "")
    assert [site.code(), site.code("https://site.example.org:8443/a")] == ["robots.forbidden", ""]
    assert site.asked[1] == "https://site.example.org:8443/robots.txt"


def test_a_server_in_trouble_is_left_alone_for_an_hour():
    """While robots.txt cannot be had, all is forbidden; it is asked for again after an hour."""
    site = Site(FetchError("http.server", "site.example.org has trouble of its own (503)"), "")
    assert [site.code(), site.code()] == ["robots.unreachable", "robots.unreachable"]
    site.at = timedelta(hours=1, seconds=1).total_seconds()
    assert [site.code(), len(site.asked)] == ["", 2]


def test_a_site_that_cannot_be_reached_is_just_that():
    """A fault of the network is said as such, and not remembered: the page would have had the same."""
    site = Site(FetchError("net.refused", "site.example.org refused the connection"), "")
    assert [site.code(), site.code()] == ["net.refused", ""]


@pytest.mark.parametrize("code", ["http.not_found", "http.gone", "http.unauthorized", "http.empty", "http.redirects"])
def test_a_file_that_is_not_there_forbids_nothing(code):
    """Without a robots.txt everything may be read (RFC 9309 2.3.1.3)."""
    assert Site(FetchError(code, "none")).code() == ""
