"""An article in several boxes, put together again: sites that set advertisements between its parts cut it so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

_LONG = 80  # characters: a paragraph, and no caption or teaser
_LINKED = 0.5  # of a paragraph's text, at most
_MOSTLY = 0.75  # of the text of what holds the boxes. Of 23 groups on 240 pages one is an article: 99 % of its holder
_UP = 3  # levels between a box and what holds all of them
_OUTSIDE = frozenset({"aside", "footer", "nav", "form", "figure", "blockquote", "li", "td"})


def gather_parts(tree: Any) -> None:
    """Move the parts of an article that is cut into several boxes into the first of them.

    The boxes have the same element and class and lie equally deep, are most of what holds them, and have no titles
    between them: those would be articles of their own. `tree` is of lxml, and is changed.
    """
    groups: defaultdict[tuple[str, str, int], list[Any]] = defaultdict(list)
    for box in dict.fromkeys(_boxes(tree)):
        groups[box.tag, box.get("class"), sum(1 for _ in box.iterancestors())].append(box)
    for boxes in groups.values():
        holder = _holder(boxes) if len(boxes) > 1 else None
        if holder is None or _size(boxes) < _MOSTLY * _size([holder]) or _titles_between(holder, boxes):
            continue
        for other in boxes[1:]:
            for child in list(other):
                boxes[0].append(child)


def _boxes(tree: Any) -> Iterator[Any]:
    """What holds long paragraphs, in the order of the page, once for each of these."""
    for paragraph in tree.iter("p"):
        box = paragraph.getparent()
        if box is None or box.tag in _OUTSIDE or not box.get("class"):
            continue
        size = len(" ".join(paragraph.text_content().split()))
        if size >= _LONG and sum(len(link.text_content()) for link in paragraph.iter("a")) <= _LINKED * size:
            yield box


def _size(elements: Sequence[Any]) -> int:
    return sum(len(one.text_content()) for one in elements)


def _holder(boxes: Sequence[Any]) -> Any:
    """What holds all of them, at most three levels up; or None."""
    up = list(boxes)
    for _ in range(_UP):
        up = [one.getparent() for one in up]
        if up[0] is None or all(one is up[0] for one in up):
            return up[0]
    return None


def _titles_between(holder: Any, boxes: Sequence[Any]) -> bool:
    inside = sum(1 for box in boxes for _ in box.iter("h1", "h2"))
    return sum(1 for _ in holder.iter("h1", "h2")) > inside
