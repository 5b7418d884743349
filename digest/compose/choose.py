"""Which stories an edition prints, in which order its sections stand, and why the others wait or fall.

In order: what the edition asks for; what the editor asked for; the best story of each section; then the best of all,
while no publisher and no subject takes more than its part of a section; then those that only had to let others pass.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Final, Literal

from digest.config.schema import EditionTable
from digest.language.captions import is_caption
from digest.language.likeness import alike
from digest.models import Scored

OTHER = ""  # the topic of a region's other news
Place = tuple[str, str]  # region, topic

Ruling = Literal["printed", "limit", "issue", "publisher", "subject", "floor", "unlisted", "caption"]
WAITING: Final[frozenset[Ruling]] = frozenset(("limit", "issue", "publisher", "subject"))
"""Rulings by which a story waits for the next issue; by the others it is not wanted as it is."""

# The default floor of 0.25 stands in config/schema.py. On a slow day of a real daily (29 stories) it leaves out 12:
# 9 of them filler; 0.30 would leave out 26, half of them news. In a full week of 2,186 stories it leaves out 1 in 40
# of the new ones: there the limits decide, and the floor is for what an earlier issue passed over.

# Headlines that share this part of the shorter one's words tell of one subject.
_ALIKE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one story, and why in words that an editor can check."""

    ruling: Ruling
    why: str
    number: int = 0  # among the wanted stories of its section, from 1, best first; 0 where it is not wanted
    of: int = 0  # wanted stories in its section


@dataclass(frozen=True, slots=True)
class Choice:
    """The stories that are printed, by place in printing order, best first; and how many each place holds back."""

    groups: Mapping[Place, tuple[Scored, ...]]
    held_back: Counter[Place]  # that wait for the next issue; not those under the floor
    verdicts: tuple[Verdict, ...]  # one for each story, in the order in which they came


def choose(scored: Sequence[Scored], edition: EditionTable) -> Choice:
    """Keep what the edition asks for, then the best of each section, then the best of the issue.

    `scored` comes best first. A topic that the edition lists is printed even where its region is not listed: then
    its region stands last.
    """
    verdicts: dict[int, Verdict] = {}
    wanted: list[int] = []
    for number, one in enumerate(scored):
        if refused := _refused(one, edition):
            verdicts[number] = refused
        else:
            wanted.append(number)
    for number, (ruling, why) in _Table(scored, wanted, edition).ruled().items():
        verdicts[number] = Verdict(ruling, why)
    ordered = _numbered(scored, wanted, verdicts)
    chosen: dict[Place, list[Scored]] = defaultdict(list)
    held_back: Counter[Place] = Counter()
    for one, verdict in zip(scored, ordered, strict=True):
        if verdict.ruling == "printed":
            chosen[_place(one)].append(one)
        elif verdict.ruling in WAITING:
            held_back[_place(one)] += 1
    order = sorted(chosen, key=lambda place: _position(place, edition))
    return Choice({place: tuple(chosen[place]) for place in order}, held_back, ordered)


def _place(one: Scored) -> Place:
    return one.story.region, one.story.topic


def is_pinned(one: Scored) -> bool:
    """Whether the editor asked for a part of the story."""
    return any(cut.pinned for cut in one.story.cuts)


def _refused(one: Scored, edition: EditionTable) -> Verdict | None:
    """Why the edition does not ask for a story, if so. What the editor asked for needs no listed region."""
    story, lead = one.story, one.story.cuts[0]
    if story.topic and story.topic not in edition.topics:
        return Verdict("unlisted", f"the edition {edition.name} does not list the topic {story.topic}")
    if is_pinned(one):
        return None
    title = lead.item.own_title
    if all(is_caption(passage) and passage.text != title for passage in lead.passages):
        # A name in a list is no story; an entry that is a title alone is one.
        return Verdict("caption", "it is a label or a bare list entry: there is no sentence to print")
    if story.topic:
        return None
    if not edition.other_news:
        return Verdict("unlisted", f"the edition {edition.name} prints no other news (other_news = false)")
    if story.region not in edition.regions:
        return Verdict("unlisted", f"the edition {edition.name} does not list the region {story.region}")
    return None


def _numbered(scored: Sequence[Scored], wanted: Sequence[int], verdicts: Mapping[int, Verdict]) -> tuple[Verdict, ...]:
    """The verdicts, with each wanted story's number in its section."""
    sizes = Counter(_place(scored[number]) for number in wanted)
    met: Counter[Place] = Counter()
    asked = set(wanted)
    made = []
    for number, one in enumerate(scored):
        verdict, place = verdicts[number], _place(one)
        if number in asked:
            met[place] += 1
            verdict = Verdict(verdict.ruling, verdict.why, met[place], sizes[place])
        made.append(verdict)
    return tuple(made)


