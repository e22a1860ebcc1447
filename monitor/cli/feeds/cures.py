"""The code of a feed's fault in; what a person can do about it out, where the fault itself does not say it."""

from __future__ import annotations

CURES = {
    "http.unauthorized": "a feed of subscribers: `headers` in feeds.yaml says where your login or token is kept",
    "http.not_feed": "`ai-video-monitor feeds add` finds the feeds of a page",
    "net.private": "an address of your own network must stand in `limits.allow` of monitor.yaml, with its port",
    "http.challenge": "sites behind such a wall cannot be read; look for another address of the same news",
    "http.forbidden": "some sites refuse names they do not know: `user_agent` in feeds.yaml gives it another",
    "http.gone": "it will not come back: look for its new address with `feeds add`, or remove it",
    "http.not_found": "look for its new address with `feeds add`",
    "http.rate_limited": "nothing to do but wait",
    "page.json": "`json.find` in feeds.yaml must lead to JSON; a script that is JavaScript cannot be read",
    "page.nothing": "look at the page's source: `select` or `json` in feeds.yaml says where its entries stand",
    "sitemap.index": "open it in a browser: it lists sitemaps, one of them that of the news",
    "sitemap.no_news": "publishers have a sitemap of their news beside that of their pages: robots.txt names both",
    "robots.forbidden": "pages are read only where a site lets robots read them; its feeds may be read",
    "tls.expired": "only the site can mend that",
}
