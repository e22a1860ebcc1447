"""A letter and what came of a try in; its state, and when it is tried again, out."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.model import UNKNOWN_WAIT, UNKNOWNS_HELD, Delivery, DeliveryState, Outcome
from monitor.schedule.spread import jittered

HOLD_AFTER = timedelta(days=5)  # a letter that could not leave for so long is left to a person
_STEPS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60))  # then hourly
_NETWORK_CAP = timedelta(minutes=10)
_GREYLIST = timedelta(minutes=5)


def after_outcome(delivery: Delivery, outcome: Outcome, now: datetime | None = None) -> DeliveryState:
    """Return the state of a delivery after a try; `delivery` is as claimed, before the outcome is recorded.

    The third unknown outcome holds it, and so does a letter that could not leave for five days (`now` None: its age is
    not looked at): nothing is dropped unseen.
    """
    if outcome.result == "sent" or outcome.result == "failed":
        return outcome.result
    if outcome.result == "unknown" and delivery.unknowns + 1 >= UNKNOWNS_HELD:
        return "held"
    if now is not None and delivery.owed_at is not None and now - delivery.owed_at > HOLD_AFTER:
        return "held"
    return "deferred"


def next_try(delivery: Delivery, outcome: Outcome, now: datetime) -> datetime | None:
    """Return when to try a delivery again; None when it is settled or held.

    1, 2, 5, 15, 30, 60 minutes after the first tries, then hourly, +-10 %; ten minutes at least after an unknown
    outcome, five after greylisting. While a server cannot be reached at all it is looked for every ten minutes: that
    bothers nobody, and mail leaves soon after it is back.
    """
    if after_outcome(delivery, outcome, now) != "deferred":
        return None
    wait = _STEPS[min(max(delivery.tries, 1), len(_STEPS)) - 1]
    if outcome.server_wide and outcome.code.startswith("net."):
        wait = min(wait, _NETWORK_CAP)
    wait = jittered(wait, f"{delivery.message_id} {delivery.tries}")
    least = UNKNOWN_WAIT if outcome.result == "unknown" else _GREYLIST if _is_greylisting(outcome) else timedelta(0)
    return now + max(wait, least)


def _is_greylisting(outcome: Outcome) -> bool:
    text = outcome.text.casefold()
    return "greylist" in text or "graylist" in text
