"""config/*.yaml, lexicons, templates in; out come the values of the model, or complaints with file, line and cure.

    files -> document -> validation (forms, scalars) -> checks -> building -> Config
"""

from monitor.config.checks import same_address
from monitor.config.errors import ConfigError
from monitor.config.files import FILES, init, read_texts, shipped_folder, stamp, templates
from monitor.config.lexicon import Lexicons
from monitor.config.loading import load, load_texts
from monitor.config.places import find_database, find_folder
from monitor.config.scalars import tag_fault
from monitor.config.schema import schemas
from monitor.config.secret import headers, model_key, password, push_addresses
from monitor.config.writing import feed_line, feed_name, fitted, has_feeds, pasted, web_address

__all__ = [
    "FILES", "ConfigError", "Lexicons", "feed_line", "feed_name", "find_database", "find_folder", "fitted", "has_feeds",
    "headers", "init", "load", "load_texts", "model_key", "password", "pasted", "push_addresses",
    "read_texts", "same_address", "schemas",
    "shipped_folder", "stamp", "tag_fault", "templates", "web_address",
]  # fmt: skip
