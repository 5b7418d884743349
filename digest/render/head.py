"""The head of a mail: fields that fold, that stay ASCII, and out of which no text can break."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from email import message_from_bytes
from email.policy import SMTP

from digest.errors import ConfigError, DigestError

Field = tuple[str, str]  # name and value, both ASCII, the value foldable at its spaces
WIDTH = 78  # octets of a line, as RFC 5322 recommends; 998 is what it demands
_WORD_BYTES = 42  # of UTF-8 in one encoded word: 56 in base64, 68 with =?utf-8?b?...?=, and room for a field's name
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_NAME = re.compile(r"[A-Za-z][A-Za-z-]*")


def clean(text: str) -> str:
    """`text` on one line, without control characters and bidirectional overrides, and with no encoded word in it.

    A title `=?utf-8?q?a=0D=0ABcc:...?=` is harmless here, since it is encoded once more; but a program that decodes
    and writes the head anew may make a line break of it. So its mark is parted.
    """
    spaced = " ".join(text.split())
    kept = "".join(letter for letter in spaced if letter.isprintable() or letter in "\u200c\u200d")
    return " ".join(kept.split()).replace("=?", "= ?").replace("?=", "? =")


def unstructured(text: str) -> str:
    """A value for Subject: as it is when it is ASCII, else as encoded words (RFC 2047)."""
    tidy = clean(text)
    return tidy if tidy.isascii() and _longest(tidy) <= WIDTH - 12 else " ".join(_encoded(tidy))


def phrase(name: str) -> str:
    """A name before an address in <angle brackets>, quoted or encoded, with a space after it; "" for no name."""
    tidy = clean(name)
    quoted = tidy.replace("\\", "\\\\").replace('"', '\\"')
    if tidy.isascii() and _longest(quoted) <= WIDTH - 12:
        return f'"{quoted}" ' if tidy else ""
    return " ".join((*_encoded(tidy), ""))


def mailbox(name: str, address: str) -> str:
    """A value for From and To: `"Name" <address>`. ConfigError when `address` is none that mail can be sent from."""
    return f"{phrase(name)}<{ascii_address(address)}>"


def ascii_address(address: str) -> str:
    """`address` with its domain in ASCII. ConfigError when it is not one plain address."""
    local, _, domain = address.strip().rpartition("@")
    try:
        plain = f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        plain = ""
    if not _ADDRESS.fullmatch(plain) or len(plain) > 254:
        raise ConfigError(f'delivery.from: {address!r} is not an address; write "Name <name@example.org>"')
    return plain


def serialise(fields: Sequence[Field]) -> bytes:
    """The fields, folded, each line ended by CRLF. DigestError when one would not come back as it went in."""
    made = b"".join(fold(name, value).encode("ascii") for name, value in fields)
    read = message_from_bytes(made + b"\r\n", policy=SMTP.clone(refold_source="none"))
    if read.keys() != [name for name, _ in fields] or read.defects or read.get_payload():
        raise DigestError("mail.eml: a header would break out of its line; nothing was written")
    if any(len(line) > 998 or b"\r" in line or b"\n" in line for line in made.split(b"\r\n")):
        raise DigestError("mail.eml: a header line is longer than 998 octets; shorten the address that is in it")
    return made


def fold(name: str, value: str) -> str:
    """One field, folded at its spaces, with CRLF at its end. DigestError when it would break out of its lines."""
    if not _NAME.fullmatch(name) or not value.isprintable() or not value.isascii():
        raise DigestError(f"mail.eml: header {name!r} holds what a header must not hold")
    lines, line = [], f"{name}:"
    for word in value.split(" "):
        if len(line) + 1 + len(word) > WIDTH and line.strip() and line != f"{name}:":
            lines.append(line)
            line = f" {word}"
        else:
            line = f"{line} {word}"
    return "\r\n".join((*lines, line, ""))


def _encoded(text: str) -> Iterator[str]:
    """Encoded words that join without a gap, none of which cuts a character."""
    chunk = b""
    for letter in text:
        octets = letter.encode("utf-8", "replace")
        if len(chunk) + len(octets) > _WORD_BYTES:
            yield f"=?utf-8?b?{b64encode(chunk).decode()}?="
            chunk = b""
        chunk += octets
    yield f"=?utf-8?b?{b64encode(chunk).decode()}?="


def _longest(text: str) -> int:
    return max(map(len, text.split()), default=0)
