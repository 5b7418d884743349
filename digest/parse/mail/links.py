"""Links of mails: redirectors taken off where the address they lead to is written in them. Nothing is ever fetched."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from binascii import Error
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from digest.parse.links import absolute
from digest.parse.mail.words import listed

_DEEPEST = 5  # redirectors within one another; real mails have two
_LONGEST = 8_000  # characters of an address that are looked into
_IN_PATH = re.compile(r"/(https?(?:://?|%3A%2F%2F|:%2F%2F))", re.IGNORECASE)
_TOKEN = re.compile(r"[A-Za-z0-9_+/=%-]{20,}")
_WITHIN = re.compile(r"https?:\\*/\\*/[^\s\"'<>\x00-\x1f\x7f-\xff]{4,}")
_PROOFPOINT = re.compile(r"urldefense(?:\.proofpoint)?\.com/v(?:2/url\?u=([^&]+)|3/__(.+?)__;)")
# A name or number that stands for one reader or one mail: long, letters and figures mixed, no words in it.
_OPAQUE = re.compile(r"(?=[\w=+%-]*\d)(?=[\w=+%-]*[A-Za-z])[\w=+%-]{24,}")
_WORDY = re.compile(r"[a-z]+(?:-[a-z0-9]+){2,}", re.IGNORECASE)


def target(base: str, link: str) -> str:
    """The http(s) address that a link of a mail leads to, without its redirectors; "" for another kind of link."""
    url = absolute(base, "".join(link.split()))
    for _ in range(_DEEPEST):
        inner = next(_inside(url), "") if len(url) <= _LONGEST else ""
        if not inner:
            break
        url = inner
    return url


def opaque(url: str) -> bool:
    """Whether an address holds a token that may stand for the reader: its own page, not everybody's."""
    parts = urlsplit(url)
    pieces = [*parts.path.split("/"), *(value for _, value in parse_qsl(parts.query)), parts.fragment]
    return any(_OPAQUE.fullmatch(piece) and not _WORDY.fullmatch(piece) for piece in pieces)


def impersonal(url: str) -> str:
    """An address without the query parameters that say who the reader is."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if not parts.query:
        return url
    personal = frozenset(listed("links", "personal"))
    kept = [one for one in parts.query.split("&") if one.partition("=")[0].casefold() not in personal]
    return urlunsplit(parts._replace(query="&".join(kept)))


def _inside(url: str) -> Iterator[str]:
    """The addresses written in one, the likeliest first."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return
    if found := _PROOFPOINT.search(url):
        yield from _fit(_unproofed(found))
    names = frozenset(listed("links", "targets"))
    for name, value in parse_qsl(parts.query):
        if name.casefold() in names:
            yield from _fit(value)
    if found := _IN_PATH.search(parts.path):
        yield from _fit(unquote(parts.path[found.start(1) :]) + (f"?{parts.query}" if parts.query else ""))
    for token in _TOKEN.findall(f"{parts.path.replace('/', ' ')} {parts.query.replace('=', ' ')}"):
        yield from _fit(_decoded(token))


def _fit(text: str) -> Iterator[str]:
    """The text if it is an address of the web, a slash that a server folded put back."""
    url = re.sub(r"^(https?):/+(?=[^/])", r"\1://", text.strip(), flags=re.IGNORECASE)
    if url.lower().startswith(("http://", "https://")) and absolute("", url):
        yield url


def _decoded(token: str) -> str:
    """The address within a token of base64, bare or in JSON; "" when there is none."""
    text = unquote(token).replace("+", "-").replace("/", "_").rstrip("=")
    for _ in range(2):  # JSON in base64 in JSON
        try:
            raw = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("latin-1")
        except (Error, ValueError):
            return ""
        if found := _WITHIN.search(raw):
            return re.sub(r"\\+/", "/", found[0]).rstrip("\\")
        inner = re.search(r"[A-Za-z0-9_-]{40,}", raw)
        if not inner:
            return ""
        text = inner[0]
    return ""


def _unproofed(found: re.Match[str]) -> str:
    """The address that a mail filter of a company has wrapped."""
    if found[1]:
        return unquote(found[1].replace("-", "%").replace("_", "/"))
    return re.sub(r"^(https?:)/(?=[^/])", r"\1//", found[2])
