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
    if service.rests(f"bug:{what}", BUG_WAIT):
        return None
    try:
        return work()
    except Exception as error:
        if service.store.is_broken(error):
            raise
        log.error("bug in=%s\n%s", what, traceback.format_exc())
        service.rest(f"bug:{what}")
        return None
