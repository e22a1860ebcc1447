"""Letters by SMTP in, files of a Maildir out: a real mail server on a free port of 127.0.0.1."""

from __future__ import annotations

import asyncio
import mailbox
import socket
import threading
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from monitor.demo.web import HERE


class Postbox:
    """The server, up inside a `with`."""

    def __init__(self, folder: Path) -> None:
        self._letters = mailbox.Maildir(folder)
        self._listener = socket.create_server((HERE, 0))
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="postbox")

    @property
    def port(self) -> int:
        """Return the port that answers."""
        return int(self._listener.getsockname()[1])

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Put a letter into the Maildir, byte for byte but for the line ends of this system."""
        content = envelope.content
        assert isinstance(content, bytes)
        self._letters.add(content.replace(b"\r\n", b"\n"))
        return "250 2.0.0 taken, thank you"

    def __enter__(self) -> Postbox:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._letters.close()

    def _session(self) -> SMTP:
        return SMTP(self, hostname="demo.example", ident="the demo's postbox", loop=self._loop)

    def _run(self) -> None:
        loop = self._loop
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(loop.create_server(self._session, sock=self._listener))
        loop.run_forever()
        server.close()
        talks = asyncio.all_tasks(loop)
        for talk in talks:
            talk.cancel()
        loop.run_until_complete(asyncio.gather(*talks, return_exceptions=True))
        loop.close()
