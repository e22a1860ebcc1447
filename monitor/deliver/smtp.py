"""The way of one letter over SMTP: one recipient, one transaction, one connection.

    connect ─ EHLO ─ STARTTLS ─ AUTH ─ MAIL ─ RCPT ─ DATA ─ all bytes but ".CRLF" ─ before_dot() ─ ".CRLF" ─ answer

Rules. No password without TLS, but on loopback. No certificate goes unchecked. `before_dot` returns only when it is on
disk that the dot may leave. After the answer nothing is waited for: the caller records it, QUIT is a courtesy.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256

from monitor.deliver import outcome
from monitor.deliver.session import MakeSocket, Refused, Session, shown
from monitor.lookup import Resolve
from monitor.model import Delivery, Mail, Outcome, Reception

_BARE = re.compile(rb"(?<!\r)\n|\r(?!\n)")
_ADDRESS = re.compile(r"[!-;=?-~]+@[!-;=?-~]+")  # printable ASCII without space, < and >


@dataclass(frozen=True)
class Smtp:
    """Delivers letters to the configured server; the fields are seams for tests."""

    make_socket: MakeSocket = socket.socket
    resolve: Resolve = socket.getaddrinfo
    context: Callable[[], ssl.SSLContext] = ssl.create_default_context
    is_leaving: Callable[[], bool] = lambda: False  # is the service told to stop?
    parting: float = 40.0  # seconds for what is under way then; systemd/ai-video-monitor.service gives a minute
    clock: Callable[[], float] = time.monotonic

    def deliver(self, delivery: Delivery, mail: Mail, password: str, before_dot: Callable[[], None]) -> Outcome:
        """Try to deliver a letter once and say how it ended; never raises for what the server or the network does.

        What `before_dot` raises is passed on after closing the connection without the dot: nothing was delivered then.
        """
        if unfit := _unfit(delivery, mail):
            return unfit
        session = self._session(mail)
        try:
            return self._converse(session, delivery, mail, password, before_dot)
        except Refused as error:
            return outcome.refused(session.stage, error)
        except (OSError, smtplib.SMTPException) as error:
            return outcome.broken(session.stage, error)
        finally:
            session.close()

    def visit(self, mail: Mail, password: str) -> Reception:
        """Enter as for a letter and leave without one; never raises for what the server or the network does."""
        session = self._session(mail)
        try:
            self._enter(session, mail, password)
            received = Reception(session.tls, bool(mail.user))
            with suppress(OSError):
                session.say_quit()
            return received
        except Refused as error:
            return Reception(session.tls, trouble=outcome.refused(session.stage, error))
        except (OSError, smtplib.SMTPException) as error:
            return Reception(session.tls, trouble=outcome.broken(session.stage, error))
        finally:
            session.close()

    def _session(self, mail: Mail) -> Session:
        seams = self.clock, self.make_socket, self.resolve
        return Session(mail.timeout.total_seconds(), self.is_leaving, self.parting, *seams)

    def _converse(
        self, session: Session, delivery: Delivery, mail: Mail, password: str, before_dot: Callable[[], None]
    ) -> Outcome:
        self._enter(session, mail, password)
        size = f" SIZE={len(delivery.raw)}" if session.has_extn("size") else ""
        limit = session.esmtp_features.get("size", "")
        if limit.isdecimal() and 0 < int(limit) < len(delivery.raw):  # 0 = none (RFC 1870)
            return outcome.too_large(len(delivery.raw), int(limit))
        session.ask("mail", f"MAIL FROM:<{mail.sender}>{size}", 250)
        session.ask("rcpt", f"RCPT TO:<{delivery.recipient}>", 250, 251, 252)
        session.ask("data", "DATA", 354)
        session.send_body(delivery.raw)
        session.stage = "mark"
        before_dot()
        number, text = session.send_dot(mail.dot_timeout.total_seconds())
        if number // 100 != 2:
            raise Refused(number, shown(text))
        with suppress(OSError):  # accepted is accepted
            session.say_quit()
        return outcome.accepted(f"{number} {shown(text)}")

    def _enter(self, session: Session, mail: Mail, password: str) -> None:
        """Connect, secure the line and log in, as configured and no less."""
        context = self.context() if mail.security in ("tls", "starttls") else None
        session.open(mail.server, mail.port, context if mail.security == "tls" else None)
        session.greet()
        if context is not None and mail.security == "starttls":
            session.secure(context)
            session.greet()
        if mail.user:
            _log_in(session, mail.user, password)


def _log_in(session: Session, user: str, password: str) -> None:
    session.stage = "login"
    if not session.is_private:
        raise Refused(538, "no password is sent without TLS; set security to starttls or tls")
    try:
        session.login(user, password)
    except smtplib.SMTPAuthenticationError as error:
        text = error.smtp_error if isinstance(error.smtp_error, bytes) else str(error.smtp_error).encode()
        raise Refused(error.smtp_code, shown(text)) from error
    except UnicodeEncodeError as error:  # smtplib's limit; the fault quotes the password, so it is not passed on
        raise Refused(535, f"user and password must be ASCII to be said ({error.reason})") from None
    except smtplib.SMTPException as error:
        if type(error) not in (smtplib.SMTPException, smtplib.SMTPNotSupportedError):
            raise
        raise Refused(502, "the server offers no login that is known here") from error


def _unfit(delivery: Delivery, mail: Mail) -> Outcome | None:
    """Refuse what must not reach the wire; None = it may."""
    if sha256(delivery.raw).hexdigest() != delivery.sha256:
        return Outcome("failed", "letter.damaged", "the stored bytes are not those that were composed")
    if not delivery.raw.endswith(b"\r\n") or not delivery.raw.isascii() or _BARE.search(delivery.raw):
        return Outcome("failed", "letter.malformed", "not 7-bit text with CRLF line ends")
    for address in (mail.sender, delivery.recipient):
        if not _ADDRESS.fullmatch(address):
            return Outcome("failed", "letter.address", f"{address!a} is no address a mail server takes")
    return None
