"""Templates and an edition in; pages and letters out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache, partial
from hashlib import sha256
from urllib.parse import quote

from monitor import __version__
from monitor.model import Digest, Edition, Letter, Mail
from monitor.render.address import safe_url
from monitor.render.errors import RenderError
from monitor.render.filling import Templates
from monitor.render.fit import LARGEST, parts_of
from monitor.render.index import index_of
from monitor.render.mime import Envelope, message_id, raw_letter, stop_token
from monitor.render.page import page_of
from monitor.render.words import tongue

HTML, TEXT, INDEX = "digest.html.j2", "digest.txt.j2", "index.html.j2"


class Renderer:
    """Renders editions by two templates: digest.html.j2 and digest.txt.j2.

    Templates run in a sandbox, with `page` (see page.py) as their only variable; an unknown name is an error, feed text
    is data and never compiled. Where a person's own template fails, `shipped` is used and the mail says so.
    """

    def __init__(self, templates: Mapping[str, str], shipped: Mapping[str, str] | None = None) -> None:
        self._own = Templates(templates)
        texts = "\0".join((__version__, *(f"{name}\0{text}" for name, text in sorted(templates.items()))))
        self.stamp = sha256(texts.encode("utf-8", "replace")).hexdigest()  # another one renders otherwise
        self._shipped = Templates(shipped) if shipped is not None else None

    def subject(self, edition: Edition) -> str:
        """Return the subject: the news first, at most 120 characters."""
        return page_of(edition).subject

    def text(self, edition: Edition, unsubscribe: str = "") -> str:
        """Return the plain text part, in lines of at most 76 columns but for addresses. Raises RenderError."""
        return self._render(TEXT, edition, unsubscribe)

    def html(self, edition: Edition, unsubscribe: str = "") -> str:
        """Return the page, whole however long. `unsubscribe`: an address, "" = no link. Raises RenderError."""
        return self._render(HTML, edition, unsubscribe)

    def index(self, title: str, editions: Iterable[Edition], words: str = "en") -> str:
        """Return the page that lists editions; `words`: the language of its own words. Raises RenderError."""
        listed = index_of(title, editions, words)
        try:
            return self._own.fill(INDEX, index=listed)
        except RenderError:
            if self._shipped is None:
                raise
            return self._shipped.fill(INDEX, index=listed)

    def letters(
        self, edition: Edition, digest: Digest, mail: Mail, install_key: bytes, largest: int = LARGEST
    ) -> tuple[Letter, ...]:
        """Return a finished letter for each recipient and part; the same input gives the same bytes.

        An edition whose page is longer than `largest` bytes tells fewer stories whole, and only then becomes several
        parts. Raises RenderError when a template fails for good or the finished bytes do not read back as meant.
        """
        parts = parts_of(edition, lambda one: self.html(one, _stop_address(mail, digest, "", install_key)), largest)
        letters = []
        for number, part in enumerate(parts, 1):
            subject = page_of(part, "", number, len(parts)).subject
            bodies = cache(partial(self._bodies, part, number, len(parts)))  # often the same for all readers
            for recipient in digest.recipients:
                stop = _stop_address(mail, digest, recipient, install_key)
                text, html = bodies(stop)
                identity = message_id(edition, number, recipient, mail, install_key)
                envelope = Envelope(recipient, subject, identity, edition, mail, stop)
                raw = raw_letter(envelope, text, "" if digest.text_only else html)
                letters.append(Letter(recipient, identity, subject, raw, html, number))
        return tuple(letters)

    def _bodies(self, part: Edition, number: int, parts: int, stop: str) -> tuple[str, str]:
        return self._render(TEXT, part, stop, number, parts), self._render(HTML, part, stop, number, parts)

    def _render(self, name: str, edition: Edition, stop: str, part: int = 1, parts: int = 1) -> str:
        try:
            return self._own.fill(name, page=page_of(edition, stop, part, parts))
        except RenderError as error:
            if self._shipped is None:
                raise
            words = tongue(edition.words)
            notice = words.say("template_failed", name=name, problem=str(error))
            told = replace(edition, notices=(*edition.notices, notice))
            return self._shipped.fill(name, page=page_of(told, stop, part, parts))


def _stop_address(mail: Mail, digest: Digest, recipient: str, install_key: bytes) -> str:
    """Return the configured way to stop, in characters that a header can carry; else a mail to the sender."""
    typed = mail.unsubscribe.replace("{recipient}", quote(recipient, safe=""))
    typed = typed.replace("{token}", stop_token(recipient, install_key))
    way = typed if typed.startswith("mailto:") else safe_url(typed)
    by_mail = f"mailto:{mail.sender}?subject=unsubscribe%20{digest.name}"
    return quote(way or by_mail, safe="!#$%&'()*+,/:;=?@[]~")
