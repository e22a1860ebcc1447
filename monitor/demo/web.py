"""Documents in; a web server on a free port of 127.0.0.1 out that serves them, each with its ETag."""

from __future__ import annotations

import socket
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from monitor.demo.sites import Document

HERE = "127.0.0.1"


class Web:
    """The server, up inside a `with`; `unchanged` counts the answers that sent nothing."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self.unchanged = 0
        self._server = ThreadingHTTPServer((HERE, 0), _handler(self, documents))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, name="web")
        # bound and never listened on: whoever connects is refused, and nobody else gets the port meanwhile
        self._dead = socket.socket()
        self._dead.bind((HERE, 0))

    @property
    def port(self) -> int:
        """Return the port that answers."""
        return int(self._server.server_address[1])

    @property
    def dead_port(self) -> int:
        """Return a port where nobody answers."""
        return int(self._dead.getsockname()[1])

    def __enter__(self) -> Web:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._dead.close()


def _handler(web: Web, documents: Mapping[str, Document]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """One request."""

        def do_GET(self) -> None:
            """Answer 200, 304 to the ETag that still holds, or 404."""
            document = documents.get(self.path.removeprefix("/"))
            if document is None:
                self.send_error(404)
                return
            is_known = self.headers.get("If-None-Match") == document.etag
            web.unchanged += is_known
            body = b"" if is_known else document.body
            self.send_response(304 if is_known else 200)
            self.send_header("ETag", document.etag)
            if body:
                self.send_header("Content-Type", document.content_type)
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the account says what was read."""

    return Handler
