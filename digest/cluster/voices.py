"""Voices: how many publishers tell a story independently of each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digest.cluster.copies import Group
from digest.cluster.cuts import Cut
from digest.language.agencies import credited


@dataclass(frozen=True, slots=True)
class Voices:
    """Who tells a story."""

    publishers: tuple[str, ...]  # independent ones, the lead's first: a family, or the agency whose text is printed
    also_in: tuple[str, ...]  # families that print a text of these, by the order of their cuts


def voices(groups: Sequence[Group]) -> Voices:
    """Count who tells a story: publishers of one family are one voice, so are those who print one text, and those who
    credit one agency.
    """
    keys = [_keys(cut, number) for number, group in enumerate(groups) for cut in group.cuts]
    cuts = [cut for group in groups for cut in group.cuts]
    names: list[str] = []
    families: dict[str, None] = {}
    for some in _parts(keys):
        agency = next((name for number in some if (name := _agency(cuts[number]))), "")
        printed = dict.fromkeys(cuts[number].placed.item.publisher for number in some)
        names.append(agency if agency and (len(printed) > 1 or agency in printed) else next(iter(printed)))
        families.update(printed)
    return Voices(tuple(dict.fromkeys(names)), tuple(name for name in families if name not in names))


def said(found: Voices) -> str:
    """Who tells it, in words; "" when there is but one publisher and nobody beside."""
    if len(found.publishers) == 1 and not found.also_in:
        return ""
    count = len(found.publishers)
    head = "one voice" if count == 1 else f"{count} independent publishers"
    also = f"; the same text also in {_listed(found.also_in)}" if found.also_in else ""
    return f"{head}: {_listed(found.publishers)}{also}"


def _listed(names: Sequence[str], most: int = 6) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _keys(cut: Cut, group: int) -> tuple[tuple[str, object], ...]:
    """What makes one voice of two cuts."""
    item = cut.placed.item
    agency = _agency(cut)
    headline = (("headline", cut.title),) if cut.bare else ()
    return (("family", item.publisher), ("text", group), *((("agency", agency),) if agency else ()), *headline)


def _agency(cut: Cut) -> str:
    item = cut.placed.item
    return credited(item.agency, [passage.text for passage in item.passages])


def _parts(keys: Sequence[Sequence[tuple[str, object]]]) -> list[list[int]]:
    """Numbers that are connected by keys in common, in their order."""
    parts: list[list[int]] = []
    home: dict[tuple[str, object], list[int]] = {}
    for number, some in enumerate(keys):
        joined = [number]
        for part in [home[key] for key in some if key in home]:
            if part is not joined and part in parts:
                parts.remove(part)
                joined = sorted(part + joined)
        parts.append(joined)
        home.update((key, joined) for one in joined for key in keys[one])
    return sorted(parts)
