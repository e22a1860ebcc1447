"""One typed address in; the form to use out, or what would be right: e-mail, web, hosts, ports."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from monitor.config.scalars import plain
from monitor.config.wording import nearest, refusal, shown

LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
LONGEST = 254  # characters (RFC 5321 4.5.3.1.3, less the brackets)
LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


def mailbox(value: str) -> str:
    """Check an e-mail address: ASCII before the @; an international domain is returned in its ASCII form."""
    plain(value)
    if len(value) > LONGEST:
        raise refusal(f"{shown(value)} is too long for an e-mail address", f"at most {LONGEST} characters")
    inner = re.fullmatch(r"(?:mailto:|.*<)([^<>]+?)>?\s*", value)
    if inner:
        raise refusal(f"{shown(value)} is more than an address", f"write {inner.group(1)}")
    if value.count("@") > 1 and re.search(r"[,;\s\uff0c\uff1b\u3001]", value):
        raise refusal(f"{shown(value)} is more than one address", "write each on its own: [ann@example.org, bo@...]")
    local, at, domain = value.rpartition("@")
    if not at or not local or not domain:
        raise refusal(f"{shown(value)} is no e-mail address", "write it like you@example.org")
    if not LOCAL.fullmatch(local) or len(local) > 64:
        why = "only plain letters are allowed before the @" if not local.isascii() else "is the part before @ right?"
        raise refusal(f"{shown(value)} is no e-mail address", why)
    ascii_domain = _domain(domain)
    if ascii_domain is None:
        raise refusal(f"{shown(value)} is no e-mail address", "is the part behind @ right?")
    return f"{local}@{ascii_domain}"


def _domain(domain: str) -> str | None:
    """Return a domain in ASCII; None when it is none."""
    if len(domain) > LONGEST:  # the codec takes quadratic time
        return None
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    return ascii_domain if all(map(LABEL.fullmatch, ascii_domain.split("."))) else None


def web_address(value: str) -> str:
    """Check an http or https address: with a host, and without a password."""
    plain(value)
    if re.search(r"\s", value):
        raise refusal(f"{shown(value)} has a space in it", "write %20 for it")
    try:
        parts = urlsplit(value)
        host, port = parts.hostname, parts.port
        if re.search(r"[^\w.:%-]", host or ""):
            raise ValueError(host)
    except ValueError:
        raise refusal(f"{shown(value)} is no web address", "is the host or the port right?") from None
    if parts.scheme not in ("http", "https"):
        raise refusal(f"{shown(value)} is no http or https address", _scheme_meant(value, parts))
    if parts.username is not None or parts.password is not None:
        raise refusal("a user name or password stands in this address", "secrets never stand in these files")
    if not host or port == 0 or host.startswith("."):
        meant = _slashes_meant(value) or "write it like https://example.org/feed.xml"
        raise refusal(f"{shown(value)} has no host", meant)
    return value


def proxy(value: str) -> str:
    """Check the address of an HTTP proxy: `http://host:port`, nothing behind it, and no login."""
    form = "write it like http://127.0.0.1:3128"
    if not re.match(r"https?:|[^:]*:\d+/?$", value):
        raise refusal(f"{shown(value)} is no address of an HTTP proxy", form)
    parts = urlsplit(web_address(value if "//" in value else f"http://{value}"))
    if parts.scheme != "http" or parts.port is None or parts.path.strip("/") or parts.query or parts.fragment:
        raise refusal(f"{shown(value)} is no address of an HTTP proxy", form)
    return f"http://{parts.netloc}"


def _scheme_meant(value: str, parts: SplitResult) -> str:
    if bare := re.fullmatch(r"[<\u201c\u2018\u00ab](https?://.+)[>\u201d\u2019\u00bb]", value):
        return f"write {bare[1]}"
    if meant := _slashes_meant(value):
        return meant
    if feed := re.fullmatch(r"feed:(?://)?(https?://)?(.+)", value):
        return f"write {feed[1] or 'https://'}{feed[2]}"
    if "://" not in value and not value.startswith("/"):
        return f"did you mean https://{value.removeprefix('//')}?" if "." in value else ""
    near = nearest(parts.scheme, ("https", "http"), cutoff=0.5)
    return f"did you mean {near}?" if near else "it begins with https://"


def _slashes_meant(value: str) -> str:
    found = re.fullmatch(r"(https?)(?://|:/?|;//)([^/:].*)", value)
    return f"did you mean {found[1]}://{found[2]}?" if found else ""


def contact(value: str) -> str:
    """Check what sites are told to write to: an e-mail or a web address."""
    return web_address(value) if "://" in value else mailbox(value)


def unsubscribe(value: str) -> str:
    """Check a List-Unsubscribe target: `mailto:` or https, with `{recipient}` or `{token}` in it."""
    for name in re.findall(r"\{[^{}]*\}", value):
        if name not in ("{recipient}", "{token}"):
            raise refusal(f"{name} stands for nothing", "known are {recipient} and {token}")
    if value.startswith("mailto:"):
        mailbox(value.removeprefix("mailto:").partition("?")[0])
        return plain(value)
    if not value.startswith("https://"):
        raise refusal(f"{shown(value)} is no mailto: or https address", "write mailto:you@example.org")
    return web_address(value)


def folder(value: str) -> str:
    """Check the address of a folder; returns it with a slash at its end."""
    return web_address(value).rstrip("/") + "/"


def server(value: str) -> str:
    """Check a mail server's name: a host alone."""
    host, colon, port = value.rpartition(":")
    if "://" in value:
        raise refusal(f"{shown(value)} is no host name", f"write {urlsplit(value).hostname or 'mail.example.org'}")
    if colon and port.isdecimal() and ":" not in host:
        raise refusal(f"{shown(value)} is more than a host name", f"write {host}, and port: {port} on its own line")
    if _is_ip(value.strip("[]")):
        return value.strip("[]")
    if _domain(value) is None:
        raise refusal(f"{shown(value)} is no host name", "write it like mail.example.org")
    return value


def reachable(value: str) -> str:
    """Check an `address:port` that may be reached although it is not public."""
    host, _, port = value.rpartition(":")
    if not _is_ip(host.strip("[]")) or not (re.fullmatch("[0-9]+", port) and 0 < int(port[:6]) < 65536):
        raise refusal(f"{shown(value)} is no address:port", "write it like 127.0.0.1:8080 or [::1]:8080")
    return value


def _is_ip(value: str) -> bool:
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return True


def official(value: str) -> str:
    """Check a host, or a host and the beginning of a path; returns it with the host in lower case."""
    plain(value)
    bare = re.sub(r"^[a-z]+://", "", value)
    if bare != value:
        raise refusal(f"{shown(value)} is more than a host and path", f"write {bare.rstrip('/')}")
    host, slash, path = value.partition("/")
    if "." not in host or _domain(host) is None or " " in value:
        raise refusal(f"{shown(value)} is no host", "write it like openai.com or deepmind.google/models/veo")
    return host.lower() + slash + path
