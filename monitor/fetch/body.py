"""An answer whose body is unread in; its bytes out, bounded on the wire and decoded, complete or refused.

Our own gzip: requests says 200 to a body that was cut in half, and the decoders of other encodings have had bombs.
Deflate, which some servers send unasked, is read as the standard has it (with zlib's head) and as others write it
(bare). Names that are no encoding, as that of a charset, are passed over.
Source: RFC 9110 section 8.4.
"""

from __future__ import annotations

import zlib
from typing import Protocol

import urllib3.exceptions

from monitor.fetch.errors import FetchError

_CHUNK = 65_536
_GZIP = b"\x1f\x8b"
_RATIO = 200  # of feeds compressed 20:1 at most; deflate itself ends at 1032:1
_RATIO_FROM = 1 << 19  # decoded bytes before the ratio says anything


class Source(Protocol):
    """What is needed of urllib3's response."""

    def read(self, amt: int | None = None, decode_content: bool | None = None) -> bytes:
        """Read at most `amt` bytes, b"" at the end; raises when the connection ends too soon."""
        ...


class NotPacked(Exception):
    """The header said gzip or deflate, the body is something else: worth one request for the plain body."""


# What servers write into Content-Encoding although the body is as it is.
_NO_ENCODINGS = {"", "identity", "none", "binary", "7bit", "8bit", "utf-8", "utf8", "iso-8859-1"}


def read_body(source: Source, encoding: str, limit: int, host: str) -> bytes:
    """Read and decode a body of at most `limit` bytes, on the wire and decoded.

    Raises FetchError http.too_large, http.bomb, http.incomplete, http.encoding (one we did not ask for, unread);
    NotPacked; and whatever `source.read` raises.
    """
    names = [name for said in encoding.lower().split(",") if (name := said.strip()) not in _NO_ENCODINGS]
    if not names:
        return _read_plain(source, limit, host)
    if names in (["gzip"], ["x-gzip"], ["deflate"]):
        return _read_packed(source, names[0], limit, host)
    raise FetchError("http.encoding", f"{host} sent the encoding {', '.join(names)[:40]!r}, which we did not ask for")


def too_large(host: str, limit: int) -> FetchError:
    """Say that a body is larger than the limit."""
    return FetchError("http.too_large", f"{host} sent more than {limit / (1 << 20):.3g} MiB")


def peek_body(source: Source, encoding: str, size: int) -> bytes:
    """Look at the first `size` bytes of an error page; b"" when it cannot be read. Never raises: the error counts."""
    try:
        page = source.read(size, decode_content=False)
        return zlib.decompressobj(31).decompress(page, size) if "gzip" in encoding.lower() else page
    except (zlib.error, urllib3.exceptions.HTTPError, OSError):
        return b""


def _read_plain(source: Source, limit: int, host: str) -> bytes:
    parts: list[bytes] = []
    size = 0
    while part := source.read(_CHUNK, decode_content=False):
        size += len(part)
        if size > limit:
            raise too_large(host, limit)
        parts.append(part)
    return b"".join(parts)


def _read_packed(source: Source, name: str, limit: int, host: str) -> bytes:
    decoder = _Decoder(name, limit, host)
    while part := source.read(_CHUNK, decode_content=False):
        decoder.feed(part)
    return decoder.finish()


def _window(name: str, start: bytes) -> int:
    """Tell zlib what a body is by its first bytes: gzip, zlib's own form or bare deflate; raises NotPacked."""
    if start.startswith(_GZIP):
        return 31
    if name != "deflate":
        raise NotPacked
    return 15 if start[0] & 15 == 8 and int.from_bytes(start[:2]) % 31 == 0 else -15


class _Decoder:
    """Decodes gzip, also of several members (RFC 1952 2.2), and deflate; watches size and ratio after every step."""

    def __init__(self, name: str, limit: int, host: str) -> None:
        self._name, self._limit, self._host = name, limit, host
        self._member = zlib.decompressobj(31)
        self._parts: list[bytes] = []
        self._wire = self._size = 0

    def feed(self, part: bytes) -> None:
        """Take bytes off the wire."""
        if not self._wire:
            self._member = zlib.decompressobj(_window(self._name, part))
        self._wire += len(part)
        if self._wire > self._limit:
            raise too_large(self._host, self._limit)
        while part:
            if self._member.eof:
                if not _GZIP.startswith(part[:2]):  # of the next member one byte may have come
                    return  # padding behind the last one
                self._member = zlib.decompressobj(31)
            part = self._step(part)

    def _step(self, part: bytes) -> bytes:
        """Decode one piece; returns what is left to decode."""
        try:
            piece = self._member.decompress(part, _CHUNK * 4)
        except zlib.error as error:
            if self._name == "deflate" and not self._parts:
                raise NotPacked from error
            raise FetchError("http.encoding", f"{self._host} sent damaged {self._name}") from error
        self._parts.append(piece)
        self._size += len(piece)
        used = self._wire - len(self._member.unconsumed_tail)
        if self._size > _RATIO_FROM and self._size > _RATIO * used:
            raise FetchError("http.bomb", f"{self._host} sent a body that grows {_RATIO} times and more when unpacked")
        if self._size > self._limit:
            raise too_large(self._host, self._limit)
        return self._member.unused_data if self._member.eof else self._member.unconsumed_tail

    def finish(self) -> bytes:
        """Give the whole body; http.incomplete when the end of a member is missing."""
        if self._wire and not self._member.eof:
            raise FetchError("http.incomplete", f"{self._host} sent a {self._name} body that is cut short")
        return b"".join(self._parts)
