"""A real mail server on loopback takes the letters, and a mail reader that is not Python's reads them back the same.

OpenSMTPD delivers into a Maildir; mblaze (mshow, mhdr) reads it. Without them, or without root, the test is skipped.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import threading
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from test_render import GOLDEN_EDITIONS, body, letters

from monitor.deliver import Smtp
from monitor.model import Delivery, Mail

PATH = f"{os.environ['PATH']}:/usr/sbin"
MISSING = [name for name in ("smtpd", "mshow", "mhdr") if shutil.which(name, path=PATH) is None]
CONF = """\
table readers {{ "@" = "nobody" }}
listen on 127.0.0.1 port {port}
action "store" maildir "{maildir}" virtual <readers>
match from any for any action "store"
"""


@pytest.fixture
def server():
    """A mail server that stores every letter; its port and its Maildir. Its user may enter no folder of pytest's."""
    folder = Path(tempfile.mkdtemp(prefix="monitor-mta-"))
    folder.chmod(0o777)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    (folder / "smtpd.conf").write_text(CONF.format(port=port, maildir=folder / "mail"), encoding="ascii")
    command = [shutil.which("smtpd", path=PATH), "-d", "-f", folder / "smtpd.conf"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            is_up = wait_for(lambda: answers(port) or process.poll() is not None) and process.poll() is None
            yield (port, folder / "mail") if is_up else pytest.skip("OpenSMTPD does not run here, or runs already")
        finally:
            process.terminate()
            process.wait(10)
            shutil.rmtree(folder, ignore_errors=True)


def answers(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def wait_for(what):
    """Look twenty times a second, for ten seconds at most."""
    return any(what() or threading.Event().wait(0.05) for _ in range(200))


def read(*command):
    return subprocess.run(command, capture_output=True, check=True).stdout.decode().replace("\r\n", "\n")


def as_meant(letter):
    """What a reader should see: subject, recipient, and both bodies."""
    bodies = [body(letter.raw, kind).replace("\r\n", "\n") for kind in ("plain", "html")]
    return [letter.subject, letter.recipient, *bodies]


def as_read(path):
    """What mblaze reads in a stored letter; lines of base64 keep the ends they had on the wire."""
    heads = [read("mhdr", "-d", "-h", head, path).strip() for head in ("subject", "to")]
    return [*heads, *(read("mshow", "-O", path, part) for part in ("2", "3"))]


@pytest.mark.skipif(bool(MISSING) or os.geteuid() != 0, reason=f"wants root, OpenSMTPD, mblaze; missing: {MISSING}")
def test_a_mail_server_takes_every_letter_and_a_mail_reader_reads_it(server):
    """The server accepts and stores the letters of all languages; they read back as they were meant."""
    port, maildir = server
    mail = Mail(sender="news@example.com", server="127.0.0.1", port=port, security="none")
    editions = [replace(one, slot=f"2026-03-{day:02}T07:00") for day, one in enumerate(GOLDEN_EDITIONS.values(), 1)]
    sent = {letter.message_id: letter for one in editions for letter in letters(one)}
    for letter in sent.values():
        owed = Delivery(
            1, "daily", "2026-03-25T07:00", letter.recipient, letter.message_id, letter.raw,
            sha256(letter.raw).hexdigest(), "sending",
        )  # fmt: skip
        assert Smtp().deliver(owed, mail, "", lambda: None).result == "sent"
    assert wait_for(lambda: len(list((maildir / "new").glob("*"))) == len(sent))
    stored = {read("mhdr", "-h", "message-id", path).strip(): str(path) for path in (maildir / "new").iterdir()}
    assert {number: as_read(path) for number, path in stored.items()} == {
        number: as_meant(letter) for number, letter in sent.items()
    }
