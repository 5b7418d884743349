"""A small real web server on loopback, whose every page is a function of the request."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread

CERTIFICATE = Path(__file__).parent / "localhost.pem"  # self-signed, for 127.0.0.1 and feeds.example; and its key
Page = Callable[["Visit"], None]


class Visit(BaseHTTPRequestHandler):
    """One request. `send` answers it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def do_GET(self) -> None:
        """Answer with the page for the path, or 404."""
        with self.server.guard:
            self.server.site.requests.append((self.path, dict(self.headers)))
            self.server.site.clients.add(self.client_address)
            self.server.site.busy += 1
            self.server.site.busiest = max(self.server.site.busiest, self.server.site.busy)
        page = self.server.site.pages.get(self.path.partition("?")[0])
        with suppress(ConnectionError):
            if page is None:
                self.send(b"nothing here", status=404)
            else:
                page(self)
        with self.server.guard:
            self.server.site.busy -= 1

    def send(self, body: bytes = b"", status: int = 200, **headers: str) -> None:
        """A whole answer; header names are written with underscores."""
        self.send_response(status)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if status != 304 and "Transfer-Encoding" not in named:
            named.setdefault("Content-Length", str(len(body)))
        for name, value in named.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def raw(self, data: bytes) -> None:
        """Bytes as they are, without any HTTP around them."""
        self.wfile.write(data)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's name)
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """The server below a site."""

    daemon_threads = True
    request_queue_size = 64
    site: Site

    def __init__(self, host: str) -> None:
        self.guard = Lock()
        super().__init__((host, 0), Visit)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is part of the tests."""


class Site:
    """Pages by path, and the requests that came: (path, headers)."""

    def __init__(self, server: Server, scheme: str) -> None:
        server.site = self
        self.host, self.port = str(server.server_address[0]), server.server_address[1]
        self.url = f"{scheme}://{self.host}:{self.port}"
        self.pages: dict[str, Page] = {}
        self.requests: list[tuple[str, Mapping[str, str]]] = []
        self.clients: set[tuple[str, int]] = set()
        self.busy = 0
        self.busiest = 0

    def page(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> str:
        """Put up a page that is always the same; its URL."""
        self.pages[path] = lambda visit: visit.send(body, status, **headers)
        return self.url + path


@contextmanager
def open_site(host: str = "127.0.0.1", *, tls: bool = False) -> Iterator[Site]:
    """A site that answers within the block; with TLS, under the certificate in localhost.pem."""
    server = Server(host)
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Site(server, "https" if tls else "http")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def mute_port() -> Iterator[int]:
    """A port that takes connections and never says anything."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        yield int(held.getsockname()[1])


@contextmanager
def closed_port() -> Iterator[int]:
    """A port on which nobody listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield int(held.getsockname()[1])
