"""Footnotes in linear time: how high a page's footnotes are, without laying all of them out again for each new one.

WeasyPrint 70.0 lays a page's whole footnote area out anew whenever a note comes or goes. With a note a paragraph that
was a third of the layout's time. Notes that are plain blocks without margins stand on one another, so the area is as
high as its notes together, and each is measured once. Anything else is left to WeasyPrint.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from typing import Any

_UPDATE = "_update_footnote_area"


@contextmanager
def quick_notes() -> Iterator[None]:
    """Within it, layouts measure each footnote once. Not for several threads at once."""
    from weasyprint.layout import LayoutContext

    original = getattr(LayoutContext, _UPDATE)
    heights: dict[tuple[int, float], tuple[Any, float]] = {}

    def update(context: Any) -> Any:
        area, notes = context.current_footnote_area, context.current_page_footnotes
        if context.in_column or not _stackable(area, notes):
            return original(context)
        if area.height != "auto":
            context.page_bottom += area.margin_height()
        area.children = notes
        area.height = sum(_height(context, area, note, heights) for note in notes)
        context.page_bottom -= area.margin_height()
        return False

    setattr(LayoutContext, _UPDATE, update)
    try:
        yield
    finally:
        setattr(LayoutContext, _UPDATE, original)


def _stackable(area: Any, notes: list[Any]) -> bool:
    return area.max_height == inf and all(
        note.style["display"] == ("block", "flow")
        and note.style["margin_top"].value == note.style["margin_bottom"].value == 0
        for note in notes
    )


def _height(context: Any, area: Any, note: Any, heights: dict[tuple[int, float], tuple[Any, float]]) -> float:
    """The height of one note, in the area's width. The note is kept beside it, so that no other gets its id."""
    from weasyprint.formatting_structure import build
    from weasyprint.layout.block import block_level_layout

    key = (id(note), area.width)
    if key not in heights:
        alone = area.copy_with_children([note.deepcopy()])
        alone.height = "auto"
        laid_out = block_level_layout(context, build.create_anonymous_boxes(alone), -inf, None, area.page)[0]
        heights[key] = (note, laid_out.height)
    return heights[key][1]
