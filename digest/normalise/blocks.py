"""A body cut into blocks, the paragraphs, headings, list items and quotations of which it is made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Literal

from digest.language.markup import capped, mended
from digest.models import PassageKind
from digest.normalise.visible import visible

if TYPE_CHECKING:
    import nh3

Kind = PassageKind | Literal["caption"]


@dataclass(frozen=True, slots=True)
class Block:
    """One block: its text is not empty and has no blank line; its first `lead` characters are a list mark."""

    kind: Kind
    text: str
    lead: int = 0

    @property
    def words(self) -> str:
        """The text without its mark."""
        return self.text[self.lead :]


# -- HTML ---------------------------------------------------------------------------------------------------------

_KINDS: dict[str, Kind] = {f"h{level}": "heading" for level in range(1, 7)}
_KINDS |= {
    "li": "item",
    "dt": "item",
    "dd": "item",
    "blockquote": "quote",
    "figcaption": "caption",
    "caption": "caption",
}
_PLAIN = frozenset(
    "p div section article header footer aside main address center ul ol dl table thead tbody tfoot tr figure hr pre "
    "details summary fieldset legend body form".split()
)
_CELLS = frozenset({"td", "th"})
_NOT_TEXT = frozenset(
    "script style template noscript iframe object embed svg math select textarea button nav head title audio video "
    "canvas rp rt".split()
)


def blocks_of_html(body: str) -> list[Block]:
    """The blocks of an HTML body, made safe first. Two line breaks in a row end a paragraph."""
    reader = _Reader()
    reader.feed(_cleaner().clean(capped(mended(body))))
    reader.close()
    reader.end_block()
    return reader.blocks


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    from nh3 import Cleaner

    tags = {*_KINDS, *_PLAIN, *_CELLS, "br", "q"} - _NOT_TEXT
    return Cleaner(tags=tags, clean_content_tags=set(_NOT_TEXT), attributes={}, link_rel=None)


class _Reader(HTMLParser):
    """Reads clean HTML, in which every element is closed, into blocks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._kinds: list[Kind] = []
        self._parts: list[str] = []
        self._preformatted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._break()
        elif tag == "q":
            self._parts.append('"')
        elif tag in _CELLS:
            self._parts.append(" ")
        else:
            self.end_block()
            self._preformatted += tag == "pre"
        if tag in _KINDS:
            self._kinds.append(_KINDS[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag == "q":
            self._parts.append('"')
        elif tag in _CELLS:
            self._parts.append(" ")
        elif tag != "br":
            self.end_block()
            self._preformatted -= tag == "pre"
        if tag in _KINDS and self._kinds:
            self._kinds.pop()

    def handle_data(self, data: str) -> None:
        if not self._preformatted:
            self._parts.append(re.sub(r"[\r\n]", " ", data))
            return
        for number, line in enumerate(data.split("\n")):
            if number:
                self._break()
            self._parts.append(line)

    def _break(self) -> None:
        """A line break; the second in a row ends the block."""
        last = ""
        while self._parts and not (last := self._parts.pop().rstrip(" \t\xa0")):
            pass
        if last:
            self._parts.append(last)
        if last.endswith("\n") or not last:
            self.end_block()
        else:
            self._parts.append("\n")

    def end_block(self) -> None:
        """Close the block at hand, if there is anything in it."""
        lines = (" ".join(line.split()) for line in visible("".join(self._parts)).split("\n"))
        text = "\n".join(filter(None, lines))
        self._parts = []
        if text:
            self.blocks.append(Block(self._kinds[-1] if self._kinds else "paragraph", text))


# -- text ---------------------------------------------------------------------------------------------------------

_ITEM = re.compile(r"\s*(?:(?:[-*+•·‣▪●○◦■►➢✓➤]\s+)+|(?=\(?(?:\d{1,2}|[a-z])[.)]\s))")
_HEADING = re.compile(r"\s*(?:#{1,6}\s+)+")
_QUOTE = re.compile(r"\s*(?:>\s*)+")
_LINE_END = re.compile(r"\r\n|[\n\r\u2028\u2029\x0b\x85]")
_NARROWEST, _WIDEST = 30, 120  # characters that text is wrapped at; narrower are verses and lists, wider paragraphs
_FULL = 0.75  # of the width: a line that had room for the next word was ended on purpose


def blocks_of_text(body: str) -> list[Block]:
    """The blocks of a plain text: parted by blank lines, and by line ends that did not wrap a full line."""
    lines = [visible(line).rstrip() for line in _LINE_END.split(body.replace("\f", "\n\n"))]
    groups = list(_groups(lines))
    width = _width(groups)
    return [block for group in groups for part in _parted(group, width) if (block := _block("\n".join(part)))]


def _groups(lines: list[str]) -> Iterator[list[str]]:
    """Runs of lines that are not blank."""
    group: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            group.append(line)
        elif group:
            yield group
            group = []


def _width(groups: list[list[str]]) -> int:
    """The width that the text is wrapped at, in characters; 0 when it is not: then every line is a paragraph."""
    ended = [len(line) for group in groups for line in group[:-1]]
    width = max((size for size in ended if size <= _WIDEST), default=0)
    return width if width >= _NARROWEST and median(ended) <= _WIDEST else 0


def _parted(group: list[str], width: int) -> Iterator[list[str]]:
    """The paragraphs of a run of lines."""
    part = [group[0]]
    for before, line in pairwise(group):
        room = len(before) + 1 + len(line.split(maxsplit=1)[0])
        if room <= _FULL * width or not width or _ITEM.match(line) or _HEADING.match(before) or _HEADING.match(line):
            yield part
            part = []
        part.append(line)
    yield part


def _block(text: str) -> Block | None:
    marks: tuple[tuple[re.Pattern[str], Kind], ...] = ((_HEADING, "heading"), (_QUOTE, "quote"), (_ITEM, "item"))
    for pattern, kind in marks:
        found = pattern.match(text)
        if found:
            return Block(kind, text, found.end()) if text[found.end() :].strip() else None
    return Block("paragraph", text)
