"""Headers with secrets: named in feeds.yaml, kept elsewhere, sent to one origin, shown nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from place import Home
from stage import Clock, config, feed_state, service
from web import Web, reply

from monitor.config import ConfigError, feed_line, headers, load_texts
from monitor.fetch import Fetcher
from monitor.model import Feed, FeedState, Header, Limits, Polling, Settings
from monitor.pipeline.poll import poll
from monitor.store import Store

SECRET = "Bearer 5ecret"
NOW = datetime(2026, 3, 25, 6, 0, tzinfo=UTC)
FEED = b"<rss version='2.0'><channel><title>t</title><item><title>One</title><guid>1</guid></item></channel></rss>"


def loaded(feed: str, folder: Path = Path("config")):
    texts = {
        "monitor.yaml": "digests:\n  - {name: daily, recipients: [ann@example.org]}\n",
        "feeds.yaml": f"feeds:\n  - {{name: one, {feed}}}\n",
        "watchlist.yaml": "products:\n  - name: Kling\n",
    }
    return load_texts(texts, folder, NOW)


def kept(folder: Path, text: str = SECRET, mode: int = 0o600) -> Path:
    path = folder / "token"
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


# ---------------------------------------------------------------- feeds.yaml

PLACES = {
    "file": ("{file: token}", Header("Authorization", file=str(Path("config/token").absolute()))),
    "credential": ("{credential: news-token}", Header("Authorization", credential="news-token")),
    "variable": ("{variable: NEWS_TOKEN}", Header("Authorization", variable="NEWS_TOKEN")),
}


@pytest.mark.parametrize(("place", "header"), PLACES.values(), ids=PLACES)
def test_a_header_names_the_place_of_its_value(place, header):
    """A file, a systemd credential or a variable; the line that is printed for pasting reads back the same."""
    url = "url: https://one.example/feed"
    feed = loaded(f"{url}, headers: {{Authorization: {place}}}").feeds[0]
    assert feed.headers == (header,)
    again = loaded(feed_line(feed)[3:-1].replace("name: one, ", "", 1)).feeds[0]
    assert again.headers == (header,)


REFUSED = {
    "a value": ("headers: {Authorization: Bearer 5ecret}", "a secret never stands in this file"),
    "two places": ("headers: {Cookie: {file: a, variable: B}}", "wants one place of its value"),
    "no place": ("headers: {Cookie: {}}", "wants one place of its value"),
    "a value as variable": ("headers: {Cookie: {variable: Bearer 5ecret}}", "this is no name of a variable"),
    "a value as credential": ("headers: {Cookie: {credential: Bearer 5ecret}}", "this is no name of a credential"),
    "a header of ours": ("headers: {Host: {variable: A}}", '"Host" is written by the monitor itself'),
    "the user agent": ("headers: {User-Agent: {variable: A}}", "write `user_agent: ...` beside `headers`"),
    "no name": ('headers: {"X Y": {variable: A}}', '"X Y" is no name of a header'),
}


@pytest.mark.parametrize(("said", "complaint"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_place_is_refused_and_not_repeated(said, complaint):
    """A value typed into the file is an error with a cure, and the complaint does not say it again."""
    with pytest.raises(ConfigError) as caught:
        loaded(f"url: https://one.example/feed, {said}")
    assert complaint in str(caught.value)
    assert "5ecret" not in str(caught.value)


def test_a_secret_wants_tls():
    """A secret for an http address would be read by everybody on the way."""
    with pytest.raises(ConfigError, match="a secret would leave this machine unprotected"):
        loaded("url: http://one.example/feed, headers: {Cookie: {variable: A}}")


@pytest.mark.parametrize(("name", "warning"), [("token", "others may read this value"), ("other", "is not there")])
def test_an_unusable_file_is_a_warning(tmp_path, name, warning):
    """`check` warns of a file that the poll will refuse; the other feeds are read all the same."""
    kept(tmp_path, mode=0o644)
    said = loaded(f"url: https://one.example/feed, headers: {{Cookie: {{file: {name}}}}}", tmp_path).warnings
    assert [warning in one.text for one in said] == [True]


# ---------------------------------------------------------------- the value


def test_values_are_looked_up_in_each_place(tmp_path):
    """The first line of a file or credential, or all of a variable, is the whole value."""
    path = kept(tmp_path, f"{SECRET}\nnotes\n")
    places = (Header("A", file=str(path)), Header("B", credential="token"), Header("C", variable="T"))
    environ = {"CREDENTIALS_DIRECTORY": str(tmp_path), "T": SECRET}
    found = headers(Feed("one", "https://one.example/", headers=places), environ)
    assert found == {"A": SECRET, "B": SECRET, "C": SECRET}


FAULTS = {
    "missing": (None, 0o600, "is not there"),
    "readable by others": (SECRET, 0o640, "others may read this value"),
    "empty": ("\n", 0o600, "is empty"),
    "no ASCII": ("5ecret é", 0o600, "holds what no header can carry"),
}


@pytest.mark.parametrize(("text", "mode", "complaint"), FAULTS.values(), ids=FAULTS)
def test_a_value_that_cannot_be_had_is_said_without_it(tmp_path, text, mode, complaint):
    """Missing, readable by others, empty or unfit: said by the header's name and place, never by its value."""
    path = tmp_path / "token" if text is None else kept(tmp_path, text, mode)
    with pytest.raises(ConfigError) as caught:
        headers(Feed("one", "https://one.example/", headers=(Header("Cookie", file=str(path)),)), {})
    assert complaint in str(caught.value)
    assert "5ecret" not in str(caught.value)


