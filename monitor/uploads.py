"""Whether an item stands where anybody may publish: what stands there alone is nobody's report yet.

Principle: a film, a post or a hint by somebody is worth a line until a site that answers for its words has it too.
Known exceptions: a vendor's own channel (known by `official`) is the vendor's word; a journalist's newsletter is one
more site, since nothing in its address tells it from a company's. What its maker shows to a community ("Show HN") is a
post, though the address is the maker's; so is a tool's own page that a newsletter lists ("(Website)"). Rejected: to
leave them out (the first word of a withdrawal or a leak is often a post).
"""

from __future__ import annotations

from monitor.urls import host, is_paper

# Communities, video hosts, networks and blogs without an editor, by their own terms of use; subdomains belong to them.
_TABLE = """
    ameblo.jp bilibili.com blog.naver.com blogspot.com bsky.app cnblogs.com csdn.net dailymotion.com dev.to
    douyin.com dzen.ru facebook.com fc2.com hatelabo.jp hatenablog.com hatenablog.jp hatenadiary.com
    hatenadiary.jp hatenadiary.org instagram.com jianshu.com juejin.cn linkedin.com livejournal.com lobste.rs
    medium.com news.ycombinator.com nicovideo.jp note.com pikabu.ru pinterest.com posfie.com producthunt.com
    qiita.com quora.com reddit.com rumble.com t.me threads.net tieba.baidu.com tiktok.com tistory.com
    togetter.com tumblr.com twitch.tv twitter.com v2ex.com velog.io vimeo.com vk.com weibo.com x.com
    xiaohongshu.com xueqiu.com youtu.be youtube.com zenn.dev zhihu.com
"""
_PLACES = frozenset(_TABLE.split())
_SHOWN = ("show hn", "launch hn")  # how titles begin there, by the community's own rules
_LISTED = ("(website)", "(tool)", "(product launch)", "(github repo)")  # and end where a newsletter sorts its links


def is_upload(url: str, title: str = "", *, papers: bool = True) -> bool:
    """May anybody publish there? In an archive of papers, too, which are their authors' word for what they did.

    `title`: whether its maker shows it, or a list has it.

    >>> is_upload("https://www.youtube.com/watch?v=1"), is_upload("https://news.example.org/1"), is_upload("")
    (True, False, False)
    """
    title = title.casefold()
    if is_paper(url):
        return papers
    if title.startswith(_SHOWN) or title.endswith(_LISTED):
        return True
    labels = host(url).split(".")
    return any(".".join(labels[start:]) in _PLACES for start in range(len(labels)))
