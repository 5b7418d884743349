"""Hosts, one request at a time: who fetches from a host waits its turn, and a pause after the one before."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]  # typeshed does not know it

import httpcore2
import httpx2

from digest.errors import ConfigError
from digest.sources.addresses import Allowed
from digest.sources.door import Door, LookUp, Reach
from digest.sources.names import Unreached

_KEEP_ALIVE = 5.0  # seconds an idle connection may wait for the next request to its host


class Line:
    """The one connection to a host, by one scheme. `used`: the server has answered on it before."""

    def __init__(self, scheme: str, door: Door, pool: httpcore2.ConnectionPool) -> None:
        self.scheme = scheme
        self.door = door
        self.pool = pool
        self.used = False


class _Host:
    """What is known of a host in this run: whose turn it is, when it may be asked again, and the line to it."""

    __slots__ = ("line", "ready", "rest", "rests_till", "turn", "users")

    def __init__(self) -> None:
        self.turn = Lock()
        self.ready = 0.0  # monotonic seconds
        self.rests_till = 0.0
        self.rest = ""  # why
        self.users = 0
        self.line: Line | None = None


class Lines:
    """All hosts, for all who fetch in one run. Safe to share between threads.

    `proxies` is what `urllib.request.getproxies()` gives: URLs by scheme, exceptions under "no". With a proxy, the
    proxy looks names up, so that only addresses written out in a URL can be checked here. `pause` is in seconds, from
    the end of one request to a host to the beginning of the next. Raises ConfigError for a proxy that cannot be used.
    """

    def __init__(
        self,
        allowed: Allowed,
        proxies: Mapping[str, str],
        look_up: LookUp,
        tls: Callable[[], ssl.SSLContext],
        pause: float = 0.0,
    ) -> None:
        self.allowed = allowed
        self._look_up = look_up
        self._pause = pause
        self._reach = Reach()
        self._lock = Lock()
        self._hosts: dict[str, _Host] = {}
        self._tls = _Tls(tls)
        self._exceptions = {"no": proxies.get("no", "")}
        self._proxies = {
            scheme: _proxy(scheme, url)
            for scheme in ("http", "https")
            if (url := proxies.get(scheme, proxies.get("all")))
        }

    @contextmanager
    def lease(self, host: str) -> Iterator[None]:
        """Keep the line to a host open within the block; without a lease left, it is hung up."""
        known = self._host(host)
        with self._lock:
            known.users += 1
        try:
            yield
        finally:
            with self._lock:
                known.users -= 1
                line = None if known.users else known.line
                if line is not None:
                    known.line = None
            if line is not None:
                line.pool.close()

    @contextmanager
    def turn(self, scheme: str, host: str) -> Iterator[Line]:
        """The line to a host, ours alone within the block, once it is our turn and the pause is over."""
        known = self._host(host)
        with known.turn:
            if (wait := known.ready - time.monotonic()) > 0:
                time.sleep(wait)
            if known.line is not None and known.line.scheme != scheme:
                known.line.pool.close()  # one connection a host: from http to https it is another one
                known.line = None
            line = known.line = known.line or self._dial(scheme, host)
            pause = self._pause
            try:
                yield line
            except Unreached:
                pause = 0.0  # nobody was asked, so there is nobody to be spared
                raise
            finally:
                known.ready = time.monotonic() + pause

    def ready(self, host: str) -> float:
        """When a host may be asked next, in monotonic seconds; the past for now."""
        known = self._hosts.get(host)
        return known.ready if known else 0.0

    def rest(self, host: str, seconds: float, why: str) -> None:
        """Leave a host alone: it has asked for it."""
        known = self._host(host)
        known.rest, known.rests_till = why, time.monotonic() + seconds

    def resting(self, host: str) -> tuple[float, str]:
        """For how many seconds a host is still to be left alone, and why; (0.0, "") when it may be asked."""
        known = self._hosts.get(host)
        left = known.rests_till - time.monotonic() if known else 0.0
        return (left, known.rest) if known and left > 0 else (0.0, "")

    @property
    def down(self) -> bool:
        """Whether hosts could not be reached, and none could: the network may be down."""
        return self._reach.down

    def proxy(self, scheme: str, host: str) -> httpx2.URL | None:
        """The proxy that leads to a host, or None for the direct way."""
        return None if proxy_bypass_environment(host, self._exceptions) else self._proxies.get(scheme)

    def _host(self, host: str) -> _Host:
        with self._lock:
            return self._hosts.get(host) or self._hosts.setdefault(host, _Host())

    def _dial(self, scheme: str, host: str) -> Line:
        tls = self._tls.get() if scheme == "https" else None
        if (proxy := self.proxy(scheme, host)) is not None:
            door = Door(self.allowed, self._look_up, self._reach, always=proxy.raw_host.decode("ascii"))
            return Line(scheme, door, self._through(proxy, tls, door))
        door = Door(self.allowed, self._look_up, self._reach)
        pool = httpcore2.ConnectionPool(tls, max_connections=1, keepalive_expiry=_KEEP_ALIVE, network_backend=door)
        return Line(scheme, door, pool)

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
