"""A mail for one reader: the name, the addresses and the head that are theirs, put into the finished message.

The message is taken apart once for an issue; what all readers share is encoded then, and a reader's few words are set
in between, in the encoding that they stand in. Base64 goes on where it left off: three octets make four letters, so
what follows a word is kept encoded for each of the three places in which it can begin.

A place is found by what the renderers put there, never by a mark in the text: a mark could be written by whoever
writes an article, and would tell them a reader's address.
"""

from __future__ import annotations

import re
from binascii import b2a_base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.quoprimime import body_encode
from html import escape
from typing import Literal

from digest.errors import DigestError
from digest.models import Issue
from digest.render.addresses import href, unsubscribe_url
from digest.render.head import ascii_address, clean, fold, mailbox
from digest.render.text import flow

LONGEST = 998  # octets of a line without its end: RFC 5321 lets servers refuse more
_ROOM = 57  # octets of a line of base64
_FIELD = re.compile(rb"[!-9;-~]+:[^\r]*\r\n(?:[ \t][^\r]*\r\n)*")
_MAILTO = re.compile(r"mailto:[A-Za-z0-9._%+@?=&-]+")

What = Literal["greeting", "unsubscribe", "preferences"]


@dataclass(frozen=True, slots=True)
class Reader:
    """What is a reader's own; "" leaves what the issue says to all."""

    address: str = ""
    name: str = ""
    unsubscribe: str = ""  # https, or mailto
    preferences: str = ""  # https
    message_id: str = ""  # with its <angle brackets>


@dataclass(frozen=True, slots=True)
class _Slot:
    """A place in a part: what stands there, in which kind of text, and its words for readers without their own."""

    what: What
    html: bool
    common: bytes


@dataclass(frozen=True, slots=True)
class _Quoted:
    """A quoted-printable part: encoded stretches, and the slots between them."""

    stretches: tuple[bytes, ...]
    slots: tuple[_Slot, ...]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch of a base64 part: its octets, and for a start at each place of three its lines and what is left."""

    begin: bytes  # its first two octets
    ways: tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class _Packed:
    """A base64 part."""

    stretches: tuple[_Stretch, ...]
    slots: tuple[_Slot, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A message taken apart: the fields of its head that all share, the ways out that are open to all, its parts."""

    fields: tuple[tuple[bytes, bytes], ...]  # name in small letters, and the whole field
    parts: tuple[bytes | _Quoted | _Packed, ...]
    greeting: str
    mailto: str  # the list's own way out by mail, "" for none


def template(message: bytes, issue: Issue) -> Template:
    """Take `message`, the issue's mail.eml, apart. Every line's end becomes CRLF.

    Raises DigestError for a head that cannot be read, and for a line that servers may refuse.
    """
    whole = re.sub(rb"\r\n|\r|\n", b"\r\n", message)
    head, gap, body = whole.partition(b"\r\n\r\n")
    fields = tuple((found[0].partition(b":")[0].lower(), found[0]) for found in _FIELD.finditer(head + b"\r\n"))
    if not gap or b"".join(field for _, field in fields) != head + b"\r\n":
        raise DigestError("mail.eml: its head cannot be read; run `digest rebuild` for the issue")
    if any(len(line) > LONGEST for line in whole.split(b"\r\n")):
        raise DigestError(f"mail.eml: a line is longer than {LONGEST} octets, which servers refuse")
    ways = next((field for name, field in fields if name == b"list-unsubscribe"), b"")
    found = re.search(rb"<(mailto:[^>]+)>", ways)
    closed = body if body.endswith(b"\r\n") else body + b"\r\n"
    parts = tuple(_joined(_parts(head, closed, issue)))
    return Template(fields, parts, issue.imprint.greeting, found[1].decode("ascii") if found else "")


def personalised(mould: Template, reader: Reader) -> bytes:
    """The whole message for `reader`: lines end in CRLF and have at most 998 octets.

    Raises ConfigError for an address that is none, and DigestError for a link that is none.
    """
    said = _Said(mould.greeting, reader)
    out = [*_head(mould, reader), b"\r\n"]
    for part in mould.parts:
        if isinstance(part, bytes):
            out.append(part)
        elif isinstance(part, _Quoted):
            out.extend(_unfolded(part, said))
        else:
            out.extend(_unpacked(part, said))
    return b"".join(out)


