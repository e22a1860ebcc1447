"""A letter in, how its delivery ended out: by SMTP, or into a Maildir where no server is configured.

smtp.py is the way of one letter, session.py the wire under it, outcome.py what each answer means, maildir.py the
embedded default. Nothing here is stored: the caller claims before, marks in `before_dot`, and records what comes back.
"""

from monitor.deliver.maildir import to_maildir, write_preview
from monitor.deliver.smtp import Smtp

__all__ = ["Smtp", "to_maildir", "write_preview"]
