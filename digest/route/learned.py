"""Learned topics: what a trained classifier adds to a topic's rule, as evidence of its own.

"widen": a passage belongs where the rule holds, or where the classifier finds it worth enough. "narrow": where both say
so. A rule's claim is stronger than any that was learned: the editor's words go first. Where no rule holds, the worth
of a passage, in (0, 1), is its score.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from digest.language.classifier import opinion, weightiest
from digest.language.features import features
from digest.language.folding import Folded
from digest.language.judging import Verdict
from digest.models import Evidence, Learned, Match, Passage

if TYPE_CHECKING:
    from digest.route.reading import Found
    from digest.route.tables import Router, Topic

_NEARLY: Final = 0.5  # of what is enough: where a passage worth so much is not taken, explain says so
_NEVER: Final = 2.0  # no text is worth so much


@dataclass(frozen=True, slots=True)
class Judged:
    """What was learned of a topic says of one text: its worth in [0, 1], and the words that weighed most."""

    worth: float
    enough: bool
    nearly: bool  # not enough, but not far from it
    matches: tuple[Match, ...]  # in text order
    note: str


def judged(text: Folded, router: Router, match: Callable[[int, int, str], Match]) -> Mapping[str, Judged]:
    """The judgements of the learned topics on a text, by topic. `match` makes one of a range of `text.source`."""
    if not router.taught:
        return {}
    found = features(text.text)
    return {topic.name: _judged(topic, learned, found, text, match) for topic, learned in router.taught}


def _judged(
    topic: Topic,
    learned: Learned,
    found: Mapping[str, int],
    text: Folded,
    match: Callable[[int, int, str], Match],
) -> Judged:
    least = learned.narrow if topic.narrow else learned.widen
    named = _NEVER if least is None else least * _NEARLY
    made = opinion(learned, found)
    shown = weightiest(made, text.text) if made.worth >= named else []
    words = [[text.span(*span) for span in spans] for spans in shown]
    terms = [text.source[slice(*spans[0])] for spans in words]
    matches = [match(*span, term) for spans, term in zip(words, terms, strict=True) for span in spans]
    matches.sort(key=lambda one: (one.start, one.end))
    # Nothing is claimed without a reason to show.
    enough = least is not None and bool(matches) and made.worth >= least
    said = f"learned: {made.worth:.2f}, " + ("never enough" if least is None else f"enough is {least:.2f}")
    reasons = f"; words that weighed most: {', '.join(terms)}" if terms else ""
    return Judged(made.worth, enough, not enough and made.worth >= named, tuple(matches), said + reasons)


def widened(topic: Topic, found: Found) -> Verdict | None:
    """The verdict by which a text belongs to a topic although no rule says so; None where it does not."""
    made = found.judged.get(topic.name)
    if made is None or topic.narrow or not made.enough:
        return None
    return Verdict(True, made.matches, (), made.worth)


def denied(topic: Topic, found: Found) -> bool:
    """Whether what was learned keeps a text out of a topic whose rule holds."""
    made = found.judged.get(topic.name)
    return made is not None and topic.narrow and not made.enough


def said_by(topic: Topic) -> str:
    """What stands in the place of the rule in a learned judgement's evidence."""
    return f"learned: {topic.learned}"


def learned_evidence(passage: Passage, found: Found, router: Router, claimed: Collection[str]) -> Iterator[Evidence]:
    """The judgements that kept a passage out of a learned topic, or nearly took it; `claimed` are the others."""
    for topic, _ in router.taught:
        made = found.judged[topic.name]
        if topic.name in claimed:
            continue
        if topic.narrow and not made.enough and topic.rule.holds(found.hits, found.order):
            note = f"the rule holds, but {made.note}"
        elif not topic.narrow and made.nearly:
            note = f"no rule holds, and {made.note}"
        else:
            continue
        yield Evidence(passage.key, "topic", topic.name, "lost", made.worth, said_by(topic), made.matches, note)
