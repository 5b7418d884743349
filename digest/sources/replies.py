"""What a web server's answer means: in words where it is trouble, as validators where it may be asked for again."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from http import HTTPStatus

import httpcore2
import httpx2

from digest.errors import SourceTrouble
from digest.models import Validators

_LATER = "The next run tries again."
_ADVICE = {
    400: "The address in feeds.toml may be wrong: open it in a browser.",
    401: "It asks for a name and password: write https://${USER}:${PASSWORD}@host/... in feeds.toml.",
    403: "The site does not want to be read by programs: ask it, or take the source out.",
    404: "The address may have moved: look for the feed's new address on the site.",
    406: "The address may be that of something else than a feed.",
    408: _LATER,
    410: "The feed is gone for good: take it out of feeds.toml.",
    429: "We asked too often: run less often.",
    451: "It is withheld for legal reasons.",
}
_READABLE = frozenset({"", "identity", "gzip", "deflate", "br"})
_LONGEST = 1000  # characters of a validator; longer ones are not sent back


def status_trouble(status: int, headers: Mapping[str, str]) -> SourceTrouble:
    """The trouble with an answer that brings no feed."""
    try:
        phrase = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        phrase = str(status)
    advice = _ADVICE.get(status) or (_LATER if status >= 500 else "Open the address in a browser to see what it is.")
    wait = headers.get("retry-after", "")
    if status in (429, 503) and wait.isascii() and wait.isprintable() and wait:
        advice += f" It asks for a pause of {wait} s." if wait.isdigit() else f" It asks for a pause until {wait[:40]}."
    return SourceTrouble(f"the server says {phrase}", advice)


def encoding_trouble(headers: Mapping[str, str]) -> SourceTrouble | None:
    """The trouble with a body that is packed in a way that was not asked for and cannot be unpacked, or None."""
    codings = [coding.strip().lower() for coding in headers.get("content-encoding", "").split(",")]
    strange = [coding for coding in codings if coding not in _READABLE]
    if not strange:
        return None
    return SourceTrouble(f"the body is packed in an unknown way ({strange[0][:40]})", "The server is set up wrongly.")


def transport_trouble(host: str, error: Exception, connect: float, read: float) -> SourceTrouble:
    """The trouble behind an exception of the HTTP library; `connect` and `read` are its time-outs in seconds."""
    cause = error.args[0] if error.args else None
    if isinstance(cause, ssl.SSLCertVerificationError):
        reason = cause.verify_message or "not trusted"
        return SourceTrouble(f"the certificate of {host} is not valid: {reason}", "Tell the site; nothing was read.")
    if isinstance(cause, ssl.SSLError):
        reason = (cause.reason or "handshake failed").replace("_", " ").lower()
        return SourceTrouble(f"no secure connection to {host}: {reason}", "Try http:// or ask the site.")
    if isinstance(error, httpcore2.ConnectTimeout):
        return SourceTrouble(f"{host} did not set up a secure connection within {connect:.3g} s", _LATER)
    if isinstance(error, httpcore2.TimeoutException):
        return SourceTrouble(f"{host} sent nothing for {read:.3g} s", _LATER)
    if isinstance(error, httpcore2.ProxyError):
        return SourceTrouble(f"the proxy refuses the way to {host}: {error}", "Check the proxy's settings.")
    if isinstance(error, httpx2.DecodingError):
        return SourceTrouble(f"the body that {host} sent is packed wrongly and cannot be unpacked", _LATER)
    if isinstance(error, httpcore2.ProtocolError):
        return SourceTrouble(f"{host} does not speak HTTP properly: {str(error)[:200]}", _LATER)
    if isinstance(cause, (OSError, socket.timeout)) and cause.strerror:
        return SourceTrouble(f"the connection to {host} broke: {cause.strerror}", _LATER)
    return SourceTrouble(f"the connection to {host} broke", _LATER)


def validators(headers: Mapping[str, str], body_hash: str) -> Validators:
    """What the server gave to ask "changed since?" with, as far as it can be sent back."""
    return Validators(_sendable(headers.get("etag", "")), _sendable(headers.get("last-modified", "")), body_hash)


def questions(known: Validators | None) -> list[tuple[bytes, bytes]]:
    """The request headers that ask "changed since?"; none when nothing is known."""
    if known is None:
        return []
    pairs = ((b"If-None-Match", known.etag), (b"If-Modified-Since", known.last_modified))
    return [(name, value.encode("ascii")) for name, value in pairs if value and _sendable(value)]


def _sendable(value: str) -> str:
    return value if value.isascii() and value.isprintable() and len(value) <= _LONGEST else ""
