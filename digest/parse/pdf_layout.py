"""Lines of print to paragraphs: columns in order, running heads gone, lines joined, hyphens at their ends removed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from digest.language.scripts import script
from digest.parse.pdf_columns import in_order
from digest.parse.pdf_lines import Line
from digest.parse.pdf_running import without_running

_LARGER = 1.15  # than the text, and it is a heading
_ALIKE = 0.08  # of the size: a line in bold differs less
_APART = 1.3  # of the usual distance of lines: a paragraph begins
_LEVEL = 0.4  # of the size: two parts stand on one line
_INDENT = 0.8  # of the size
_ROOM = 0.12  # of the width that a last line leaves free
_LONGEST_HEADING = 250  # characters
_RTL = frozenset({"Arab", "Hebr"})
_STOPS = re.compile(r"[.!?…:؟۔।。！？][\"'”’»)\]]*$")
_BULLET = re.compile(r"(?:[•▪●○◦■►➢✓–—*-]|\(?\d{1,2}[.)]|[a-z]\))\s")
_HYPHENED = re.compile(r"(?P<head>[^\W\d_]+)[-\u00ad\u2010]$")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or heading; `page` is 0-based, `size` the height of its print in points."""

    text: str
    page: int
    size: float
    heading: bool


@dataclass(slots=True)
class _Open:
    """A paragraph that is still growing."""

    lines: list[Line]
    page: int


def blocks_of(pages: Sequence[Sequence[Line]]) -> list[Block]:
    """The paragraphs of a document, in reading order, without running heads and page numbers."""
    every = [in_order(page, rtl=_rtl(page)) for page in without_running(pages)]
    usual = body_size(every)
    words = Counter(_WORD.findall(" ".join(line.text for page in every for line in page).casefold()))
    opened: list[_Open] = []
    for number, page in enumerate(every):
        _read_page(_level(page), number, opened)
    return [_block(one, usual, words) for one in opened]


def body_size(pages: Iterable[Iterable[Line]]) -> float:
    """The height of the print that most of the text is set in, in points."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[round(line.size, 1)] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)


def _rtl(lines: Sequence[Line]) -> bool:
    return script(" ".join(line.text for line in lines)) in _RTL


def _level(lines: Sequence[Line]) -> list[Line]:
    """The lines with those parts joined that stand on one level, in their order."""
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        if last and abs(last.bottom - line.bottom) < _LEVEL * min(last.size, line.size):
            left, right = min(last.left, line.left), max(last.right, line.right)
            joined[-1] = Line(f"{last.text} {line.text}", left, last.bottom, right, last.top)
        else:
            joined.append(line)
    return joined


def _read_page(lines: list[Line], page: int, opened: list[_Open]) -> None:
    """Add a page's lines to the paragraphs. A column begins where a line stands higher than the one before it."""
    rtl = _rtl(lines)
    for column in _columns(lines):
        width = max(line.right for line in column) - min(line.left for line in column)
        leading = _leading(column)
        for at, line in enumerate(column):
            before = opened[-1].lines[-1] if opened else None
            runs_on = before is not None and (
                not _begins(before, line, column, leading, width, rtl=rtl) if at else _runs_on(before, line)
            )
            if not runs_on:
                opened.append(_Open([], page))
            opened[-1].lines.append(line)


def _columns(lines: list[Line]) -> list[list[Line]]:
    columns: list[list[Line]] = []
    for line in lines:
        if not columns or line.bottom > columns[-1][-1].bottom:
            columns.append([])
        columns[-1].append(line)
    return columns


def _leading(column: list[Line]) -> float:
    """The usual distance from one line to the next, in points."""
    steps = [one.bottom - two.bottom for one, two in pairwise(column) if abs(one.size - two.size) < _ALIKE * one.size]
    close = [step for step in steps if step < 2.5 * median(line.size for line in column)]
    # The lower half: where every paragraph has one line, most steps are those between paragraphs.
    return median(sorted(close)[: len(close) // 2 + 1]) if close else 0.0


def _runs_on(before: Line, line: Line) -> bool:
    """Whether the first line of a column or page is the rest of a sentence. What may be one is healed later."""
    if abs(before.size - line.size) > _ALIKE * before.size or _STOPS.search(before.text):
        return False
    return bool(_HYPHENED.search(before.text)) or line.text[:1].islower()


def _begins(before: Line, line: Line, column: list[Line], leading: float, width: float, *, rtl: bool) -> bool:
    """Whether a paragraph begins with `line`."""
    if abs(before.size - line.size) > _ALIKE * max(before.size, line.size):
        return True
    step = before.bottom - line.bottom
    if leading and step > _APART * leading and step > _APART * 0.8 * line.size:
        return True
    ended = _STOPS.search(before.text) is not None
    edge = max(one.right for one in column) if rtl else min(one.left for one in column)
    starts = edge - line.right if rtl else line.left - edge
    left = before.left - min(one.left for one in column) if rtl else max(one.right for one in column) - before.right
    if _BULLET.match(line.text) and (ended or left > _ROOM * width):
        return True
    # The second line of an item is indented as well, below a full first one.
    if _INDENT * line.size < starts < 0.3 * width and (ended or left > _ROOM * width):
        before_starts = edge - before.right if rtl else before.left - edge
        return before_starts < _INDENT * line.size or left > _ROOM * width
    return ended and left > _ROOM * width


def _block(one: _Open, usual: float, words: Counter[str]) -> Block:
    text = one.lines[0].text
    for line in one.lines[1:]:
        text = _joined(text, line.text, words)
    size = max(line.size for line in one.lines)
    heading = size >= _LARGER * usual and len(text) <= _LONGEST_HEADING
    return Block(" ".join(text.split()), one.page, size, heading)


def _joined(text: str, line: str, words: Counter[str]) -> str:
    """Two lines as one; a word that was parted at the line's end is whole again.

    A hyphen of its own, "long-term", stays where the document writes no "longterm" and does write "term" alone.
    """
    found = _HYPHENED.search(text)
    rest = _WORD.match(line)
    if not found or not rest or not rest[0][0].islower():
        return text + line if found and rest and text.endswith("-") else f"{text} {line}"
    whole = (found["head"] + rest[0]).casefold()
    apart = words[found["head"].casefold()] > 1 and words[rest[0].casefold()] > 1
    if text.endswith("-") and apart and not words[whole]:
        return text + line
    return text[:-1] + line
