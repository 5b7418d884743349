"""A trial of the rules: what they make of texts whose place is known, in figures and in the cases in dispute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from digest.config.schema import Config
from digest.errors import ConfigError, SourceTrouble
from digest.learn import LabelledText
from digest.models import Candidate, Entry, Item, Routed, SourceFacts
from digest.normalise import normalise
from digest.route import Router, route
from digest.route.whynot import regions_about, why_not

Kind = Literal["topic", "region"]
OTHER_NEWS: Final = "other news"
_TITLE: Final = 80  # characters of a text that has no title
_WORDS: Final = 8  # that are named as a reason
_KINDS: Final[tuple[Kind, ...]] = ("topic", "region")
NOWHERE: Final = "nowhere"
Place = tuple[str, str]  # region, topic; ("", "") for nowhere
NO_PLACE: Final[Place] = ("", "")


@dataclass(frozen=True, slots=True)
class Tally:
    """How a topic or region did, counted in items. `name` is "" for all of its kind together."""

    kind: Kind
    name: str
    right: int
    wrongly_in: int
    wrongly_out: int

    @property
    def precision(self) -> float:
        """The share of what was put there that belongs there, in [0, 1]; 1 of nothing."""
        put = self.right + self.wrongly_in
        return self.right / put if put else 1.0

    @property
    def recall(self) -> float:
        """The share of what belongs there that was put there, in [0, 1]; 1 of nothing."""
        wanted = self.right + self.wrongly_out
        return self.right / wanted if wanted else 1.0

    @property
    def f(self) -> float:
        """Their harmonic mean, in [0, 1]; 1 where nothing belongs there and nothing was put there."""
        whole = 2 * self.right + self.wrongly_in + self.wrongly_out
        return 2 * self.right / whole if whole else 1.0


@dataclass(frozen=True, slots=True)
class Dispute:
    """An item, or some passages of it, of which the rules now say otherwise."""

    item: str  # id
    title: str
    where: str  # the issue that printed it, or the row of the labelled file; "" where it was not printed
    passages: int  # of it that are in dispute
    was: str  # "Europe > Russia-Ukraine talks"
    would: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """The outcome: figures by region and topic in the order of feeds.toml, then the cases in dispute."""

    items: int  # whose place is known
    tallies: tuple[Tally, ...]
    disputes: tuple[Dispute, ...]

    @property
    def worst(self) -> float:
        """The lower F of all topics and of all regions together."""
        return min((one.f for one in self.tallies if not one.name), default=1.0)


def tallied(
    kind: Kind, rows: Iterable[tuple[Collection[str], Collection[str]]], names: Sequence[str]
) -> tuple[Tally, ...]:
    """Count (expected, found) of each item: a tally for each name that occurs, then one for all."""
    right: Counter[str] = Counter()
    wrongly_in: Counter[str] = Counter()
    wrongly_out: Counter[str] = Counter()
    for expected, found in rows:
        right.update(set(expected) & set(found))
        wrongly_in.update(set(found) - set(expected))
        wrongly_out.update(set(expected) - set(found))
    met = {*right, *wrongly_in, *wrongly_out}
    order = [name for name in names if name in met] + sorted(met - set(names))
    each = [Tally(kind, name, right[name], wrongly_in[name], wrongly_out[name]) for name in order]
    return (*each, Tally(kind, "", right.total(), wrongly_in.total(), wrongly_out.total())) if each else ()


def shown(place: Place) -> str:
    """A place as people read it."""
    region, topic = place
    return f"{region} > {topic or OTHER_NEWS}" if region or topic else NOWHERE


# -- a labelled file -----------------------------------------------------------------------------------------------


def try_texts(rows: Sequence[LabelledText], config: Config, router: Router, at: datetime, only: str = "") -> Trial:
    """Route the rows of a labelled file. `topics` and `regions` are held against where the rules put a text,
    `countries`, as regions of feeds.toml, against what it is about.

    `only` names the one topic that is tried: then a row's `label` says whether it belongs there, or `topics` does.
    Raises ConfigError where no row says anything that can be tried.
    """
    if only:
        rows = [_of_topic(row, only) for row in rows]
    if all(row.topics is None and row.regions is None and row.countries is None for row in rows):
        raise ConfigError(
            f'{rows[0].where}: no row has "topics", "regions" or "countries"; --topic says which topic "label" is of'
        )
    topics: list[tuple[Collection[str], Collection[str]]] = []
    regions: list[tuple[Collection[str], Collection[str]]] = []
    disputes: list[Dispute] = []
    for row in rows:
        item = _item(row, at)
        routed = route(Candidate(item, tuple(dict.fromkeys(p.key for p in item.passages)), at), router)
        expected, found = _sides(row, item, routed, config, router)
        if only:
            found = {"topic": tuple(name for name in found["topic"] if name == only), "region": expected["region"]}
        if row.topics is not None:
            topics.append((expected["topic"], found["topic"]))
        if row.regions is not None or row.countries is not None:
            regions.append((expected["region"], found["region"]))
        disputes.extend(_disputes(row, item, routed, expected, found, router))
    tallies = (*tallied("topic", topics, _topics(config)), *tallied("region", regions, _regions(config)))
    return Trial(len(rows), tallies, tuple(disputes))


def _of_topic(row: LabelledText, topic: str) -> LabelledText:
    """A row as it speaks of one topic."""
    wanted = topic in (row.topics or ()) if row.label is None else row.label
    known = row.label is not None or row.topics is not None
    return replace(row, topics=(topic,) * wanted if known else None, regions=None, countries=None)


def _item(row: LabelledText, at: datetime) -> Item:
    entry = Entry(row.where, "", row.title, row.text, "text", published=row.published, place=row.place)
    try:
        return normalise(entry, SourceFacts("labels", language=row.language), at).item
    except SourceTrouble as trouble:
        raise ConfigError(f"{row.where}: {trouble.what}") from None


_Side = Mapping[Kind, tuple[str, ...]]


def _sides(row: LabelledText, item: Item, routed: Routed, config: Config, router: Router) -> tuple[_Side, _Side]:
    """What a row says, and what the rules say of it. What the row does not say is as the rules have it."""
    topics = tuple(dict.fromkeys(part.topic for part in routed.placed if part.topic))
    regions = tuple(dict.fromkeys(part.region for part in routed.placed))
    wanted = row.regions
    if row.countries is not None and wanted is None:
        regions = regions_about(item, router)
        wanted = tuple(one.name for one in config.regions if set(one.countries) & {*map(str.upper, row.countries)})
    said: _Side = {
        "topic": topics if row.topics is None else row.topics,
        "region": regions if wanted is None else wanted,
    }
    return said, {"topic": topics, "region": regions}


def _disputes(
    row: LabelledText, item: Item, routed: Routed, expected: _Side, found: _Side, router: Router
) -> Iterator[Dispute]:
    keys = {passage.key for passage in item.passages}
    for kind in _KINDS:
        more = [name for name in found[kind] if name not in expected[kind]]
        less = [name for name in expected[kind] if name not in found[kind]]
        because = [said for name in more for said in why_in(routed, kind, name)]
        because += [why_not(item, keys, name, router) if kind == "topic" else _no_region(name) for name in less]
        if more or less:
            was, would = (", ".join(side[kind]) or NOWHERE for side in (expected, found))
            yield Dispute(item.id, item.title or _beginning(item), row.where, len(keys), was, would, tuple(because))


def _no_region(name: str) -> str:
    return f"“{name}”: nothing goes there"


def _beginning(item: Item) -> str:
    text = item.passages[0].text
    return text if len(text) <= _TITLE else text[:_TITLE].rsplit(" ", 1)[0] + " ..."


def why_in(routed: Routed, kind: Kind, name: str, keys: Collection[str] | None = None) -> tuple[str, ...]:
    """Why passages, all of them or those with these keys, go to a topic or region: one clause, or none."""
    here = [
        one
        for one in routed.evidence
        if (one.kind, one.target) == (kind, name)
        and (keys is None or one.passage in keys)
        and (kind == "region" or one.verdict != "lost")
    ]
    if not here:
        topics = [part.topic for part in routed.placed if kind == "region" and part.region == name and part.topic]
        return tuple(f"“{name}”: the topic “{topic}” is printed there" for topic in dict.fromkeys(topics))
    words = list(dict.fromkeys(f"“{match.word}”" for one in here for match in one.matches))
    notes = dict.fromkeys(one.note for one in here if one.note)
    more = [", ".join(words[:_WORDS]) + (", ..." if len(words) > _WORDS else ""), *notes]
    return (f"“{name}”: {' - '.join(filter(None, more)) or here[0].verdict}",)


def _topics(config: Config) -> list[str]:
    return [one.name for one in config.topics]


def _regions(config: Config) -> list[str]:
    return [one.name for one in config.regions]
