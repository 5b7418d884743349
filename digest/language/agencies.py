"""Agencies: whose text a paper prints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Final

from digest.language.folding import plain

_HEAD, _TAIL = 160, 120  # characters in which an agency is credited
# "(Reuters)", "/TASS/", "[AP]"; at the end also "- AFP" (dashes are folded away), "Source: AA", "Inputs from ANI".
_MARKED: Final = r"[(\[/]\s*({names})\s*[)\]/]"
_ENDING: Final = r"(?:^|[.!?:؟۔。][\"')]*\s|inputs? from\s|reporting by\s)\s*({names})\s*\.?\s*$"


def credited(named: str, passages: Sequence[str]) -> str:
    """The agency that an article is taken from: as its publisher names it, else as its text credits it; else "".

    Known agencies are called by one name, whatever they are called there.
    """
    if named:
        return _names().get(plain(named), named)
    if not passages:
        return ""
    marked, ending = _patterns()
    head, tail = plain(passages[0][:_HEAD]), plain(passages[-1][-_TAIL:])
    found = marked.search(head) or marked.search(tail) or ending.search(tail)
    return _names()[found.group(1)] if found else ""


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """By folded spelling, the name that we use."""
    lines = files("digest").joinpath("data", "agencies.txt").read_text("utf-8").splitlines()
    listed = (line.split(";") for line in lines if line and not line.startswith("#"))
    return {plain(spelling.strip()): row[0].strip() for row in listed for spelling in row}


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = "|".join(re.escape(name) for name in sorted(_names(), key=lambda name: (-len(name), name)))
    return re.compile(_MARKED.format(names=names)), re.compile(_ENDING.format(names=names))
