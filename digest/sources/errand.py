"""One fetch: a conditional GET through all redirects, with limits on everything that a server may do."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import suppress

import httpcore2
import httpx2

from digest.errors import SourceTrouble
from digest.models import Fetched, Unchanged, Validators
from digest.sources.addresses import literal
from digest.sources.door import forbidden
from digest.sources.lines import Line
from digest.sources.media import body_hash, content_type, media_type
from digest.sources.replies import encoding_trouble, questions, status_trouble, transport_trouble, validators
from digest.sources.urls import CORRECT, bare, login, parsed, port_of, shown, trusted
from digest.sources.web import Patience, Web

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, text/html;q=0.5, */*;q=0.1"
)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WHOLE = frozenset({200, 203})


class Errand:
    """One fetch, from the first request through all redirects to the outcome."""

    def __init__(
        self,
        name: str,
        address: str,
        web: Web,
        known: Mapping[str, Validators],
        accept: str = ACCEPT,
        patience: Patience | None = None,
    ) -> None:
        """`name` is the source's; `known` maps URLs to what is kept of them; without `patience` the web's holds."""
        self._name = name
        self._address = address
        self._web = web
        self._known = known
        self._accept = accept
        self._patience = patience or web.patience
        self._left = self._patience.total

    def run(self) -> Fetched | Unchanged:
        """Follow redirects to the end. Raises SourceTrouble."""
        first = parsed(self._address, None)
        password = login(first)
        url = bare(first)
        seen = [str(url)]
        while True:
            headers = self._headers(url, password if trusted(url, first) else [])
            reply = self._ask(url, headers)
            if isinstance(reply, Fetched | Unchanged):
                return reply
            url = bare(parsed(reply, url))
            if str(url) in seen:
                raise SourceTrouble(f"redirects in a circle: {' → '.join(map(shown, [*seen, str(url)]))}", CORRECT)
            if len(seen) > self._patience.redirects:
                raise SourceTrouble(f"redirects more than {self._patience.redirects} times", CORRECT)
            seen.append(str(url))

    def _headers(self, url: httpx2.URL, password: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        return [
            (b"Host", url.netloc),
            (b"User-Agent", self._web.agent.encode("ascii")),
            (b"Accept", self._accept.encode("ascii")),
            (b"Accept-Encoding", b"gzip, deflate"),
            *password,
            *questions(self._known.get(str(url))),
        ]

    def _ask(self, url: httpx2.URL, headers: list[tuple[bytes, bytes]]) -> Fetched | Unchanged | str:
        """One request when it is our turn at that host; an outcome, or where we are sent instead."""
        host = url.raw_host.decode("ascii")
        address = literal(host)
        behind_proxy = self._web.lines.proxy(url.scheme, host)
        if behind_proxy and address and not self._web.allowed.permits(host, port_of(url), address):
            raise forbidden(host, address)
        with self._web.lines.lease(url.scheme, host) as line, line.turn:
            start = time.monotonic()
            line.door.until = start + self._left
            try:
                return self._exchange(line, url, headers)
            except (httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.ProxyError,
                    httpx2.DecodingError) as error:  # fmt: skip
                raise self._trouble(host, line, error) from error
            finally:
                self._left -= time.monotonic() - start

    def _trouble(self, host: str, line: Line, error: Exception) -> SourceTrouble:
        patience = self._patience
        if time.monotonic() >= line.door.until:
            return SourceTrouble(f"{host} took more than {patience.total:.3g} s in all", "The next run tries again.")
        return transport_trouble(host, error, patience.connect, patience.read)

    def _exchange(self, line: Line, url: httpx2.URL, headers: list[tuple[bytes, bytes]]) -> Fetched | Unchanged | str:
        patience = self._patience
        request = httpcore2.Request(
            b"GET",
            httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=headers,
            extensions={"timeout": {"connect": patience.connect, "read": patience.read, "write": patience.read}},
        )
        raw = _sent(line, request)
        try:
            response = httpx2.Response(raw.status, headers=raw.headers, stream=_Body(raw))
            return self._judge(url, response)
        finally:
            raw.close()

    def _judge(self, url: httpx2.URL, response: httpx2.Response) -> Fetched | Unchanged | str:
        status = response.status_code
        if status in _REDIRECTS and (location := response.headers.get("location", "")):
            return location
        if status == 304 and questions(self._known.get(str(url))):
            self._read(response)  # to its end, so that the connection can be used again
            return Unchanged(self._name, str(url), self._web.at)
        if status not in _WHOLE:
            raise status_trouble(status, response.headers)
        if trouble := encoding_trouble(response.headers):
            raise trouble
        return self._outcome(url, response.headers, self._read(response))

    def _outcome(self, url: httpx2.URL, headers: httpx2.Headers, body: bytes) -> Fetched | Unchanged:
        if not body.strip():
            raise SourceTrouble("the server sent an empty page", "The next run tries again.")
        kept = validators(headers, body_hash(body))
        old = self._known.get(str(url))
        if old is not None and old.body_hash == kept.body_hash:
            return Unchanged(self._name, str(url), self._web.at)
        declared, charset = content_type(headers.get("content-type", ""))
        kind = media_type(declared, body)
        return Fetched(self._name, str(url), body, kind, charset, self._web.at, kept)

    def _read(self, response: httpx2.Response) -> bytes:
        """The decoded body. Raises SourceTrouble as soon as it is longer than is put up with."""
        cap = self._patience.body
        parts: list[bytes] = []
        size = 0
        for part in response.iter_bytes():
            size += len(part)
            if size > cap:
                raise SourceTrouble(
                    f"the server sent more than {cap / 1e6:.3g} MB", "That is no feed, or a broken one."
                )
            parts.append(part)
        return b"".join(parts)


class _Body(httpx2.SyncByteStream):
    """The body as it comes off the wire, for the library that unpacks it."""

    def __init__(self, raw: httpcore2.Response) -> None:
        self._raw = raw

    def __iter__(self) -> Iterator[bytes]:
        yield from self._raw.iter_stream()

    def close(self) -> None:
        self._raw.close()


def _sent(line: Line, request: httpcore2.Request) -> httpcore2.Response:
    """Send the request; once more when the server has just then hung up a connection that it had kept for us."""
    if line.used:
        with suppress(httpcore2.RemoteProtocolError, httpcore2.ReadError):
            return line.pool.handle_request(request)
    response = line.pool.handle_request(request)
    line.used = True
    return response