class _Said:
    """A reader's words, by slot, each made once."""

    def __init__(self, greeting: str, reader: Reader) -> None:
        self._greeting = greeting
        self._name = clean(reader.name)
        self._links = {"unsubscribe": _link(reader.unsubscribe), "preferences": _link(reader.preferences)}

    def __call__(self, slot: _Slot) -> bytes:
        if slot.what != "greeting":
            link = self._links[slot.what]
            return (escape(link) if slot.html else link).encode() or slot.common
        if not self._name:
            return slot.common
        before, _, after = self._greeting.partition("{name}")
        if slot.html:
            return f"{escape(before)}<bdi>{escape(self._name)}</bdi>{escape(after)}".encode()
        return "\r\n".join(flow(f"{before}{self._name}{after}")).encode()


def _link(address: str) -> str:
    """An address fit for a mail's foot; DigestError when it is none."""
    if not address:
        return ""
    found = address if _MAILTO.fullmatch(address) else href(address)
    if not found or not found.isascii() or len(found) > LONGEST // 2:
        raise DigestError(f"{address!r} is no address for a reader's link; write https:// or mailto:")
    return found


def _head(mould: Template, reader: Reader) -> Iterator[bytes]:
    own = {name: fold(_CASED[name], value).encode("ascii") for name, value in _fields(mould, reader)}
    for name, field in mould.fields:
        yield own.pop(name, field)
    yield from own.values()


_CASED = {
    b"to": "To",
    b"message-id": "Message-ID",
    b"list-unsubscribe": "List-Unsubscribe",
    b"list-unsubscribe-post": "List-Unsubscribe-Post",
}


def _fields(mould: Template, reader: Reader) -> Iterator[tuple[bytes, str]]:
    if reader.address:
        yield b"to", mailbox(reader.name, ascii_address(reader.address))
    if reader.message_id:
        yield b"message-id", reader.message_id
    if reader.unsubscribe:
        link = _link(reader.unsubscribe)
        web = link.startswith("https://")
        ways = [link] if not web else [link, mould.mailto]
        yield b"list-unsubscribe", ", ".join(f"<{way}>" for way in ways if way)
        if web:
            yield b"list-unsubscribe-post", "List-Unsubscribe=One-Click"


# -- taking apart -------------------------------------------------------------------------------------------------


def _parts(head: bytes, body: bytes, issue: Issue) -> Iterator[bytes | _Quoted | _Packed]:
    """The body of a part with this head, in pieces."""
    told = message_from_bytes(head + b"\r\n\r\n")
    boundary = told.get_boundary()
    if told.get_content_maintype() == "multipart" and boundary:
        before, *inner = re.split(rb"(\r\n--" + re.escape(boundary.encode()) + rb"(?:--)?[ \t]*\r\n)", b"\r\n" + body)
        yield before[2:] if inner else body
        for at in range(0, len(inner), 2):
            yield inner[at][2:] if at == 0 and not before else inner[at]
            own, gap, rest = inner[at + 1].partition(b"\r\n\r\n")
            if gap and at + 2 < len(inner):
                yield own + gap
                yield from _parts(own, rest, issue)
            else:
                yield inner[at + 1]
        return
    kind = told.get_content_type()
    if kind not in ("text/plain", "text/html") or told.get_content_disposition() == "attachment":
        yield body
        return
    decoded = message_from_bytes(head + b"\r\n\r\n" + body).get_payload(decode=True)
    assert isinstance(decoded, bytes)
    yield _encoded(decoded, str(told["Content-Transfer-Encoding"]), issue, html=kind == "text/html") or body


def _joined(parts: Iterator[bytes | _Quoted | _Packed]) -> Iterator[bytes | _Quoted | _Packed]:
    """The same with neighbouring bytes joined."""
    held = b""
    for part in parts:
        if isinstance(part, bytes):
            held += part
        else:
            yield held
            yield part
            held = b""
    yield held


