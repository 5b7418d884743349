"""The order of trust: whom a file is believed when it tells its title or its date in several places.

Written down here and nowhere else. What somebody wrote to be read goes before what a program noted beside it, and what
is labelled goes before what only stands in the right place. Of two places alike the first one counts. When a file was
last changed on the disk is never a date: an article is then dated by the day it was gathered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, Literal, TypeVar

from digest.language.wordlists import any_of, wordlist

Place = Literal[
    "matter", "label", "page", "element", "properties", "style", "heading", "print", "line", "time", "text", "title",
    "name", "address", "shell",
]  # fmt: skip
Value = TypeVar("Value")

# Each place as `digest explain` names it, the most trusted first; {} is the label as it stands in the file.
TITLES: Mapping[Place, str] = {
    "matter": "the front matter",
    "label": "the label “{}”",
    "page": "what the page says of itself",
    "element": "the page's title",
    "properties": "the document's properties",
    "style": "the paragraph of the style “Title”",
    "heading": "the first heading",
    "print": "the largest print of the first page",
    "line": "the first line",
    "name": "the file's name",
}
DATES: Mapping[Place, str] = {
    "matter": "the front matter",
    "label": "the label “{}”",
    "page": "what the page says of itself",
    "time": "the page's first time element",
    "text": "a line of the text that only says when",
    "title": "the end of the title",
    "name": "the file's name",
    "address": "the address",
    "shell": "what the page says of itself as a page, not of its article",
    "properties": "the document's properties",
}

_FEWEST = 3  # words of a file's name that is good enough for a title: "talks-in-istanbul", but not "scan-12"
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,9}$")
_DAY = re.compile(r"^\d{4}-\d\d-\d\d(?!\d)|^\d{8}(?!\d)")
_LONGEST = 500  # characters that are looked at


@dataclass(slots=True)
class Claim(Generic[Value]):
    """The best that was told of a title or a date so far, and where; the first of what is equally trusted stays."""

    order: Mapping[Place, str]
    value: Value | None = None
    place: Place | None = None
    label: str = ""

    def hear(self, value: Value | None, place: Place, label: str = "") -> None:
        """Keep `value` if nothing was said before, or by a less trusted place only."""
        ranks = list(self.order)
        if value and (self.place is None or ranks.index(place) < ranks.index(self.place)):
            self.value, self.place, self.label = value, place, label

    @property
    def noun(self) -> str:
        """Where it stood, in words: "the front matter"; "" when nothing was said."""
        return self.order[self.place].format(self.label) if self.place else ""


def written_down() -> str:
    """Both orders as Markdown, for the manual."""
    titles, dates = (
        "\n".join(f"{rank}. {noun.format(label)}" for rank, noun in enumerate(order.values(), 1))
        for order, label in ((TITLES, "Title"), (DATES, "Published on"))
    )
    return (
        "### Titles and dates of files\n\nA file that tells its title or its date in several places is believed in "
        "this order; `digest explain ITEM` shows which it was.\n\nThe title, without any of these a file has none:\n\n"
        f"{titles}\n\nThe date, without any of these it is the day it was gathered, never that on which the file was "
        f"last changed:\n\n{dates}"
    )


def sane_title(text: str, file: str = "") -> str:
    """A title that a program noted, unless it is what programs fill in: "untitled", "Microsoft Word - x.doc"; else "".

    `file` is the file's name: a title that only repeats that is none, unless the name itself reads like one.
    """
    title = " ".join(text.split())
    bare, stem = _bare(_EXTENSION.sub("", title)), _bare(_EXTENSION.sub("", file))
    if not re.search(r"[^\W\d_]{2}", title) or _junk("titles").fullmatch(title[:_LONGEST]):
        return ""
    if stem and bare == stem and not named_title(file):
        return ""
    # A name of a file or an address is no title.
    return "" if re.fullmatch(r"\S+\.[A-Za-z]{2,5}|(?:https?|file)://\S+|[A-Z]:\\.*", title) else title


def sane_author(text: str) -> str:
    """An author that a program noted, unless it is an account's or a program's name; else ""."""
    name = " ".join(text.split())
    return "" if _junk("authors").fullmatch(name[:_LONGEST]) or not re.search(r"[^\W\d_]{2}", name) else name


def named_title(file: str) -> str:
    """The words of a file's name where they are three or more, without a date before them; else ""."""
    stem = _DAY.sub("", _EXTENSION.sub("", file))
    words = stem.split() if " " in stem.strip() else re.split(r"[-_.+ ]+", stem)
    said = [word for word in words if word.strip("-_.+ ")]
    telling = [word for word in said if re.fullmatch(r"\W*(?:[^\W\d_]['’\u0300-\u036f]?){2,}\W*", word)]
    return " ".join(said).strip() if len(telling) >= _FEWEST and 2 * len(telling) > len(said) else ""


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


@lru_cache(maxsize=2)
def _junk(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(wordlist('properties', name))})[\W\d]*", re.IGNORECASE)
