"""Many who want one lock at the same moment; how many get it."""

from __future__ import annotations

import threading
from pathlib import Path

from monitor.daemon.lock import AlreadyRunning, only_writer


def winners(database: Path, number: int) -> int:
    """Let so many threads want the lock at once, and the winner hold it until all have tried; return how many won."""
    start, end, won = threading.Barrier(number), threading.Barrier(number), list[int]()

    def want(me: int) -> None:
        start.wait(60)
        try:
            with only_writer(database):
                won.append(me)
                end.wait(60)
        except AlreadyRunning:
            end.wait(60)

    threads = [threading.Thread(target=want, args=(me,)) for me in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(won)
