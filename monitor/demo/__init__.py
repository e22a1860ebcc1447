"""The whole service once, on bundled feeds served on loopback and a local mailbox. Owns aiosmtpd.

sites.py is the invented press (its feeds lie in feeds/), web.py serves it, postbox.py takes the mail, folder.py writes
a config folder, play.py runs the service on it, account.py says what came of it. What is played is the real pipeline:
nothing here judges, joins or mails by itself.
"""

from monitor.demo.account import Section, account
from monitor.demo.folder import Folder, default_folder
from monitor.demo.play import Played, play

__all__ = ["Folder", "Played", "Section", "account", "default_folder", "play"]
