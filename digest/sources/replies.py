"""What a web server's answer means: in words where it is trouble, as validators where it may be asked for again."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus

import httpcore2

from digest.errors import SourceTrouble
from digest.models import Absence, Validators, Wishes
from digest.pace import LONGEST_PAUSE
from digest.sources.freshness import seconds_until
from digest.sources.unpacking import BadPacking

_LATER = "The next run tries again."
_ADVICE = {
    400: "The address may be wrong: open it in a browser.",
    401: "It asks for a name and password: write https://${USER}:${PASSWORD}@host/... in feeds.toml.",
    403: "The site does not want to be read by programs: ask it, or take the source out.",
    404: "The address may have moved: look for the feed's new address on the site.",
    406: "The address may be that of something else than a feed.",
    408: _LATER,
    410: "It is gone for good: look for the feed's new address on the site.",
    429: "We asked too often: run less often.",
    451: "It is withheld for legal reasons.",
}
_NOWHERE = "The server is set up wrongly: open the address in a browser, and tell the site."
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TOO_MANY, _UNAVAILABLE, _GONE, _NOT_FOUND = 429, 503, 410, 404
_USUAL_PAUSE = 60.0  # seconds after a 429 that names none
_LONGEST = 1000  # characters of a validator; longer ones are not sent back


class Refusal(SourceTrouble):
    """An answer that brings no feed, and what the server asks of the requests to come."""

    def __init__(self, what: str, advice: str, wishes: Wishes) -> None:
        """`wishes` go into the Failure."""
        super().__init__(what, advice)
        self.wishes = wishes


def status_trouble(
    status: int, headers: Mapping[str, str], host: str, at: datetime, *, for_good: bool = True
) -> Refusal:
    """The trouble with an answer that brings no feed. `for_good`: only permanent redirects led here, if any."""
    try:
        phrase = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        phrase = str(status)
    if status in REDIRECTS:
        return Refusal(f"the server says {phrase}, but not where to", _NOWHERE, Wishes())
    advice = _ADVICE.get(status) or (_LATER if status >= 500 else "Open the address in a browser to see what it is.")
    wait = _wait(status, headers, at)
    if wait:
        advice += f" It asks for a pause of {spoken(wait)}: until then it is left alone."
    wishes = Wishes(
        absent=_absence(status, for_good=for_good), wait=wait, host=host if status == _TOO_MANY and wait else ""
    )
    return Refusal(f"the server says {phrase}", advice, wishes)


def paused(host: str, seconds: float, why: str) -> Refusal:
    """The trouble with a host that has just asked to be left alone, when another feed of it was asked."""
    what = f"{host} was not asked: {why} for another address of it"
    return Refusal(what, f"It asks for a pause of {spoken(seconds)}.", Wishes(wait=seconds, host=host, unasked=True))


def spoken(seconds: float) -> str:
    """A length of time in words."""
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.0f} h"


def _wait(status: int, headers: Mapping[str, str], at: datetime) -> float:
    """Seconds to leave the server alone, a day at most."""
    if status not in {_TOO_MANY, _UNAVAILABLE}:
        return 0.0
    said = seconds_until(headers.get("retry-after", ""), at)
    return min(said or (_USUAL_PAUSE if status == _TOO_MANY else 0.0), LONGEST_PAUSE)


def _absence(status: int, *, for_good: bool) -> Absence:
    if status == _GONE and for_good:
        return "gone"
    return "missing" if status in {_GONE, _NOT_FOUND} else ""


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
    if isinstance(error, BadPacking):
        return SourceTrouble(f"the body that {host} sent is packed wrongly and cannot be unpacked", _LATER)
    if isinstance(error, httpcore2.ProtocolError):
        return SourceTrouble(f"{host} does not speak HTTP properly: {str(error)[:200]}", _LATER)
    if isinstance(cause, (OSError, socket.timeout)) and cause.strerror:
        return SourceTrouble(f"the connection to {host} broke: {cause.strerror}", _LATER)
    return SourceTrouble(f"the connection to {host} broke", _LATER)


def validators(headers: Mapping[str, str], body_hash: str) -> Validators:
    """What the server gave to ask "changed since?" with, as far as it can be sent back."""
    return Validators(sendable(headers.get("etag", "")), sendable(headers.get("last-modified", "")), body_hash)


def sendable(value: str) -> str:
    """The value of a validator, "" when it cannot be sent back."""
    return value if value.isascii() and value.isprintable() and len(value) <= _LONGEST else ""
