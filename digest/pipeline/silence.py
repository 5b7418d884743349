"""Silence: feeds that have gone quiet against their own habit, told by the group that an editor thinks in. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from digest.config.schema import SourceTable
from digest.language.counted import counted


@dataclass(frozen=True, slots=True)
class Silence:
    """The silent feeds of one group."""

    group: str  # "Sahel"; "" for a feed that belongs to none
    sources: tuple[str, ...]  # that are silent, as listed in feeds.toml
    of: int  # feeds in the group
    days: int  # that all of them are silent at least

    def __str__(self) -> str:
        """As an editor would say it."""
        names, days = ", ".join(self.sources), counted(self.days, "day")
        if self.of == 1:
            return f"nothing from {names} for {days}"
        return f"nothing from {len(self.sources)} of {self.of} {self.group} feeds for {days}: {names}"


def silences(sources: Iterable[SourceTable], quiet: Mapping[str, datetime], now: datetime) -> list[Silence]:
    """The groups with silent feeds, the longest silence first. `quiet` gives silent sources' newest date, by name.

    A feed's group is the region that it usually tells of, or its first topic, its publisher, its language. Folders of
    files are in none: nobody owes them a text.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for one in sources:
        if one.url:
            groups[_group(one)].append(one.name)
    alone = {name: [name] for name in groups.pop("", [])}
    found = [_silence(group, names, quiet, now) for group, names in groups.items()]
    found += [_silence("", names, quiet, now) for names in alone.values()]
    return sorted((one for one in found if one.sources), key=lambda one: (-one.days, one.group, one.sources))


def _group(one: SourceTable) -> str:
    return one.region or next(iter(one.topics), "") or one.publisher or one.language


def _silence(group: str, names: Sequence[str], quiet: Mapping[str, datetime], now: datetime) -> Silence:
    silent = tuple(name for name in names if name in quiet)
    return Silence(group, silent, len(names), min(((now - quiet[name]).days for name in silent), default=0))
