"""Lists of feeds, as other readers export them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subscription:
    """One feed of a list, as the list has it: markup resolved, nothing checked."""

    url: str
    title: str = ""
    site: str = ""  # the address of the pages; "" when not said
    language: str = ""
    folders: tuple[str, ...] = ()  # names of what it lies in, the outermost first, then its categories
    categories: tuple[str, ...] = ()  # category attributes, as written


@dataclass(frozen=True, slots=True)
class Refused:
    """One line or outline that is not taken, and why, as a clause."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class FeedList:
    """What a file lists. `notices` are sentences about the file as a whole."""

    kind: str  # as a noun: "OPML", "a list of addresses"
    feeds: tuple[Subscription, ...]
    refused: tuple[Refused, ...] = ()
    notices: tuple[str, ...] = ()
