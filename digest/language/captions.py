"""Passages that say nothing by themselves: headings, and the bare entries of a list."""

from __future__ import annotations

import re

from digest.models import Passage

_ENTRY = 8  # words: a name has up to so many, "Prices rise in Kenya after a dry year, the bank says" tells
_ENDS = re.compile(r"[.!?…。！？؟۔।:;][\"'”’»)\]]*$")


def is_caption(passage: Passage) -> bool:
    """True for a heading, and for a list entry of a few words that ends like no sentence: a name, a link's label."""
    if passage.kind == "heading":
        return True
    return passage.kind == "item" and len(passage.text.split()) <= _ENTRY and not _ENDS.search(passage.text)
