"""Exceptions of sockets, TLS and HTTP in; one FetchError with a stable code out, free of secrets."""

from __future__ import annotations

import errno
import http.client
import socket
import ssl
from collections.abc import Iterator
from datetime import timedelta

import requests
import urllib3.exceptions as wire


class FetchError(Exception):
    """A feed could not be fetched. `code` is stable (net.timeout, http.forbidden ...); `text` names the host only."""

    def __init__(self, code: str, text: str, retry_after: timedelta | None = None, host: str = "") -> None:
        super().__init__(code, text, retry_after, host)
        self.code = code
        self.text = text
        self.retry_after = retry_after  # None = the server did not say
        self.host = host  # "host:port" that wants to be left alone by all; "" = none does

    def __str__(self) -> str:
        return f"{self.code}: {self.text}"


# X509_V_ERR_* of OpenSSL's x509_vfy.h; every other number is a chain that leads to nobody we trust.
_TLS_CODES = {
    10: ("tls.expired", "the TLS certificate of {host} has expired"),
    62: ("tls.hostname", "the TLS certificate is for another name than {host}"),
    64: ("tls.hostname", "the TLS certificate is for another address than {host}"),
}
_NET_CODES = {
    errno.ECONNREFUSED: ("net.refused", "{host} refused the connection"),
    errno.ECONNRESET: ("net.reset", "{host} broke the connection off"),
    errno.ECONNABORTED: ("net.reset", "{host} broke the connection off"),
    errno.EPIPE: ("net.reset", "{host} broke the connection off"),
    errno.EHOSTUNREACH: ("net.unreachable", "no route to {host}"),
    errno.ENETUNREACH: ("net.unreachable", "no network that leads to {host}"),
    errno.ETIMEDOUT: ("net.timeout", "{host} did not answer"),
    errno.EMFILE: ("proc.limit", "{host} was not asked: this process has too many files open"),
    errno.ENFILE: ("proc.limit", "{host} was not asked: this machine has too many files open"),
}


def explain(error: BaseException, host: str) -> FetchError:
    """Turn whatever requests, urllib3, ssl or a socket raised into a FetchError about `host`.

    Reads the whole chain of causes, innermost first: requests wraps urllib3, which wraps http.client and ssl.
    Messages are ours: those of the libraries quote the URL, which may hold a token.
    """
    chain = list(_chain(error))
    for link in reversed(chain):
        if found := _explain_one(link, host):
            return found
    return FetchError("net.failed", f"{host}: {type(chain[-1]).__name__}")


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error, then what it wraps: as cause, as context, as `reason` or as an argument."""
    seen: set[int] = set()
    todo = [error]
    while todo:
        link = todo.pop(0)
        if id(link) in seen:
            continue
        seen.add(id(link))
        yield link
        wrapped = (link.__cause__, link.__context__, getattr(link, "reason", None), *link.args)
        todo += [inner for inner in wrapped if isinstance(inner, BaseException)]


def _explain_one(link: BaseException, host: str) -> FetchError | None:
    if isinstance(link, FetchError):
        return link
    if isinstance(link, ssl.SSLError):
        return _explain_tls(link, host)
    for kinds, code, text in _KINDS:
        if isinstance(link, kinds):
            return FetchError(code, text.format(host=host))
    if isinstance(link, http.client.HTTPException) and "header" in str(link):  # "got more than 100 headers"
        return FetchError("http.headers", f"{host} sent too many headers")
    if isinstance(link, OSError) and link.errno in _NET_CODES:
        code, text = _NET_CODES[link.errno]
        return FetchError(code, text.format(host=host))
    return None


_KINDS: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str, str], ...] = (
    ((TimeoutError, socket.timeout, wire.TimeoutError), "net.timeout", "{host} did not answer in time"),
    ((http.client.IncompleteRead, wire.IncompleteRead), "http.incomplete", "{host} sent less than it announced"),
    (http.client.LineTooLong, "http.headers", "{host} sent a header line that is too long"),
    (http.client.RemoteDisconnected, "net.reset", "{host} hung up without an answer"),
    (wire.InvalidHeader, "http.headers", "{host} sent headers that contradict each other"),
    (wire.InvalidChunkLength, "http.incomplete", "{host} broke off between chunks"),
    (http.client.BadStatusLine, "http.status", "{host} does not speak HTTP"),
    (
        (wire.LocationParseError, requests.exceptions.InvalidURL, requests.exceptions.MissingSchema, UnicodeError),
        "http.url",
        "not a usable address: {host}",
    ),
    (requests.exceptions.InvalidSchema, "http.scheme", "not an http or https address: {host}"),
)


def _explain_tls(error: ssl.SSLError, host: str) -> FetchError | None:
    if isinstance(error, ssl.SSLCertVerificationError):
        default = ("tls.untrusted", "the TLS certificate of {host} is not signed by an authority we trust")
        code, text = _TLS_CODES.get(error.verify_code, default)
        return FetchError(code, text.format(host=host))
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return FetchError("net.reset", f"{host} broke the TLS connection off")
    return FetchError("tls.handshake", f"no TLS connection with {host}: {error.reason or 'handshake failed'}")
