"""A query in; the same without what identifies no article out: tables of parameters, on all sites and on some.

Sources: the parameter lists of Google Analytics, Matomo, HubSpot, Mailchimp, AT Internet, Webtrekk and Alibaba, and the
session names of PHP, servlets and ASP, as their documentation names them.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

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


def without_dressing(site: str, query: str) -> str:
    """Take off the parameters that only tell where a click came from; `site` is the host, without port and `www.`."""
    if not query:
        return ""
    dressing = {name for suffix, names in _ON_HOST if site == suffix or site.endswith(f".{suffix}") for name in names}
    kept = [pair for pair in query.split("&") if pair and not _is_dressing(pair, dressing)]
    return "&".join(kept)


def _is_dressing(pair: str, dressing: set[str]) -> bool:
    name = unquote(pair.partition("=")[0])
    if _TRACKING.fullmatch(name) or _SESSION.fullmatch(pair) or _FROM_FEED.fullmatch(pair):
        return True
    return name.casefold() in dressing
