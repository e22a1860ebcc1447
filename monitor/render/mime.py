"""A text, a page and an envelope in; the bytes of one letter out, read back before anybody may send them.

Principle: the bytes are written here, by hand, and then read by Python's own parser, which must find exactly the
headers, the subject and the two bodies that were meant; else no letter leaves (RenderError). Rejected: `EmailMessage`,
which decodes encoded words of feeds into headers (CVE-2024-6923: `=?utf-8?q?=0ABcc:_...?=` adds a recipient), folds
differently from one Python to the next, and chooses random boundaries.

Nothing here asks the time or chance: the same input gives the same bytes, on any machine.
"""

from __future__ import annotations

import binascii
import hmac
import json
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.utils import format_datetime, getaddresses
from hashlib import sha256

from monitor.model import Edition, Letter, Mail
from monitor.render.address import domain_of
from monitor.render.encoded import neutral, phrase, unstructured, words_decoded
from monitor.render.errors import RenderError
from monitor.text import clean

_LONGEST_LINE = 998  # octets without CRLF (RFC 5322 2.1.1)
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}")
_URI = re.compile(r"(?:mailto:|https?://)[!#-;=?-~]+")  # no white space, quotes or angle brackets
_LINE_END = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a letter says outside its two bodies. `stop`: a mailto: or https: address, "" = none is offered."""

    recipient: str
    subject: str
    identity: str  # the Message-ID
    edition: Edition
    mail: Mail
    stop: str


def message_id(edition: Edition, part: int, recipient: str, mail: Mail, install_key: bytes) -> str:
    """Return the Message-ID of a letter: the same at every attempt, another for each reader, and telling nobody who.

    >>> from datetime import UTC, datetime
    >>> at = datetime(2026, 3, 25, 6, tzinfo=UTC)
    >>> edition = Edition("daily", "2026-03-25T07:00", "AI video", "Europe/Berlin", "en", at, at)
    >>> message_id(edition, 1, "ann@example.org", Mail(sender="news@example.com"), b"key")
    '<3b17ce567406926e308fb5675a488ccc98095ea2@example.com>'
    """
    told = json.dumps([edition.digest, edition.slot, edition.kind, part, recipient])
    return f"<{hmac.new(install_key, told.encode(), sha256).hexdigest()[:40]}@{domain_of(mail.sender)}>"


def stop_token(recipient: str, install_key: bytes) -> str:
    """Return what stands for a reader in an address to unsubscribe at: nobody else can make it (RFC 8058 section 7)."""
    return hmac.new(install_key, json.dumps(["stop", recipient.lower()]).encode(), sha256).hexdigest()[:32]


def plain_letter(
    edition: Edition, subject: str, text: str, recipient: str, mail: Mail, install_key: bytes
) -> Letter:
    """Return a finished letter of a few paragraphs; whatever they quote is data. Raises RenderError."""
    said = " ".join(clean(subject).split())[:200]
    body = "\n\n".join(textwrap.fill(clean(paragraph), 76, break_long_words=False) for paragraph in text.split("\n\n"))
    identity = message_id(edition, 1, recipient, mail, install_key)
    raw = raw_letter(Envelope(recipient, said, identity, edition, mail, ""), body, "")
    return Letter(recipient, identity, said, raw, "")


def raw_letter(envelope: Envelope, text: str, html: str) -> bytes:
    """Return a letter as it goes over the wire: RFC 5322, CRLF, 7-bit. RenderError when it does not read back.

    `html`: "" = a letter of text alone.
    """
    headers = _headers(envelope)
    bodies = [("plain", _lines(text)), *([("html", _lines(html))] if html else [])]
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    try:
        raw = f"{head}{_content(envelope, bodies)}".encode("ascii")
    except UnicodeEncodeError as error:
        raise RenderError("render.header", f"not ASCII in the letter to {envelope.recipient}: {error}") from error
    own = ["Content-Type"] if html else ["Content-Type", "Content-Transfer-Encoding"]
    assert_as_meant(raw, envelope, [*(name for name, _ in headers), *own], bodies)
    return raw


def _content(envelope: Envelope, bodies: Sequence[tuple[str, str]]) -> str:
    """Write what follows the letter's own headers: the one body, or each after a boundary."""
    if len(bodies) == 1:
        return _part(*bodies[0]).removesuffix("\r\n") + "\r\n"  # base64 brings no line end of its own
    boundary = f"=_{sha256(envelope.identity.encode()).hexdigest()[:32]}"  # no body has "=_": both encodings forbid it
    parts = "".join(f"--{boundary}\r\n{_part(kind, body)}\r\n" for kind, body in bodies)
    return f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"\r\n\r\n{parts}--{boundary}--\r\n'


