"""What the charts of an issue are drawn from: articles by topic and day, and where its regions lie to one another."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DayCount:
    """One local day of the edition's zone."""

    day: str  # ISO 8601: "2025-06-02"
    count: int  # articles published on it, >= 1


@dataclass(frozen=True, slots=True)
class TopicDays:
    """The articles that were read on one topic of one region, by the day on which they were published."""

    region: str
    topic: str
    days: tuple[DayCount, ...]  # earliest first; days without an article are left out
    earlier: int  # articles published before the days that are counted one by one
    usual: float | None = None  # articles a day in the issues before; None when there is none
    issues: int = 0  # that `usual` is the mean of


@dataclass(frozen=True, slots=True)
class Tile:
    """A region's place in the tile map, from the upper left corner: north is up, east is to the right."""

    region: str
    column: int
    row: int


@dataclass(frozen=True, slots=True)
class Charted:
    """What an issue's charts are drawn from, beside the plan's own counts."""

    topics: tuple[TopicDays, ...]  # by region and topic, in the edition's order
    tiles: tuple[Tile, ...]  # of the edition's regions, row by row
