"""Where stages and edges meet; the only place that knows their order.

    poll      due feeds ─▶ fetch ─▶ parse ─▶ match ─▶ claim ─▶ cluster ─▶ store      one transaction per feed
    publish   due slots ─▶ store ─▶ compose ─▶ render ─▶ store                       the debt is recorded first
    deliver   owed      ─▶ claim ─▶ mark ─▶ mail server ─▶ result                    what may happen is written first
    rematch   store     ─▶ match ─▶ claim ─▶ cluster ─▶ store                        after the watchlist was edited

Unexpected exceptions end here, once per feed and once per edition, as a bug with its traceback: nowhere else.
Read poll.py, filing.py, publish.py, rematch.py in this order.
"""

from monitor.pipeline.filing import file_items, place, retell
from monitor.pipeline.maintain import maintain
from monitor.pipeline.poll import Filed, Poller, poll
from monitor.pipeline.publish import Issue, Outbox, compose_issue, publish, record_issue
from monitor.pipeline.rematch import rematch, rematch_untold
from monitor.pipeline.service import Clock, Judge, Service, load_config

__all__ = [
    "Clock", "Filed", "Issue", "Judge", "Outbox", "Poller", "Service",
    "compose_issue", "file_items", "load_config", "maintain",
    "place", "poll", "publish", "record_issue", "rematch", "rematch_untold", "retell",
]  # fmt: skip
