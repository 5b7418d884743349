"""One fetch: a conditional GET through all redirects, with limits on everything that a server may do."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpcore2
import httpx2

from digest.errors import SourceTrouble
from digest.models import Fetched, Unchanged, Validators, Wishes
from digest.parse.links import absolute
from digest.sources.addresses import literal
from digest.sources.door import Flood, forbidden
from digest.sources.freshness import freshness
from digest.sources.lines import Line
from digest.sources.media import body_hash, content_type, media_type
from digest.sources.questions import head, questions
from digest.sources.replies import REDIRECTS, Refusal, paused, status_trouble, transport_trouble, validators
from digest.sources.unpacking import BadPacking, TooMuch, unpacked, unpackers
from digest.sources.urls import CORRECT, bare, parsed, port_of, shown, trusted
from digest.sources.web import Heard

if TYPE_CHECKING:
    from digest.sources.http import HttpSource

_PERMANENT = frozenset({301, 308})
_WHOLE = frozenset({200, 203})
_MOST_HEADERS = 200  # real servers send up to about 40
_INSANE = "The server is broken or hostile: tell the site, or take the source out."


@dataclass(frozen=True, slots=True)
class Call:
    """The next request goes to `host`: whoever waits for its turn elsewhere may do so before going on."""

    host: str


@dataclass(frozen=True, slots=True)
class _Sent:
    """Where an answer sends us, and whether for good."""

    to: str
    for_good: bool


class _HungUp(Exception):
    """The server had just then hung up a connection that it had kept for us: ask again on another."""


class Errand:
    """One fetch, from the first request through all redirects to the outcome."""

    def __init__(self, source: HttpSource, known: Mapping[str, Validators]) -> None:
        """`known` maps URLs to what is kept of them. Raises SourceTrouble for an address that cannot be asked."""
        self._source = source
        self._web = source.web
        self._known = known
        self._patience = source.patience or source.web.patience
        self._left = self._patience.total
        self._home = parsed(source.address.strip(), None)  # what its password and headers are for
        self._url = bare(parsed(source.start, None) if source.start else self._home)
        self._moved = ""  # as far as all redirects so far were for good
        self._for_good = True

    def run(self) -> Iterator[Call | Fetched | Unchanged]:
        """Follow redirects to the end: a Call before each request, then the outcome. Raises SourceTrouble."""
        seen = [str(self._url)]
        with ExitStack() as leases:
            while True:
                host = host_of(self._url)
                leases.enter_context(self._web.lines.lease(host))
                yield Call(host)
                try:
                    reply = self._ask(host)
                except _HungUp:
                    continue
                if isinstance(reply, Fetched | Unchanged):
                    yield reply
                    return
                self._follow(reply, seen)

    def _follow(self, sent: _Sent, seen: list[str]) -> None:
        url = bare(parsed(sent.to, self._url))
        if str(url) in seen:
            raise SourceTrouble(f"redirects in a circle: {' → '.join(map(shown, [*seen, str(url)]))}", CORRECT)
        if len(seen) > self._patience.redirects:
            raise SourceTrouble(f"redirects more than {self._patience.redirects} times", CORRECT)
        self._for_good = self._for_good and sent.for_good
        self._moved = str(url) if self._for_good else self._moved
        self._url = url
        seen.append(str(url))

    def _ask(self, host: str) -> Fetched | Unchanged | _Sent:
        """One request when it is our turn at that host; an outcome, or where we are sent instead."""
        url, lines = self._url, self._web.lines
        address = literal(host)
        if address and lines.proxy(url.scheme, host) and not self._web.allowed.permits(host, port_of(url), address):
            raise forbidden(host, address)
        with lines.turn(url.scheme, host) as line:
            seconds, why = lines.resting(host)
            if seconds:
                raise paused(host, seconds, why)
            start = time.monotonic()
            line.door.until = start + self._left
            line.door.budget = 2 * self._patience.head
            try:
                return self._exchange(line, url)
            except (httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.ProxyError,
                    BadPacking, Flood) as error:  # fmt: skip
                raise self._trouble(host, line, error) from error
            finally:
                self._left -= time.monotonic() - start

    def _trouble(self, host: str, line: Line, error: Exception) -> SourceTrouble:
        patience = self._patience
        if isinstance(error, Flood):
            return TooMuch(patience.body)
        if time.monotonic() >= line.door.until:
            return SourceTrouble(f"{host} took more than {patience.total:.3g} s in all", "The next run tries again.")
        return transport_trouble(host, error, patience.connect, patience.read)

    def _exchange(self, line: Line, url: httpx2.URL) -> Fetched | Unchanged | _Sent:
        patience = self._patience
        request = httpcore2.Request(
            b"GET",
            httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=[
                *head(self._source, url, self._home, trusted=trusted(url, self._home)),
                *questions(self._known.get(str(url))),
            ],
            extensions={"timeout": {"connect": patience.connect, "read": patience.read, "write": patience.read}},
        )
        try:
            raw = _sent(line, request)
        except Flood as flood:
            raise SourceTrouble(f"the server's headers go on after {patience.head / 1000:.3g} kB", _INSANE) from flood
        try:
            if len(raw.headers) > _MOST_HEADERS or sum(len(n) + len(v) + 4 for n, v in raw.headers) > patience.head:
                raise SourceTrouble(f"the server sent {len(raw.headers)} headers, or very long ones", _INSANE)
            line.door.budget += patience.body
            return self._judge(raw)
        finally:
            raw.close()

    def _judge(self, raw: httpcore2.Response) -> Fetched | Unchanged | _Sent:
        headers = _plain(raw.headers)
        self._web.heard(Heard(str(self._url), raw.status, headers))
        if raw.status in REDIRECTS and (location := headers.get("location", "")):
            return _Sent(location, raw.status in _PERMANENT)
        if raw.status == 304 and questions(self._known.get(str(self._url))):
            raw.read()  # to its end, so that the connection can be used again
            return Unchanged(self._source.name, str(self._url), self._web.at, self._wishes(headers))
        if raw.status not in _WHOLE:
            raise self._refusal(raw.status, headers)
        layers = unpackers(headers.get("content-encoding", ""))
        return self._outcome(headers, unpacked(raw.iter_stream(), layers, self._patience.body))

    def _refusal(self, status: int, headers: Mapping[str, str]) -> Refusal:
        host = host_of(self._url)
        trouble = status_trouble(status, headers, host, self._web.at, for_good=self._for_good)
        if trouble.wishes.host:
            self._web.lines.rest(host, trouble.wishes.wait, trouble.what)
        return trouble

    def _outcome(self, headers: Mapping[str, str], body: bytes) -> Fetched | Unchanged:
        if not body.strip():
            raise SourceTrouble("the server sent an empty page", "The next run tries again.")
        url, at, name = str(self._url), self._web.at, self._source.name
        kept = validators(headers, body_hash(body))
        old = self._known.get(url)
        wishes = self._wishes(headers, body)
        if old is not None and old.body_hash == kept.body_hash:
            return Unchanged(name, url, at, wishes, None if old == kept else kept)
        declared, charset = content_type(headers.get("content-type", ""))
        kind = media_type(declared, body)
        base, language = headers.get("content-location", ""), headers.get("content-language", "")
        base = absolute(url, base)
        return Fetched(name, url, body, kind, charset, at, kept, base=base, language=language, wishes=wishes)

    def _wishes(self, headers: Mapping[str, str], body: bytes = b"") -> Wishes:
        return Wishes(self._moved, fresh=freshness(headers, self._web.at, body))


def host_of(url: httpx2.URL) -> str:
    """The host in ASCII, under which requests to it wait for their turn."""
    return url.raw_host.decode("ascii").rstrip(".")


def _plain(raw: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers by their names in lower case; of several with one name, the values joined as HTTP says."""
    found: dict[str, str] = {}
    for name, value in raw:
        key, text = name.decode("latin-1").lower(), _text(value).strip()
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def _text(value: bytes) -> str:
    """A header's value: servers write UTF-8 where they should write ASCII, in addresses most of all."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _sent(line: Line, request: httpcore2.Request) -> httpcore2.Response:
    """Send the request. Raises _HungUp when a connection that was used before breaks: that is nobody's fault."""
    used, line.used = line.used, False
    try:
        response = line.pool.handle_request(request)
    except (httpcore2.RemoteProtocolError, httpcore2.ReadError, httpcore2.WriteError) as error:
        if used:
            raise _HungUp from error
        raise
    line.used = True
    return response
