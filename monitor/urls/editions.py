"""An address that leads on, or shows the article of another, in; the article's own out."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

# Hosts that show the articles of another host: mobile and AMP editions.
_EDITIONS = {
    "m.36kr.com": "36kr.com", "www.36kr.com": "36kr.com", "m.ithome.com": "www.ithome.com",
    "m.huxiu.com": "www.huxiu.com", "m.sohu.com": "www.sohu.com", "3g.163.com": "www.163.com",
    "m.163.com": "www.163.com", "finance.sina.cn": "finance.sina.com.cn", "tech.sina.cn": "tech.sina.com.cn",
    "m.cnbeta.com.tw": "www.cnbeta.com.tw", "mobile.reuters.com": "www.reuters.com",
    "mobile.twitter.com": "x.com", "twitter.com": "x.com", "www.twitter.com": "x.com", "www.x.com": "x.com",
    "m.youtube.com": "www.youtube.com", "youtube.com": "www.youtube.com", "old.reddit.com": "www.reddit.com",
    "reddit.com": "www.reddit.com", "m.heise.de": "www.heise.de", "amp.theguardian.com": "www.theguardian.com",
    "amp.cnn.com": "www.cnn.com", "m.yna.co.kr": "www.yna.co.kr", "m.zdnet.co.kr": "zdnet.co.kr",
    "m.hankyung.com": "www.hankyung.com", "m.mk.co.kr": "www.mk.co.kr",
    "en.m.wikipedia.org": "en.wikipedia.org", "m.aitimes.com": "www.aitimes.com",
}  # fmt: skip
# Addresses that only lead on: host and path, the parameter that holds the true one.
_REDIRECTORS = (
    (re.compile(r"(www\.)?google\.[a-z.]{2,6}/url"), ("url", "q")),
    (re.compile(r"(www\.)?bing\.com/news/apiclick\.aspx"), ("url",)),
    (re.compile(r"(l|lm)\.facebook\.com/l\.php"), ("u",)),
    (re.compile(r"(www\.)?youtube\.com/redirect"), ("q",)),
    (re.compile(r"out\.reddit\.com/\S*"), ("url",)),
    (re.compile(r"link\.zhihu\.com/"), ("target",)),
    (re.compile(r"link\.juejin\.cn/"), ("target",)),
    (re.compile(r"(www\.)?linkedin\.com/redir/redirect"), ("url",)),
)
_LEADS_ON = re.compile(r"go\.theregister\.com/feed/(.+)")  # one whose path holds the true address
_AMP_PATH = re.compile(r"(?:/amp/?|\.amp|/amp\.html)$")
_AMP_CACHE = re.compile(r"/[a-z]/(s/)?(.+)")
_ARXIV = re.compile(r"(/(?:abs|pdf)/\d{4}\.\d{4,5})(v\d+)?(\.pdf)?$")
_SESSION_PATH = re.compile(r";jsessionid=[^/;]*|/\(S\([^/]*\)\)(?=/)", re.IGNORECASE)  # Java servlets, ASP.NET


def unwrapped(address: str, path: str, query: str) -> str:
    """Return the address behind a redirector or an AMP cache; "" when it is none."""
    if address.endswith(".cdn.ampproject.org") or (address.endswith("google.com") and path.startswith("/amp/")):
        found = _AMP_CACHE.fullmatch(path if "ampproject" in address else path.replace("/amp/", "/c/", 1))
        return f"{'https' if found[1] else 'http'}://{found[2]}" if found else ""
    if address == "youtu.be" and len(path) > 1:
        return f"https://www.youtube.com/watch?v={path[1:]}"
    if found := _LEADS_ON.fullmatch(address + path):
        return f"https://{found[1]}"
    for pattern, names in _REDIRECTORS:
        if pattern.fullmatch(address + path):
            said = dict(parse_qsl(query))
            return next((said[name] for name in names if name in said), "")
    return ""


def one_edition(address: str, path: str, query: str) -> tuple[str, str, str]:
    """Leave mobile and AMP editions, and sessions, for the article's own page; arXiv papers for their abstract."""
    address = _EDITIONS.get(address, address)
    if address.startswith("amp.") and address.count(".") > 1:
        address = "www." + address.removeprefix("amp.")
    if address in ("arxiv.org", "www.arxiv.org", "export.arxiv.org") and (found := _ARXIV.fullmatch(path)):
        return "arxiv.org", found[1].replace("/pdf/", "/abs/"), query
    return address, _AMP_PATH.sub("", _SESSION_PATH.sub("", path)) or "/", query
