"""A feed's state in; an Answer of its server out, or a FetchError: bounded, polite, safe from forged addresses."""

from monitor.fetch.answers import challenged
from monitor.fetch.errors import FetchError
from monitor.fetch.fetcher import Fetcher
from monitor.fetch.guard import is_public
from monitor.fetch.wire import lane_of

__all__ = ["FetchError", "Fetcher", "challenged", "is_public", "lane_of"]
