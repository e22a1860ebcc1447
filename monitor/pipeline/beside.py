"""What stands beside the promises, done so that it can fail alone: pages, alarms, translations, smaller letters."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from monitor.pipeline.service import Service

log = logging.getLogger(__name__)

BUG_WAIT = timedelta(minutes=10)  # what failed by a bug rests so long: the log stays readable

Result = TypeVar("Result")


def beside(service: Service, what: str, work: Callable[[], Result]) -> Result | None:
    """Do some work whose bugs must not end the service; None when it failed, or rests for that."""
    now, failed_at = service.clock(), service.looked_at.get(f"bug:{what}")
    if failed_at is not None and failed_at <= now < failed_at + BUG_WAIT:
        return None
    try:
        return work()
    except Exception as error:
        if service.store.is_broken(error):
            raise
        log.error("bug in=%s\n%s", what, traceback.format_exc())
        service.looked_at[f"bug:{what}"] = now
        return None
