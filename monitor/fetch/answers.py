"""An answer's head in; where it leads, what may be sent back, whether it wants a browser out."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urljoin, urlsplit

import requests

from monitor.fetch.body import peek_body
from monitor.fetch.errors import FetchError
from monitor.fetch.etiquette import usable
from monitor.fetch.wire import place_of
from monitor.model import Answer


def validator_of(headers: Mapping[str, str], name: str) -> str:
    """A validator as it came; "" when there is none, or one that could not be sent back."""
    value = headers.get(name, "")
    return value if usable(value) else ""


_LONGEST = 8_000  # characters of an address that is followed (RFC 9110 4.1)


def location_of(response: requests.Response, url: str, host: str) -> str:
    """Where a redirect leads. A login in the URL goes along to the same origin only."""
    raw = response.headers.get("Location", "").strip()
    if not raw:
        raise FetchError("http.status", f"{host} redirects to nowhere ({response.status_code})")
    try:
        raw = raw.encode("latin-1").decode("utf-8")  # as most servers mean it
        target = urlsplit(urljoin(url, raw))._replace(fragment="")
        old = urlsplit(url)
        if "@" in old.netloc and "@" not in target.netloc and place_of(url) == place_of(target.geturl()):
            target = target._replace(netloc=f"{old.netloc.rpartition('@')[0]}@{target.netloc}")
    except ValueError as error:
        raise FetchError("http.url", f"{host} redirects to a malformed address") from error
    following = target.geturl()
    if len(following) > _LONGEST:
        raise FetchError("http.url", f"{host} redirects to an address of more than {_LONGEST:,} characters")
    place_of(following)
    return following


# What content networks and their like say beside a page that wants a browser: Cloudflare, Vercel, AWS WAF, SiteGround.
_CHALLENGES = {
    "cf-mitigated": ("challenge",),
    "x-vercel-mitigated": ("challenge",),
    "x-amzn-waf-action": ("challenge", "captcha"),
    "sg-captcha": ("challenge",),
}
# What such pages hold, and no page that only lies behind the same network. Many come with status 200.
_MARKS = (
    b"<title>Just a moment...", b"_cf_chl_opt",  # Cloudflare
    b"captcha-delivery.com",  # DataDome
    b"Incapsula incident ID",  # Imperva
    b"sec-cpt-if", b"bm-verify=",  # Akamai
    b"px-captcha",  # Human, once PerimeterX
    b"sucuri_cloudproxy_js", b"/.well-known/sgcaptcha/", b"/.well-known/ddos-guard/",
    b"acw_sc__v2", b"aliyun_waf",  # Alibaba
    b"Your support ID is",  # F5
    b"/.within.website/x/cmd/anubis/",
)  # fmt: skip
_MARKS_OF_ERRORS = (*_MARKS, b"Just a moment...", b"/cdn-cgi/challenge-platform/")
_PAGE = 65_536  # bytes of a page that are looked at


def is_challenge(response: requests.Response) -> bool:
    """Is this the answer of a content network that wants a browser? Reads the page where no header says so."""
    if any(response.headers.get(name, "").lower() in said for name, said in _CHALLENGES.items()):
        return True
    kind = response.headers.get("Content-Type", "").lower()
    if response.status_code not in (403, 429, 503) or not ("html" in kind or "json" in kind):
        return False
    page = peek_body(response.raw, response.headers.get("Content-Encoding", ""), _PAGE)
    return any(mark in page for mark in _MARKS_OF_ERRORS)


def challenged(answer: Answer) -> FetchError | None:
    """Say that what came with a good status, and cannot be read, is a page that wants a browser; None = another."""
    if not any(mark in answer.body[:_PAGE] for mark in _MARKS):
        return None
    return FetchError("http.challenge", f"{place_of(answer.url)[0]} wants a browser to prove itself")
