"""Missed: the topics that an item nearly has, and what kept it from them: for who asks why it is not there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from digest.language.judging import Hits
from digest.language.nearmiss import near_miss
from digest.models import Item, Match
from digest.route.reading import Found, read_passage, read_title
from digest.route.tables import Router, Topic

_MOST: Final = 5  # topics; beyond, they share a country's name and nothing else
_LISTED: Final = 8  # words of a group


@dataclass(frozen=True, slots=True)
class Missed:
    """One topic that an item has not, by little."""

    topic: str
    said: str  # in words, as a clause
    groups: int  # of its rule that hold


def missed(item: Item, router: Router, has: Collection[str] = ()) -> tuple[Missed, ...]:
    """The topics nearly met, the nearest first; those that the item `has` are left out."""
    title = read_title(item.own_title, item.language, router)
    texts = {"the title": title}
    texts |= {
        f"paragraph {number}": read_passage(passage, item.language, router)
        for number, passage in enumerate(item.passages, 1)
    }
    found = [one for topic in router.topics if topic.name not in has and (one := _missed(topic, texts))]
    order = {topic.name: topic.order for topic in router.topics}
    return tuple(sorted(found, key=lambda one: (-one.groups, order[one.topic]))[:_MOST])


def _missed(topic: Topic, texts: Mapping[str, Found]) -> Missed | None:
    if topic.rule.evaluate(_together(list(texts.values()))).holds:
        return _scattered(topic, texts)
    near = {where: miss for where, text in texts.items() if (miss := near_miss(topic.rule, text.hits))}
    if not near:
        return None
    best = max(near.values(), key=lambda miss: miss.groups)
    where = [place for place, miss in near.items() if miss.groups == best.groups]
    words = ", ".join(f"“{word}”" for word in dict.fromkeys(word for place in where for word in near[place].found))
    said = str(best)
    if len(best.lacking) > _LISTED:
        said = f"none of {', '.join(best.lacking[:_LISTED])} and {len(best.lacking) - _LISTED} more"
    kind = "a word" if best.forbidden or len(best.lacking) == 1 else "one group"
    return Missed(topic.name, f"missed by {kind}: it has {words} ({_listed(where)}), but {said}", best.groups)


def _scattered(topic: Topic, texts: Mapping[str, Found]) -> Missed:
    """The rule holds of all texts together: no paragraph has all that it asks for, or another topic has it."""
    if any(topic.rule.evaluate(text.hits).holds for text in texts.values()):
        return Missed(topic.name, "its rule holds, but another topic is stronger there", len(topic.rule.groups) + 1)
    parts = [
        f"“{verdict.matches[0].word}” in {where}"
        for where, text in texts.items()
        if (verdict := topic.rule.evaluate(text.hits)).matches
    ]
    return Missed(
        topic.name,
        f"missed by a paragraph: its words stand in different ones: {', '.join(parts[:_LISTED])}",
        len(topic.rule.groups),
    )


def _together(texts: Sequence[Found]) -> Hits:
    hits: dict[str, tuple[Match, ...]] = {}
    for text in texts:
        for key, matches in text.hits.items():
            hits[key] = (*hits.get(key, ()), *matches)
    return hits


def _listed(places: Sequence[str]) -> str:
    shown = ", ".join(places[:3])
    return f"{shown} and {len(places) - 3} more" if len(places) > 3 else shown
