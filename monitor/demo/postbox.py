"""Letters by SMTP in, files of a Maildir out: a real mail server on a free port of 127.0.0.1."""

from __future__ import annotations

import mailbox
import socket
from asyncio import AbstractServer
from collections.abc import Awaitable
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from monitor.demo.web import HERE


class Postbox(Controller):
    """The server, up inside a `with`; `port` answers."""

    def __init__(self, folder: Path) -> None:
        self._letters = mailbox.Maildir(folder)
        self._listener = socket.create_server((HERE, 0))
        port = self._listener.getsockname()[1]
        super().__init__(self, HERE, port, server_hostname="demo.example", ident="the demo's postbox")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Put a letter into the Maildir, byte for byte but for the line ends of this system."""
        content = envelope.content
        assert isinstance(content, bytes)
        self._letters.add(content.replace(b"\r\n", b"\n"))
        return "250 2.0.0 taken, thank you"

    def __enter__(self) -> Postbox:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._letters.close()

    def _create_server(self) -> Awaitable[AbstractServer]:
        """Listen on the port that is ours already."""
        return self.loop.create_server(self._factory_invoker, sock=self._listener)
