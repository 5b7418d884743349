"""Placing: a candidate's passages gathered into sections, with the evidence for and against each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from digest.models import Candidate, Evidence, Passage, Placed, Routed
from digest.route.learned import learned_evidence
from digest.route.reading import Found, read_passage, read_title
from digest.route.regions import Standing, region_evidence, standing, strongest, weighed
from digest.route.tables import GLOBAL, Router
from digest.route.threads import Decision, decide
from digest.route.topics import Claim, body, claims, excluded

_Section = tuple[str, str]  # region, topic
_NOWHERE: Final[_Section] = ("", "")


def route(candidate: Candidate, router: Router) -> Routed:
    """Decide where each fresh passage of an item goes; the other passages only give context.

    Each fresh passage is in exactly one of `placed` and `unmatched`; `placed` is in the order in which the article
    comes to its sections. A title that `exclude` matches leaves out the whole item. A section of nothing but headings
    is none.
    """
    item = candidate.item
    title = read_title(item.own_title, item.language, router)
    found = [read_passage(passage, item.language, router) for passage in item.passages]
    judge = _Judge(candidate, title, standing(item, title, found, router), router)
    decisions = decide(item, title, found, judge.standing, router)
    fresh = frozenset(candidate.fresh)
    sections: dict[_Section, list[Passage]] = {}
    evidence: list[Evidence] = []
    for passage, text, decision in zip(item.passages, found, decisions, strict=True):
        if passage.key in fresh:
            section, reasons = judge.judge(passage, text, decision)
            sections.setdefault(section, []).append(passage)
            evidence.extend(reasons)
    return judge.routed(sections, evidence)


@dataclass(frozen=True, slots=True)
class _Judge:
    """What holds for every passage of one candidate."""

    candidate: Candidate
    title: Found
    standing: Standing
    router: Router

    def judge(self, passage: Passage, found: Found, decision: Decision) -> tuple[_Section, list[Evidence]]:
        """The section of one passage, and the reasons."""
        if self.candidate.topic:
            section = self._pinned()
            pinned = Evidence(passage.key, "topic", section[1], "pinned", 0.0, "", (), "put here by the editor")
            return section, [pinned, *_claimed(passage, decision.claims, ""), *self._regions(passage, found, "", "")]
        verdict = None if self.candidate.pinned else excluded(found, self.title, self.router)
        if verdict:
            rule = self.router.exclude.text if self.router.exclude else ""
            note = "the edition leaves it out"
            return _NOWHERE, [
                Evidence(passage.key, "topic", "exclude", "excluded", verdict.score, rule, verdict.matches, note)
            ]
        section = (decision.region, decision.topic.name if decision.topic else "")
        claimed = {claim.topic.name for claim in decision.claims}
        topics = [*_topic_evidence(passage, decision), *learned_evidence(passage, found, self.router, claimed)]
        return section, [*topics, *self._region_evidence(passage, found, decision)]

    def _pinned(self) -> _Section:
        for topic in self.router.topics:
            if topic.name == self.candidate.topic:
                return topic.region, topic.name
        return self.standing.main or GLOBAL, self.candidate.topic

    def _region_evidence(self, passage: Passage, found: Found, decision: Decision) -> Iterator[Evidence]:
        if decision.topic:
            yield from self._regions(passage, found, "", "")
            return
        won = decision.region if decision.how == "won" else ""
        yield from self._regions(passage, found, won, decision.note)
        if decision.region and not won:
            hint = self.standing.hinted and decision.region == self.standing.main
            note = "its publisher files it there" if hint else decision.note
            yield Evidence(passage.key, "region", decision.region, "inherited", 0.0, "", (), note)

    def _regions(self, passage: Passage, found: Found, won: str, note: str) -> Iterator[Evidence]:
        return region_evidence(passage, found, self.standing, won, note)

    def routed(self, sections: dict[_Section, list[Passage]], evidence: Sequence[Evidence]) -> Routed:
        """Gather the sections. What the editor asked for has one, whatever it says."""
        fits = self._title_section()
        if self.candidate.pinned and set(sections) == {_NOWHERE}:
            sections = {(self.standing.main or GLOBAL, ""): sections[_NOWHERE]}
            evidence = [*evidence, *_wished(sections)]
        placed, unmatched = [], sections.pop(_NOWHERE, [])
        bodies = frozenset(id(self.candidate.item.passages[number]) for number in body(self.candidate.item.passages))
        for (region, topic), passages in sections.items():
            if not any(id(passage) in bodies for passage in passages):
                unmatched.extend(passages)
                continue
            placed.append(
                Placed(
                    item=self.candidate.item,
                    passages=tuple(passages),
                    region=region,
                    topic=topic,
                    title_fits=(region, topic) == fits,
                    evidence=_of(passages, evidence),
                    first_seen=self.candidate.first_seen,
                    note=self.candidate.note,
                    pinned=self.candidate.pinned,
                )
            )
        order = {id(passage): number for number, passage in enumerate(self.candidate.item.passages)}
        unmatched.sort(key=lambda passage: order[id(passage)])
        return Routed(tuple(placed), tuple(unmatched), tuple(evidence))

    def _title_section(self) -> _Section:
        """Where the title goes on its own."""
        if self.candidate.topic:
            return self._pinned()
        if made := claims(self.title, self.router, 0):
            return made[0].topic.region, made[0].topic.name
        return strongest(weighed(self.title.named, self.standing.lies)), ""


def _wished(sections: dict[_Section, list[Passage]]) -> Iterator[Evidence]:
    note = "asked for by the editor; no rule and no place says where it belongs"
    for (region, _), passages in sections.items():
        for passage in passages:
            yield Evidence(passage.key, "region", region, "pinned", 0.0, "", (), note)


def _of(passages: Iterable[Passage], evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    keys = {passage.key for passage in passages}
    return tuple(one for one in evidence if one.passage in keys)


def _topic_evidence(passage: Passage, decision: Decision) -> Iterator[Evidence]:
    topic = decision.topic
    if topic and decision.how != "won":
        verdict = decision.verdict
        matches, score = (verdict.matches, verdict.score) if verdict else ((), 0.0)
        yield Evidence(passage.key, "topic", topic.name, decision.how, score, topic.rule.text, matches, decision.note)
    if left := decision.left:
        yield Evidence(passage.key, "topic", left.name, "lost", 0.0, left.rule.text, (), decision.note)
    yield from _claimed(passage, decision.claims, topic.name if topic else "")


def _claimed(passage: Passage, made: Sequence[Claim], won: str) -> Iterator[Evidence]:
    """One judgement for each topic that claims the passage; `won` is the one to which it goes, or ""."""
    score = next((claim.score for claim in made if claim.topic.name == won), 0.0)
    for claim in made:
        name = claim.topic.name
        yield Evidence(
            passage=passage.key,
            kind="topic",
            target=name,
            verdict="won" if name == won else "lost",
            score=claim.score,
            rule=claim.rule,
            matches=claim.verdict.matches,
            note=claim.note if name == won or not won else _beaten(claim.score, score, won),
        )


def _beaten(score: float, best: float, won: str) -> str:
    if score > best:
        return f"stronger, but the article is about {won}"
    return "as strong, but listed later in feeds.toml" if score == best else f"weaker than {won}"
