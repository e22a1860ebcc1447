"""config: what a person typed wrongly in, the place, what is wrong and what would be right out."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor import config

NOW = datetime(2026, 3, 25, 6, 0, tzinfo=UTC)
FOLDER = Path("config")
GOOD = {
    "monitor.yaml": "digests:\n  - {name: daily, recipients: [ann@example.org]}\n",
    "feeds.yaml": "feeds:\n  - {name: one, url: https://one.example/feed}\n",
    "watchlist.yaml": "products:\n  - name: Kling\n",
}


def said(name: str, text: str) -> list[str]:
    """All complaints about one file, warnings too."""
    try:
        loaded = config.load_texts(GOOD | {name: text}, FOLDER, NOW)
    except config.ConfigError as error:
        return [str(one) for one in error.complaints]
    return list(map(str, loaded.warnings))


SYNTAX = {
    "tab": ("a:\n\t- b", "2:1: a tab stands here; indent with spaces: YAML allows no tabs"),
    "colon": ("a: b: c", "1:5: a colon or an indent is out of place; indent keys of one level alike, and put quotes "
              "around a text with `: ` in it"),
    "open list": ("feeds:\n  - a: [1\n    b: 2", "3:6: a list that began with [ is not closed; add the missing , or ] "
                  "(it began on line 2)"),
    "quote": ("a: 'x", "1:4: a quote is not closed; add the closing quote"),
    "quote in a list": ('a:\n  - [x, "y]\n  - b: 1\nc: "z"', "2:9: a quote is not closed; add the closing quote"),
    "quote in an entry": ("a: {b: 'x}\nc: 'z'", "1:8: a quote is not closed; add the closing quote"),
    "quote before another": ('a: "x\nb: "y"\nc: 1', "1:4: a quote is not closed; add the closing quote"),
    "escape": ('a: "\\q"', "1:5: a backslash inside double quotes means something else; use single quotes, or write "
               "\\\\"),
    "at sign": ("a: @x", "1:4: a value cannot begin with this character; put quotes around the text"),
    "alias": ("a: *y", "1:4: `*y` repeats another place; write the value out here"),
    "anchor": ("a: &y 1", "1:4: `&y` names this place for repetition; write the value out each time"),
    "tag": ("a: !!int 1", "1:4: a: `!!int` gives a type; leave it out: every value is read as typed"),
    "two documents": ("a: 1\n---\nb: 2", "2:1: a second document begins here; remove the line `---`"),
    "list as key": ("[a]: b", "1:1: a key must be one word or text; put quotes around it if it begins with [ or {"),
    "left of the first": (" a: 1\nb: 2", "2:1: this line begins further left than the first key; let every key of the "
                          "file begin at the same column, the first one too"),
    "no space": ("a: {b:[c]}", "1:6: a colon without a space behind it; write `key: value`"),
    "no space, a line before": ("a:\n  - at:07:00\n    b: 1", "2:7: a colon without a space behind it; write `key: "
                                "value`"),
    "no colon": ("a:\n  - b: 1\n    at 07:00\n    c: 1", "3:5: a colon is missing behind the key; write `key: value`"),
    "no colon in an entry": ("a:\n  - b daily\n    c: 1", "2:6: a colon is missing behind the key; write `key: value`"),
    "quote, lines before": ("a:\n  b: 'x\nc: 1", "2:6: a quote is not closed; add the closing quote"),
    "dash without a space": ("a:\n  -b: 1\n    c: 1", "2:3: a dash without a space behind it; write `- value`"),
    "dash without a space, in a list": ("a:\n  - b\n  -c\nd: 1", "3:3: a dash without a space behind it; write `- "
                                        "value`"),
    "hard space": ("a:\n  - b: 1\n   \u00a0c: 1\n  - b: 2", "3:4: a space that YAML does not take for one stands "
                   "here; write ordinary spaces"),
    "wide space": ("a:\n  b:\u30001\n  c: 1", "2:5: a space that YAML does not take for one stands here; write "
                   "ordinary spaces"),
    "wide colon": ("a:\n  b\uff1a 1\n  c: 1", "2:4: a full-width colon stands here; write `key: value`"),
    "merge": ("a:\n<<<<<<< HEAD\n  b: 1", "2:1: a mark of a merge stands here; keep one side, and remove the marks"),
    "apostrophe": ("a:\n  - b: 'One's'\n    c: 1", "2:12: a quote inside the text ends it; put the other kind of "
                   "quotes around the text"),
    "quotes in quotes": ('a: ["x "y" z"]', "1:8: a quote inside the text ends it; put the other kind of quotes around "
                         "the text"),
    "comment in a list": ("a: [b #1, c]\nd: 1", "1:7: `#` begins a comment here, before the bracket is closed; put "
                          "quotes around a text with ` #` in it"),
    "comment begins a list's entry": ("a: [b, #c]\nd:\n  - {e: 1}", "1:8: `#` begins a comment here, before the "
                                      "bracket is closed; put quotes around a text with ` #` in it"),
    "colon in an entry's text": ("a: {b: c: d}", "1:9: a second colon in one value; put quotes around a text with "
                                "`: ` in it, or add the comma before the next key"),
    "half an indent": ("a:\n  - b: 1\n   c: 1", "3:4: the indent fits neither the entry above nor its list; indent the "
                       "line like the keys it belongs to, or begin an entry with `- ` (it began on line 2)"),
    "star for a dash": ("a:\n  * b: 1\n", "2:3: no dash of YAML stands here; begin an entry with `- `"),
    "long dash": ("a:\n  \u2013 b: 1\n    c: 1\n", "2:3: no dash of YAML stands here; begin an entry with `- `"),
    "key above a comment": ("a:\n  b: 1\n  # c:\n    d: 1\n", "4:5: the indent does not fit the lines above, or a "
                            "quote or bracket is missing; indent keys of one level alike (it began on line 2); or is "
                            "the key above still a comment?"),
    "percent": ("a: 1\n%b", "2:3: `%` at the beginning of a line is a command to YAML; put quotes around the text, or "
                "indent it"),
    "empty": (" \n\n", "1:1: the file is empty; `ai-video-monitor init DIR` writes a good one"),
    "binary": ("a: \x07", "1:4: an unreadable character (U+0007) stands here; this is no text file, or was saved "
               "wrongly"),
    "surrogate": ("a:\n b: \ud800", "2:5: an unreadable character (U+D800) stands here; this is no text file, or was "
                  "saved wrongly"),
    "deep": ("[" * 50, "1:13: 0.0.0.0.0.0.0.0.0.0.0: more than 12 levels deep; is a bracket missing?"),
    "twice": ("feeds: []\nfeeds: []", "2:1: feeds: `feeds` stands here twice (first on line 1); keep one"),
    "only text": ("hello", "1:1: wanted here: `key: value` lines, not \"hello\""),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SYNTAX.values(), ids=SYNTAX)
def test_bad_yaml_is_said_in_plain_english(text, expected):
    """Each fault of the YAML itself has line, column and cure."""
    assert f"config/feeds.yaml:{expected}".replace(": a: `!!", ": `!!") in [
        one.replace(": a: `!!", ": `!!") for one in said("feeds.yaml", text)
    ]


@pytest.mark.parametrize("text", ["[" * 300_000, "- " * 300_000, "{a: " * 100_000, "[" * 900 + "]" * 900],
                         ids=["brackets", "dashes", "braces", "closed"])  # fmt: skip
def test_deep_nesting_is_refused_not_fatal(text):
    """A file of brackets ends in a complaint, not in a crash of the C library."""
    assert "more than 12 levels deep" in said("feeds.yaml", text)[0]


def test_a_billion_laughs_are_refused():
    """Repetitions that would unfold to gigabytes are never unfolded."""
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))]
    assert any("`&a0` names this place for repetition" in one for one in said("feeds.yaml", "\n".join(lines)))


MONITOR = {
    "unknown key": ("contcat: x", "1:1: contcat: unknown key; did you mean `contact`?"),
    "unknown key, nothing near": ("mail: {zzz: 1}", "1:8: mail.zzz: unknown key; known are sender, sender_name, "
                                  "server, port, security, user, password_file, maildir, unsubscribe, timeout, "
                                  "dot_timeout"),
    "no unit": ("polling: {interval: 30}", '1:21: polling.interval: "30" is no duration; write 30s, 30m, 30h or 30d'),
    "no duration": ("polling: {gap: 2 fortnights}", '1:16: polling.gap: "2 fortnights" is no duration; write it like '
                    "90s, 15m, 1h or 3d"),
    "endless": ("polling: {ceiling: 999999999w}", '1:20: polling.ceiling: "999999999w" is too long; at most 3660d'),
    "a wait that holds up every letter": ("mail: {timeout: 1h}", "1:17: mail.timeout: this is too long; at most 10m"),
    "a wait beyond all servers": ("mail: {dot_timeout: 2d}", "1:21: mail.dot_timeout: this is too long; at most 20m"),
    "a fetch that hides a hang": ("limits: {total: 5m}", "1:17: limits.total: a service that hangs over a feed is"
                                  " started again as late as that; with 50s or less its watchdog needs 90s"),
    "a parse that hides a hang": ("limits: {parse: 16s}", "1:17: limits.parse: a service that hangs over a feed is"
                                  " started again as late as that; with 15s or less its watchdog needs 90s"),
    "a proxy of another kind": ("polling: {proxy: 'socks5://127.0.0.1:1080'}", '1:18: polling.proxy: '
                                '"socks5://127.0.0.1:1080" is no address of an HTTP proxy; write it like '
                                "http://127.0.0.1:3128"),
    "a proxy without a port": ("polling: {proxy: http://proxy.example}", '1:18: polling.proxy: "http://proxy.example" '
                               "is no address of an HTTP proxy; write it like http://127.0.0.1:3128"),
    "a proxy with a login": ("polling: {proxy: 'http://me:secret@proxy.example:3128'}", "1:18: polling.proxy: a user "
                             "name or password stands in this address; secrets never stand in these files"),
    "no time at all": ("polling: {interval: 0}", "1:21: polling.interval: this is too short; at least 10ms"),
    "floor above interval": ("polling: {floor: 2h}", "1:18: polling.floor: does not fit polling.interval (1h); at most "
                             "that"),
    "ceiling below interval": ("polling: {ceiling: 30m}", "1:20: polling.ceiling: does not fit polling.interval (1h); "
                               "at least that"),
    "no number": ("polling: {threads: many}", '1:20: polling.threads: "many" is no whole number; write it in digits, '
                  "without a fraction"),
    "no weight": ("digests: [{name: a, recipients: [a@b.example], minimum: high}]", '1:57: digests.0.minimum: "high" '
                  "is no number; write it in digits, with a point: 4.5"),
    "fraction": ("polling: {threads: 8.5}", '1:20: polling.threads: "8.5" is no whole number; write it in digits, '
                 "without a fraction"),
    "interval below the floor": ("polling: {interval: 5s}", "1:21: polling.interval: is shorter than polling.floor "
                                 "(15m), which holds; lower `floor` too"),
    "thousands": ("limits: {entries: '10,000'}", '1:19: limits.entries: "10,000" is no whole number; write 10000'),
    "too large": ("polling: {threads: 999}", '1:20: polling.threads: "999" is too large: at most 128'),
    "no size": ("limits: {body: huge}", '1:16: limits.body: "huge" is no size; write it like 64kB, 10MB or 1GB'),
    "tiny size": ("limits: {body: 1}", '1:16: limits.body: "1" is too small: at least 1024'),
    "not an address:port": ("limits: {allow: [localhost]}", '1:18: limits.allow.0: "localhost" is no address:port; '
                            "write it like 127.0.0.1:8080 or [::1]:8080"),
    "no section": ("mail: [a]", "1:7: mail: wanted here: `key: value` lines, not a list; write them below, indented"),
    "true for a section": ("digests: [{name: a, alerts: true}]", "1:29: digests.0.alerts: wanted here: `key: value` "
                           'lines, not "true"; write them below, indented'),
    "server with port": ("mail: {server: 'mail.example.org:25'}", '1:16: mail.server: "mail.example.org:25" is more '
                         "than a host name; write mail.example.org, and port: 25 on its own line"),
    "server with scheme": ("mail: {server: 'smtp://mail.example.org'}", '1:16: mail.server: "smtp://mail.example.org" '
                           "is no host name; write mail.example.org"),
    "security": ("mail: {security: startls}", '1:18: mail.security: "startls" is none of starttls, tls, none; did you '
                 "mean starttls?"),
    "port": ("mail: {port: 0}", '1:14: mail.port: "0" is too small: at least 1'),
    "display name": ("mail: {sender: Ann <ann@example.org>}", '1:16: mail.sender: "Ann <ann@example.org>" is more '
                     "than an address; write ann@example.org"),
    "header injection": ('mail: {sender_name: "x\\r\\nBcc: y"}', "1:21: mail.sender_name: an invisible character "
                         '(U+000D) stands in "x\\x0d\\x0aBcc: y"; remove it'),
    "password": ("mail: {password: hunter2}", "1:8: mail.password: a secret never stands in this file; put it into a "
                 "file of mode 600 and name that as `password_file`, or give systemd a credential smtp-password, or "
                 "set $AI_VIDEO_MONITOR_SMTP_PASSWORD"),
    "login in the clear": ("mail: {server: mail.example.org, user: x, security: none}", "1:53: mail.security: a "
                           "password would leave this machine unprotected; starttls or tls"),
    "unsubscribe": ("mail: {unsubscribe: ann@example.org}", '1:21: mail.unsubscribe: "ann@example.org" is no mailto: '
                    "or https address; write mailto:you@example.org"),
    "unsubscribe whom": ("mail: {unsubscribe: 'https://example.org/{reader}'}", "1:21: mail.unsubscribe: {reader} "
                         "stands for nothing; known are {recipient} and {token}"),
    "no hours": ("digests: [{name: a, alerts: {quiet: night}}]", '1:37: digests.0.alerts.quiet: "night" is no span of '
                 "hours; write it like 22:00-07:00"),
    "hours of no length": ("digests: [{name: a, alerts: {quiet: 07:00-7:00}}]", '1:37: digests.0.alerts.quiet: '
                           '"07:00-7:00" is no span of hours; write it like 22:00-07:00'),
    "hours alone": ("digests: [{name: a, alerts: {quiet: 22-7}}]", '1:37: digests.0.alerts.quiet: "22-7" is no span of '
                    "hours; write it like 22:00-07:00"),
    "ssl": ("mail: {security: ssl}", '1:18: mail.security: "ssl" is none of starttls, tls, none; did you mean tls?'),
    "entry without its dash": ("digests:\n  name: a", "2:3: digests: wanted here: a list, not `key: value` lines; "
                               "begin each entry with `- `"),
    "missing name": ("digests: [{at: 07:00}]", "1:11: digests.0.name: is missing; it cannot be left out"),
    "name": ("digests: [{name: My News}]", '1:18: digests.0.name: "My News" is no short name (small letters, digits, '
             "hyphens); did you mean my-news?"),
    "time": ("digests: [{name: a, at: 25:00}]", '1:25: digests.0.at: "25:00" is no time of day; write it like 07:00 or '
             "18:30"),
    "two times": ("digests: [{name: a, at: [07:00, 19:00]}]", "1:25: digests.0.at: wanted here: one value, not a "
                  "list; write one of them"),
    "zone of another town": ("digests: [{name: a, zone: Asia/Beijing}]", '1:27: digests.0.zone: "Asia/Beijing" is no '
                             "time zone; did you mean Asia/Shanghai?"),
    "offset": ("digests: [{name: a, zone: UTC+8}]", '1:27: digests.0.zone: "UTC+8" is no time zone; a zone is named '
               "after a town, for its clock changes with the season: Europe/Berlin"),
    "span of weekdays": ("digests: [{name: a, weekdays: mo-fr}]", '1:31: digests.0.weekdays: "mo-fr" are no weekdays; '
                         "write them like mon-fri or [mon, wed, fri]"),
    "key of two letters": ("mail: {to: x}", "1:8: mail.to: unknown key; known are sender, sender_name, server, port, "
                           "security, user, password_file, maildir, unsubscribe, timeout, dot_timeout"),
    "model of nobody": ("digests: [{name: a, translate: true}]", "1:32: digests.0.translate: nothing is translated: no "
                        "language model is named; name one under `model`"),
    "zone": ("digests: [{name: a, zone: Europe/Berln}]", '1:27: digests.0.zone: "Europe/Berln" is no time zone; did '
             "you mean Europe/Berlin?"),
    "town": ("digests: [{name: a, zone: shanghai}]", '1:27: digests.0.zone: "shanghai" is no time zone; did you mean '
             "Asia/Shanghai?"),
    "folder of zones": ("digests: [{name: a, zone: Europe}]", '1:27: digests.0.zone: "Europe" is no time zone; write '
                        "it like Europe/Berlin, Asia/Tokyo or UTC"),
    "path as zone": ("digests: [{name: a, zone: ../etc/passwd}]", '1:27: digests.0.zone: "../etc/passwd" is no time '
                     "zone; write it like Europe/Berlin, Asia/Tokyo or UTC"),
    "weekday": ("digests: [{name: a, weekdays: [tueday]}]", '1:31: digests.0.weekdays: "tueday" is no weekday; did you '
                "mean tue?"),
    "no weekday": ("digests: [{name: a, weekdays: []}]", "1:31: digests.0.weekdays: no day is named; leave the key out "
                   "for every day"),
    "country code": ("digests: [{name: a, languages: [cn]}]", '1:33: digests.0.languages.0: "cn" is no language tag; '
                     "did you mean zh?"),
    "script": ("digests: [{name: a, languages: [zh-Hans]}]", '1:33: digests.0.languages.0: "zh-Hans" says more than '
               "the language; write zh"),
    "recipient": ("digests: [{name: a, recipients: [ä@example.org]}]", '1:34: digests.0.recipients.0: "ä@example.org" '
                  "is no e-mail address; only plain letters are allowed before the @"),
    "one recipient": ("digests: [{name: a, recipients: x@example.org}]", "1:33: digests.0.recipients: wanted here: a "
                      'list, not "x@example.org"; write [x@example.org]'),
    "recipients in lines": ("digests: [{name: a, recipients: 'x@example.org; y@example.org'}]", "1:33: "
                            'digests.0.recipients: wanted here: a list, not "x@example.org; y@example.org"; write '
                            "[x@example.org, y@example.org]"),
    "two in one": ("digests: [{name: a, recipients: [x@example.org; y@example.org]}]", "1:34: digests.0.recipients.0: "
                   '"x@example.org; y@example.org" is more than one address; write each on its own: [ann@example.org, '
                   "bo@...]"),
    "two digests": ("digests: [{name: a}, {name: a}]", '1:29: digests.1.name: the digest "a" stands already on line 1; '
                    "remove or rename one"),
    "product": ("digests: [{name: a, products: [Klng]}]", '1:32: digests.0.products.0: "Klng" is no product of the '
                "watchlist; did you mean Kling?"),
    "spelling of a product": ("digests: [{name: a, products: [kling]}]", '1:32: digests.0.products.0: "kling" is no '
                              "product of the watchlist; did you mean Kling?"),
    "nobody": ("digests:\n  - name: a", "2:5: digests.0: nobody receives the digest a; name `recipients`"),
    "no digest": ("contact: a@example.org", "1:1: no digest is defined; nothing is mailed to anybody"),
    "placeholder": ("mail: {server: mail.example.org}\ndigests: [{name: a, recipients: [you@example.org]}]",
                    "2:34: digests.0.recipients.0: you@example.org is only an example; write a real address"),
    "port of the other": ("mail: {security: tls}", "1:18: mail.security: port 587 usually speaks starttls; tls is port "
                          "465"),
    "sign behind a number": ("mail: {port: 587;}", '1:14: mail.port: "587;" is no whole number; write 587'),
    "mailto": ("digests: [{name: a, recipients: ['mailto:a@b.example']}]", "1:34: digests.0.recipients.0: "
               '"mailto:a@b.example" is more than an address; write a@b.example'),
    "wide comma": ("digests: [{name: a, recipients: [a@b.example\uff0cc@b.example]}]", "1:34: digests.0.recipients.0: "
                   '"a@b.example\uff0cc@b.example" is more than one address; write each on its own: [ann@example.org, '
                   "bo@...]"),
    "wide brackets": ("digests: [{name: a, languages: \uff3ben\uff3d}]", "1:32: digests.0.languages: wanted here: a "
                      'list, not "\uff3ben\uff3d"; write [en]'),
    "port of tls": ("mail: {port: 465}", "1:14: mail.port: port 465 usually speaks tls; write `security: tls`"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MONITOR.values(), ids=MONITOR)
def test_settings_are_refused_with_the_cure(text, expected):
    """Each mistake in monitor.yaml is named with its place and what would be right."""
    assert f"config/monitor.yaml:{expected}" in said("monitor.yaml", text)


@pytest.mark.parametrize("text", ["mail: {api_key: hunter2}", "model: {key: hunter2}", "model: {token: [hunter2]}"])
def test_a_secret_in_the_file_is_not_repeated(text):
    """What looks like a secret, or stands where one's place is wanted, is neither shown nor read on."""
    complaints = "".join(said("monitor.yaml", text))
    assert "a secret never stands in this file" in complaints
    assert "hunter2" not in complaints


