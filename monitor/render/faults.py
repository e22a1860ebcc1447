"""A fault's code in, the phrase that tells a reader of it out.

A reader wants to know whether a site is gone, silent or shuts us out; the code itself is the operator's, who finds it
in `status`.
"""

from __future__ import annotations

_REFUSED = ("http.forbidden", "http.unauthorized", "http.challenge", "http.rate_limited", "robots.")
_PHRASES = (
    (_REFUSED, "fault_refused"),
    (("http.gone", "http.not_found"), "fault_gone"),
    (("http.server", "http.status"), "fault_server"),
    (("net.",), "fault_silent"),
    (("tls.",), "fault_unsafe"),
)


def fault_of(code: str) -> str:
    """Return the phrase of a table of words; what came and could not be used is "not readable".

    >>> fault_of("http.forbidden"), fault_of("net.dns"), fault_of("parse.bozo")
    ('fault_refused', 'fault_silent', 'fault_unread')
    """
    return next((phrase for codes, phrase in _PHRASES if code.startswith(codes)), "fault_unread")
