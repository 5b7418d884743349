"""Threads: a passage that says nothing of its own goes on with what the article was saying.

The rule, in order, for a passage in which no topic's rule holds:

1. It leaves when it is about another place: it names no country that the thread has named, and what it shares with the
   thread is no name and at most one long word. One such place is enough to leave a topic, two different ones to leave
   a region's other news, for an article may look abroad. Three leave a topic even by a shared name. An item of a list
   leaves with one: lists seldom go on.
2. It leaves a topic, if the title alone does not say it, for nowhere or for the place that it names, when it is a
   stranger: see `strangers`. What follows goes on as if it had not been there.
3. It stays with the topic of the passage before it when one of the AND-groups of that topic's rule, of those that held
   where the topic was won, still holds in it (carried), or else with the article's main topic in the same way.
4. It stays where the passage before it went (inherited), but goes home from a side topic to the article's main section
   when it names a country of that one and none of this, when it shares names or long words with that one only, or when
   a passage has already followed the side topic without a word of it. A country of the side topic keeps it there.

The main section is the topic that the title claims; else the one that the first or second paragraph claims, or a third
of them and more than one, those left out that name nothing at all; else the main region's other news.

Measured by joining passages of two topics, and of none, into 600 articles, three times: the joined ones are routed
with an F that is .004 to .009 lower than that of the same passages alone; without the second rule it is .03 lower.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from digest.language.bonds import bonded
from digest.language.judging import Verdict
from digest.models import Item, Passage
from digest.route.reading import Found
from digest.route.regions import Standing, regions_of, strongest, weighed
from digest.route.strangers import Rest
from digest.route.tables import Router, Topic
from digest.route.topics import Claim, body, claims

_LEAVES_TOPIC: Final = 1
_LEAVES_REGION: Final = 2
_LEAVES_ANYWAY: Final = 3
# A passage that claims two topics, one of them the article's own, is that one's if its score is this share of the
# best. In 330 articles it moves 14 passages, 11 for the better as read; .5 moves 24, but takes talks for their war.
_NEARLY: Final = 0.7
_TOLD: Final = 3  # groups that a note lists
_TITLE: Final = "the title"
_LIST: Final = 4  # countries in one passage: the name of one of them alone does not make it the passage's subject
_SILENT: Final = 1  # passages without a word of a side topic that may follow it
_LEAD_PASSAGES: Final = 2
_SHARE: Final = 1 / 3  # of an article's paragraphs


@dataclass(frozen=True, slots=True)
class Thread:
    """What the article is saying: a topic, or a region's news. Both are empty where nothing is known."""

    topic: Topic | None
    region: str
    since: str = "the rest of the article"  # where it was last heard: "the title", "paragraph 2"
    named: frozenset[str] = frozenset()  # country codes that it has named
    text: tuple[str, ...] = ()  # its passages so far
    silent: int = 0  # passages in a row that said nothing of it
    groups: frozenset[int] = frozenset()  # of the topic's rule: those that held where it was won last

    def is_same(self, other: Thread | Decision) -> bool:
        """Whether both stand for one section."""
        return (self.topic, self.region) == (other.topic, other.region)


@dataclass(frozen=True, slots=True)
class Decision:
    """Where one passage goes, and why. `verdict` is that of the rule it was won or carried by."""

    topic: Topic | None
    region: str
    how: Literal["won", "carried", "inherited"]
    note: str
    verdict: Verdict | None = None
    claims: tuple[Claim, ...] = ()
    left: Topic | None = None  # the topic that a stranger does not go on with


def decide(item: Item, title: Found, found: Sequence[Found], standing: Standing, router: Router) -> list[Decision]:
    """A decision for every passage of an item, in order; a heading gets that of the passage that follows it."""
    claimed = _claimed(item.passages, title, found, router)
    telling = [claimed[number] for number in claimed if claimed[number] or found[number].named]
    home = replace(_home(title, telling, standing, router), named=_countries(title, standing), text=(item.own_title,))
    thread, decisions, numbers = home, dict[int, Decision](), body(item.passages)
    rest = Rest(item, numbers)
    for number in numbers:
        step = _Step(number, item.passages[number], found[number], thread, home, standing, rest)
        decisions[number] = step.won(claimed[number]) if claimed[number] else step.follow()
        if decisions[number].left:
            continue
        thread = step.after(decisions[number], number)
        home = thread if thread.is_same(home) else home
    return _with_headings(item.passages, decisions, home)


