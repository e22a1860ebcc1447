"""Where stages and edges meet; the only place that knows their order.

    poll      due feeds ─▶ fetch ─▶ parse ─▶ match ─▶ claim ─▶ cluster ─▶ store  one transaction per feed
    publish   due slots ─▶ store ─▶ compose ─▶ render ─▶ store                   the debt is recorded first
    deliver   owed ─▶ claim ─▶ mark ─▶ mail server ─▶ result                     what may happen is written first
    report    store ─▶ render ─▶ pages                                           where the config wants them
    operator  store ─▶ render ─▶ store                                           promises at risk, once each
    split     story ─▶ two, merge two ─▶ one ─▶ store                            by hand; holds from then on
    translate store ─▶ translate ─▶ model ─▶ store                               ahead of time, where wanted
    rematch   store ─▶ match ─▶ claim ─▶ cluster ─▶ store                        after the watchlist was edited
    against   store ─▶ match ─▶ backtest                                         before it is saved
    radar     store ─▶ radar                                                     names that it lacks
    online    feeds ─▶ fetch ─▶ parse; mail server ─▶ login                      check --online: nothing is stored
    maintain  store ─▶ check ─▶ prune ─▶ copy                                    once a day
    restore   backup ─▶ check ─▶ copy ─▶ journal taken up ─▶ store               by hand, mailing nothing twice

Unexpected exceptions end here, once per feed and once per edition, as a bug with its traceback: nowhere else.
Read poll.py, reading.py, arrival.py, filing.py, placing.py, publish.py, rematch.py in this order.
"""

from monitor.pipeline.alarms import Alarm, alarms
from monitor.pipeline.arrival import Filed, file_feed
from monitor.pipeline.beside import beside
from monitor.pipeline.deciding import merge, said_of, split, undo
from monitor.pipeline.filing import file_items
from monitor.pipeline.issue import Issue, readers_of
from monitor.pipeline.lastwords import LastWords
from monitor.pipeline.maintain import (
    DAMAGE,
    SMALL,
    Upkeep,
    backups,
    begin_well,
    end_well,
    find_damage,
    keep_up,
    maintain,
    mending,
    note_damage,
)
from monitor.pipeline.metrics import metrics, write_metrics
from monitor.pipeline.online import Asked, ask_feeds, ask_mail
from monitor.pipeline.operator import tell_edit, watch
from monitor.pipeline.placing import place
from monitor.pipeline.poll import Poller, poll, take_up_feeds
from monitor.pipeline.publish import Outbox, compose_issue, publish, record_issue
from monitor.pipeline.rematch import rematch, rematch_if_changed
from monitor.pipeline.report import feed, report, write_report
from monitor.pipeline.restore import Restored, restore
from monitor.pipeline.retelling import retell
from monitor.pipeline.service import Clock, Judge, Service, load_config, remember_config
from monitor.pipeline.steady import Steady
from monitor.pipeline.translating import Translator
from monitor.pipeline.trust import Trust

__all__ = [
    "DAMAGE", "SMALL", "Alarm", "Asked", "Clock", "Filed", "Issue", "Judge", "LastWords", "Outbox", "Poller",
    "Restored", "Service", "Steady", "Translator", "Trust", "Upkeep", "alarms", "ask_feeds", "ask_mail", "backups",
    "begin_well", "beside", "compose_issue", "end_well", "feed", "file_feed", "file_items", "find_damage",
    "keep_up", "load_config", "maintain", "mending", "merge", "metrics", "note_damage", "place", "poll", "publish",
    "readers_of", "record_issue", "rematch", "rematch_if_changed", "remember_config", "report", "restore", "retell",
    "said_of", "split", "take_up_feeds", "tell_edit", "undo", "watch", "write_metrics", "write_report",
]  # fmt: skip
