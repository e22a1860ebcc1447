"""Where stages and edges meet; the only place that knows their order.

Under each verb stand its files, in the order to read them.

    poll      due feeds ─▶ fetch ─▶ parse ─▶ identify ─▶ match ─▶ claim ─▶ cluster ─▶ store    one transaction per feed
              poll.py reading.py arrival.py filing.py judging.py stories.py
    publish   due slots ─▶ store ─▶ compose ─▶ render ─▶ store              the debt is recorded first
              publish.py issue.py notices.py
    deliver   owed ─▶ claim ─▶ mark ─▶ mail server ─▶ result                what may happen is written first
              outbox.py
    report    store ─▶ render ─▶ pages                                      where the config wants them
              report.py
    operator  store ─▶ render ─▶ store                                      promises at risk, once each
              operator.py alarms.py lastwords.py
    translate store ─▶ translate ─▶ model ─▶ store                          ahead of time, where wanted
              translating.py
    rematch   store ─▶ match ─▶ claim ─▶ cluster ─▶ store                   after the watchlist was edited
              rematch.py
    against   store ─▶ match ─▶ backtest                                    before it is saved
              against.py
    online    feeds ─▶ fetch ─▶ parse; mail server ─▶ login                 check --online, feeds add: nothing is stored
              probe.py
    maintain  store ─▶ check ─▶ prune ─▶ copy                               once a day, and at a start after a kill
              maintain.py
    restore   backup ─▶ check ─▶ copy ─▶ journal taken up ─▶ store          by hand, mailing nothing twice
              restore.py
    all       service.py is what every run works with, clock.py the time it is

What a person decides of stories stands in `stories`, the names that the watchlist lacks in `notices`.

Unexpected exceptions end here, as a bug with its traceback, and nowhere else: once per feed, per edition, per letter,
and for what may fail by itself without a promise being broken.
Each part is imported from its file, so that a poll without news loads nothing that judges, renders or mails.
"""