def _claimed(
    passages: Sequence[Passage], title: Found, found: Sequence[Found], router: Router
) -> dict[int, list[Claim]]:
    """The claims of every passage. What stands above it, title or heading, may complete a rule."""
    made: dict[int, list[Claim]] = {}
    context, above, numbers = title, "the title", frozenset(body(passages))
    for number, passage in enumerate(passages):
        if number in numbers:
            made[number] = [
                claim
                for claim in claims(found[number], router, passage.spans[0][0], context, above)
                if passage.kind != "item" or not _only_listed(claim, found[number])
            ]
            context, above = Found(), ""
        else:
            context, above = found[number], "the heading above"
    return made


def _only_listed(claim: Claim, found: Found) -> bool:
    """Whether all that speaks for a topic is the name of a country that stands in a list of others, not first."""
    places = [one.match for one in found.named if one.place]
    if len({place.term for place in places}) < _LIST or len({match.word for match in claim.verdict.matches}) != 1:
        return False
    spans = {(place.start, place.end) for place in places[1:]}
    return all((match.start, match.end) in spans for match in claim.verdict.matches)


def _home(title: Found, telling: Sequence[Sequence[Claim]], standing: Standing, router: Router) -> Thread:
    """The article's main section. `telling` holds the claims of the passages that name anything at all."""
    if by_title := claims(title, router, 0):
        return _begun(by_title[0], _TITLE)
    best = [made[0] for made in telling if made]
    if first := [made[0] for made in telling[:_LEAD_PASSAGES] if made]:
        return _begun(first[0])
    if best:
        topic, count = min(Counter(one.topic for one in best).items(), key=lambda row: (-row[1], row[0].order))
        if count > 1 and count >= len(telling) * _SHARE:
            return _begun(next(one for one in best if one.topic is topic))
    return Thread(None, standing.main)


def _begun(claim: Claim, since: str = "the rest of the article") -> Thread:
    """The thread of a topic, as the claim that won it has it."""
    return Thread(claim.topic, claim.topic.region, since, groups=frozenset(claim.verdict.groups))


def _countries(found: Found, standing: Standing) -> frozenset[str]:
    return frozenset(code for one in found.named if one.place for code in standing.meant[one.place])