# ---------------------------------------------------------------- headers


def _headers(envelope: Envelope) -> list[tuple[str, str]]:
    """List the headers in their order, but for the last; nothing else may stand in a letter."""
    edition, mail = envelope.edition, envelope.mail
    name = phrase(mail.sender_name, len("From: "))
    stop = _stop(envelope)
    one_click = [("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")] if "<https:" in stop else []
    return [
        ("From", f"{name} <{_mailbox(mail.sender)}>" if name else _mailbox(mail.sender)),
        ("To", _mailbox(envelope.recipient)),
        ("Subject", unstructured(envelope.subject, len("Subject: "))),
        ("Date", format_datetime(edition.composed_at)),
        ("Message-ID", envelope.identity),
        ("MIME-Version", "1.0"),
        ("List-Id", f"<{edition.digest.replace('.', '-')}.{domain_of(mail.sender)}>"),
        *([("List-Unsubscribe", stop)] if stop else []),
        *one_click,
        ("Auto-Submitted", "auto-generated"),
        ("Precedence", "bulk"),
        ("X-Auto-Response-Suppress", "OOF, AutoReply"),
    ]


def _mailbox(address: str) -> str:
    if not _MAILBOX.fullmatch(address):
        raise RenderError("render.header", f"{address!r} is no address that a letter can carry")
    return address


def _stop(envelope: Envelope) -> str:
    """Write List-Unsubscribe on one line: some signers fail on a folded one. A web address has a mail beside it."""
    if not envelope.stop:
        return ""
    by_mail = f"mailto:{envelope.mail.sender}?subject=unsubscribe%20{envelope.edition.digest}"
    ways = [envelope.stop] if envelope.stop.startswith("mailto:") else [envelope.stop, by_mail]
    for way in ways:
        if not _URI.fullmatch(way):
            raise RenderError("render.header", f"{way!r} is no address to unsubscribe at")
    return ", ".join(f"<{way}>" for way in ways)


# ---------------------------------------------------------------- bodies


def _lines(body: str) -> str:
    """Return a body with every kind of line end as LF, the last one there, and nothing that UTF-8 cannot say."""
    whole = _LINE_END.sub("\n", body).encode("utf-8", "replace").decode("utf-8")
    return whole if whole.endswith("\n") else f"{whole}\n"


def _part(kind: str, body: str) -> str:
    encoding, wire = _encoded(body.replace("\n", "\r\n").encode())
    return f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{wire}'


def _encoded(body: bytes) -> tuple[str, str]:
    """Choose the smaller of the two 7-bit encodings: quoted-printable for Latin, base64 for other scripts."""
    quoted = binascii.b2a_qp(body, istext=True).decode("ascii")
    base64 = b"\r\n".join(binascii.b2a_base64(body[at : at + 57], newline=False) for at in range(0, len(body), 57))
    return ("quoted-printable", quoted) if len(quoted) <= len(base64) else ("base64", base64.decode("ascii"))


# ---------------------------------------------------------------- reading back


def assert_as_meant(raw: bytes, envelope: Envelope, names: list[str], bodies: Sequence[tuple[str, str]]) -> None:
    """Read the finished bytes as a mail program would; RenderError where they say anything else than was meant."""
    message = message_from_bytes(raw)
    if message.keys() != names:
        raise RenderError("render.header", f"the letter's headers are {message.keys()}")
    addresses = [address for _, address in getaddresses([message["From"], message["To"]])]
    if addresses != [envelope.mail.sender, envelope.recipient]:
        raise RenderError("render.header", f"the letter's addresses read back as {addresses}")
    if words_decoded(message["Subject"]) != neutral(envelope.subject):
        raise RenderError("render.header", f"the subject reads back as {message['Subject']!r}")
    if message.defects or [_read(part) for part in _parts(message)] != list(bodies):
        raise RenderError("render.body", f"the letter to {envelope.recipient} does not read back as written")
    lines = raw.split(b"\r\n")
    if any(len(line) > _LONGEST_LINE or b"\r" in line or b"\n" in line for line in lines):
        raise RenderError("render.body", f"a line of the letter to {envelope.recipient} is too long or broken")


def _parts(message: Message) -> list[Message]:
    parts = message.get_payload()
    return [part for part in parts if isinstance(part, Message)] if isinstance(parts, list) else [message]


def _read(part: Message) -> tuple[str, str]:
    is_whole = "From" in part  # a letter of text alone: its headers were looked at
    if part.defects or not (is_whole or part.keys() == ["Content-Type", "Content-Transfer-Encoding"]):
        return "", ""
    payload = part.get_payload(decode=True)
    text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return part.get_content_subtype(), text.replace("\r\n", "\n")
