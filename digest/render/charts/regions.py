"""An issue's stories by region: a map of tiles, and bars against what is usual."""

from __future__ import annotations

from collections.abc import Sequence

from digest.models import Issue
from digest.render.charts.drawing import Box, Chart, Scale, Stroke, Word, cut, wrapped
from digest.render.facts import called
from digest.render.labels import Labels

STORIES, REGIONS = 8, 3  # printed, in regions that have some: below it a map of the world is an ornament
ISSUES = 3  # before this one: with fewer nothing is called usual, as in the editor's report
_DARKER = (0.25, 0.6)  # shares of the highest count, from which a tile is darker
_LINES = 3  # of a region's name in its tile


def tiles(issue: Issue, label: Labels, scale: Scale) -> Chart | None:
    """The regions as tiles, each with its number of stories; None when too few have some."""
    counts = _counts(issue)
    placed = issue.charted.tiles if issue.charted else ()
    if sum(counts.values()) < STORIES or len(counts) < REGIONS or not set(counts) <= {one.region for one in placed}:
        return None
    columns, rows = (max(at) + 1 for at in zip(*((one.column, one.row) for one in placed), strict=True))
    gap = scale.em(0.5)
    side = (scale.width + gap) / columns
    tall = scale.em(6.2)
    boxes, words = list[Box](), list[Word]()
    for one in placed:
        count = counts.get(one.region, 0)
        x, y = round(one.column * side, 2), round(one.row * tall, 2)
        look = _shade(count, max(counts.values()))
        boxes.append(Box(x, y, round(side - gap, 2), round(tall - gap, 2), look))
        words += _named(
            called(one.region, issue, label),
            label.number(count),
            (x + scale.em(0.6), y),
            side - gap - scale.em(1),
            look,
            scale,
        )
    told = [(called(one.region, issue, label), counts.get(one.region, 0)) for one in placed]
    return Chart(
        name="regions",
        title=label["stories_by_region"],
        caption=label["stories_by_region"],
        alt=label["comma"].join(f"{region}: {label.number(count)}" for region, count in told),
        width=scale.width,
        height=round(rows * tall - gap, 2),
        head=("region", "stories"),
        rows=tuple((region, str(count)) for region, count in told),
        boxes=tuple(boxes),
        words=tuple(words),
    )


def coverage(issue: Issue, label: Labels, scale: Scale) -> Chart | None:
    """Stories by region as bars, with a mark at the mean of the issues before; None when nothing is usual yet."""
    counted = issue.coverage
    if counted is None or counted.issues < ISSUES or counted.stories < STORIES:
        return None
    rows = [
        (called(row.name, issue, label), row.count, row.mean or 0.0) for row in counted.regions if row.count or row.mean
    ]
    if len(rows) < REGIONS:
        return None
    usual = label.say("mean_of", issues=label.count("issues", counted.issues))
    boxes, strokes, words = _bars(rows, label, scale)
    told = (f"{name}: {label.number(count)} ({usual}: {label.decimal(mean)})" for name, count, mean in rows)
    return Chart(
        name="coverage",
        title=label["stories_by_region"],
        caption=f"{label['stories_by_region']} · {label.say('mark', mean=usual)}",
        alt=label["comma"].join(told),
        width=scale.width,
        height=scale.em(1.9 * len(rows)),
        head=("region", "stories", "mean"),
        rows=tuple((name, str(count), f"{mean:.2f}") for name, count, mean in rows),
        boxes=tuple(boxes),
        strokes=tuple(strokes),
        words=tuple(words),
    )


def _counts(issue: Issue) -> dict[str, int]:
    """Printed stories by region, of those that have some."""
    return {section.name: sum(len(topic.pieces) for topic in section.topics) for section in issue.sections}


def _shade(count: int, most: int) -> str:
    if count == 0:
        return "none"
    return "best" if count == most else f"shade-{sum(count / most >= share for share in _DARKER)}"


def _named(name: str, count: str, corner: tuple[float, float], room: float, look: str, scale: Scale) -> list[Word]:
    """The number, large, and the region's name below it."""
    (x, y), ink = corner, "on-best" if look == "best" else "on-none" if look == "none" else "on-shade"
    left = round(x, 2)
    said = [Word(left, round(y + scale.em(1.75), 2), count, "start", ink, scale.em(1.5))]
    for n, line in enumerate(wrapped(name, scale, room, _LINES)):
        said.append(Word(left, round(y + scale.em(2.95 + 1.1 * n), 2), line, "start", ink, scale.letter))
    return said


def _bars(
    rows: Sequence[tuple[str, int, float]], label: Labels, scale: Scale
) -> tuple[list[Box], list[Stroke], list[Word]]:
    start = round(scale.width * 0.36, 2)
    room = scale.width - start - scale.em(2)
    longest = max(max(count, mean) for _, count, mean in rows)
    most = max(count for _, count, _ in rows)
    boxes, strokes, words = list[Box](), list[Stroke](), list[Word]()
    for n, (name, count, mean) in enumerate(rows):
        top, wide, usual = scale.em(1.9 * n + 0.25), round(room * count / longest, 2), round(room * mean / longest, 2)
        line = round(top + scale.em(1.05), 2)
        words.append(Word(0, line, cut(name, scale, start - scale.em(0.5)), "start", "name", scale.letter))
        if count:
            boxes.append(Box(start, top, wide, scale.em(1.4), "best" if count == most else "bar"))
        strokes.append(Stroke(start + usual, top - scale.em(0.15), start + usual, top + scale.em(1.55), "usual"))
        beyond = round(start + max(wide, usual) + scale.em(0.4), 2)
        words.append(Word(beyond, line, label.number(count), "start", "value", scale.letter))
    return boxes, strokes, words