@dataclass(frozen=True, slots=True)
class _Step:
    """One step: a passage, the thread that reaches it, and the article's main section."""

    number: int
    passage: Passage
    found: Found
    thread: Thread
    home: Thread
    standing: Standing
    rest: Rest

    @property
    def regions(self) -> dict[str, float]:
        return weighed(self.found.named, self.standing.lies)

    @property
    def countries(self) -> frozenset[str]:
        return _countries(self.found, self.standing)

    def won(self, made: Sequence[Claim]) -> Decision:
        """The strongest topic, or the article's main one where it is nearly as strong."""
        main = next((claim for claim in made if claim.topic == self.home.topic), made[0])
        best = main if main.score >= made[0].score * _NEARLY else made[0]
        return Decision(best.topic, best.topic.region, "won", best.note, best.verdict, tuple(made))

    def follow(self) -> Decision:
        """Where a passage without a topic of its own goes."""
        if region := self._elsewhere():
            return Decision(None, region, "won", "names only places that the article was not about")
        carried = self._carried(self.thread) or self._carried(self.home)
        thread = self.home if self._goes_home() else self.thread
        topic = carried.topic if carried else thread.topic
        if topic and thread.since != _TITLE and self.rest.has_stranger(self.number, bool(self.found.named)):
            note = "follows it, but shares no name with the rest of the article"
            return Decision(None, strongest(self.regions), "won", note, left=topic)
        return carried or self._inherited(thread)

    def _elsewhere(self) -> str:
        """The region for which the passage leaves the thread, or ""."""
        places = [one for one in self.found.named if one.place]
        target = strongest(weighed(places, self.standing.lies))
        if not target or any(self._knows(thread) for thread in (self.thread, self.home)):
            return ""
        names = {one.match.term for one in places if target in regions_of(one, self.standing.lies)}
        enough = _LEAVES_TOPIC if self.thread.topic or self.passage.kind == "item" else _LEAVES_REGION
        if len(names) < enough:
            return ""
        if self.passage.kind == "item" or (self.thread.topic and len(names) >= _LEAVES_ANYWAY):
            return target
        return "" if bonded(self.passage.text, (*self.thread.text, *self.home.text)) else target

    def _knows(self, thread: Thread) -> bool:
        """Whether the passage names a country of the thread, or the region whose news the thread is."""
        if thread.topic is None:
            return thread.region in self.regions
        return bool(self.countries & thread.named)

    def _carried(self, thread: Thread) -> Decision | None:
        if thread.topic is None:
            return None
        verdict = thread.topic.rule.evaluate(self.found.hits, self.found.order)
        held = [group for group in verdict.groups if group in thread.groups]
        if not held:
            return None
        note = f"goes with {thread.since}, {_still(held)}"
        return Decision(thread.topic, thread.region, "carried", note, verdict)

    def _goes_home(self) -> bool:
        if self.thread.is_same(self.home):
            return False
        if self._knows(self.home) != self._knows(self.thread):
            return self._knows(self.home)
        text = self.passage.text
        back = bonded(text, self.home.text) and not bonded(text, self.thread.text)
        return back or self.thread.silent >= _SILENT

    def _inherited(self, thread: Thread) -> Decision:
        if thread.topic is None and thread.region in self.regions:
            return Decision(None, thread.region, "won", "")
        passing = [one.match.word for one in self.found.named]
        said = "" if self._knows(thread) else f" and names {passing[0]} in passing" if passing else ""
        said = said if passing else " and names no place"
        return Decision(thread.topic, thread.region, "inherited", f"goes with {thread.since}{said}")

    def after(self, decision: Decision, number: int) -> Thread:
        """The thread that reaches the next passage."""
        known = next((thread for thread in (self.thread, self.home) if thread.is_same(decision)), None)
        base = known or Thread(decision.topic, decision.region)
        silent = base.silent + 1 if known and decision.how == "inherited" else 0
        return replace(
            base,
            since=f"paragraph {number + 1}",
            named=base.named | self.countries,
            text=(*base.text, self.passage.text),
            silent=silent,
            groups=frozenset(decision.verdict.groups) if decision.claims and decision.verdict else base.groups,
        )


def _still(held: Sequence[int]) -> str:
    """Which of a rule's groups still hold, counted from 1."""
    if len(held) == 1:
        return f"the rule's group {held[0] + 1} still holds"
    if len(held) > _TOLD:
        return f"{len(held)} of the rule's groups still hold"
    *first, last = (str(group + 1) for group in held)
    return f"the rule's groups {', '.join(first)} and {last} still hold"


def _with_headings(passages: Sequence[Passage], made: Mapping[int, Decision], home: Thread) -> list[Decision]:
    """Decisions for all passages: a heading goes with what follows it, the last ones with what stands above."""
    after: Decision | None = None
    decisions: list[Decision | None] = [None] * len(passages)
    for number in reversed(range(len(passages))):
        after = made.get(number, after)
        decisions[number] = after
    last = made[max(made)] if made else Decision(home.topic, home.region, "inherited", f"goes with {home.since}")
    return [
        made.get(number) or _heading(decision or last, "heads what follows" if decision else "stands below it")
        for number, decision in enumerate(decisions)
    ]


def _heading(near: Decision, note: str) -> Decision:
    return Decision(near.topic, near.region, "inherited", note)
