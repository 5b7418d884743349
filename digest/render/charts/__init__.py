"""The charts of an issue: which it has, drawn to a scale, as SVG, as PNG, and as tables. All from the frozen plan.

A chart is there only when it says something; what each asks for stands beside it. The drawings are made here and
written by a template, since no library draws less than a page of its own styles: drawsvg and pygal were tried, take
0.1 s to load, and know neither an edition's colours nor its faces.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from digest.models import Issue
from digest.render.charts.course import course
from digest.render.charts.days import strip
from digest.render.charts.drawing import PRINT, SCREEN, Chart, Scale, mirrored
from digest.render.charts.regions import coverage, tiles
from digest.render.labels import Labels, labels

__all__ = ["PRINT", "SCREEN", "Chart", "charts", "every"]

REGIONS = "regions"  # under which the charts of the whole issue stand


def charts(issue: Issue, scale: Scale) -> Mapping[str, tuple[Chart, ...]]:
    """The issue's charts: a topic's under the id of its section, its timeline's under that and "-timeline".

    Those of the whole issue stand under "regions". An edition in Arabic script has them from right to left.
    """
    label = labels(issue.language)
    turn = (lambda chart: chart) if issue.direction == "ltr" else mirrored
    scale = scale if issue.direction == "ltr" else scale.for_arabic()
    found: dict[str, tuple[Chart, ...]] = {}
    for place, chart in _drawn(issue, label, scale):
        if chart is not None:
            found[place] = (*found.get(place, ()), turn(chart))
    return found


def every(issue: Issue, scale: Scale) -> tuple[Chart, ...]:
    """All charts of the issue, in page order, those of the whole issue last."""
    return tuple(chart for group in charts(issue, scale).values() for chart in group)


def _drawn(issue: Issue, label: Labels, scale: Scale) -> Iterator[tuple[str, Chart | None]]:
    days = {(one.region, one.topic): one for one in issue.charted.topics} if issue.charted else {}
    for section in issue.sections:
        for topic in section.topics:
            counted = days.get((section.name, topic.name))
            if counted:
                yield topic.id, strip(counted, topic.id, issue, label, scale)
            yield (
                f"{topic.id}-timeline",
                course(topic.timeline, topic.id, topic.shown or topic.name, issue, label, scale),
            )
    yield REGIONS, tiles(issue, label, scale)
    yield REGIONS, coverage(issue, label, scale)
