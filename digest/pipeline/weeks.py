"""Past weeks, replayed: what issues printed, and where the rules of today would put it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from digest.config import rules_hash, with_rules
from digest.config.schema import Config, EditionTable
from digest.errors import ConfigError
from digest.models import Candidate, Issue, Item, Routed
from digest.pipeline.build import edition_router
from digest.pipeline.trial import NO_PLACE, Dispute, Place, Tally, Trial, shown, tallied, why_in
from digest.route import Router, route
from digest.route.topics import body
from digest.route.whynot import why_not

if TYPE_CHECKING:
    from digest.store import Store

Load = Callable[[bytes], Issue]
_AT_ONCE = 500  # items in memory


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
    seen: tuple[tuple[datetime, str], ...]  # when each item was first seen, and its id; sorted
    printed: Mapping[str, Mapping[str, Printed]]  # by item id, then by passage key
    read: Callable[[Sequence[str]], list[Item]]  # whole items, as they are now

    def items(self, wanted: Callable[[datetime, str], bool]) -> Iterator[tuple[datetime, Item]]:
        """The items that are wanted, by (first seen, id), a portion in memory at a time."""
        chosen = {name: at for at, name in self.seen if wanted(at, name)}
        names = list(chosen)
        for at in range(0, len(names), _AT_ONCE):
            yield from ((chosen[one.id], one) for one in self.read(names[at : at + _AT_ONCE]) if one.passages)

    def rules_of(self, first_seen: datetime) -> str:
        """The rules by which an item was routed first, by hash: those of the first issue that could have had it."""
        dated = (one.colophon.rules for one in self.issues if first_seen <= one.until)
        return next(dated, self.issues[-1].colophon.rules)


def read_weeks(store: Store, edition: EditionTable, count: int, load: Load) -> Weeks:
    """The last `count` closed issues of an edition. Raises ConfigError when there is none."""
    closed = [one for one in store.issues(edition.name) if one.state == "closed"][-count:]
    if not closed:
        raise ConfigError(
            f"{edition.name}: no issue is closed yet, so there is nothing to replay; `digest run` makes one, or name a "
            "labelled file"
        )
    issues = tuple(load(store.plan(one.id)) for one in closed)
    seen = store.past_items(issues[0].since, max(one.until for one in issues), [one.id for one in issues])
    printed: dict[str, dict[str, Printed]] = {}
    for issue in issues:
        for item, key, told in _printed(issue):
            printed.setdefault(item, {})[key] = told
    return Weeks(issues, tuple(seen), printed, store.whole_items)


def _printed(issue: Issue) -> Iterator[tuple[str, str, Printed]]:
    for section in issue.sections:
        for topic in section.topics:
            for piece in topic.pieces:
                pins = {one.passage for one in piece.evidence if one.verdict == "pinned"}
                for item, key in piece.tells:
                    yield item, key, Printed(issue.id, (section.name, topic.name), key in pins)


# -- the replay ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Replay:
    """The outcome of a replay."""

    trial: Trial  # of what was printed; its disputes hold what was not printed, too
    edited: int  # printed passages that their publishers changed since: they cannot be replayed
    unknown: int  # items that were not printed, and of which nobody knows where the rules of then put them


def replay(weeks: Weeks, config: Config, edition: EditionTable, then: Mapping[str, str]) -> Replay:
    """Route the items of past weeks by the rules of today.

    What was printed is held against where it was printed; what was not, against where the rules of its week put it.
    `then` holds these rules by hash.
    """
    router, today = edition_router(config, edition), rules_hash(config)
    before = {h: edition_router(with_rules(config, text), edition) for h, text in then.items() if h != today}
    sides: list[tuple[list[Place], list[Place]]] = []
    disputes: list[Dispute] = []
    edited = unknown = 0
    # By the same rules nothing goes elsewhere: what was not printed is not even read.
    for first_seen, item in weeks.items(lambda at, name: name in weeks.printed or weeks.rules_of(at) != today):
        now, told = places(item, router), weeks.printed.get(item.id, {})
        was = {key: told[key] for key in now.places if key in told}
        edited += len(told.keys() - {passage.key for passage in item.passages})
        if was:
            sides.append(([one.place for one in was.values()], [now.places[key] for key in was]))
        elif not told and (old := before.get(weeks.rules_of(first_seen))):
            was = {key: Printed("", place, False) for key, place in places(item, old).places.items()}
        unknown += not told and not was
        disputes.extend(_moved(item, now, was, router))
    return Replay(Trial(len(sides), _tallies(sides, config), tuple(disputes)), edited, unknown)


def _tallies(sides: Sequence[tuple[list[Place], list[Place]]], config: Config) -> tuple[Tally, ...]:
    """The figures of what was printed: in each item the places of the same passages, then and now."""
    topics = [({t for _, t in was} - {""}, {t for _, t in now} - {""}) for was, now in sides]
    regions = [({r for r, _ in was} - {""}, {r for r, _ in now} - {""}) for was, now in sides]
    names = [one.name for one in config.topics], [one.name for one in config.regions]
    return (*tallied("topic", topics, names[0]), *tallied("region", regions, names[1]))


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
    left_out = why_in(routed, "topic", "exclude", keys)
    if left_out:
        return left_out
    lost = (why_not(item, keys, old[1], router),) if old[1] and old[1] != new[1] else ()
    won = tuple(why_in(routed, "topic" if new[1] else "region", new[1] or new[0], keys)) if new != NO_PLACE else ()
    if not lost and not won:
        lost = (f"names no place of {old[0]}" if not old[1] else f"the topic is printed under {new[0]} now",)
    return (*won, *lost)
