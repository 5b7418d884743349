"""The shelf: what of closed issues their archive shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from digest.models.page import Direction


@dataclass(frozen=True, slots=True)
class ShelfLine:
    """One printed headline, and where it stands."""

    issue: str  # id
    region: str
    topic: str  # "" for the region's other news
    headline: str
    piece: str  # id: its anchor on the issue's page
    language: str
    direction: Direction
    published: datetime


@dataclass(frozen=True, slots=True)
class Shelved:
    """One closed issue as a list of issues shows it. `since`, `until` and `timezone` are those of its window."""

    id: str
    edition: str
    title: str
    number: int
    language: str
    direction: Direction
    timezone: str
    since: datetime | None
    until: datetime
    lines: tuple[str, ...]  # "the week in five lines"
    headlines: tuple[ShelfLine, ...]  # in page order
    public_url: str
    contact: str
    list_id: str