def test_digests_that_cannot_be_read_are_not_also_said_to_be_none():
    """A digest without its dash is one mistake."""
    assert len(said("monitor.yaml", "digests:\n  name: a\n")) == 1


def test_a_section_pasted_twice_is_complained_of_once():
    """What stands in a key that is there twice is not complained of for standing there twice."""
    text = GOOD["watchlist.yaml"] + "    vendor: Kuaishou\n"
    twice = "config/watchlist.yaml:4:1: products: `products` stands here twice (first on line 1); keep one"
    assert said("watchlist.yaml", text + text) == [twice]


def test_days_of_the_week_may_be_a_text():
    """A text of days with commas is read like a list of them."""
    text = "digests: [{name: a, recipients: [a@b.example], weekdays: 'mon, thu-fri'}]"
    assert config.load_texts(GOOD | {"monitor.yaml": text}, FOLDER, NOW).settings.digests[0].weekdays == (0, 3, 4)


FEEDS = {
    "no feeds": ("feeds: []", "1:8: feeds: the list is empty; one entry at least is needed"),
    "nothing": ("feeds:", "1:7: feeds: is empty; it cannot be left out"),
    "token": ("feeds: [{name: a, url: https://a.example, token: hunter2}]", "1:43: feeds.0.token: a secret never "
              "stands in this file; name the header and where its value is: headers: {Authorization: {file: PATH}}"),
    "scheme": ("feeds: [{name: a, url: 'htps://a.example/f'}]", '1:24: feeds.0.url: "htps://a.example/f" is no http or '
               "https address; did you mean https?"),
    "no scheme": ("feeds: [{name: a, url: a.example/f}]", '1:24: feeds.0.url: "a.example/f" is no http or https '
                  "address; did you mean https://a.example/f?"),
    "no colon": ("feeds: [{name: a, url: https//a.example/f}]", '1:24: feeds.0.url: "https//a.example/f" is no http or '
                 "https address; did you mean https://a.example/f?"),
    "one slash": ("feeds: [{name: a, url: 'https:/a.example/f'}]", '1:24: feeds.0.url: "https:/a.example/f" has no '
                  "host; did you mean https://a.example/f?"),
    "in brackets": ("feeds: [{name: a, url: <https://a.example/f>}]", '1:24: feeds.0.url: "<https://a.example/f>" is '
                    "no http or https address; write https://a.example/f"),
    "unknown key of nothing": ("feeds: [{name: a, url: https://a.example, ofical}]", "1:43: feeds.0.ofical: unknown "
                               "key; did you mean `official`?"),
    "comma in a title": ("feeds: [{name: a, url: https://a.example, title: One, Two}]", "1:55: feeds.0.Two: unknown "
                         "key; known are name, url, type, title, language, official, interval, encoding, user_agent, "
                         "headers, select, json, engine, languages, query; put quotes around a text with a colon or a "
                         "comma in it"),
    "no space": ("feeds: [{name:a, url: https://a.example}]", "1:10: feeds.0.name:a: a colon without a space behind "
                 "it; write `name: a`"),
    "feed scheme": ("feeds: [{name: a, url: 'feed://a.example/f'}]", '1:24: feeds.0.url: "feed://a.example/f" is no '
                    "http or https address; write https://a.example/f"),
    "file": ("feeds: [{name: a, url: 'file:///etc/passwd'}]", '1:24: feeds.0.url: "file:///etc/passwd" is no http or '
             "https address; it begins with https://"),
    "no host": ("feeds: [{name: a, url: 'https:///f'}]", '1:24: feeds.0.url: "https:///f" has no host; write it like '
                "https://example.org/feed.xml"),
    "bad port": ("feeds: [{name: a, url: 'https://a.example:x/'}]", '1:24: feeds.0.url: "https://a.example:x/" is no '
                 "web address; is the host or the port right?"),
    "space": ("feeds: [{name: a, url: 'https://a.example/ b'}]", '1:24: feeds.0.url: "https://a.example/ b" has a space'
              " in it; write %20 for it"),
    "password": ("feeds: [{name: a, url: 'https://me:hunter2@a.example/'}]", "1:24: feeds.0.url: a user name or "
                 "password stands in this address; secrets never stand in these files"),
    "bare address": ("feeds:\n  - https://a.example/f", "2:5: feeds.0: wanted here: `key: value` lines, "
                     'not "https://a.example/f"; write them below, indented'),
    "name twice": ("feeds:\n- {name: a, url: https://a.example}\n- {name: a, url: https://b.example}", "3:10: "
                   'feeds.1.name: the feed "a" stands already on line 2; remove or rename one'),
    "address twice": ("feeds:\n- {name: a, url: https://a.example/f}\n- {name: b, url: http://www.A.example/f/}",
                      '3:18: feeds.1.url: the address "http://www.A.example/f/" stands already on line 2; remove one'),
    "unknown key": ("feeds: [{name: a, url: https://a.example, ofical: true}]", "1:43: feeds.0.ofical: unknown key; "
                    "did you mean `official`?"),
    "boolean": ("feeds: [{name: a, url: https://a.example, official: ja}]", '1:53: feeds.0.official: "ja" is neither '
                "true nor false; write true or false"),
    "charset": ("feeds: [{name: a, url: https://a.example, encoding: gb2313}]", '1:53: feeds.0.encoding: "gb2313" is '
                "no charset; did you mean gb2312?"),
    "no text codec": ("feeds: [{name: a, url: https://a.example, encoding: rot13}]", '1:53: feeds.0.encoding: "rot13" '
                      "is no charset"),
    "capital language": ("feeds: [{name: a, url: https://a.example, language: EN}]", '1:53: feeds.0.language: "EN" is '
                         "no language tag; did you mean en?"),
    "type": ("feeds: [{name: a, url: https://a.example, type: pages}]", '1:49: feeds.0.type: "pages" is none of feed, '
             "page, sitemap, search; did you mean page?"),
    "another reader's type": ("feeds: [{name: a, url: https://a.example, type: RSS}]", '1:49: feeds.0.type: "RSS" is '
                              "none of feed, page, sitemap, search; did you mean feed?"),
    "comma in a host": ("feeds: [{name: a, url: 'https://a,example/feed'}]", '1:24: feeds.0.url: '
                        '"https://a,example/feed" is no web address; is the host or the port right?'),
    "more often than may be": ("feeds: [{name: a, url: https://a.example, interval: 1m}]", "1:53: feeds.0.interval: is "
                               "shorter than polling.floor (15m), which holds; lower `floor` too"),
    "no address": ("feeds: [{name: a}]", "1:9: feeds.0.url: is missing; it cannot be left out"),
    "page of nothing": ("feeds: [{name: a, url: https://a.example, type: page}]", "1:49: feeds.0.type: nothing says "
                        "where on the page the entries stand; write select: {entry: .list li} or json: {find: "
                        "allData, items: list}"),
    "selectors of a feed": ("feeds: [{name: a, url: https://a.example, select: {entry: li}}]", "1:43: feeds.0.select: "
                            "is for `type: page` only; add `type: page`, or remove it"),
    "selector": ("feeds: [{name: a, url: https://a.example, type: page, select: {entry: li, title: '..h3'}}]",
                 '1:82: feeds.0.select.title: "..h3" is no CSS selector; write it like .list li, h3 > a or '
                 "time@datetime"),
    "entry that is an attribute": ("feeds: [{name: a, url: https://a.example, type: page, select: {entry: li@id}}]",
                                   '1:71: feeds.0.select.entry: "li@id" is an attribute, not an element; leave @id '
                                   "out"),
    "key of a selector": ("feeds: [{name: a, url: https://a.example, type: page, select: {entry: li, tittle: a}}]",
                          "1:75: feeds.0.select.tittle: unknown key; did you mean `title`?"),
    "key of the JSON": ("feeds: [{name: a, url: https://a.example, type: page, json: {find: x, item: a}}]",
                        "1:71: feeds.0.json.item: unknown key; did you mean `items`?"),
    "path of several": ("feeds: [{name: a, url: https://a.example, type: page, json: {find: x, items: [a, 'b[0]']}}]",
                        '1:82: feeds.0.json.items.1: "b[0]" is no path (keys and numbers joined by dots); did you '
                        "mean b.0?"),
    "no text to find": ("feeds: [{name: a, url: https://a.example, type: page, json: {find: []}}]", "1:68: "
                        "feeds.0.json.find: the list is empty; one entry at least is needed"),
    "path": ("feeds: [{name: a, url: https://a.example, type: page, json: {find: x, items: 'a[0].b'}}]", '1:78: '
             'feeds.0.json.items: "a[0].b" is no path (keys and numbers joined by dots); did you mean a.0.b?'),
    "search of nobody": ("feeds: [{name: a, type: search, languages: [en]}]", "1:9: feeds.0.engine: is missing; write "
                         "google or bing"),
    "engine": ("feeds: [{name: a, type: search, engine: gogle, languages: [en]}]", '1:41: feeds.0.engine: "gogle" is '
               "none of google, bing; did you mean google?"),
    "no editions": ("feeds: [{name: a, type: search, engine: bing}]", "1:9: feeds.0.languages: is missing; name the "
                    "editions to ask: [en, ja]"),
    "edition": ("feeds: [{name: a, type: search, engine: bing, languages: [en, zh]}]", '1:63: feeds.0.languages.1: '
                '"zh" is no language edition; did you mean zh-Hans?'),
    "edition twice": ("feeds: [{name: a, type: search, engine: bing, languages: [en, en]}]", '1:16: feeds.0.name: the '
                      'feed "a-en" stands already on line 1; remove or rename one'),
    "name of an edition": ("feeds:\n- {name: a-en, url: https://a.example}\n- {name: a, type: search, engine: bing, "
                           "languages: [en]}", '3:10: feeds.1.name: the feed "a-en" stands already on line 2; remove '
                           "or rename one"),
    "address of a search": ("feeds: [{name: a, url: https://a.example, type: search, engine: bing, languages: [en]}]",
                            "1:19: feeds.0.url: `engine` makes the addresses of a search; remove one"),
    "title of a search": ("feeds: [{name: a, title: A, type: search, engine: bing, languages: [en]}]", "1:19: "
                          "feeds.0.title: each result says its own; remove it"),
    "query of nobody": ("feeds: [{name: a, url: https://a.example, type: search, query: x}]", "1:57: feeds.0.query: "
                        "nobody is asked; add `engine`, or remove it"),
    "engine of a feed": ("feeds: [{name: a, url: https://a.example, engine: bing}]", "1:43: feeds.0.engine: is for "
                         "`type: search` only; add `type: search`, or remove it"),
    "list as text": ("feeds: [{name: a, url: https://a.example, title: [b]}]", "1:50: feeds.0.title: wanted here: one "
                     "text, not a list"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FEEDS.values(), ids=FEEDS)
def test_feeds_are_refused_with_the_cure(text, expected):
    """Each mistake in feeds.yaml is named with its place and what would be right."""
    assert f"config/feeds.yaml:{expected}" in said("feeds.yaml", text)


EVERYWHERE = ("is found everywhere; add it to `ambiguous`, or write a longer name; `check --against 30d` shows what it "
              "takes")  # fmt: skip
WATCHLIST = {
    "unknown key": ("products: [{name: Veo, aliasses: [Veo]}]", "1:24: products.0.aliasses: unknown key; did you mean "
                    "`aliases`?"),
    "unknown key of a word": ("products: [{name: Veo, aliases: [{text: Veo, langs: [ja]}]}]", "1:46: "
                              "products.0.aliases.0.langs: unknown key; did you mean `languages`?"),
    "no products": ("topics: {en: [AI video]}", "1:1: products: is missing; it cannot be left out"),
    "one letter": ("products: [{name: Veo, aliases: [V]}]", '1:34: products.0.aliases.0: "V" is one character and '
                   "would be found everywhere; write a longer name"),
    "wide letter": ("products: [{name: Veo, aliases: [Ｖ]}]", '1:34: products.0.aliases.0: "Ｖ" is one character and '
                    "would be found everywhere; write a longer name"),
    "name of one letter": ("products: [{name: V}]", '1:19: products.0.name: "V" is found everywhere; name `aliases`'),
    "no aliases": ("products: [{name: Veo, aliases: []}]", "1:33: products.0.aliases: is empty; leave the key out, and "
                   "the name alone is looked for"),
    "aliases commented out": ("products:\n - name: Veo\n   aliases:", "3:12: products.0.aliases: is empty; leave the "
                              "key out, and the name alone is looked for"),
    "empty alias": ("products: [{name: Veo, aliases: ['', Veo]}]", '1:34: products.0.aliases.0.text: "" is too short: '
                    "at least 1 character"),
    "alias twice": ("products: [{name: Veo, aliases: [Veo, VEO]}]", '1:39: products.0.aliases.1: "VEO" stands here '
                    "twice; remove one"),
    "claimed twice": ("products:\n - {name: Kling, aliases: [Kling]}\n - {name: Klong, aliases: [ｋｌｉｎｇ]}",
                      '3:28: products.1.aliases.0: "ｋｌｉｎｇ" is already an alias of Kling (line 2); one product '
                      "only can have it"),
    "claimed by a name": ("products:\n - {name: Kling}\n - {name: Klong, aliases: [Kling]}",
                          '3:28: products.1.aliases.0: "Kling" is already an alias of Kling (line 2); one product only '
                          "can have it"),
    "name twice": ("products: [{name: Veo}, {name: veo}]", '1:32: products.1.name: the product "veo" stands already on '
                   "line 1; remove or rename one"),
    "ambiguous stranger": ("products: [{name: Veo, ambiguous: [Vero]}]", '1:36: products.0.ambiguous.0: "Vero" is no '
                           "alias of Veo; did you mean Veo?"),
    "stranger to a pattern": ("products: [{name: Veo, aliases: [{regex: 'Veo\\d'}], ambiguous: [Veo]}]", "1:65: "
                              'products.0.ambiguous.0: "Veo" is no alias of Veo; add it to `aliases` too'),
    "ambiguous stranger in Spanish": ("products: [{name: Veo, ambiguous: {es: [tú]}}]", "1:41: "
                                      'products.0.ambiguous.es.0: "tú" is no alias of Veo; add it to `aliases` too'),
    "no first bracket": ("products:\n- name: Veo\n  aliases: Veo, Veo AI]", "3:12: products.0.aliases: wanted here: a "
                         'list, not "Veo, Veo AI]"; write [Veo, Veo AI]'),
    "ambiguous text": ("products: [{name: Veo, ambiguous: true}]", "1:35: products.0.ambiguous: wanted here: a list, "
                       'not "true"; name the aliases that are not enough alone: [Veo]'),
    "colon in a headline": ("products: [{name: Veo, expect: [Google: Veo is out]}]", "1:33: products.0.expect.0: the "
                            'colon makes a key of "Google"; put quotes around the text'),
    "list in a list": ("products: [{name: Veo, aliases: [[Veo, VEO]]}]", "1:34: products.0.aliases.0: wanted here: one "
                       "text, not a list; write each on its own"),
    "comma forgotten": ("products: [{name: Veo, aliases: [Veo 3 \"Veo\"]}]", '1:34: products.0.aliases.0: "Veo 3 '
                        '"Veo"" is one name; write each on its own, with `, ` between: [Kling, Veo]'),
    "topic glued": ("products: [name: Veo]\ntopics:\n  en:[AI video]", "3:3: topics: wanted here: `key: value` lines, "
                    'not "en:[AI video]"; write `en: [AI video]`'),
    "empty entry": ("products: [{name: Veo, aliases: [Veo, ~]}]", "1:39: products.0.aliases.1: is empty; write a "
                    "value, or remove the line"),
    "pattern of others": ("products: [{name: Veo, aliases: [/Veo/]}]", '1:34: products.0.aliases.0: "/Veo/" is looked '
                          "for with its slashes; a pattern is written {regex: 'Kling[- ]?O\\d'}"),
    "star": ("products: [{name: Veo, aliases: [Veo*]}]", '1:34: products.0.aliases.0: "Veo*" is looked for with its '
             "star; a word may take any ending by `~`: Kling~"),
    "wide comma": ("products: [{name: Veo, aliases: [可灵，Veo]}]", '1:34: products.0.aliases.0: "可灵，Veo" is one '
                   "name; write each on its own, with `, ` between: [Kling, Veo]"),
    "round quotes": ("products: [{name: Veo, aliases: [\u201cVeo\u201d]}]", '1:34: products.0.aliases.0: '
                     '"\u201cVeo\u201d" is looked for with its quotes; write straight ones, or none'),
    "quotes of an exclusion": ("products: [{name: Veo, exclude: [\u00abya veo\u00bb]}]", '1:34: products.0.exclude.0: '
                               '"\u00abya veo\u00bb" is looked for with its quotes; write straight ones, or none'),
    "stem of one letter": ("products: [{name: Veo, aliases: [V~]}]", '1:34: products.0.aliases.0: "V~" is one '
                           "character and would be found everywhere; write a longer name"),
    "two letters": ("products: [{name: Go}]", f'1:19: products.0.name: "Go" {EVERYWHERE}'),
    "a number": ("products: [{name: Veo, aliases: [Veo, 2.0]}]", f'1:39: products.0.aliases.1: "2.0" {EVERYWHERE}'),
    "a word of topics": ("products: [{name: Veo, aliases: [Video]}]\ntopics: {en: [AI video, video app], sv: [video]}",
                         f'1:34: products.0.aliases.0: "Video" {EVERYWHERE}'),
    "a word of others' headlines": (
        "products:\n - {name: Clip, aliases: [Clips]}\n"
        + "".join(f" - {{name: Model{one}, expect: [Model{one} makes clips]}}\n" for one in "ABC"),
        f'2:27: products.0.aliases.0: "Clips" {EVERYWHERE}'),
    "excluded alias": ("products: [{name: Veo, exclude: [veo]}]", '1:34: products.0.exclude.0: "veo" is an alias of '
                       "Veo itself, and makes it never count; remove one"),
    "within an alias": ("products: [{name: Veo, aliases: [{text: Veo, within: 4}]}]", "1:46: "
                        "products.0.aliases.0.within: unknown key; known are text, languages, regex"),
    "official address": ("products: [{name: Veo, official: [https://veo.example/]}]", "1:35: products.0.official.0: "
                         '"https://veo.example/" is more than a host and path; write veo.example'),
    "official word": ("products: [{name: Veo, official: [Google]}]", '1:35: products.0.official.0: "Google" is no '
                      "host; write it like openai.com or deepmind.google/models/veo"),
    "vendor": ("products: [{name: Veo, vendor: Gogle}]\nvendors: [{name: Google}]", "1:32: products.0.vendor: "
               '"Gogle" is none of the vendors below; did you mean Google?'),
    "language of a topic": ("products: [{name: Veo}]\ntopics: {jp: [AI動画]}", '2:10: topics.jp: "jp" is no language '
                            "tag; did you mean ja?"),
    "topic": ("products: [{name: Veo}]\ntopics: {zh: [片]}", '2:15: topics.zh.0: "片" is one character and would be '
              "found everywhere; write a longer name"),
    "three letters for a language": ("products: [{name: Veo, ambiguous: {spa: [Veo]}}]", "1:36: "
                                    'products.0.ambiguous.spa: "spa" is no language tag; did you mean es?'),
    "round brackets": ("products: [{name: Veo, aliases: (Veo; Veo AI)}]", "1:33: products.0.aliases: wanted here: a "
                       'list, not "(Veo; Veo AI)"; write [Veo, Veo AI]'),
    "round quotes for a list": ("products: [{name: Veo, aliases: \u201cVeo\u201d\u3001\u201cVeo AI\u201d}]", "1:33: "
                                'products.0.aliases: wanted here: a list, not "\u201cVeo\u201d\u3001\u201cVeo AI\u201d"'
                                "; write [Veo, Veo AI]"),
    "bar": ("products: [{name: Veo, aliases: [Veo | Veo AI]}]", '1:34: products.0.aliases.0: "Veo | Veo AI" is one '
            "name; write each on its own, with `, ` between: [Kling, Veo]"),
    "right to left": ('products: [{name: "a\\u202eb"}]', "1:19: products.0.name: an invisible character (U+202E) "
                      'stands in "a\\x202eb"; remove it'),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), WATCHLIST.values(), ids=WATCHLIST)