@dataclass(slots=True)
class _Table:
    """The stories on the table, and what has been taken from it so far. `wanted` are numbers, best first."""

    scored: Sequence[Scored]
    wanted: Sequence[int]
    edition: EditionTable
    taken: dict[Place, list[int]] = field(default_factory=lambda: defaultdict(list))
    rulings: dict[int, tuple[Ruling, str]] = field(default_factory=dict)
    leads: Counter[str] = field(default_factory=Counter)  # by publisher, in the issue
    count: int = 0

    def ruled(self) -> Mapping[int, tuple[Ruling, str]]:
        """Rule on every wanted story."""
        for number in self.wanted:
            if is_pinned(self.scored[number]):
                self._print(number, "the editor asked for it")
        firsts = self._firsts()
        open_ = [number for number in self._under_floor() if number not in firsts]
        for number, why in firsts.items():
            self._offer(number, why, first=True)
        passed = [number for number in open_ if not self._offer(number, "")]
        for number in passed:  # those that let others pass take what room is left
            if self.rulings[number][0] in {"publisher", "subject"} and not self._full(number):
                self._print(number, "nothing else was left for its place")
        return self.rulings

    # -- the floor -------------------------------------------------------------------------------------------------

    def _firsts(self) -> dict[int, str]:
        """The best story of each section, best first; of a region that would be empty, its best under the floor.

        A region that tells little must not be empty because its stories have one source each.
        """
        best: dict[Place | str, int] = {}
        full = {self.scored[number].story.region for number in self.rulings}
        above = [number for number in self.wanted if number not in self.rulings and self._is_above(number)]
        for number in above:
            if not self.taken.get(_place(self.scored[number])):
                best.setdefault(_place(self.scored[number]), number)
        full |= {self.scored[number].story.region for number in above}
        for number in self.wanted:
            one = self.scored[number]
            if one.story.region not in full and one.alone >= self.edition.floor:
                best.setdefault(one.story.region, number)
        return {number: self._allowance(number) for number in sorted(best.values())}

    def _is_above(self, number: int) -> bool:
        one = self.scored[number]
        return one.by_hand or one.score >= self.edition.floor

    def _allowance(self, number: int) -> str:
        if self._is_above(number):
            return ""
        region = self.scored[number].story.region
        return f"{self._short(number)}, but {region} would be empty, and it lacks nothing but further publishers"

    def _under_floor(self) -> list[int]:
        """Rule out what is under the floor; the other open stories."""
        above = []
        for number in self.wanted:
            if number in self.rulings:
                continue
            if self._is_above(number):
                above.append(number)
            else:
                self.rulings[number] = ("floor", self._short(number))
        return above

    def _short(self, number: int) -> str:
        return f"its score {self.scored[number].score:.2f} is under the floor of {self.edition.floor:.2f}"

    # -- room ------------------------------------------------------------------------------------------------------

    def _limit(self, place: Place) -> int:
        return self.edition.limits.topic if place[1] else self.edition.limits.other

    def _full(self, number: int) -> bool:
        place = _place(self.scored[number])
        return self.count >= self.edition.limits.issue or len(self.taken[place]) >= self._limit(place)

    def _offer(self, number: int, why: str, *, first: bool = False) -> bool:
        """Print a story where there is room and nobody else must be let in first; else say what is in its way."""
        place = _place(self.scored[number])
        if len(self.taken[place]) >= self._limit(place):
            self.rulings[number] = ("limit", f"the limit is {self._limit(place)} there")
        elif self.count >= self.edition.limits.issue:
            self.rulings[number] = ("issue", f"the limit is {self.edition.limits.issue} in all")
        elif not first and (trouble := self._crowding(number, place)):
            self.rulings[number] = trouble
        else:
            self._print(number, why)
            return True
        return False

    def _print(self, number: int, why: str) -> None:
        one = self.scored[number]
        self.rulings[number] = ("printed", why)
        self.taken[_place(one)].append(number)
        self.leads[_publisher(one)] += 1
        self.count += 1

    def _crowding(self, number: int, place: Place) -> tuple[Ruling, str] | None:
        """What a story would crowd: its publisher's part of the section or issue, or its subject's."""
        one, there = self.scored[number], self.taken[place]
        publisher, share = _publisher(one), self.edition.limits.publisher
        mine = sum(_publisher(self.scored[other]) == publisher for other in there)
        limit, issue = self._limit(place), self.edition.limits.issue
        if mine >= max(1, ceil(limit * share)):
            return "publisher", f"{publisher} already has {mine} of {limit} there"
        if self.leads[publisher] >= max(1, ceil(issue * share)):
            return "publisher", f"{publisher} already has {self.leads[publisher]} of {issue} in all"
        for other in there:
            title = self.scored[other].story.cuts[0].item.title
            if alike(one.story.cuts[0].item.title, title) >= _ALIKE:
                return "subject", f"“{title}” tells of the same subject there"
        return None


def _publisher(one: Scored) -> str:
    return one.story.cuts[0].item.publisher


def _position(place: Place, edition: EditionTable) -> tuple[int, str, int]:
    region, topic = place
    last = len(edition.regions)
    where = edition.regions.index(region) if region in edition.regions else last
    return where, region, edition.topics.index(topic) if topic else len(edition.topics)
