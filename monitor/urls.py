"""One address per article: an address as a feed gives it in, the one to open, and the key that joins stories, out.

Only what is known to be dressing is taken off, by the tables below; what a parameter means elsewhere is not guessed.
Rejected: an allow-list of parameters (it drops `?id=42`, which is the article on many sites); following redirects (a
request for each link); decoding Google News links (their ids hold no address since 2024).
Sources: RFC 3986 section 6 (normalisation), the parameter lists of Google Analytics, Matomo, HubSpot, Mailchimp, AT
Internet, Webtrekk and Alibaba, and the session names of PHP, servlets and ASP, as their documentation names them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit, urlunsplit

LONGEST = 2_000  # characters; browsers and mail clients cut longer ones
_LONGEST_HOST = 253  # characters of a name (RFC 1035 2.3.4); IDNA takes time in the square of them

# Parameters that only tell where a click came from, on every site.
_TRACKING = re.compile(
    r"(utm_\w+|at_(medium|campaign|creation|variant|format|link_\w+|ptr_\w+|bbc_team|recipient_\w+|send_date)"  # GA, AT
    r"|mtm_\w+|pk_(campaign|kwd|source|medium|content)|matomo_\w+"  # Matomo
    r"|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|li_fat_id|srsltid"  # ad networks
    r"|mc_[ce]id|_hs(enc|mi)|__hs\w+|mkt_tok|vero_\w+|ml_subscriber\w*|oly_(anon|enc)_id|ck_subscriber_id"  # mailers
    r"|wt_[mz]c|wt\.\w+|xtor|maca|ns_\w+|cmpid|cmp|ftag|ncid|smid|smtyp|sref|guccounter|guce_\w+|ocid|cvid|ei"
    r"|spm|scm|share_(token|source|medium|from|tag|session_id|times)|originreferrer|outputtype|pickup_list_click\w*"
    r"|cref|rss|fromrss|feedref|feedname|feedtype|_ga|_gl|trk|trkinfo|icid|intcid|mbid|rcid|referrer|refsrc|fb_\w+|action_\w+_map|__twitter_impression"
    r"|ysclid|_openstat|igsh|gad_source|gad_campaignid|soc_src|soc_trk|wprov|dicbo|s_cid"  # Yandex, Meta, Google, Yahoo
    r"|amp|amp_js_v|usqp|_amp"
    r"|phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken|oscsid|zenid)",  # sessions of who keeps no cookies
    re.IGNORECASE,
)
# A parameter that says "from the feed", or from which site, as blogs made with Ghost mark what they link to.
_FROM_FEED = re.compile(
    r"(?:\w*_)?(?:ref|src|source|from|via|location|cid|trackingcode)=rss(?:feed)?|ref=(?:[\w-]+\.)+[a-z]{2,}",
    re.IGNORECASE,
)
_SESSION = re.compile(r"(?:sid|s)=[0-9a-f]{32}", re.IGNORECASE)  # phpBB, vBulletin; a shorter one may name a story
_SESSION_PATH = re.compile(r";jsessionid=[^/;]*|/\(S\([^/]*\)\)(?=/)", re.IGNORECASE)  # Java servlets, ASP.NET
# Parameters that are dressing on these sites and may be more elsewhere: host suffix, names.
_ON_HOST = (
    ("36kr.com", {"f"}),
    ("sina.com.cn", {"from", "vt", "cre", "mod", "loc", "r", "rfunc", "tj"}),
    ("ithome.com", {"from"}),
    ("nikkei.com", {"n_cid", "i_cid"}),
    ("bloomberg.com", {"srnd", "leadsource", "embedded-checkout"}),
    ("nytimes.com", {"partner", "emc", "action", "module", "pgtype", "searchresultposition", "unlocked_article_code"}),
    ("theverge.com", {"view_token"}),
    ("x.com", {"s", "t", "ref_src"}),
    ("youtube.com", {"feature", "si", "pp", "ab_channel", "t", "list", "index"}),
    ("reddit.com", {"share_id", "rdt", "context", "ref", "ref_source"}),
    ("news.google.com", {"oc", "hl", "gl", "ceid", "ved"}),
    ("medium.com", {"source", "sk"}),
    ("substack.com", {"r", "publication_id", "post_id", "isfreemail", "triedredirect", "showwelcomeonshare"}),
    ("heise.de", {"seite", "view"}),
    ("lemonde.fr", {"random", "lmd_medium", "lmd_campaign", "lmd_creation"}),
    ("weixin.qq.com", {"scene", "chksm", "sessionid", "subscene", "clicktime", "enterid", "ascene", "devicetype",
                       "version", "lang", "pass_ticket", "nettype", "exportkey", "wx_header", "from", "poc_token"}),
    ("bilibili.com", {"spm_id_from", "vd_source"}),
    ("tiktok.com", {"is_from_webapp", "sender_device", "_r", "_t"}),
    ("spotify.com", {"si"}),
    ("techcrunch.com", {"tpcc"}),
    ("v2ex.com", {"p", "r"}),
)  # fmt: skip
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
# What no host may hold; also what turns the direction of a text or is not seen at all.
_NO_HOST = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff<>\"'\\^`{|}%]")
_PAPERS = ("arxiv.org", "aclanthology.org", "huggingface.co/papers")
_DOTS = re.compile(r"/\.\.?(/|$)")
_SAFE = "/:@!$&'()*+,;=-._~%"
# A scheme that is mistyped: "http//a.example", "https:/a.example", "http://https://a.example", "://a.example".
_SCHEME = re.compile(r"(?:(?:https?:/+)?(?P<scheme>https?)(?:[:/]+)|:/+)(?=[\w-]+(?:\.[\w-]+)+)", re.IGNORECASE)
_SECOND = re.compile(r"(?<!\s)\s++https?:/.*", re.IGNORECASE | re.DOTALL)  # of two addresses in one link
_BEGINS_WITH_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?=[/?#]|$)")
# What is normal already, as four fifths of all addresses are: scheme, host with a dot, path without "." and "..".
_NORMAL = re.compile(r"(https?)://([a-z0-9-]+(?:\.[a-z0-9-]+)+)((?:/(?!\.\.?(?:/|$))[\w.~-]*)+)", re.ASCII)


def canonical(url: str, base: str = "") -> str:
    """Return the address to open: absolute, http or https, without tracking; "" when it is none of these.

    >>> canonical("HTTPS://Example.org:443/a?utm_source=rss&id=3#top")
    'https://example.org/a?id=3'
    """
    parts = _parts(url, base)
    for _ in range(3):  # a redirector may stand before another
        inner = _unwrapped(*parts) if parts else ""
        following = _parts(inner, "") if inner else None
        if following is None:
            break
        parts = following
    if parts is None:
        return ""
    scheme, host, path, query = parts
    host, path, query = _one_edition(host, path, query)
    found = urlunsplit((scheme, host, path, _without_tracking(host, query), ""))
    return found if len(found) <= LONGEST else ""


@lru_cache(maxsize=2048)  # an item's address is asked for three times on its way through a feed's poll
def key(url: str) -> str:
    """Return what is equal for two addresses of one article: host, path and sorted query; "" for no address.

    A place on the page is part of it: only those that tell entries apart get so far.

    >>> key("http://www.example.org/a/?b=2&a=1#c") == key("https://example.org/a?a=1&b=2#c")
    True
    """
    address, slash, tail = canonical(url).partition("://")[2].partition("/")
    path, _, said = tail.partition("?")
    query = "&".join(f"{name}={value}" for name, value in sorted(parse_qsl(said, keep_blank_values=True)))
    path = unquote(slash + path, errors="replace").rstrip("/")
    place = url.partition("#")[2] if address else ""
    return f"{address.removeprefix('www.')}{path}{'?' if query else ''}{query}{'#' if place else ''}{place}"


def place_on_page(url: str) -> str:
    """Return what stands behind "#", as a browser sends it; "" for nothing."""
    return quote(even_percents(url.strip().partition("#")[2]), safe=_SAFE + "?")


def host(url: str) -> str:
    """Return the host of an address in lower case, without port and `www.`; "" for none."""
    parts = _parts(url, "")
    return _bare(parts[1]) if parts else ""


def under(url: str, prefix: str) -> bool:
    """Tell whether an address lies on a host, or below a path of it; subdomains count.

    >>> under("https://help.openai.com/en/a", "openai.com"), under("https://blog.google/b", "blog.google/technology")
    (True, False)
    """
    parts = _parts(url, "")
    if parts is None:
        return False
    wanted_host, _, wanted_path = prefix.casefold().removeprefix("www.").partition("/")
    own = _bare(parts[1])
    if own != wanted_host and not own.endswith(f".{wanted_host}"):
        return False
    path = parts[2].casefold().strip("/")
    wanted_path = wanted_path.strip("/")
    return not wanted_path or path == wanted_path or path.startswith(f"{wanted_path}/")


def is_paper(url: str) -> bool:
    """Tell whether an address is of an archive of papers.

    >>> is_paper("https://export.arxiv.org/abs/2601.1"), is_paper("https://huggingface.co/blog/a")
    (True, False)
    """
    return any(under(url, archive) for archive in _PAPERS)


def _parts(url: str, base: str) -> tuple[str, str, str, str] | None:
    """Split into scheme, host with port, path and query, each normalised; None when it is no web address."""
    if (normal := _NORMAL.fullmatch(url)) and len(normal[2]) <= _LONGEST_HOST:
        return normal[1], normal[2], normal[3], ""
    try:
        parts = urlsplit(urljoin(base, _schemed(url.strip(), base)) if base else url.strip())
        name, port = parts.hostname or "", parts.port
        url.encode()
    except ValueError:  # also half a character, which a JSON escape can name
        return None
    if parts.scheme.lower() not in ("http", "https") or not _is_host(name) or parts.username is not None:
        return None
    scheme = parts.scheme.lower()
    usual = port in (None, 80 if scheme == "http" else 443)
    address = f"[{name}]" if ":" in name else _ascii(name)
    if not _is_host(address):  # IDNA makes a space of some accents that stand alone
        return None
    path = _without_dots(quote(even_percents(parts.path) or "/", safe=_SAFE))
    return scheme, address if usual else f"{address}:{port}", path, quote(parts.query, safe=_SAFE + "?[]|{}")


def _schemed(url: str, base: str) -> str:
    """Return a link with a scheme where it means to have one: where it is mistyped, or the link begins with a host.

    A host is what begins with "www." or lies in the domain of the feed; other words with dots may be files.
    """
    path, mark, rest = _SECOND.sub("", url).partition("?")
    url = path.replace("\\", "/") + mark + rest  # as browsers read it
    own = urlsplit(base)
    if found := _SCHEME.match(url):
        return f"{found['scheme'] or own.scheme}://{url[found.end() :]}"
    if found := _BEGINS_WITH_HOST.match(url):
        name = found[0].lower()
        domain = ".".join((own.hostname or "").split(".")[-2:])
        is_host = name == domain or name.endswith(f".{domain}") or (name.startswith("www.") and name.count(".") > 1)
        return f"{own.scheme}://{url}" if is_host else url
    return url


def _bare(address: str) -> str:
    """Take the port and `www.` off a host."""
    return re.sub(r":\d+$", "", address).removeprefix("www.")


def _is_host(name: str) -> bool:
    return 0 < len(name) <= _LONGEST_HOST and not _NO_HOST.search(name) and not name.startswith(".")


def _ascii(name: str) -> str:
    if name.isascii():
        return name.rstrip(".")
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return name


def even_percents(path: str) -> str:
    """Write percent signs in one case and decode those of letters, as RFC 3986 6.2.2 asks, so that two compare."""
    return re.sub(r"%[0-9A-Fa-f]{2}", _one_percent, path)


def _one_percent(found: re.Match[str]) -> str:
    char = chr(int(found[0][1:], 16))
    return char if char.isascii() and (char.isalnum() or char in "-._~") else found[0].upper()


def _without_dots(path: str) -> str:
    if not _DOTS.search(path):
        return path
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == ".." and len(kept) > 1:
            kept.pop()
        elif segment not in (".", ".."):
            kept.append(segment)
    return "/".join(kept) if len(kept) > 1 else "/"


def _unwrapped(scheme: str, address: str, path: str, query: str) -> str:
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


def _one_edition(address: str, path: str, query: str) -> tuple[str, str, str]:
    """Leave mobile and AMP editions, and sessions, for the article's own page; arXiv papers for their abstract."""
    address = _EDITIONS.get(address, address)
    if address.startswith("amp.") and address.count(".") > 1:
        address = "www." + address.removeprefix("amp.")
    if address in ("arxiv.org", "www.arxiv.org", "export.arxiv.org") and (found := _ARXIV.fullmatch(path)):
        return "arxiv.org", found[1].replace("/pdf/", "/abs/"), query
    return address, _AMP_PATH.sub("", _SESSION_PATH.sub("", path)) or "/", query


def _without_tracking(address: str, query: str) -> str:
    if not query:
        return ""
    bare = _bare(address)
    dressing = {name for suffix, names in _ON_HOST if bare == suffix or bare.endswith(f".{suffix}") for name in names}
    kept = [pair for pair in query.split("&") if pair and not _is_dressing(pair, dressing)]
    return "&".join(kept)


def _is_dressing(pair: str, dressing: set[str]) -> bool:
    name = unquote(pair.partition("=")[0])
    if _TRACKING.fullmatch(name) or _SESSION.fullmatch(pair) or _FROM_FEED.fullmatch(pair):
        return True
    return name.casefold() in dressing
