"""What the end of a conversation means: a stage and an answer, or a fault, in; an Outcome out.

The principle: before the final dot nothing was delivered, whatever happened (RFC 5321 4.1.1.10). After it only a
well-formed 2xx, 4xx or 5xx from the server decides; everything else is unknown, never failed. What concerns the server
or the login, not this recipient, never fails a letter: a person can mend that, and the letter is still owed.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl

from monitor.deliver.session import Garbled, Refused
from monitor.model import Outcome

# Stages that say nothing about the recipient.
_SERVER = {"connect", "tls", "greeting", "ehlo", "login"}
_STAGE_CODES = {
    "connect": "smtp.unready", "greeting": "smtp.unready", "ehlo": "smtp.unready", "tls": "tls.refused",
    "login": "smtp.login", "mail": "smtp.sender",
}  # fmt: skip
_WANTS_LOGIN = {530, 534, 535, 538}  # RFC 4954 section 6
# To RCPT, whoever it is for: we are a stranger to the server. Not Postfix' "User unknown in relay recipient table".
_NO_RELAY = re.compile(r"(?!.*\b5\.1\.\d|.*unknown).*relay", re.IGNORECASE)
_FRAME = re.compile(r"^\[(?:SSL|Errno)[^]]*\] | \(_ssl\.c:\d+\)$")  # what Python puts around a fault's words
_TOO_LARGE = 552
_CLOSING = 421
# X509_V_ERR_* of OpenSSL: expired, host name mismatch, address mismatch
_CERTIFICATE_CODES = {10: "tls.expired", 62: "tls.hostname", 64: "tls.hostname"}


def accepted(text: str) -> Outcome:
    """Say that the server took the letter over."""
    return Outcome("sent", "smtp.accepted", text)


def too_large(size: int, limit: int) -> Outcome:
    """Say that the server would not take a letter of this size."""
    return Outcome("failed", "smtp.too_large", f"the server takes {limit} bytes, the letter has {size}", limit=limit)


def refused(stage: str, error: Refused) -> Outcome:
    """Say what a well-formed answer means that was not the one hoped for."""
    number, text = error.number, str(error)
    if number < 400:  # 354 to RCPT, 220 to the dot: no answer to what was asked
        return Outcome("unknown" if stage == "dot" else "deferred", "smtp.garbled", text)
    if number == _CLOSING:
        return Outcome("deferred", "smtp.later", text, server_wide=True)
    if number in _WANTS_LOGIN and stage != "dot":
        return Outcome("deferred", "smtp.login", text, server_wide=True)
    if stage in _SERVER:
        return Outcome("deferred", _STAGE_CODES[stage], text, server_wide=True)
    if number < 500:
        return Outcome("deferred", "smtp.later", text)
    if number == _TOO_LARGE:
        return Outcome("failed", "smtp.too_large", text)
    if stage == "mail":
        return Outcome("deferred", "smtp.sender", text, server_wide=True)
    if stage == "rcpt" and _NO_RELAY.match(text):
        return Outcome("deferred", "smtp.relay", text, server_wide=True)
    return Outcome("failed", "smtp.refused", text)


def broken(stage: str, error: OSError | smtplib.SMTPException) -> Outcome:
    """Say what a fault means: nothing delivered before the dot, nobody knows after it."""
    code, text = _fault(error), _FRAME.sub("", f"{error}"[:300])
    if stage == "dot":
        return Outcome("unknown", code, text)
    return Outcome("deferred", code, text, server_wide=stage in _SERVER)


def _fault(error: OSError | smtplib.SMTPException) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return _CERTIFICATE_CODES.get(error.verify_code, "tls.untrusted")
    codes: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
        (ssl.SSLError, "tls.failed"),
        (socket.gaierror, "net.dns"),
        (TimeoutError, "net.timeout"),
        (ConnectionRefusedError, "net.refused"),
        ((smtplib.SMTPServerDisconnected, ConnectionError), "net.lost"),
        (Garbled, "smtp.garbled"),
        (smtplib.SMTPException, "smtp.unready"),
    )
    return next((code for kind, code in codes if isinstance(error, kind)), "net.failed")
