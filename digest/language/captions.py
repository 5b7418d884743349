"""Passages that say nothing by themselves: headings, bylines, and the bare entries of a list."""

from __future__ import annotations

import re

from digest.models import Passage

_ENTRY = 8  # words: a name has up to so many, "Prices rise in Kenya after a dry year, the bank says" tells
_LINE = 4  # words of a paragraph: "Office of the Spokesperson", "Ned Price, Department Spokesperson", "Albania"
_LETTERS = 80  # some scripts have no spaces: what is longer says something in all of them
_ENDS = re.compile(r"[.!?…。！？؟۔।:;][\"'”’»)\]]*$")


def is_caption(passage: Passage) -> bool:
    """True for a heading, and for a few words that end like no sentence: a name in a list, a label, a byline."""
    if passage.kind == "heading":
        return True
    most = _ENTRY if passage.kind == "item" else _LINE
    return len(passage.text) <= _LETTERS and len(passage.text.split()) <= most and not _ENDS.search(passage.text)
