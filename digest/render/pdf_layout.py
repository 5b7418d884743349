"""Whether pages are well filled: how much of a laid-out page is used, and what counts as a fault."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

_LAST_PAGE = 0.15  # of the height: less is a page turned for three lines
_HOLLOW = 0.4  # of the height left empty between the text and its footnotes
_HOLLOW_SHARE = 0.2  # of the inner pages: a reader forgives one in five


def faults(pages: Sequence[Any]) -> int:
    """Count what is wrong with the laid-out `pages`: a last page with a few lines, too many half-empty ones."""
    inner = pages[2:-1]
    hollow = sum(_gap(page) > _HOLLOW for page in inner)
    return (len(pages) > 1 and filled(pages[-1]) < _LAST_PAGE) + (hollow > _HOLLOW_SHARE * len(inner))


def filled(page: Any) -> float:
    """How far down the text of a page reaches, footnotes left aside: in [0, 1] of the height between the margins."""
    box = page._page_box
    low = max((line.position_y + line.height for line in _lines(box.children[0])), default=box.content_box_y())
    return float(max(0.0, low - box.content_box_y()) / box.height)


def _gap(page: Any) -> float:
    """The empty band between a page's text and its footnotes or its foot, in [0, 1] of the height."""
    notes = sum(
        child.margin_height() for child in page._page_box.children[1:] if type(child).__name__ == "FootnoteAreaBox"
    )
    return float(1 - filled(page) - notes / page._page_box.height)


def _lines(box: Any) -> Iterator[Any]:
    """The lines of the page's flow; what is positioned beside it does not fill a page."""
    stack = [box]
    while stack:
        found = stack.pop()
        if type(found).__name__ == "LineBox":
            yield found
        elif type(found).__name__ != "AbsolutePlaceholder":
            stack.extend(getattr(found, "children", ()))
