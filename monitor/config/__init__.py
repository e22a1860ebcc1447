"""config/*.yaml, lexicons, templates in; out come the values of model.py, or complaints with file, line and cure.

    files -> document -> validation (forms, scalars) -> checks -> building -> Config
"""

from monitor.config.errors import ConfigError
from monitor.config.files import FILES, init, read_texts, shipped_folder, stamp, templates
from monitor.config.lexicon import load_cues
from monitor.config.loading import cautions, load, load_texts
from monitor.config.places import find_database, find_folder
from monitor.config.schema import schemas
from monitor.config.secret import password

__all__ = [
    "FILES", "ConfigError", "cautions", "find_database", "find_folder", "init", "load", "load_cues", "load_texts",
    "password", "read_texts", "schemas", "shipped_folder", "stamp", "templates",
]  # fmt: skip
