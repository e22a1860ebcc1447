"""Mail settings and environment in; out comes the password, which never stands in the YAML."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from monitor.config.errors import ConfigError
from monitor.model import Complaint, Mail

CREDENTIAL = "smtp-password"
VARIABLE = "AI_VIDEO_MONITOR_SMTP_PASSWORD"
CURE = (
    f"put it into a file of mode 600 and name that as `password_file`, or give systemd a credential {CREDENTIAL}, "
    f"or set ${VARIABLE}"
)
LONGEST = 4096  # bytes of a password file that are read


def password(mail: Mail, environ: Mapping[str, str]) -> str:
    """Return the password of the mail server's login; "" when no user is configured.

    Looked for in `password_file`, systemd's credential, the environment, in this order. Raises ConfigError when there
    is none, or when others may read the file.
    """
    if not mail.user:
        return ""
    path = _file(mail, environ)
    secret = _read(path) if path is not None else environ.get(VARIABLE, "")
    if not secret:
        where = f"{path} is empty" if path is not None else f"no password for the user {mail.user}"
        raise ConfigError([Complaint(str(path or "monitor.yaml"), 1, 1, "mail.password_file", where, CURE)])
    return secret


def _file(mail: Mail, environ: Mapping[str, str]) -> Path | None:
    if mail.password_file:
        path = Path(mail.password_file)
        folder = environ.get("CREDENTIALS_DIRECTORY")
        wrong = fault(path)
        if wrong and not (folder and path.is_relative_to(folder)):
            raise ConfigError([Complaint(str(path), 1, 1, "mail.password_file", *wrong)])
        return path
    credential = Path(environ.get("CREDENTIALS_DIRECTORY", "/nonexistent")) / CREDENTIAL
    return credential if os.path.isfile(credential) else None


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            text = file.read(LONGEST).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no UTF-8 text"
        text = f"the password cannot be read ({reason})"
        raise ConfigError([Complaint(str(path), 1, 1, "mail.password_file", text, CURE)]) from error
    return text.splitlines()[0] if text else ""


def fault(path: Path) -> tuple[str, str] | None:
    """Say why a password file will not be used, and the cure; None when it will, or when only its owner can tell."""
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        return f"{path} is not there", CURE
    except OSError:
        return None
    return ("others may read this password, so it is not used", f"chmod 600 {path}") if mode & 0o077 else None
