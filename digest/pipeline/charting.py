"""What an issue's charts are drawn from: articles by topic and day, how many are usual, where regions lie. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from math import sqrt
from typing import Final
from zoneinfo import ZoneInfo

from digest.config.schema import EditionTable, RegionTable
from digest.language.whereabouts import whereabouts
from digest.models import Charted, DayCount, Issue, Routed, Tile, TopicDays

LONGEST: Final = 31  # days counted one by one: a month; the bars of a longer window would be too thin for a label
_TILES_A_ROW: Final = 0.8  # times the number of regions, under a root: eleven regions are rows of 4, 4 and 3
_DAY: Final = timedelta(days=1)


def chart(issue: Issue, routed: Sequence[Routed], edition: EditionTable, regions: Sequence[RegionTable]) -> Issue:
    """The issue with what its charts are drawn from. `routed` is all that was read for it, printed or not."""
    here = [region for region in regions if region.name in edition.regions]
    listed = {region.name for region in here}
    tiles = _placed(here, [name for name in edition.regions if name not in listed])
    return replace(issue, charted=Charted(_topics(issue, routed, edition), tiles))


def compared(issue: Issue, before: Sequence[Issue]) -> Issue:
    """The issue with the usual number of articles a day of each topic, over the closed issues `before` it.

    A first issue says nothing of what is usual: it has everything that was in the feeds when they were first asked.
    """
    if issue.charted is None:
        return issue
    past = [one for one in before if one.charted is not None and one.since is not None]
    topics = tuple(replace(topic, usual=_usual(topic, past), issues=len(past)) for topic in issue.charted.topics)
    return replace(issue, charted=replace(issue.charted, topics=topics))


def _topics(issue: Issue, routed: Sequence[Routed], edition: EditionTable) -> tuple[TopicDays, ...]:
    zone, found = ZoneInfo(issue.timezone), dict[tuple[str, str], dict[str, date]]()
    for placed in (one for each in routed for one in each.placed if one.topic):
        day = placed.item.published.astimezone(zone).date()
        found.setdefault((placed.region, placed.topic), {})[placed.item.id] = day
    order = {name: place for place, name in enumerate((*edition.regions, *edition.topics))}
    places = sorted(found, key=lambda key: (*(order.get(name, len(order)) for name in key), key))
    first = issue.until.astimezone(zone).date() - LONGEST * _DAY
    return tuple(_topic(key, list(found[key].values()), first) for key in places)


def _topic(place: tuple[str, str], days: Sequence[date], first: date) -> TopicDays:
    counts = Counter(day for day in days if day >= first)
    shown = tuple(DayCount(day.isoformat(), count) for day, count in sorted(counts.items()))
    return TopicDays(*place, shown, earlier=len(days) - counts.total())


def _usual(topic: TopicDays, past: Sequence[Issue]) -> float | None:
    rates = [_rate(topic, one) for one in past]
    return round(sum(rates) / len(rates), 2) if rates else None


def _rate(topic: TopicDays, issue: Issue) -> float:
    """Articles a day of `topic` that were published in the window of an issue of before."""
    assert issue.charted is not None
    assert issue.since is not None
    since, until = (_local(moment, issue.timezone) for moment in (issue.since, issue.until))
    counted = (one for one in issue.charted.topics if (one.region, one.topic) == (topic.region, topic.topic))
    articles = sum(day.count for one in counted for day in one.days if since <= day.day <= until)
    return articles / max(1.0, (issue.until - issue.since) / _DAY)


def _local(moment: datetime, timezone: str) -> str:
    return moment.astimezone(ZoneInfo(timezone)).date().isoformat()


def _placed(regions: Sequence[RegionTable], nowhere: Sequence[str]) -> tuple[Tile, ...]:
    """A tile for each region, north up and east to the right, in rows that are about as long as each other.

    Regions are put into rows by latitude and stand in a row by longitude, so any list of regions is a map of itself.
    Those that are made of words only have no place: they stand below, as listed.
    """
    known = [(place, one.name) for one in regions if (place := whereabouts(one.countries))]
    lost = [*nowhere, *(one.name for one in regions if whereabouts(one.countries) is None)]
    rows = [sorted(row, key=lambda one: (one[0][1], one[1])) for row in _rows(known)]
    columns = max((len(row) for row in rows), default=0) or min(4, len(lost))
    tiles = [
        Tile(name, column, number)
        for number, row in enumerate(rows)
        for column, (_, name) in zip(_columns([at[1] for at, _ in row], columns, known), row, strict=True)
    ]
    tiles += [Tile(name, n % columns, len(rows) + n // columns) for n, name in enumerate(lost)]
    return tuple(tiles)


_Known = tuple[tuple[float, float], str]


def _rows(known: Sequence[_Known]) -> Iterator[Sequence[_Known]]:
    """Regions from north to south, cut into rows of nearly one length, the longer ones first."""
    ordered = sorted(known, key=lambda one: (-one[0][0], one[1]))
    rows = max(1, round(sqrt(len(ordered) * _TILES_A_ROW))) if ordered else 0
    start = 0
    for left in range(rows, 0, -1):
        length = -(-(len(ordered) - start) // left)
        yield ordered[start : start + length]
        start += length


def _columns(longitudes: Sequence[float], columns: int, known: Sequence[_Known]) -> Iterator[int]:
    """A column for each tile of a row, from west to east, each as near to its longitude as the others leave room."""
    every = [at[1] for at, _ in known]
    west, span = min(every), max(every) - min(every) or 1.0
    taken = -1
    for number, longitude in enumerate(longitudes):
        wished = round((longitude - west) / span * (columns - 1))
        taken = min(max(taken + 1, wished), columns - (len(longitudes) - number))
        yield taken
