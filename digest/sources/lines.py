"""Connections, one host at a time: who fetches from a host waits until the one before is done."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]  # typeshed does not know it

import httpcore2
import httpx2

from digest.errors import ConfigError
from digest.sources.addresses import Allowed
from digest.sources.door import Door, LookUp, Reach

_KEEP_ALIVE = 5.0  # seconds an idle connection may wait for the next feed of its host


class Line:
    """The connection to one host, and its turn-taking. `used`: the server has answered on it before."""

    def __init__(self, door: Door, pool: httpcore2.ConnectionPool) -> None:
        self.door = door
        self.pool = pool
        self.turn = Lock()
        self.users = 0
        self.used = False


class Lines:
    """All lines, by host. Safe to share between threads.

    `proxies` is what `urllib.request.getproxies()` gives: URLs by scheme, exceptions under "no". With a proxy, the
    proxy looks names up, so that only addresses written out in a URL can be checked here. Raises ConfigError for a
    proxy that cannot be used.
    """

    def __init__(
        self, allowed: Allowed, proxies: Mapping[str, str], look_up: LookUp, tls: Callable[[], ssl.SSLContext]
    ) -> None:
        self.allowed = allowed
        self._look_up = look_up
        self._reach = Reach()
        self._lock = Lock()
        self._lines: dict[tuple[str, str], Line] = {}
        self._tls = _Tls(tls)
        self._exceptions = {"no": proxies.get("no", "")}
        self._proxies = {
            scheme: _proxy(scheme, url)
            for scheme in ("http", "https")
            if (url := proxies.get(scheme, proxies.get("all")))
        }

    @contextmanager
    def lease(self, scheme: str, host: str) -> Iterator[Line]:
        """Keep the line to a host open within the block; without a lease left, it is hung up."""
        key = (scheme, host)
        with self._lock:
            line = self._lines.get(key) or self._lines.setdefault(key, self._dial(scheme, host))
            line.users += 1
        try:
            yield line
        finally:
            with self._lock:
                line.users -= 1
                last = line.users == 0 and self._lines.pop(key) is line
            if last:
                line.pool.close()

    @property
    def down(self) -> bool:
        """Whether hosts could not be reached, and none could: the network may be down."""
        return self._reach.down

    def proxy(self, scheme: str, host: str) -> httpx2.URL | None:
        """The proxy that leads to a host, or None for the direct way."""
        return None if proxy_bypass_environment(host, self._exceptions) else self._proxies.get(scheme)

    def _dial(self, scheme: str, host: str) -> Line:
        tls = self._tls.get() if scheme == "https" else None
        if (proxy := self.proxy(scheme, host)) is not None:
            door = Door(self.allowed, self._look_up, self._reach, always=proxy.raw_host.decode("ascii"))
            return Line(door, self._through(proxy, tls, door))
        door = Door(self.allowed, self._look_up, self._reach)
        pool = httpcore2.ConnectionPool(tls, max_connections=1, keepalive_expiry=_KEEP_ALIVE, network_backend=door)
        return Line(door, pool)

    def _through(self, proxy: httpx2.URL, tls: ssl.SSLContext | None, door: Door) -> httpcore2.HTTPProxy:
        return httpcore2.HTTPProxy(
            httpcore2.URL(scheme=proxy.raw_scheme, host=proxy.raw_host, port=proxy.port, target=b"/"),
            proxy_auth=(proxy.username.encode(), proxy.password.encode()) if proxy.username else None,
            ssl_context=tls,
            proxy_ssl_context=self._tls.get() if proxy.scheme == "https" else None,
            max_connections=1,
            keepalive_expiry=_KEEP_ALIVE,
            network_backend=door,
        )


def _proxy(scheme: str, address: str) -> httpx2.URL:
    try:
        url = httpx2.URL(address if "://" in address else f"http://{address}")
    except httpx2.InvalidURL:
        url = httpx2.URL()
    if url.scheme not in {"http", "https"} or not url.host:
        raise ConfigError(f"environment: {scheme}_proxy: is not an http or https address: write http://host:port")
    return url


class _Tls:
    """The TLS context, made when first needed: loading the certificates takes 60 ms."""

    def __init__(self, make: Callable[[], ssl.SSLContext]) -> None:
        self._make = make
        self._lock = Lock()
        self._made: ssl.SSLContext | None = None

    def get(self) -> ssl.SSLContext:
        with self._lock:
            if self._made is None:
                made = self._make()
                made.set_alpn_protocols(["http/1.1"])
                # Every connection sets this once more, and OpenSSL does not guard it against other threads.
                setattr(made, "set_alpn_protocols", lambda protocols: None)  # noqa: B010 (a method, for one object)
                self._made = made
            return self._made
