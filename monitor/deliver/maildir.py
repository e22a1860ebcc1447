"""The embedded default: letters as files of a Maildir, which any mail reader opens (cr.yp.to/proto/maildir.html)."""

from __future__ import annotations

import email
import email.policy
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from monitor.model import Delivery, Outcome


def to_maildir(delivery: Delivery, folder: Path, before_dot: Callable[[], None]) -> Outcome:
    """Put a letter into a Maildir, exactly once: its file is named after its Message-ID.

    A second try finds the file, read (moved to cur/) or not, and is done. Line ends become those of this system.
    """
    name = f"{sha256(delivery.message_id.encode()).hexdigest()[:32]}.ai-video-monitor"
    try:
        for part in ("tmp", "new", "cur"):
            (folder / part).mkdir(mode=0o700, parents=True, exist_ok=True)
        written = _write(folder / "tmp" / name, delivery.raw.replace(b"\r\n", b"\n"))
        before_dot()
        if _is_there(folder, name):
            written.unlink()
        else:
            os.rename(written, folder / "new" / name)
            _sync(folder / "new")
    except OSError as error:
        return Outcome("deferred", "maildir.io", f"{folder}: {error.strerror}", server_wide=True)
    return Outcome("sent", "maildir.stored", str(folder / "new" / name))


def write_preview(delivery: Delivery, folder: Path) -> Path:
    """Write the letter's page beside the Maildir, one file an edition, for a browser; raises OSError."""
    message = email.message_from_bytes(delivery.raw, policy=email.policy.default)
    page = message.get_body(("html",))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = f"-{delivery.part}" if delivery.part > 1 else ""
    path = folder / f"{delivery.digest}-{delivery.slot.replace(':', '')}{part}.html"
    text = page.get_content() if page is not None else delivery.raw.decode("ascii", "replace")
    os.replace(_write(path.with_name(f".{path.name}.part"), str(text).encode()), path)
    return path


def _write(path: Path, content: bytes) -> Path:
    with open(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return path


def _is_there(folder: Path, name: str) -> bool:
    return (folder / "new" / name).exists() or any((folder / "cur").glob(f"{name}*"))


def _sync(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
