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
Each part is imported from its file, so that a poll without news loads nothing that judges, renders or mails.
Read poll.py, reading.py, arrival.py, filing.py, placing.py, publish.py, rematch.py in this order.
"""
