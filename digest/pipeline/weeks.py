"""Past weeks, replayed: what issues printed, and where the rules of today would put it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from digest.config import with_rules
from digest.config.schema import Config, EditionTable
from digest.errors import ConfigError
from digest.models import Candidate, Issue, Item, Routed
from digest.pipeline.build import edition_router
from digest.pipeline.trial import NO_PLACE, Dispute, Place, Trial, shown, tallied, why_in
from digest.route import Router, route
from digest.route.topics import body
from digest.route.whynot import why_not

if TYPE_CHECKING:
    from digest.store import Store

Load = Callable[[bytes], Issue]


@dataclass(frozen=True, slots=True)
class Printed:
    """Where one passage was printed last."""

    issue: str
    place: Place
    pinned: bool  # the editor put it there


@dataclass(frozen=True, slots=True)
class Weeks:
    """Some closed issues of an edition, and what was there to print."""

    issues: tuple[Issue, ...]  # the earliest first; never empty
    items: tuple[tuple[datetime, Item], ...]  # with the moment each was first seen, by it
    printed: Mapping[tuple[str, str], Printed]  # by item id and passage key
    edited: int  # printed passages that their publishers changed since: they cannot be replayed


def read_weeks(store: Store, edition: EditionTable, count: int, load: Load) -> Weeks:
    """The last `count` closed issues of an edition. Raises ConfigError when there is none."""
    closed = [one for one in store.issues(edition.name) if one.state == "closed"][-count:]
    if not closed:
        raise ConfigError(
            f"{edition.name}: no issue is closed yet, so there is nothing to replay; `digest run` makes one, or name a "
            "labelled file"
        )
    issues = tuple(load(store.plan(one.id)) for one in closed)
    items = tuple(store.past_items(issues[0].since, max(one.until for one in issues), [one.id for one in issues]))
    printed = {key: told for issue in issues for key, told in _printed(issue)}
    now = {(item.id, passage.key) for _, item in items for passage in item.passages}
    return Weeks(issues, items, printed, len(printed.keys() - now))


def _printed(issue: Issue) -> Iterator[tuple[tuple[str, str], Printed]]:
    for section in issue.sections:
        for topic in section.topics:
            for piece in topic.pieces:
                pins = {one.passage for one in piece.evidence if one.verdict == "pinned"}
                for item, key in piece.tells:
                    yield (item, key), Printed(issue.id, (section.name, topic.name), key in pins)


# -- the replay ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Replay:
    """The outcome of a replay."""

    trial: Trial  # of what was printed; its disputes hold what was not printed, too
    edited: int  # as in Weeks
    unknown: int  # items that were not printed, and of which nobody knows where the rules of then put them


def replay(weeks: Weeks, config: Config, edition: EditionTable, then: Mapping[str, str]) -> Replay:
    """Route the items of past weeks by the rules of today.

    What was printed is held against where it was printed; what was not, against where the rules of its week put it.
    `then` holds these rules by hash.
    """
    router = edition_router(config, edition)
    before = {name: edition_router(with_rules(config, text), edition) for name, text in then.items()}
    topics: list[tuple[Collection[str], Collection[str]]] = []
    regions: list[tuple[Collection[str], Collection[str]]] = []
    disputes: list[Dispute] = []
    unknown = 0
    for first_seen, item in weeks.items:
        now = places(item, router)
        was = {key: weeks.printed[item.id, key] for key in now.places if (item.id, key) in weeks.printed}
        if was:
            topics.append(_sets([one.place[1] for one in was.values()], [now.places[key][1] for key in was]))
            regions.append(_sets([one.place[0] for one in was.values()], [now.places[key][0] for key in was]))
            disputes.extend(_moved(item, now, was, router))
        elif old := before.get(_rules_of(first_seen, weeks.issues)):
            held = {key: Printed("", place, False) for key, place in places(item, old).places.items()}
            disputes.extend(_moved(item, now, held, router))
        else:
            unknown += 1
    names = [one.name for one in config.topics], [one.name for one in config.regions]
    tallies = (*tallied("topic", topics, names[0]), *tallied("region", regions, names[1]))
    return Replay(Trial(len(topics), tallies, tuple(disputes)), weeks.edited, unknown)


def _rules_of(first_seen: datetime, issues: Sequence[Issue]) -> str:
    """The rules by which an item was routed first: those of the first issue that could have had it."""
    return next((one.colophon.rules for one in issues if first_seen <= one.until), issues[-1].colophon.rules)


@dataclass(frozen=True, slots=True)
class Routing:
    """What the rules make of an item."""

    routed: Routed
    places: Mapping[str, Place]  # of every passage that says something, by key


def places(item: Item, router: Router) -> Routing:
    """Where the rules put an item."""
    keys = tuple(dict.fromkeys(passage.key for passage in item.passages))
    routed = route(Candidate(item, keys, item.published), router)
    put = {passage.key: (part.region, part.topic) for part in routed.placed for passage in part.passages}
    telling = [item.passages[number].key for number in body(item.passages)]
    return Routing(routed, {key: put.get(key, NO_PLACE) for key in dict.fromkeys(telling)})


def _sets(was: Sequence[str], now: Sequence[str]) -> tuple[set[str], set[str]]:
    return {*was} - {""}, {*now} - {""}


def _moved(item: Item, now: Routing, was: Mapping[str, Printed], router: Router) -> Iterator[Dispute]:
    """The passages whose place changes, those that move together as one case."""
    groups: dict[tuple[Place, Place], list[str]] = {}
    for key, told in was.items():
        if told.place != now.places[key]:
            groups.setdefault((told.place, now.places[key]), []).append(key)
    for (old, new), keys in groups.items():
        because = _because(item, now.routed, keys, old, new, router)
        if any(was[key].pinned for key in keys):
            because = ("the editor put it there by hand", *because)
        yield Dispute(item.id, item.title, was[keys[0]].issue, len(keys), shown(old), shown(new), because)


def _because(
    item: Item, routed: Routed, keys: Collection[str], old: Place, new: Place, router: Router
) -> tuple[str, ...]:
    """What puts passages to their new place, and what does not hold them at the old one."""
    left_out = tuple(why_in(routed, "topic", "exclude", keys))
    if left_out:
        return left_out
    lost = (why_not(item, keys, old[1], router),) if old[1] and old[1] != new[1] else ()
    won = tuple(why_in(routed, "topic" if new[1] else "region", new[1] or new[0], keys)) if new != NO_PLACE else ()
    if not lost and not won:
        lost = (f"names no place of {old[0]}" if not old[1] else f"the topic is printed under {new[0]} now",)
    return (*won, *lost)
