"""Topics: which rules hold in a passage, alone or with what stands above it, and how strongly."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from digest.language.captions import is_caption
from digest.language.judging import Verdict
from digest.models import Passage
from digest.route.learned import denied, said_by, widened
from digest.route.reading import Found
from digest.route.tables import Router, Topic

# A rule whose words come early is what the passage is about: 2 / (1 + characters before the first / 60) on top of the
# words' weight names the labelled topic of 54 of 81 events in which two rules hold; without it 49.
_LEAD: Final = 2.0
_LEAD_LENGTH: Final = 60  # characters
_NOTHING: Final = Found()


@dataclass(frozen=True, slots=True)
class Claim:
    """A topic whose rule holds in a passage, or that was learned to be there."""

    topic: Topic
    verdict: Verdict
    score: float
    note: str
    by: str = ""  # what was learned, where no rule holds

    @property
    def rule(self) -> str:
        """What claims: the rule's text, or what was learned."""
        return self.by or self.topic.rule.text


def claims(found: Found, router: Router, start: int, context: Found = _NOTHING, above: str = "") -> list[Claim]:
    """The topics that a text claims, strongest first, ties in the order of feeds.toml.

    `start` is the offset at which the text begins. `context` is what stands above it, `above` its name ("the title"):
    together they may satisfy a rule, if at least one of the rule's words stands in the text itself.
    """
    made, together = [], found.with_context(context)
    for topic in _asked(found, router):
        verdict, note = _judged(topic, found, together, start, above)
        if verdict and not denied(topic, found):
            made.append(Claim(topic, verdict, round(verdict.score + _lead(verdict, start), 4), note))
    made += _learned(found, router, {claim.topic.name for claim in made})
    return sorted(made, key=lambda claim: (-claim.score, claim.topic.order))


def _learned(found: Found, router: Router, claimed: Collection[str]) -> Iterator[Claim]:
    for topic, _ in router.taught:
        if topic.name not in claimed and (verdict := widened(topic, found)):
            yield Claim(topic, verdict, verdict.score, found.judged[topic.name].note, said_by(topic))


def _judged(topic: Topic, found: Found, together: Found, start: int, above: str) -> tuple[Verdict | None, str]:
    """The rule's verdict on a text with its context, or on the text alone where the context holds what is unwanted."""
    alone = topic.rule.holds(found.hits, found.order)
    if together is not found and topic.rule.holds(together.hits, together.order):
        verdict = topic.rule.evaluate(together.hits, together.order)
        if any(match.start >= start for match in verdict.matches):
            return verdict, "" if alone else f"together with {above}"
    return (topic.rule.evaluate(found.hits, found.order) if alone else None), ""


def _asked(found: Found, router: Router) -> list[Topic]:
    """The topics whose rule could hold: those of which a word was found, and those that need none."""
    asked = {topic.order: topic for key in found.hits for topic in router.by_term.get(key, ())}
    asked |= {topic.order: topic for topic in router.always}
    return [asked[order] for order in sorted(asked)]


def _lead(verdict: Verdict, start: int) -> float:
    if not verdict.matches:
        return 0.0
    before = max(0, min(match.start for match in verdict.matches) - start)
    return _LEAD / (1 + before / _LEAD_LENGTH)


def excluded(found: Found, context: Found, router: Router) -> Verdict | None:
    """What the edition's `exclude` rule found in a passage, or in the title: then nothing of the item is wanted."""
    for text in (found, context):
        if router.exclude and (verdict := router.exclude.evaluate(text.hits, text.order)).holds:
            return verdict
    return None


def body(passages: Sequence[Passage]) -> list[int]:
    """The numbers of the passages that say something; of all where there is nothing but headings and bare entries."""
    made = [number for number, passage in enumerate(passages) if not is_caption(passage)]
    return made or list(range(len(passages)))
