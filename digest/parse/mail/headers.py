"""Headers of mails, read by our own few lines: whatever stands there, a text comes out.

The standard library takes a message apart (`policy.compat32`: structure only, headers as raw text). Its own reading of
headers (`policy.default`) is left aside, as it raises on some that real mails have: see the tests for examples.
"""

from __future__ import annotations

import re
from binascii import Error, a2b_base64
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from itertools import islice
from quopri import decodestring

from digest.language.dates import moment
from digest.parse.decoding import decode

_WORD = re.compile(r"=\?([^?\s*]+)(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN = re.compile(r"(?<=\?=)\s+(?==\?)")
_LONGEST = 10_000  # characters of a header that are read
_MOST = 50  # addresses of a header that are read: more are a spammer's
_ADDRESS = re.compile(r"[^\s<>()\[\],;:@\"]+@[^\s<>()\[\],;:@\"]+")


def header(message: Message, name: str) -> str:
    """A header's text in one line, encoded words read; "" when it is not there."""
    return text_of(raw(message, name))


def raw(message: Message, name: str) -> str:
    """A header as it stands, unfolded, its bytes read as text."""
    return next(every(message, name), "")


def every(message: Message, name: str) -> Iterator[str]:
    """All headers of this name, in their order, at most fifty."""
    named = (str(value) for key, value in message.raw_items() if key.lower() == name.lower())
    return (" ".join(_unescaped(value[:_LONGEST]).split()) for value in islice(named, _MOST))


def text_of(value: str) -> str:
    """RFC 2047: encoded words read, those of one encoding together, as a character may be parted between them."""
    words = _BETWEEN.sub("", value)
    out: list[str] = []
    held, charset, end = b"", "", 0
    for found in _WORD.finditer(words):
        between = words[end : found.start()]
        if held and (between or found[1].lower() != charset):
            out.append(decode(held, charset))
            held = b""
        out.append(between)
        charset, end = found[1].lower(), found.end()
        held += _bytes_of(found[2], found[3])
    out += [decode(held, charset) if held else "", words[end:]]
    return " ".join("".join(out).split())


def people(message: Message, *names: str) -> list[tuple[str, str]]:
    """The (name, address) pairs of these headers, the address in lower case; at most fifty of each."""
    found: list[tuple[str, str]] = []
    for name in names:
        for line in every(message, name):
            try:
                pairs = getaddresses([line])[:_MOST]
            except (ValueError, IndexError, AttributeError, RecursionError):
                pairs = [("", address) for address in _ADDRESS.findall(line)[:_MOST]]
            found += [
                (text_of(who).strip("\"' "), where.strip().lower()) for who, where in pairs if "@" in where or who
            ]
    return found


def sender(message: Message) -> str:
    """The name of whom a mail is from, else the domain of the address: "" when there is neither."""
    for name, address in people(message, "From", "Sender", "Reply-To"):
        if name and not _ADDRESS.fullmatch(name):
            return name
        if "@" in address:
            return address.rpartition("@")[2].removeprefix("mail.").removeprefix("news.")
    return ""


def sent(message: Message) -> tuple[datetime | None, str]:
    """When a mail was written, aware UTC, and where that stands: "" for its own date, else a noun."""
    if (found := _moment(raw(message, "Date"))) is not None:
        return found, ""
    for line in every(message, "Received"):
        if (found := _moment(line.rpartition(";")[2])) is not None:
            return found, "the header “Received”"
    for name in ("Delivery-Date", "Resent-Date", "X-Original-Date", "NNTP-Posting-Date"):
        if (found := _moment(raw(message, name))) is not None:
            return found, f"the header “{name}”"
    return None, ""


def _moment(value: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(value.strip())
        return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return moment(value)


def _bytes_of(coding: str, text: str) -> bytes:
    data = text.encode("utf-8", "surrogateescape")
    if coding in "qQ":
        return decodestring(data, header=True)
    try:
        return a2b_base64(data + b"=" * (-len(data) % 4))
    except Error:
        return data


def _unescaped(value: str) -> str:
    """Bytes beyond ASCII that stand in a header as they are, read as text."""
    return decode(value.encode("utf-8", "surrogateescape")) if not value.isascii() else value
