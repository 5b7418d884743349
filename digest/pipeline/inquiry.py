"""Inquiry: what `explain` asks of the store and of the rooms, and no more than it must.

What the latest build decided about an item is read from its ledger, in a moment. What is newer, or was judged by
other rules, is asked of all rooms: then every candidate is routed, as for an issue.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from digest import __version__
from digest.config.schema import Config, EditionTable
from digest.models import Candidate, Issue, Item, Judged
from digest.pipeline.build import edition_router, oldest_admitted, unissued
from digest.pipeline.choosing import Considered
from digest.pipeline.judging import said
from digest.pipeline.ledger import about, judge, rules_of, unpack
from digest.pipeline.remembering import left_out as retold
from digest.pipeline.why import Fate, PrintedIn, Prospect, Refusal, fate, left_out, printed_in
from digest.protocols import Encoder, Watch
from digest.route import Router, route, router
from digest.route.missed import Missed, missed

if TYPE_CHECKING:
    from digest.store import Store


@dataclass(slots=True)
class Inquiry:
    """Asks about items of one edition at one moment. `load` reads a plan; `anew` judges all as the next build would."""

    config: Config
    edition: EditionTable
    store: Store
    now: datetime
    watch: Watch
    load: Callable[[bytes], Issue]
    model: Encoder | None = None
    anew: bool = False
    _router: Router | None = None
    _considered: Considered | None = None
    _judged: tuple[Judged, ...] = ()
    _plans: dict[str, Issue] = field(default_factory=dict)

    def fates(self, items: Sequence[Item]) -> list[Fate]:
        """The fates of some items, in their order."""
        oldest = oldest_admitted(self.config, self.now)
        ids = [item.id for item in items]
        known = {one.item.id: one for one in self.store.candidates(self.edition.name, self.now, oldest, ids)}
        return [self._fate(item, known.get(item.id), oldest) for item in items]

    def considered(self) -> Considered:
        """All that the next issue would look at: routed and ranked at the first call."""
        if self._considered is None:
            self._considered = unissued(self.config, self.edition, self.store, self.now, self.watch, self.model)
            self._judged = judge(self._considered, self.edition)
        return self._considered

    @property
    def router(self) -> Router:
        """The edition's rules."""
        if self._router is None:
            self._router = edition_router(self.config, self.edition)
        return self._router

    def _fate(self, item: Item, candidate: Candidate | None, oldest: dict[str, datetime | None]) -> Fate:
        keys = tuple(dict.fromkeys(passage.key for passage in item.passages))
        asked = candidate or Candidate(item, keys, self.now)
        routed = route(Candidate(item, keys, self.now, asked.topic, asked.note, asked.pinned), self.router)
        excluded = any(one.verdict == "excluded" for one in routed.evidence)
        has = {part.topic for part in routed.placed}
        near = () if excluded or asked.topic else (*self._unlisted(item), *missed(item, self.router, has))
        refusal = Refusal(
            held=self.store.why_held(item.id),
            oldest=oldest.get(item.source),
            unlisted=item.source not in oldest,
        )
        prospect = self._prospect(candidate)
        if repeats := self._repeats(item):
            prospect, refusal = Prospect(considered=False), replace(refusal, other="; ".join(repeats))
        told = retold(self.store, self.edition, item.id)
        found = fate(item, self.edition.name, routed, near, self._printed(item), prospect, refusal, told)
        return replace(found, outcome=(*found.outcome, *self._rulings(item)))

    def _repeats(self, item: Item) -> list[str]:
        """Why the next issue would leave it out as told before, where all was judged anew."""
        found = self._considered.repeats if self._considered else ()
        return [
            f"{left_out(one.last, 'the next issue')}; the same story, because it is {one.why}"
            for one in found
            if one.item == item.id
        ]

    def _rulings(self, item: Item) -> list[str]:
        """What the editor said of its story."""
        rulings = [one for one in self.store.rulings() if item.id in (one.one, one.other)]
        others = sorted({name for one in rulings for name in (one.one, one.other)})
        return said(item.id, rulings, {one.id: one.title for one in self.store.whole_items(others)})

    def _printed(self, item: Item) -> tuple[PrintedIn, ...]:
        """Where this edition printed it, the earliest first, as the stored plans have it."""
        mine = [row.issue for row in self.store.history(item.id) if row.edition == self.edition.name]
        found: list[PrintedIn] = []
        for issue in dict.fromkeys(mine):
            if issue not in self._plans:
                self._plans[issue] = self.load(self.store.plan(issue))
            found += printed_in(self._plans[issue], item.id)
        return tuple(found)

    def _prospect(self, candidate: Candidate | None) -> Prospect:
        if candidate is None:
            return Prospect(considered=False)
        if not route(candidate, self.router).placed:
            return Prospect(considered=True)
        return self._remembered(candidate) or self._foreseen(candidate.item)

    def _remembered(self, candidate: Candidate) -> Prospect | None:
        """What the latest build made of it, if it knew it as it is, by the rules of today."""
        if self.anew or (ledger := self.store.judgements(self.edition.name)) is None:
            return None
        if ledger.rules != rules_of(self.config, self.edition, f"digest {__version__}") or ledger.at > self.now:
            return None
        judged = unpack(ledger.body, candidate.item.id)
        known = {cut.snapshot for one in judged for cut in one.cuts if cut.item == candidate.item.id}
        if known != {candidate.item.snapshot}:
            return None
        return Prospect(True, judged, ledger.issue)

    def _foreseen(self, item: Item) -> Prospect:
        self.considered()
        return Prospect(True, about(self._judged, item.id))

    def _unlisted(self, item: Item) -> tuple[Missed, ...]:
        """Topics of feeds.toml that the item has and the edition does not list."""
        others = [topic for topic in self.config.topics if topic.name not in self.edition.topics]
        if not others:
            return ()
        keys = tuple(dict.fromkeys(passage.key for passage in item.passages))
        found = route(Candidate(item, keys, self.now), router((), others, self.config.aliases))
        names = dict.fromkeys(part.topic for part in found.placed if part.topic)
        said = f"its rule holds, but the edition {self.edition.name} does not list it"
        return tuple(Missed(name, said, 0) for name in names)