def test_the_watchlist_is_refused_with_the_cure(text, expected):
    """Each mistake in watchlist.yaml is named with its place and what would be right."""
    assert f"config/watchlist.yaml:{expected}" in said("watchlist.yaml", text)


@pytest.mark.parametrize(
    "text",
    [
        "products: [{name: Go, ambiguous: [Go]}]",
        "products: [{name: Veo, aliases: [可灵, 소라, ソラ]}]",
        "products: [{name: Clips, expect: [Clips A, Clips B, Clips C]}]",
        "products: [{name: Murmel}, {name: Alfa, expect: [Murmel, Alfa]}, {name: Beta, reject: [Murmel, Beta]}]",
    ],
    ids=["ambiguous", "two characters of other scripts", "its own headlines", "rivals in a few"],
)
def test_a_name_that_tells_is_left_in_peace(text):
    """What looks like everybody's word, and is none, or is said to be ambiguous, makes no complaint."""
    assert [one for one in said("watchlist.yaml", text) if "everywhere" in one] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("produkts: []", "1:1: produkts: unknown key; did you mean `products`?"),
        ("products: [{nam: Veo}]", "1:13: products.0.nam: unknown key; did you mean `name`?"),
        ("hosts: [{nme: a}]\nproducts: [name: Veo]", "1:10: hosts.0.nme: unknown key; did you mean `name`?"),
    ],
    ids=["of the file", "of a product", "of a host"],
)
def test_a_misspelt_key_is_not_also_missing(text, expected):
    """A key that cannot be left out, and is misspelt, is one mistake."""
    assert said("watchlist.yaml", text) == [f"config/watchlist.yaml:{expected}"]


