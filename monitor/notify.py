"""A short text in, a message to chats and phones out, by Apprise (owned here; an optional extra).

Apprise knows a hundred services by addresses such as `ntfy://host/topic`. They hold keys: nothing here repeats one.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.model import Outcome

CURE = "pip install 'ai-video-monitor[push]' into the service's own environment"


def push(addresses: Sequence[str], title: str, body: str) -> Outcome:
    """Send a text to every address; deferred when any of them did not take it, so that all are tried again."""
    try:
        import apprise
    except ImportError:
        return Outcome("deferred", "push.missing", f"Apprise is not installed: {CURE}")
    crowd = apprise.Apprise()
    for line, address in enumerate(addresses, 1):
        if not crowd.add(address):
            return Outcome("failed", "push.address", f"Apprise does not know the form of address {line}")
    if crowd.notify(title=title, body=body, body_format=apprise.NotifyFormat.TEXT):
        return Outcome("sent", "push.taken")
    return Outcome("deferred", "push.refused", "a service did not take the message")
