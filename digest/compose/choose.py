"""Which stories an edition prints, and in which order its sections stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from digest.config.schema import EditionTable
from digest.language.captions import is_caption
from digest.models import FIRST_WORDS, Scored

OTHER = ""  # the topic of a region's other news
Place = tuple[str, str]  # region, topic


@dataclass(frozen=True, slots=True)
class Choice:
    """The stories that are printed, by place in printing order, best first; and how many each place holds back."""

    groups: Mapping[Place, tuple[Scored, ...]]
    held_back: Counter[Place]


def choose(scored: Sequence[Scored], edition: EditionTable) -> Choice:
    """Keep what the edition asks for, then the best of each section, then the best of the issue.

    `scored` comes best first. A topic that the edition lists is printed even where its region is not listed: then
    its region stands last.
    """
    wanted = [one for one in scored if _wanted(one, edition)]
    kept = _within_limits(wanted, edition)
    chosen: dict[Place, list[Scored]] = {}
    held_back: Counter[Place] = Counter()
    for one in wanted:
        place = (one.story.region, one.story.topic)
        if id(one) in kept:
            chosen.setdefault(place, []).append(one)
        else:
            held_back[place] += 1
    order = sorted(chosen, key=lambda place: _position(place, edition))
    return Choice({place: tuple(chosen[place]) for place in order}, held_back)


def _wanted(one: Scored, edition: EditionTable) -> bool:
    lead = one.story.cuts[0]
    title = "" if lead.item.titled_from == FIRST_WORDS else lead.item.title
    if all(is_caption(passage) and passage.text != title for passage in lead.passages):
        return False  # a name in a list is no story; an entry that is a title alone is one
    if one.story.topic:
        return one.story.topic in edition.topics
    return edition.other_news and one.story.region in edition.regions


def _within_limits(wanted: Sequence[Scored], edition: EditionTable) -> set[int]:
    limits = edition.limits
    taken: Counter[Place] = Counter()
    kept: set[int] = set()
    for one in wanted:
        place = (one.story.region, one.story.topic)
        if len(kept) < limits.issue and taken[place] < (limits.topic if one.story.topic else limits.other):
            taken[place] += 1
            kept.add(id(one))
    return kept


def _position(place: Place, edition: EditionTable) -> tuple[int, str, int]:
    region, topic = place
    last = len(edition.regions)
    where = edition.regions.index(region) if region in edition.regions else last
    return where, region, edition.topics.index(topic) if topic else len(edition.topics)
