"""feedparser's grammar of RSS, RDF, Atom and CDF, driven by expat directly, and by its own parser where XML is broken.

`feedparser.parse` decodes and encodes the text twice more, reads attributes through two more layers, and cleans each
text with a parser written in Python; all of that is done elsewhere here, once, or not at all. What it makes of a feed
is unchanged: a differential test over the real feeds holds it to that.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape

from feedparser.api import LooseFeedParser, StrictFeedParser
from feedparser.sanitizer import replace_doctype

_XLINK = "http://www.w3.org/1999/xlink"
_ISLANDS = {"math": "http://www.w3.org/1998/Math/MathML", "svg": "http://www.w3.org/2000/svg"}
_USERLAND = "http://backend.userland.com/rss"
_XHTML = "application/xhtml+xml"
_JOINT = "\x1f"  # between the parts of a name that expat tells; no XML may have it
_BASED = re.compile(r"[\s:]base\s*=\s*[\"']")
_ROOT = re.compile(r"<\w")
_BLANKS = re.compile(r"\s{100,}")
_IN_INPUT = frozenset({"title", "link", "description", "name"})
_IN_IMAGE = frozenset({"title", "link", "description", "url", "href", "width", "height"})


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a text is no well-formed XML."""

    what: str  # "mismatched tag"
    line: int  # from 1


@dataclass(frozen=True, slots=True)
class Grammar:
    """What feedparser makes of a feed: mappings as its documentation has them, with addresses relative where they are.

    `whole` says that addresses are absolute already, since the feed sets bases of its own. Each entry has beside
    feedparser's keys "id_written", its id as it stands in the feed.
    """

    feed: Any
    entries: list[Any]
    version: str  # "" when it is no feed
    fault: Fault | None
    more: bool  # it goes on after `entries`


class _Full(Exception):
    """All entries that are asked for have been read."""


def read_grammar(text: str, base: str, language: str, most: int) -> Grammar:
    """Read the first `most` entries of a feed's text, which stands without its XML declaration.

    `base` and `language` are what its transport says.

    Nothing is sanitised. Links and ids are resolved against bases that the feed sets; where it sets none, they
    stay as written, unless `base` is needed to make sense of those that it sets.
    """
    root = _ROOT.search(text)
    start = root.start() if root else len(text)
    # Its search for declarations looks at each of many line ends in a row from all those before it.
    version, data, entities = replace_doctype((_BLANKS.sub("\n", text[:start]) + text[start:]).encode())
    # Each start tag would join the base with itself: a fifth of the time, for nothing where no element sets one.
    base = base if _BASED.search(text) else ""
    reader: Any = _Strict(base, language or None, "utf-8")
    fault: Fault | None = None
    more = False
    try:
        reader.most = most
        fault = reader.read(data)
        if fault:
            reader = _Loose(base, language or None, "utf-8", entities)
            reader.most = most
            reader.feed(data.decode())
    except _Full:
        more = True
    return Grammar(reader.feeddata, reader.entries, version or reader.version, fault, more)


class _Params(dict[str, Any]):
    """What a text's element says of it: its type, language and base."""

    def __deepcopy__(self, _: object) -> _Params:
        return _Params(self)


# What feedparser's handlers raise where an element stands that its grammar does not expect: a link that ends twice, a
# credit without a picture. (Fuzzing found a feed in some 2,000 that was lost to one of them.)
_LOST = (AttributeError, LookupError, TypeError, ValueError)


class _Lighter:
    """What both parsers do more cheaply here, and with less fuss, and the id as it was written."""

    resolve_relative_uris = sanitize_html = False
    contentparams: _Params
    elementstack: list[Any]
    lang: str | None
    baseuri: str
    incontent: int
    most: int
    entries: list[Any]

    def _start_item(self, attributes: dict[str, str]) -> None:
        """Begin an entry, unless there are enough: a feed of a million must not be read to its end."""
        if len(self.entries) >= self.most:
            raise _Full
        super()._start_item(attributes)  # type: ignore[misc]

    _start_entry = _start_item

    def unknown_starttag(self: Any, tag: str, attributes: list[tuple[str, str]]) -> None:
        """Begin an element; one that makes no sense where it stands is passed over."""
        with suppress(*_LOST):
            super().unknown_starttag(tag, attributes)  # type: ignore[misc]

    def unknown_endtag(self: Any, tag: str) -> None:
        """End an element, whatever becomes of it."""
        depth = self.depth
        try:
            super().unknown_endtag(tag)  # type: ignore[misc]
        except _LOST:
            if self.depth == depth:
                self.leave()

    def leave(self: Any) -> None:
        """Go back to the base, language and depth of the element around."""
        if self.basestack:
            self.basestack.pop()
        if self.basestack and self.basestack[-1]:
            self.baseuri = self.basestack[-1]
        if self.langstack:
            self.langstack.pop()
        if self.langstack:
            self.lang = self.langstack[-1]
        self.depth -= 1

    def push_content(self: Any, tag: str, attributes: dict[str, str], default: str, expecting_text: Any) -> None:
        """Begin a text that may have markup in it."""
        self.incontent += 1
        if self.lang:
            self.lang = self.lang.replace("_", "-")
        kind = self.map_content_type(attributes.get("type", default))
        self.contentparams = _Params(type=kind, language=self.lang, base=self.baseuri)
        self.contentparams["base64"] = self._is_base64(attributes, self.contentparams)
        self.push(tag, expecting_text)

    def handle_data(self, text: str, escape: int = 1) -> None:
        """Keep a piece of text of the element at hand."""
        if not self.elementstack:
            return
        if escape and self.contentparams.get("type") == _XHTML:
            text = _escaped(text)
        self.elementstack[-1][2].append(text)

    def _start_media_description(self: Any, attributes: dict[str, str]) -> None:
        """Keep what a picture shows apart: feedparser takes it for the entry's text, and captions are often longer."""
        self.push_content("media_description", attributes, "text/plain", 1)

    def _end_media_description(self: Any) -> None:
        self.pop_content("media_description")

    def _end_guid(self: Any) -> None:
        """Keep the id as it was written, before it is taken for a link and resolved."""
        stack = self.elementstack
        pieces = stack[-1][2] if stack and stack[-1][0] == "id" else []
        written = "".join(piece.decode() if isinstance(piece, bytes) else piece for piece in pieces).strip()
        before = dict.get(self._get_context(), "id")
        super()._end_guid()  # type: ignore[misc]
        if dict.get(self._get_context(), "id") != before:  # a deeper one says nothing of the entry
            self._get_context()["id_written"] = written

    _end_id = _end_guid


