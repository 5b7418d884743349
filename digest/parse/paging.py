"""What a printer leaves in a text: page numbers, and the title again at the top of each page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from digest.language.wordlists import any_of, wordlist

_FEWEST = 10  # letters of a title that is known again: a shorter one may be a heading
_SHORT = 300  # characters of a line that is looked at


@lru_cache(maxsize=1)
def page_mark() -> re.Pattern[str]:
    """What finds a line that only numbers a page in words: "Page 2 of 3", "Seite 2", "стр. 2 из 3", "2/3"."""
    words, of = any_of(wordlist("pages", "page")), any_of(wordlist("pages", "of"))
    figure = r"[\d\u0660-\u0669\u06f0-\u06f9]{1,4}"
    counted = rf"\s*(?:{of})\s*{figure}"
    return re.compile(
        rf"\W{{0,3}}(?:(?:{words})\.?\s*{figure}(?:{counted})?|{figure}{counted})\W{{0,3}}", re.IGNORECASE
    )


def unpaged(lines: Iterable[str], title: str) -> list[str]:
    """The lines, blank where one only numbers a page or says the title again: what they parted is healed later."""
    known = _bare(title) if len(_bare(title)) >= _FEWEST else None
    return ["" if _is_left(line, known) else line for line in lines]


def _is_left(line: str, title: str | None) -> bool:
    text = line.strip()
    if not text or len(text) > _SHORT:
        return False
    return page_mark().fullmatch(text) is not None or (title is not None and _bare(text) == title)


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
