"""A short text in, a message to chats and phones out, by Apprise (owned here; an optional extra).

Apprise knows a hundred services by addresses such as `ntfy://host/topic`. They hold keys: nothing here repeats one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from monitor.model import Outcome

CURE = "pip install 'ai-video-monitor[push]' into the service's own environment"


def push(
    addresses: Sequence[str], title: str, body: str, before_each: Callable[[], object] = lambda: None
) -> Outcome:
    """Send a text to each address. Sent when any took it: what is tried again would reach those a second time.

    `before_each` is called before each address: a service may take half a minute for its answer.
    """
    try:
        import apprise
    except ImportError:
        return Outcome("deferred", "push.missing", f"Apprise is not installed: {CURE}")
    known, unknown, refused = 0, list[str](), list[str]()
    for line, address in enumerate(addresses, 1):
        before_each()
        service = apprise.Apprise()
        if not service.add(address):
            unknown.append(str(line))
        elif not service.notify(title=title, body=body, body_format=apprise.NotifyFormat.TEXT):
            refused.append(str(line))
        else:
            known += 1
    bad = "; ".join(filter(None, (_of(unknown, "is of no form that Apprise knows"), _of(refused, "did not take it"))))
    if known:
        return Outcome("sent", "push.taken", bad)
    return Outcome("deferred", "push.refused", bad) if refused else Outcome("failed", "push.address", bad)


def _of(lines: Sequence[str], what: str) -> str:
    return f"address {', '.join(lines)} {what}" if lines else ""
