"""Documents in; a web server on a free port of 127.0.0.1 out that serves them as a good site does: validators, gzip."""

from __future__ import annotations

import gzip
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
            """Answer 200, 304 to validators that still hold, or 404."""
            document = documents.get(self.path.removeprefix("/"))
            if document is None:
                self.send_error(404)
            elif self._knows(document):
                web.unchanged += 1
                self._answer(304, document, b"")
            else:
                self._answer(200, document, self._body(document))

        def _knows(self, document: Document) -> bool:
            """Tell whether the client has this very document: the ETag decides, the date only without one."""
            if etag := self.headers.get("If-None-Match"):
                return etag == document.etag
            return bool(self.headers.get("If-Modified-Since") == document.modified)

        def _body(self, document: Document) -> bytes:
            return gzip.compress(document.body) if self._wants_gzip() else document.body

        def _wants_gzip(self) -> bool:
            return "gzip" in self.headers.get("Accept-Encoding", "")

        def _answer(self, status: int, document: Document, body: bytes) -> None:
            self.send_response(status)
            self.send_header("ETag", document.etag)
            self.send_header("Last-Modified", document.modified)
            if body:
                self.send_header("Content-Type", document.content_type)
                self.send_header("Content-Length", str(len(body)))
            if body and self._wants_gzip():
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the account says what was read."""

    return Handler
