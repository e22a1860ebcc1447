"""Every stable code the program says: what it means and what a person can do about it. A table, and nothing else.

README, the man page, `explain CODE`, `status`, `check --online` and `feeds test` all say it from here. A code may stand
in two chapters: to a feed's site `net.timeout` means something else than to the mail server.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

WAIT = "nothing: it is tried again by itself"  # less and less often, and never given up


@dataclass(frozen=True, slots=True)
class Advice:
    """What a code means, and what to do."""

    means: str
    do: str = WAIT


_FIND = "look for its new address with `feeds add`"
_AS_IT_IS = "nothing: the headline stays as it is"
_REPORT = "the log has a traceback: report it"

FEEDS = {
    "net.timeout": Advice("the site did not answer in time"),
    "net.refused": Advice("the site's machine answers, no web server does"),
    "net.reset": Advice("the site broke the connection off"),
    "net.unreachable": Advice("no network leads there", "look at this machine's network if many feeds say so"),
    "net.failed": Advice("the connection failed in a way that has no name"),
    "net.closed": Advice("the service was stopped while the feed waited for its turn"),
    "net.proxy": Advice(
        "the proxy was not there, or did not lead to the site",
        "look whether it runs, at its log, and at `polling.proxy` of monitor.yaml",
    ),
    "net.private": Advice(
        "the address is not one of the public Internet",
        "an address of your own network must stand in `limits.allow` of monitor.yaml, with its port",
    ),
    "dns.nxdomain": Advice("no such name", "look for a typing mistake in `url`; else " + _FIND),
    "dns.temporary": Advice("names could not be looked up", "look at this machine's resolver if many feeds say so"),
    "dns.timeout": Advice("looking the name up took too long", "look at this machine's resolver if many feeds say so"),
    "tls.expired": Advice("the site's certificate has expired", "only the site can mend that"),
    "tls.hostname": Advice("the site's certificate is for another name", "look for a typing mistake in `url`"),
    "tls.untrusted": Advice("nobody this machine trusts signed the site's certificate", "only the site can mend that"),
    "tls.handshake": Advice("no encrypted connection came about"),
    "http.unauthorized": Advice(
        "the site wants a login",
        "a feed of subscribers: `headers` in feeds.yaml says where your login or token is kept",
    ),
    "http.forbidden": Advice(
        "the site refuses us",
        "some sites refuse names they do not know: `user_agent` in feeds.yaml gives it another",
    ),
    "http.not_found": Advice("there is nothing at this address", _FIND),
    "http.gone": Advice("the site says it is gone, for the first time",
                        "it will not come back: look for its new address with `feeds add`, or remove it"),
    "feed.gone": Advice("the site said twice, a day apart, that it is gone: asked no more",
                        "look for its new address with `feeds add`, or remove it"),
    "http.challenge": Advice("a wall that wants a browser or a human",
                             "sites behind such a wall cannot be read; look for another address of the same news"),
    "http.rate_limited": Advice("the site wants to be left alone for a while", "nothing to do but wait"),
    "http.server": Advice("the site has trouble of its own (5xx)"),
    "http.status": Advice("an answer that fits no question, or none of HTTP"),
    "http.redirects": Advice("redirects in a circle, or too many", _FIND),
    "http.downgrade": Advice("a redirect from https to http, which is not followed", _FIND),
    "http.url": Advice("no address that can be asked for", "look at `url` in feeds.yaml"),
    "http.scheme": Advice("neither http nor https", "look at `url` in feeds.yaml"),
    "http.headers": Advice("headers that are too many, too long, or contradict each other"),
    "http.incomplete": Advice("it sent less than announced"),
    "http.encoding": Advice("a compression that is damaged, or that nobody asked for"),
    "http.bomb": Advice("a body that grows beyond all measure when unpacked", "remove the feed if it stays"),
    "http.too_large": Advice("more than `limits.body`", "raise it in monitor.yaml if the feed is worth it"),
    "http.empty": Advice("an empty document"),
    "http.not_feed": Advice("a page, or something else that is no feed",
                            "`ai-video-monitor feeds add` finds the feeds of a page"),
    "parse.broken": Advice("too broken to be read at all"),
    "parse.dtd": Advice("it defines entities of its own, which is refused: that can be an attack"),
    "parse.cpu": Advice(
        "it took more time to read than `limits.parse`, or would have by its form",
        "raise it if the feed is worth it; what is refused for its form, as its text then says, only the site can mend",
    ),
    "parse.memory": Advice("it took more memory to read than `limits.memory`", "raise it if the feed is worth it"),
    "parse.crash": Advice("the process that reads documents died of it", "report it, with the feed's address"),
    "proc.limit": Advice(
        "no process, thread or file was left to read a feed with",
        "look at this machine's memory, `TasksMax` and `LimitNOFILE`",
    ),
    "proc.replaced": Advice(
        "another version of the program was installed while the service runs",
        "start the service anew: `systemctl restart ai-video-monitor`",
    ),
    "page.nothing": Advice("nothing was found on the page",
                           "look at the page's source: `select` or `json` in feeds.yaml says where its entries stand"),
    "page.json": Advice("what `json.find` leads to is no JSON",
                        "`json.find` in feeds.yaml must lead to values, written as JSON or JavaScript writes them"),
    "robots.forbidden": Advice("the site's robots.txt forbids it",
                               "pages are read only where a site lets robots read them; its feeds may be read"),
    "robots.unreachable": Advice("the site's robots.txt cannot be had, so its pages are not read"),
    "sitemap.index": Advice(
        "an index of sitemaps that leads to none on its own host",
        "open it in a browser: name the sitemap of the news that it lists instead",
    ),
    "sitemap.no_news": Advice(
        "a sitemap that is none of news",
        "publishers have a sitemap of their news beside that of their pages: robots.txt names both",
    ),
    "config.secret": Advice("the value of one of its `headers` is not to be had", "as its text says"),
    "bug.feed": Advice("reading it met a mistake of ours", _REPORT),
    "bug.filing": Advice("filing it met a mistake of ours; what was left of it was not stored", _REPORT),
}  # fmt: skip

NOTICES = {
    "parse.bozo": Advice("not well-formed; read as far as it could be", "nothing, unless something is missing"),
    "parse.truncated": Advice("it breaks off; what was whole was read", "nothing, unless it stays so"),
    "parse.encoding": Advice("its charset is not the one it declares",
                             "if letters look wrong, set `encoding` in feeds.yaml"),
    "page.fallback": Advice("`json` found nothing on the page, `select` did",
                            "mend `json` in feeds.yaml, which tells more, or take it out"),
    "content.flood": Advice(
        "it brought more news of yours than 200 a day; the others are stored, and told nowhere",
        "see what it brings: `search` finds it; `mute` it, or narrow the alias that takes it all",
    ),
    "content.guid_churn": Advice("it names its items anew at each reading; they are known all the same", "nothing"),
    "content.guid_renamed": Advice("it named its items anew, once; they are known all the same", "nothing"),
    "feed.moved": Advice("it moved for good", "write the new address, which `status` says, into feeds.yaml"),
    "feed.stale": Advice("it answers and has had nothing new for far longer than usual",
                         "see whether the site moved: `feeds add` with its home page; or whether its server says "
                         "unchanged and is wrong: `poll NAME --no-cache`"),
}  # fmt: skip

MAIL = {
    "smtp.accepted": Advice("the mail server took the letter over", "nothing"),
    "maildir.stored": Advice("no mail server is configured: the letter lies in the Maildir", "nothing"),
    "maildir.io": Advice("the Maildir cannot be written", "look at the folder's rights and room"),
    "smtp.later": Advice("the server wants it later (greylisting, a full mailbox, too much at once)"),
    "smtp.unready": Advice("the server takes no mail now, or none from this machine",
                           "look at `mail.server`; ask its keeper if it stays"),
    "smtp.garbled": Advice("the server did not speak SMTP", "look at `mail.server` and `mail.port`"),
    "smtp.login": Advice("the login failed, or one is wanted",
                         "look at `mail.user` and the password (a systemd credential is read at the start: restart the"
                         " service); some servers want a password made for programs"),
    "smtp.sender": Advice("the server does not take mail of this sender",
                          "`mail.sender` must be an address that this login, or this machine, may send for"),
    "smtp.relay": Advice("the server passes no mail on for us, whoever it is for",
                         "most want a login: `mail.user` and a password; some, that their keeper lets this machine in"),
    "smtp.refused": Advice("the server refuses this letter for good, in its own words",
                           "by these words mend the address in monitor.yaml, or ask the server's keeper (spam, a"
                           " policy); then `deliveries retry ID`, or `cancel ID`"),
    "smtp.too_large": Advice("larger than the server takes", "nothing: it is made anew, smaller or in parts"),
    "letter.too_large": Advice("larger than the server takes, and it gets no smaller", "give the digest a lower `top`"),
    "letter.address": Advice("no address that a mail server takes", "mend `recipients` or `mail.sender`"),
    "letter.damaged": Advice("the stored bytes are not those composed; not sent", "`maintain`, then see `status`"),
    "letter.malformed": Advice("the bytes are no letter; not sent", _REPORT),
    "net.dns": Advice("the server's name leads nowhere", "`mail.server` names no machine that is known here"),
    "net.refused": Advice("nothing listens there", "look at `mail.server` and `mail.port`"),
    "net.timeout": Advice(
        "no answer in time: before the letter harmless, after it nobody knows",
        "look at `mail.server`, `mail.port` and `mail.security` (port 465 wants `tls`); many networks let no mail out"
        " but by 587 or 465. If held: as net.lost",
    ),
    "net.lost": Advice("the connection broke off: before the letter harmless, after it nobody knows",
                       "if held: ask the reader, then `deliveries release ID` or `cancel ID`"),
    "net.failed": Advice("the connection failed in a way that has no name"),
    "tls.expired": Advice("the server's certificate has expired", "only the server's keeper can mend that"),
    "tls.failed": Advice("no encrypted connection came about",
                         "port 465 wants `security: tls`, port 587 `starttls`"),
    "tls.hostname": Advice("the server's certificate is for another name",
                           "write into `mail.server` the name that its certificate has"),
    "tls.refused": Advice("the server offers no TLS there", "`security: tls` and port 465 may do"),
    "tls.untrusted": Advice("the server's certificate is signed by nobody this machine trusts",
                            "trust its authority on this machine, or ask the server's keeper"),
    "config.password": Advice("the password is not to be had", "as its text says: mode 0600, not empty"),
    "config.removed": Advice("the reader left the config before the letter left", "nothing"),
    "crash.before_dot": Advice("the service died while sending; nothing had gone out", "nothing: it is sent again"),
    "crash.after_dot": Advice("the service died while the server may have taken the letter",
                              "if held: ask the reader, then `deliveries release ID` or `cancel ID`"),
    "crash.after_answer": Advice("the service died after the server took the letter, as the journal shows", "nothing"),
    "restore.journal": Advice("the letter went out after the backup was made, as the journal shows", "nothing"),
    "restore.no_journal": Advice("a backup was restored without its journal; the letter may have gone out before",
                                 "ask the reader, then `deliveries release ID` or `cancel ID`"),
    "store.claimed": Advice("another process has this letter in hand, or settled it", "nothing"),
    "bug.deliver": Advice("sending met a mistake of ours; nobody knows whether it left", _REPORT),
    "render.template": Advice("your template fails; the shipped one was used", "mend it: its text has file and line"),
    "render.header": Advice("a header of the letter is not as it should be; not sent", _REPORT),
    "render.body": Advice("the letter does not read back as written; not sent", _REPORT),
}  # fmt: skip

OTHERS = {
    "push.taken": Advice("the alert was taken, by all services but those that its text names", "nothing"),
    "push.missing": Advice("the extra `push` is not installed", "install it into the service's venv"),
    "push.address": Advice("no address of a form that Apprise knows", "mend the line of `push_file` it names"),
    "push.refused": Advice("a service did not take the alert", "see whether its address is still good if it stays"),
    "push.unwanted": Advice("the digest has no `push_file` any more", "nothing"),
    "config.push": Advice("the addresses of `push_file` are not to be had", "as its text says"),
    "config.model": Advice("the key of the language model is not to be had", "as its text says"),
    "translate.answer": Advice("the model did not answer in the form asked for", _AS_IT_IS),
    "translate.names": Advice("the model lost a product's name", _AS_IT_IS),
    "translate.text": Advice("the model wrote no short plain line", _AS_IT_IS),
    "metrics.io": Advice("the file for Prometheus cannot be written", "look at `operator.metrics` and its folder"),
    "report.io": Advice("the pages cannot be written", "look at `report.folder`"),
}  # fmt: skip

STORE = {
    "store.full": Advice("the disk is full; nothing is lost", "make room"),
    "store.io": Advice("the disk or the folder fails", "look at the kernel's log, the folder's rights and its room"),
    "store.readonly": Advice("the database cannot be written", "look at its owner, its rights and how it is mounted"),
    "store.locked": Advice("another program holds the database for longer than anyone waits", "end that program"),
    "store.memory": Advice("no memory left", "see what else runs here, and `MemoryMax` of the unit"),
    "store.gone": Advice("the database was deleted or replaced in use, or is not where its journal is",
                         "put it back, or `restore` a backup; start again. None is made anew while its journal is"
                         " there"),
    "store.missing": Advice("there is no such file", "the first `poll` or `run` makes the database"),
    "store.exists": Advice("the file of a backup is there already", "choose another name"),
    "store.foreign": Advice("another program's database, or no database", "name another file"),
    "store.newer": Advice("made by a newer version of this program; left alone", "install that version"),
    "store.unreleased": Advice("made before the first release, with other tables",
                               "move it and its journal away and start: everything is read anew"),
    "store.older": Advice("made by an older version", "start `run` once: it upgrades it, after a copy"),
    "store.corrupt": Advice("the database is damaged; no mail is composed from it",
                            "stop the service, then `restore` the backup that `status` names; where the kernel's log"
                            " shows read errors, mend the disk first"),
    "store.bug": Advice("a mistake of ours met the database", _REPORT),
    "disk.low": Advice("less than 200 MB are left", "make room: nothing can be stored without"),
    "backup.skipped": Advice("too little room for the daily copy", "make room"),
    "journal.io": Advice("the journal of accepted letters cannot be written", "look at the folder's rights and room"),
}  # fmt: skip

STATE = {
    "time.unset": Advice("the clock shows a day before 2026",
                         "feeds are read, mail is composed again once the clock is set: see `timedatectl status`"),
    "time.behind": Advice("the clock shows 36 hours or more before what the service has seen",
                          "set the clock; if it is right, mail is composed again a day after the service started"),
    "time.jumped": Advice("the clock was set by more than 36 hours",
                          "mail is composed again after ten minutes of a steady clock; nothing is to be done"),
    "proc.restarts": Advice("the service dies and is started again, five times within an hour or more",
                            "the end of each in the log: `journalctl -u ai-video-monitor`; how much memory is there?"),
    "config.broken": Advice("an edit of the config is broken; the last good one is in use",
                            "mend it; `ai-video-monitor check` lists every mistake"),
    "read.nothing": Advice("no feed could be read for a day", "`ai-video-monitor status`; is the network there?"),
    "mail.overdue": Advice("mail is owed for more than a day", "`ai-video-monitor deliveries list` says why"),
    "mail.held": Advice("letters are held or refused", "`ai-video-monitor deliveries list`, then release or cancel"),
    "edition.bug": Advice("an edition could not be composed; it is tried again every ten minutes", _REPORT),
    "bug.service": Advice("some work beside the editions met a mistake of ours; it is tried again after ten minutes",
                          _REPORT),
}  # fmt: skip

BUGS = ("edition.bug", "bug.service")
CLOCK = ("time.unset", "time.behind", "time.jumped")

CHAPTERS = {
    "A feed cannot be read": FEEDS,
    "A feed is read, with a remark": NOTICES,
    "Mail": MAIL,
    "The service as a whole": STATE,
    "Database and disk": STORE,
    "Alerts, translation, pages": OTHERS,
}


def cure(rows: Mapping[str, Advice], code: str) -> str:
    """Return what a person can do, by one chapter; "" = only wait."""
    found = rows.get(code)
    return found.do if found and found.do != WAIT else ""


def advice(code: str) -> tuple[tuple[str, Advice], ...]:
    """Return what a code means, in each chapter it stands in; () = there is no such code."""
    return tuple((chapter, rows[code]) for chapter, rows in CHAPTERS.items() if code in rows)
