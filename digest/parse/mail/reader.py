"""Whom a mail was sent to: the reader's address and name are struck out of what is printed."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import md5, sha1, sha256
from urllib.parse import quote, unquote

from digest.parse.mail.links import impersonal, target
from digest.parse.mail.words import folded, listed

_STRUCK = "…"
_SHORTEST = 3  # letters of a name in a greeting
_MARKS = re.compile(r"[\s,;:!.،—–-]*")


@dataclass(frozen=True)
class Reader:
    """The addresses (lower case) and names of those whom a mail was sent to."""

    addresses: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def struck(self, text: str) -> str:
        """`text` with the reader's addresses, and names of two words and more, replaced by an ellipsis."""
        return self._said.sub(_STRUCK, text) if self._said else text

    def greets(self, line: str) -> bool:
        """Whether a line only greets the reader by name: "Dear Anna Schmidt,"."""
        text = folded(line)
        if len(text) > 120 or not self._first:
            return False
        for greeting in (*listed("letters", "greetings"), ""):
            rest = text.removeprefix(greeting)
            if (rest != text or not greeting) and _MARKS.sub("", rest) in self._first:
                return True
        return False

    def link(self, base: str, link: str) -> str:
        """A link of the mail as it may be printed: without redirectors, and "" where it would still name the reader."""
        url = impersonal(target(base, link))
        if not url or not self.addresses:
            return url
        head, mark, query = url.partition("?")
        kept = [one for one in query.split("&") if not self._names_reader(one)] if mark else []
        clean = head + ("?" + "&".join(kept) if kept else "")
        return "" if self._names_reader(clean) else clean

    def _names_reader(self, part: str) -> bool:
        once = unquote(part)
        return any(
            any(token in text.casefold() for token in self._tokens) or any(code in text for code in self._codes)
            for text in (part, once, unquote(once))
        )

    @cached_property
    def _said(self) -> re.Pattern[str] | None:
        full = (name for name in self.names if len(name.split()) > 1)
        words = sorted({*self.addresses, *full, *map(quote, self.addresses)}, key=lambda word: (-len(word), word))
        alternatives = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
        return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE) if words else None

    @cached_property
    def _first(self) -> frozenset[str]:
        names = {folded(name) for name in self.names} | {folded(name.split()[0]) for name in self.names if name.split()}
        spelt = (_MARKS.sub("", name) for name in names)
        return frozenset(name for name in spelt if len(name) >= _SHORTEST) | frozenset(
            _MARKS.sub("", one) for one in self.addresses
        )

    @cached_property
    def _tokens(self) -> tuple[str, ...]:
        """The address, and what stands for it in links: its hashes and its bytes in hex."""
        raw = [one.encode() for one in self.addresses]
        hashes = (made(one, usedforsecurity=False).hexdigest() for one in raw for made in (md5, sha1, sha256))
        return (*self.addresses, *hashes, *(one.hex() for one in raw))

    @cached_property
    def _codes(self) -> tuple[str, ...]:
        """The address in base64, at each of the three places in which it may stand among other bytes."""
        return tuple(code for one in self.addresses for code in _base64(one.encode()))


def _base64(raw: bytes) -> Iterable[str]:
    for before in range(3):
        code = b64encode(b"\0" * before + raw).decode().rstrip("=")
        yield code[-(-before * 8 // 6) : len(code) - 1]
        yield code[-(-before * 8 // 6) : len(code) - 1].replace("+", "-").replace("/", "_")