def _encoded(body: bytes, encoding: str, issue: Issue, *, html: bool) -> _Quoted | _Packed | None:
    """A part with its slots; None when it has none."""
    found = sorted(_places(body, issue, html=html))
    if not found:
        return None
    ends = [0, *(end for _, end, _ in found)]
    starts = [*(start for start, _, _ in found), len(body)]
    stretches = [body[end:start] for end, start in zip(ends, starts, strict=True)]
    slots = tuple(_Slot(what, html, body[start:end]) for start, end, what in found)
    if encoding == "base64":
        return _Packed(tuple(map(_stretch, stretches)), slots)
    if encoding == "quoted-printable":
        return _Quoted((*(_soft(one) for one in stretches[:-1]), _quoted(stretches[-1])), slots)
    raise DigestError(f"mail.eml: a part is in {encoding}; run `digest rebuild` for the issue")


def _places(body: bytes, issue: Issue, *, html: bool) -> Iterator[tuple[int, int, What]]:
    """Where a reader's own words go: the greeting's element or line, and every link out of the list."""
    links: tuple[tuple[What, str], ...] = (
        ("unsubscribe", unsubscribe_url(issue)),
        ("preferences", href(issue.imprint.preferences)),
    )
    for what, link in links:
        mark = f'href="{escape(link)}"' if html else f"<{link}>"
        inset = len('href="') if html else 1
        for found in re.finditer(re.escape(mark.encode()), body) if link else ():
            yield found.start() + inset, found.end() - 1, what
    if issue.imprint.greeting_all:
        place = _greeted(body, issue.imprint.greeting_all, html=html)
        if place:
            yield *place, "greeting"


def _greeted(body: bytes, common: str, *, html: bool) -> tuple[int, int] | None:
    """Where the greeting stands: in HTML the element of that id, in text its first line."""
    if html:
        found = re.search(rb'id="greeting"[^<>]*>([^<]*)<', body)
        return found.span(1) if found else None
    line = "\r\n".join(flow(common)).encode()
    found = re.search(rb"(?:(?<=\n)|\A)" + re.escape(line) + rb"(?=\r\n)", body)
    return found.span() if found else None


# -- encodings ----------------------------------------------------------------------------------------------------


def _quoted(octets: bytes) -> bytes:
    return body_encode(octets.decode("latin-1"), 76, "\r\n").encode("ascii")


def _soft(octets: bytes) -> bytes:
    """Encoded, ended by a soft break, so that what follows begins a line."""
    made = _quoted(octets)
    return made + b"=\r\n" if made and not made.endswith(b"\r\n") else made


def _unfolded(part: _Quoted, said: _Said) -> Iterator[bytes]:
    for stretch, slot in zip(part.stretches, part.slots, strict=False):
        yield stretch
        yield _soft(said(slot))
    yield part.stretches[-1]


def _stretch(octets: bytes) -> _Stretch:
    return _Stretch(octets[:2], tuple(_cut(octets[skipped:]) for skipped in range(3)))


def _cut(octets: bytes) -> tuple[bytes, bytes]:
    """All whole threes as lines of base64, and the one or two octets that are left."""
    whole = len(octets) // 3 * 3
    return _lines(octets[:whole]), octets[whole:]


def _lines(octets: bytes) -> bytes:
    chunks: Sequence[bytes] = [octets[at : at + _ROOM] for at in range(0, len(octets), _ROOM)]
    return b"".join(b2a_base64(chunk, newline=False) + b"\r\n" for chunk in chunks)


def _unpacked(part: _Packed, said: _Said) -> Iterator[bytes]:
    first = part.stretches[0].ways[0]
    yield first[0]
    left = first[1]
    for slot, stretch in zip(part.slots, part.stretches[1:], strict=True):
        octets = left + said(slot)
        lent = stretch.begin[: -len(octets) % 3]
        lines, left = _cut(octets + lent)
        yield lines
        following = stretch.ways[len(lent)]
        yield following[0]
        left += following[1]
    yield _lines(left)