# ---------------------------------------------------------------- the wire


def sent(web: Web) -> list[str]:
    return [request.headers.get("authorization", "") for request in web.requests]


def fetch(*webs: Web, state: FeedState) -> None:
    fetcher = Fetcher(Limits(allow=tuple(one.allow for one in webs)), Polling(gap=timedelta()), "")
    try:
        fetcher.get(state, {"Authorization": SECRET})
    finally:
        fetcher.close()


def test_a_secret_follows_within_its_origin():
    """A redirect on the same scheme, host and port keeps the header."""
    with Web() as web:
        web.on("/feed", reply(302, Location="/new"))
        web.on("/new", reply(200, FEED))
        fetch(web, state=FeedState(Feed("one", web.url("/feed")), web.url("/feed")))
        assert sent(web) == [SECRET, SECRET]


def test_a_secret_is_never_sent_elsewhere():
    """Another host or port is not told: neither on a redirect, nor once the feed is known to have moved there."""
    with Web() as web, Web() as other:
        web.on("/feed", reply(302, Location=other.url("/feed")))
        other.on("/feed", reply(200, FEED))
        feed = Feed("one", web.url("/feed"))
        fetch(web, other, state=FeedState(feed, web.url("/feed")))
        fetch(web, other, state=FeedState(feed, other.url("/feed"), etag='"e"'))
        assert (sent(web), sent(other)) == ([SECRET], ["", ""])


def test_robots_txt_is_asked_for_without_the_secret():
    """The rules of a site are public."""
    with Web() as web:
        web.on("/robots.txt", reply(404))
        web.on("/page", reply(200, FEED))
        fetch(web, state=FeedState(Feed("one", web.url("/page"), "page"), web.url("/page")))
        assert [(one.path, one.headers.get("authorization", "")) for one in web.requests] == [
            ("/robots.txt", ""),
            ("/page", SECRET),
        ]


def test_a_missing_secret_is_a_fault_of_its_feed_alone(tmp_path):
    """That feed is not asked, and says why; the others are read; once the file is there, so is it."""
    header = Header("Authorization", file=str(tmp_path / "token"))
    with Web() as web, Store(tmp_path / "monitor.db") as store:
        web.on("/feed", reply(200, FEED))
        web.on("/open", reply(200, FEED))
        feeds = (Feed("secret", web.url("/feed"), headers=(header,)), Feed("open", web.url("/open")))
        stage = replace(
            config(*feeds), settings=Settings(limits=Limits(allow=(web.allow,)), polling=Polling(gap=timedelta()))
        )
        on = service(store, Clock(), loaded=stage)
        poll(on, store.feed_states())
        states = [feed_state(store, name) for name in ("secret", "open")]
        assert [one.error_code for one in states] == ["config.secret", ""]
        assert states[0].error_text.startswith(f"headers.Authorization: {tmp_path}/token is not there")
        kept(tmp_path)
        poll(on, [feed_state(store, "secret")])
        assert feed_state(store, "secret").error_code == ""
        assert sent(web) == ["", SECRET]
    assert b"5ecret" not in b"".join(path.read_bytes() for path in tmp_path.glob("monitor.db*"))


def test_feeds_test_shows_a_header_without_its_value(tmp_path):
    """The name and the place are shown, the value is not."""
    with Web() as web:
        web.on("/feed", reply(200, FEED))
        home = Home.make(tmp_path, web.url("/feed"), web.allow)
        feed = f"{{name: one, url: {web.url('/feed')}, headers: {{Authorization: {{file: token}}}}}}"
        home.write("feeds.yaml", f"feeds:\n  - {feed}\n")
        kept(home.config)
        shown = home.run("feeds", "test", "one")
        assert sent(web) == [SECRET]
    assert shown.returncode == 0, shown.stderr
    assert f"header     Authorization: *** (from {home.config / 'token'})" in shown.stdout
    assert "5ecret" not in shown.stdout + shown.stderr
