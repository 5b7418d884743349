"""Text without the characters that nobody sees and that change what one sees."""

from __future__ import annotations

import re

# White space of other kinds stays and is folded later. Joiners stay too: Persian words and emoji are made with them.
_UNSEEN = re.compile(
    "["
    "\x00-\x08\x0b\x0e-\x1b\x7f-\x84\x86-\x9f"  # control characters but for white space
    "\u00ad"  # soft hyphen: it would hide a word from every rule
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # directions: they can turn a line around
    "\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff"  # zero width
    "\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffc\ufffe\uffff"  # no characters at all
    "]"
)


def visible(text: str) -> str:
    """`text` without control, direction and zero-width characters and lone surrogates; line breaks stay."""
    return _UNSEEN.sub("", text)


def fold(text: str) -> str:
    """`text` with every run of white space as one space, and none around it."""
    return " ".join(text.split())
