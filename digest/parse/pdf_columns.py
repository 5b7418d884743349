"""The reading order of a page: one column after the other where the file draws them line by line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from digest.parse.pdf_lines import Line

_FEWEST = 5  # lines of a column
_CROSSING = 0.35  # of the lines may reach over the gutter: titles, pictures' captions
_FILLED = 0.55  # of a column's width by its typical line: the cells of a table are shorter
_MIDDLE = (0.2, 0.8)  # of the width of the text, in which a gutter stands
_SWITCHES = 2  # from one column to the other and back that every page may make, per line across


def in_order(lines: Sequence[Line], *, rtl: bool) -> list[Line]:
    """The lines as they are read. The file's own order stays where it does not jump between columns."""
    lines = _head_first(list(lines))
    gutter = _gutter(lines)
    if gutter is None:
        return lines
    sides = [_side(line, gutter) for line in lines]
    crossing = sides.count(0)
    switches = sum(one != two for one, two in pairwise(side for side in sides if side))
    if switches <= _SWITCHES * (crossing + 1):
        return lines
    return _by_columns(lines, gutter, rtl=rtl)


def _head_first(lines: list[Line]) -> list[Line]:
    """The lines; those above all others that the file draws last, as programs draw the edge of a page, go first."""
    end = len(lines)
    while end > 1 and lines[end - 1].bottom >= max(line.top for line in lines[: end - 1]):
        end -= 1
    return lines[end:] + lines[:end]


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where a strip without print parts the page in two columns of prose; None when nothing does."""
    if len(lines) < 2 * _FEWEST:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    low, high = (left + share * (right - left) for share in _MIDDLE)
    candidates = sorted({round(line.left, 1) - 0.5 for line in lines if low < line.left < high})
    best: tuple[int, float] | None = None
    for at in candidates:
        one = [line for line in lines if line.right <= at + 1]
        other = [line for line in lines if line.left >= at]
        crossing = len(lines) - len(one) - len(other)
        if min(len(one), len(other)) < _FEWEST or crossing > _CROSSING * len(lines):
            continue
        if _filled(one, left, at) and _filled(other, at, right) and (best is None or crossing < best[0]):
            best = (crossing, at)
    return best[1] if best else None


def _filled(lines: Sequence[Line], left: float, right: float) -> bool:
    return median(line.right - line.left for line in lines) >= _FILLED * (right - left)


def _side(line: Line, gutter: float) -> int:
    """-1 for the left column, 1 for the right one, 0 for a line across both."""
    if line.right <= gutter + 1:
        return -1
    return 1 if line.left >= gutter else 0


def _by_columns(lines: Sequence[Line], gutter: float, *, rtl: bool) -> list[Line]:
    """From the top: what stands over both columns, then the one column down to the next line across, then the other."""
    across = sorted((line for line in lines if not _side(line, gutter)), key=lambda line: -line.bottom)
    first, second = (1, -1) if rtl else (-1, 1)
    ordered: list[Line] = []
    left = [line for line in lines if _side(line, gutter)]
    for barrier in [*across, None]:
        above = [line for line in left if barrier is None or line.bottom > barrier.bottom]
        left = [line for line in left if barrier is not None and line.bottom <= barrier.bottom]
        for side in (first, second):
            column = [line for line in above if _side(line, gutter) == side]
            if column:
                # A third column may be inside one of the two.
                ordered += _inner(sorted(column, key=lambda line: (-round(line.bottom), line.left)), rtl=rtl)
        ordered += [barrier] if barrier else []
    return ordered


def _inner(lines: list[Line], *, rtl: bool) -> list[Line]:
    gutter = _gutter(lines)
    return lines if gutter is None else _by_columns(lines, gutter, rtl=rtl)
