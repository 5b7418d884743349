"""judging: what an editor's word on stories means for items, and how it is told. Pure: values in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from digest.models import Ruling, Scored, Story


@dataclass(frozen=True, slots=True)
class Judged:
    """What is to be kept, and what is taken back."""

    made: tuple[Ruling, ...] = ()
    dropped: tuple[Ruling, ...] = ()


def put_together(ids: Sequence[str], scored: Sequence[Scored], rulings: Sequence[Ruling], at: datetime) -> Judged:
    """Items `ids` are one story from now on. What stood between the stories that they are in now is taken back."""
    joined = set(ids).union(*(_items(story) for story in homes(ids, scored)))
    made = tuple(Ruling(one, other, "together", at) for one, other in combinations(sorted(set(ids)), 2))
    pairs = {(one.one, one.other) for one in made}
    dropped = tuple(
        one
        for one in rulings
        if one.verdict == "apart" and {one.one, one.other} <= joined and (one.one, one.other) not in pairs
    )
    return Judged(made, dropped)


def put_apart(item: str, scored: Sequence[Scored], rulings: Sequence[Ruling], at: datetime) -> Judged:
    """Item `item` is no part of the stories that it is in now, nor of what it was put together with."""
    others = set().union(*(_items(story) for story in homes([item], scored)), _told(item, rulings, "together"))
    pairs = (tuple(sorted((item, other))) for other in sorted(others - {item}))
    return Judged(tuple(Ruling(one, other, "apart", at) for one, other in pairs))


def taken_back(ids: Sequence[str], rulings: Sequence[Ruling], verdict: str) -> Judged:
    """Take back what was said of these items among themselves; of one item, all that was said of it."""
    wanted = set(ids)
    enough = 1 if len(wanted) == 1 else 2
    found = (one for one in rulings if one.verdict == verdict and len({one.one, one.other} & wanted) >= enough)
    return Judged(dropped=tuple(found))


def homes(ids: Iterable[str], scored: Sequence[Scored]) -> list[Story]:
    """The stories that hold one of these items."""
    wanted = set(ids)
    return [one.story for one in scored if wanted & _items(one.story)]


def sections(item: str, scored: Sequence[Scored]) -> list[str]:
    """Where an item stands: "Europe > Energy", sorted; nowhere when it is not for the next issue."""
    return sorted({place(story) for story in homes([item], scored)})


def place(story: Story) -> str:
    """A story's section as it is said."""
    return f"{story.region} > {story.topic or 'other news'}"


def said(item: str, rulings: Sequence[Ruling], titles: Mapping[str, str]) -> list[str]:
    """What the editor said of one item, a line for each other one; `titles` by item id."""
    words = {"together": "put together by the editor with", "apart": "kept apart by the editor from"}
    return [
        f"{words[one.verdict]} “{titles.get(other, other)}”"
        for one in rulings
        if item in (one.one, one.other)
        for other in [one.other if item == one.one else one.one]
    ]


def _items(story: Story) -> set[str]:
    return {cut.item.id for cut in story.cuts}


def _told(item: str, rulings: Sequence[Ruling], verdict: str) -> set[str]:
    return {
        other
        for one in rulings
        if one.verdict == verdict and item in (one.one, one.other)
        for other in (one.one, one.other)
    }
