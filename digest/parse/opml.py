"""OPML as it is found: any version, any case, broken or not. Tags are read one by one, and no entity is expanded.

A tree builder would refuse half a file for one bare ampersand, or expand what a hostile one declares.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from xml.parsers import expat

from digest.language.counted import counted
from digest.language.markup import plain
from digest.models.lists import FeedList, Refused, Subscription

MOST = 20_000  # feeds of one list: the largest public collections have 5,000

# Possessive, so that a quote that nobody closes costs one pass and no more.
_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)"
    r"|<(?P<close>/?)(?P<name>[A-Za-z_][\w:.-]*+)(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>"
    r"|<(?P<close2>/?)(?P<name2>[A-Za-z_][\w:.-]*+)(?P<rest2>[^<>]*+)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))")
_PROLOGUE = re.compile(r"<\?xml\b[^>]*\?>|<!DOCTYPE\b[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_LISTS = frozenset({"opml", "outlinedocument"})
_FEEDS = frozenset({"rss", "rss1", "rss2", "atom", "feed", "xml", "rdf", "json"})
_NO_LANGUAGE = frozenset({"", "unknown", "und", "none"})


def is_outline(text: str) -> bool:
    """Whether it has OPML's elements, whatever it calls its root."""
    return bool(re.search(r"<(?:opml|outlineDocument|outline)[\s>/]", text, re.IGNORECASE))


def read_opml(text: str) -> FeedList:
    """Every feed that the outlines name, in their order. Never fails: what is no feed is refused or told of."""
    reader = _Reader()
    root = ""
    for closing, name, rest in _tags(text):
        if name == "outline":
            if closing:
                reader.leave()
            else:
                reader.enter(_attributes(rest), leaf=rest.rstrip().endswith("/"))
        elif not root and not closing:
            root = name
    return FeedList("OPML", tuple(reader.feeds), tuple(reader.refused), tuple(_notices(text, root, reader)))


def _tags(text: str) -> Iterator[tuple[bool, str, str]]:
    """(closing, lower-case name, what follows it) of each tag; comments and CDATA hold none."""
    for token in _TOKEN.finditer(text):
        name = token["name"] or token["name2"]
        if name:
            yield bool(token["close"] or token["close2"]), name.lower(), token["rest"] or token["rest2"] or ""


def _attributes(rest: str) -> dict[str, str]:
    """By lower-case name, entities resolved; the first of a name counts."""
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(rest):
        found.setdefault(name.lower(), unescape(next(filter(None, values), "")))
    return found


@dataclass(slots=True)
class _Level:
    """An outline that is open: its name when it is a folder, and whether all in it is commented out."""

    folder: str
    comment: bool


@dataclass(slots=True)
class _Reader:
    """What was read so far, and the outlines that are open."""

    feeds: list[Subscription] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    levels: list[_Level] = field(default_factory=list)
    commented: int = 0
    linked: int = 0
    beyond: int = 0

    def enter(self, said: dict[str, str], *, leaf: bool) -> None:
        """Begin an outline."""
        # `text` is what the reader calls it, `title` what the feed calls itself.
        title = plain(said.get("text", "")) or plain(said.get("title", ""))
        comment = said.get("iscomment", "").lower() == "true" or bool(self.levels and self.levels[-1].comment)
        kind = said.get("type", "").strip().lower()
        url = said.get("xmlurl", "").strip() or (said.get("url", "").strip() if kind in _FEEDS else "")
        if not url and leaf and kind in _FEEDS:
            url = said.get("htmlurl", "").strip()
        if url or (leaf and kind in _FEEDS):
            self._take(url, title, said, comment)
        elif kind in {"include", "link"} and said.get("url"):
            self.linked += 1
        if not leaf:
            self.levels.append(_Level("" if url else title, comment))

    def leave(self) -> None:
        """End the outline that was begun last."""
        if self.levels:
            self.levels.pop()

    def _take(self, url: str, title: str, said: dict[str, str], comment: bool) -> None:
        if comment:
            self.commented += 1
        elif not url:
            self.refused.append(Refused(title or "an outline without a name", "has no address"))
        elif len(self.feeds) >= MOST:
            self.beyond += 1
        else:
            language = said.get("language", "").strip()
            categories = said.get("category", "").strip()
            self.feeds.append(
                Subscription(
                    url.replace("&amp;", "&"),  # escaped twice: no address means these five letters
                    title,
                    said.get("htmlurl", "").strip(),
                    "" if language.lower() in _NO_LANGUAGE else language,
                    tuple(level.folder for level in self.levels if level.folder),
                    (categories,) if categories else (),
                )
            )


def _notices(text: str, root: str, reader: _Reader) -> Iterator[str]:
    if root not in _LISTS:
        yield "It does not begin as OPML does; its outlines are read all the same."
    if trouble := _broken(text):
        yield f"It is no proper XML ({trouble}); what could be read was read."
    if reader.commented:
        yield f"{counted(reader.commented, 'feed is', 'feeds are')} commented out in it and left alone."
    if reader.linked:
        yield f"{reader.linked} links to pages and other lists in it are not followed."
    if reader.beyond:
        yield f"It lists more than {MOST} feeds; {reader.beyond} more are left out."


def _broken(text: str) -> str:
    """What is wrong with the XML, with its line; "" when nothing is. What a DOCTYPE declares is not looked at."""
    bare = _PROLOGUE.sub(lambda found: "\n" * found[0].count("\n"), text).lstrip(" \t\r")
    parser = expat.ParserCreate("utf-8")
    try:
        parser.Parse(bare.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        return f"line {error.lineno}: {expat.ErrorString(error.code)}"
    return ""
