"""Settings and environment in; out come the mail server's password and feeds' headers, never in the YAML."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from monitor.config.errors import ConfigError
from monitor.model import Alerts, Complaint, Feed, Header, Mail, Model

CREDENTIAL = "smtp-password"
VARIABLE = "AI_VIDEO_MONITOR_SMTP_PASSWORD"
CURE = (
    f"put it into a file of mode 600 and name that as `password_file`, or give systemd a credential {CREDENTIAL}, "
    f"or set ${VARIABLE}"
)
PLACE_CURE = "write where it is: {file: PATH} (of mode 600), {credential: NAME} (of systemd) or {variable: NAME}"
HEADER_CURE = "name the header and where its value is: headers: {Authorization: {file: PATH}}"
MODEL_CURE = "put it into a file of mode 600 and write key: {file: PATH}"
LONGEST = 4096  # bytes of a file with a secret that are read


def password(mail: Mail, environ: Mapping[str, str]) -> str:
    """Return the password of the mail server's login; "" when no user is configured.

    Looked for in `password_file`, systemd's credential, the environment, in this order. Raises ConfigError when there
    is none, or when others may read the file.
    """
    if not mail.user:
        return ""
    path = _password_file(mail, environ)
    secret = _read(path, "mail.password_file", "password", CURE) if path is not None else environ.get(VARIABLE, "")
    if not secret:
        where = f"{path} is empty" if path is not None else f"no password for the user {mail.user}"
        raise ConfigError([Complaint(str(path or "monitor.yaml"), 1, 1, "mail.password_file", where, CURE)])
    return secret


def _password_file(mail: Mail, environ: Mapping[str, str]) -> Path | None:
    if mail.password_file:
        return _kept(Path(mail.password_file), environ, "mail.password_file", "password", CURE)
    credential = Path(environ.get("CREDENTIALS_DIRECTORY", "/nonexistent")) / CREDENTIAL
    return credential if os.path.isfile(credential) else None


def headers(feed: Feed, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the values of a feed's `headers` by name, looked up anew each time: they may have been changed since.

    Raises ConfigError, which names the header and never its value, when one is missing, when others may read its file
    or when no header can carry it.
    """
    return {header.name: _value(header, environ) for header in feed.headers}


def push_addresses(alerts: Alerts, environ: Mapping[str, str]) -> list[str]:
    """Return the Apprise addresses of a digest's alerts, looked up anew each time. Raises ConfigError."""
    where, what, cure = "alerts.push_file", "address", "write one Apprise address a line into it"
    path = _kept(Path(alerts.push_file), environ, where, what, cure)
    lines = [line.strip() for line in _text(path, where, what, cure).splitlines()]
    if found := [line for line in lines if line and not line.startswith("#")]:
        return found
    raise ConfigError([Complaint(str(path), 1, 1, where, f"{path} is empty", cure)])


def model_key(model: Model, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the header with a language model's key, looked up anew each time. Raises ConfigError."""
    return {"Authorization": f"Bearer {_value(model.key, environ)}"} if model.key is not None else {}


def _value(header: Header, environ: Mapping[str, str]) -> str:
    where, what = f"headers.{header.name}", "value"
    if header.variable:
        place, value = f"${header.variable}", environ.get(header.variable, "")
    else:
        path = Path(header.file or environ.get("CREDENTIALS_DIRECTORY", "/nonexistent"), header.credential)
        place = header.file or f"the systemd credential {header.credential}"
        cure = "LoadCredential= of the service gives it" if header.credential else "write the whole value into it"
        value = _read(_kept(path, environ, where, what, cure), where, what, cure)
    if not value.strip():
        raise ConfigError([Complaint(place, 1, 1, where, f"{place} is empty", "its first line is the whole value")])
    if not all(" " <= char <= "~" for char in value):
        text = f"{place} holds what no header can carry"
        raise ConfigError([Complaint(place, 1, 1, where, text, "one line of printable ASCII")])
    return value.strip()


def _kept(path: Path, environ: Mapping[str, str], where: str, what: str, cure: str) -> Path:
    """Return the path of a secret that only its owner may read; systemd sees to its own credentials itself."""
    folder = environ.get("CREDENTIALS_DIRECTORY")
    wrong = fault(path, what, cure)
    if wrong and not (folder and path.is_relative_to(folder) and os.path.isfile(path)):
        raise ConfigError([Complaint(str(path), 1, 1, where, *wrong)])
    return path


def _read(path: Path, where: str, what: str, cure: str) -> str:
    """Return the first line of a file."""
    return next(iter(_text(path, where, what, cure).splitlines()), "")


def _text(path: Path, where: str, what: str, cure: str) -> str:
    try:
        with path.open("rb") as file:
            return file.read(LONGEST).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no UTF-8 text"
        text = f"the {what} cannot be read ({reason})"
        raise ConfigError([Complaint(str(path), 1, 1, where, text, cure)]) from error


def fault(path: Path, what: str = "password", cure: str = CURE) -> tuple[str, str] | None:
    """Say why a file with a secret will not be used, and the cure; None when it will, or only its owner can tell."""
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        return f"{path} is not there", cure
    except OSError:
        return None
    return (f"others may read this {what}, so it is not used", f"chmod 600 {path}") if mode & 0o077 else None
