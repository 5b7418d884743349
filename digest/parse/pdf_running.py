"""Running heads, running feet and page numbers: what stands at the edge of page after page and is no article."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from digest.parse.paging import page_mark
from digest.parse.pdf_lines import Line

_EDGE = 3  # lines from the top and from the bottom that may be one
_SHIFT = 6.0  # points by which it may stand higher or lower on another page
_SHARE = 0.3  # of the pages that show it: left and right pages often have one each
_PAGES = 2
_AIR = 1.35  # of the size, at least, between it and the text: lines of one paragraph stand 1.0 to 1.3 apart
_LEVEL = 0.4  # of the size: lines this close stand side by side
_LARGEST = 1.3  # of the print: a chapter's heading at the top of its page is larger
_NUMBER = re.compile(r"\W{0,3}(?:\d{1,3}|[ivxl]{1,6})\W{0,3}")


def without_running(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages' lines without those that run along, and without page numbers."""
    running = _running(pages)
    return [_without(page, running) for page in pages]


def _without(page: Sequence[Line], running: set[int]) -> list[Line]:
    numbers = {id(line) for line in _outermost(page) if _numbers(line.text)}
    return [line for line in page if id(line) not in running and id(line) not in numbers]


def _running(pages: Sequence[Sequence[Line]]) -> set[int]:
    """The identities of the lines that stand on several pages at the same height, but for their figures."""
    sizes = [line.size for page in pages for line in page]
    largest = _LARGEST * median(sizes) if sizes else 0.0
    met: defaultdict[str, list[tuple[int, Line]]] = defaultdict(list)
    for number, page in enumerate(pages):
        for line in _edges(page):
            if line.size <= largest and _stands_off(line, page):
                met[re.sub(r"\d+", "#", line.text.casefold())].append((number, line))
    found: set[int] = set()
    least = max(_PAGES, _SHARE * len(pages))
    for same in met.values():
        for number, line in same:
            level = {other for other, one in same if abs(one.bottom - line.bottom) <= _SHIFT}
            if len(level | {number}) >= least:
                found.add(id(line))
    return found


def _stands_off(line: Line, page: Sequence[Line]) -> bool:
    """Whether there is air between a line at the edge and the text: lines of the text itself follow close."""
    middle = (max(one.bottom for one in page) + min(one.bottom for one in page)) / 2
    inward = -1 if line.bottom > middle else 1
    steps = [inward * (one.bottom - line.bottom) for one in page]
    near = [step for step in steps if step > _LEVEL * line.size]
    # Several lines of a head stand close together: the air is behind the last of them.
    return any(two - one > _AIR * line.size for one, two in pairwise(sorted({0.0, *near})[:_EDGE]))


def _edges(page: Sequence[Line]) -> list[Line]:
    """The highest and the lowest lines of a page."""
    levels = sorted({round(line.bottom) for line in page}, reverse=True)
    outer = {*levels[:_EDGE], *levels[-_EDGE:]}
    return [line for line in page if round(line.bottom) in outer]


def _outermost(page: Sequence[Line]) -> list[Line]:
    highest = max((line.bottom for line in page), default=0.0)
    lowest = min((line.bottom for line in page), default=0.0)
    return [line for line in page if line.bottom >= highest - 1 or line.bottom <= lowest + 1]


def _numbers(text: str) -> bool:
    """Whether a line only numbers its page: "3", "- 3 -", "Page 3 of 12"."""
    return bool(_NUMBER.fullmatch(text) or page_mark().fullmatch(text))
