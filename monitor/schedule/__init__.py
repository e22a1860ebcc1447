"""What is due: a feed's next poll, a digest's slots, a letter's next try. States and `now` in, instants out.

polls    a feed's state and what came of it in; when it is asked next, and which of its items are news, out
slots    a digest in, its slots out: each local day has exactly one
letters  a letter and what came of a try in, its state and next try out
spread   a wait in, one a little longer or shorter out
"""

from monitor.schedule.letters import after_outcome, next_try
from monitor.schedule.polls import (
    GONE,
    IGNORES_VALIDATORS,
    claimed_until,
    effective_at,
    first_polls,
    is_fresh,
    next_poll,
)
from monitor.schedule.slots import CATCH_UP, alert_slot, due_slots, is_quiet, next_slot

__all__ = [
    "CATCH_UP", "GONE", "IGNORES_VALIDATORS", "after_outcome", "alert_slot", "claimed_until", "due_slots",
    "effective_at", "first_polls", "is_fresh", "is_quiet", "next_poll", "next_slot", "next_try",
]  # fmt: skip
