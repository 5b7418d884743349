"""What a request says: who we are, what we would like, whether there is anything new, and a feed's own headers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import httpx2

from digest.errors import SourceTrouble
from digest.models import Validators
from digest.sources.replies import sendable
from digest.sources.urls import login

if TYPE_CHECKING:
    from digest.sources.http import HttpSource

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, text/html;q=0.5, */*;q=0.1"
)
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
_OURS = frozenset({
    "accept-encoding", "connection", "content-length", "expect", "host", "if-modified-since", "if-none-match",
    "keep-alive", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade",
})  # fmt: skip

Pairs = list[tuple[bytes, bytes]]


def head(source: HttpSource, url: httpx2.URL, home: httpx2.URL, *, trusted: bool) -> Pairs:
    """The headers of a request to `url`. Password and headers of `source` go along only when it is `trusted`.

    Raises SourceTrouble for headers that cannot be sent; it names them, and never their values.
    """
    pairs = [
        (b"Host", url.netloc),
        (b"User-Agent", source.web.agent.encode("ascii")),
        (b"Accept", source.accept.encode("ascii", "replace")),
        (b"Accept-Encoding", b"gzip, deflate"),
    ]
    if not trusted:
        return pairs
    own = _own(source.headers)
    named = {name.lower() for name, _ in own}
    return [pair for pair in (*pairs, *login(home)) if pair[0].lower() not in named] + own


def questions(known: Validators | None) -> Pairs:
    """The request headers that ask "changed since?"; none when nothing is known."""
    if known is None:
        return []
    pairs = ((b"If-None-Match", known.etag), (b"If-Modified-Since", known.last_modified))
    return [(name, value.encode("ascii")) for name, value in pairs if value and sendable(value)]


def _own(headers: Mapping[str, str]) -> Pairs:
    pairs: Pairs = []
    for name, value in headers.items():
        if not _TOKEN.fullmatch(name) or name.lower() in _OURS:
            raise SourceTrouble(f"the header {name[:40]!r} is not for a feed to set", "Take it out of headers.")
        text = value.strip()
        if not (text.isascii() and text.isprintable()):
            raise SourceTrouble(
                f"the value of the header {name} has characters that cannot be sent", "Correct it in headers."
            )
        pairs.append((name.encode("ascii"), text.encode("ascii")))
    return pairs