_escaped = escape


class _Loose(_Lighter, LooseFeedParser):  # type: ignore[misc]
    """feedparser's parser of tags that do not match, with the above."""

    def handle_charref(self, ref: str) -> None:
        """A character by its number; U+FFFD where there is no such character."""
        try:
            super().handle_charref(ref)
        except (ValueError, OverflowError):
            self.handle_data("\ufffd")


class _Strict(_Lighter, StrictFeedParser):  # type: ignore[misc]
    """feedparser's grammar over expat, which it otherwise reaches through `xml.sax`."""

    def __init__(self, base: str, language: str | None, encoding: str) -> None:
        super().__init__(base, language, encoding)
        self.contentparams = _Params()
        self.decls: dict[str, str] = {}

    def read(self, data: bytes) -> Fault | None:
        """Read it; what is wrong with it as XML."""
        parser = expat.ParserCreate("utf-8", _JOINT)
        parser.namespace_prefixes = True
        parser.ordered_attributes = True
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.handle_data
        parser.StartNamespaceDeclHandler = self.startPrefixMapping
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            return Fault(expat.ErrorString(error.code), error.lineno)
        return None

    def _start(self, name: str, attributes: list[str]) -> None:
        tag, island = _tag(name)
        if not (attributes or self.decls or self.incontent or island):
            self._open(tag)
            return
        said, self.decls = self.decls, {}
        if island:
            said["xmlns"] = island
        for at in range(0, len(attributes), 2):
            for key in _keys(attributes[at]):
                said[key] = attributes[at + 1]
        self.unknown_starttag(tag, list(said.items()))

    def _end(self, name: str) -> None:
        tag = _tag(name)[0]
        if self.incontent or self.svgOK:
            self.unknown_endtag(tag)
        else:
            self._close(tag)

    def _open(self, tag: str) -> None:
        """What `unknown_starttag` does for an element without attributes outside of any text; four in five are that."""
        self.depth += 1
        self.basestack.append(self.baseuri)
        self.langstack.append(self.lang)
        prefix, suffix = self._parts(tag)
        if not prefix and tag not in _IN_INPUT:
            self.intextinput = 0
        if not prefix and tag not in _IN_IMAGE:
            self.inimage = 0
        start = getattr(self, f"_start_{prefix}{suffix}", None)
        try:
            if start:
                start({})
                return
        except _LOST:
            pass
        self.push(prefix + suffix, 1)

    def _close(self, tag: str) -> None:
        """What `unknown_endtag` does outside of any text."""
        prefix, suffix = self._parts(tag)
        end = getattr(self, f"_end_{prefix}{suffix}", None)
        try:
            if end:
                end()
            else:
                self.pop(prefix + suffix)
        except _LOST:
            self.pop(prefix + suffix)
        self.leave()

    def _parts(self, tag: str) -> tuple[str, str]:
        """The prefix that names of handlers have, and the name in its namespace."""
        prefix, colon, suffix = tag.partition(":")
        if not colon:
            return "", tag
        known = self.namespacemap.get(prefix, prefix)
        return (f"{known}_" if known else ""), suffix


@lru_cache(maxsize=4_096)
def _tag(name: str) -> tuple[str, str]:
    """The name that feedparser knows an element by, and the namespace of mathematics and drawings."""
    space, local, prefix = _split(name)
    folded = _USERLAND if _USERLAND[7:] in space.lower() else space.lower()
    known = _Strict._matchnamespaces.get(folded, prefix)
    tag = f"{known}:{local}" if known else local
    return tag.lower(), space if _ISLANDS.get(local.lower()) == space else ""


@lru_cache(maxsize=4_096)
def _keys(name: str) -> tuple[str, ...]:
    """The names that feedparser knows an attribute by: by its namespace, and as it is written."""
    space, local, prefix = _split(name)
    known = _Strict._matchnamespaces.get(space.lower(), "")
    keys = (f"{known}:{local}" if known else local, f"{prefix}:{local}" if prefix else local)
    return tuple(dict.fromkeys(key.lower() for key in keys))


def _split(name: str) -> tuple[str, str, str]:
    """Namespace, local name and prefix; "" for what is not there."""
    parts = name.split(_JOINT)
    if len(parts) == 1:
        return "", parts[0], ""
    return parts[0], parts[1], parts[2] if len(parts) > 2 else ""