def test_a_word_that_is_ambiguous_in_many_languages_is_complained_of_once():
    """An alias taken out is one mistake, in however many languages it is called ambiguous."""
    text = "products: [{name: Veo, ambiguous: {es: [tú], pt: [tú], fr: [tú]}}]"
    assert [one.partition(": products.")[2] for one in said("watchlist.yaml", text)] == [
        '0.ambiguous.es.0: "tú" is no alias of Veo; add it to `aliases` too'
    ]


def test_one_alias_may_mean_two_products_in_different_languages():
    """An alias is one product's only where its languages meet another's."""
    text = "products:\n- {name: A1, aliases: [{text: Foo, languages: [ja]}]}\n- {name: B1, aliases: [{text: Foo, languages: [zh]}]}\n"  # noqa: E501
    assert said("watchlist.yaml", text) == []


LEXICON = {
    "unknown key": ("language: zh\nsense: {}\n", "2:1: sense: unknown key; did you mean `senses`?"),
    "no language": ("senses: {}", '1:1: `language` is missing; write `language: zh`, or "*" for any'),
    "bad language": ("language: zh-Hans\nsenses: {}", '1:11: language: "zh-Hans" is no language; write it like zh, or '
                     '"*" for any'),
    "no list": ("language: zh\nsenses:\n  reported: 据报道", "3:13: senses.reported: a list is wanted here; write "
                "[one, two]"),
    "no text": ("language: zh\nsenses:\n  reported: [[x]]", "3:14: senses.reported.0: one text is wanted here; remove "
                "the line, or put quotes around it"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LEXICON.values(), ids=LEXICON)
def test_lexicons_are_refused_with_the_cure(text, expected):
    """A mistake in a lexicon of one's own is named like any other."""
    assert f"config/lexicon/own.yaml:{expected}" in said("lexicon/own.yaml", text)
