"""Cluster: one story for the cuts of a section that tell of one event; a room, pure.

First copies of one article are found, in copies.py, then reports of one event in different words, in events.py;
growing.py does both for what arrives day by day. Who tells a story independently is counted in voices.py, why its cuts
are one is said in reasons.py, and what the editor said before is kept in verdicts.py.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from digest.cluster.growing import State, Told, grow, settle
from digest.cluster.nearness import says
from digest.cluster.reasons import why
from digest.cluster.verdicts import NOTHING, Verdicts, verdicts
from digest.cluster.voices import voices
from digest.language.terms import Terms
from digest.models import Placed, Ruling, Story
from digest.protocols import Encoder

__all__ = ["State", "Verdicts", "cluster", "grow", "stories", "verdicts"]


def cluster(
    placed: Sequence[Placed], model: Encoder | None = None, rulings: Sequence[Ruling] = ()
) -> tuple[Story, ...]:
    """Gather the cuts of each section into stories, each cut in exactly one.

    `model` finds one event in different words in the languages that it reads; without it, and in others, the words
    alone do. `rulings` are the editor's. The lead is, of reports with a text, the one that is nearest to the others,
    then the fullest, then the earliest published, then the lowest id. The result does not depend on the order of
    `placed`: stories come by region, topic, and their lead's date and id.
    """
    editor = verdicts(rulings)
    words = Terms().counted(says(one) for one in sorted(placed, key=lambda one: (one.item.id, one.region, one.topic)))
    sections: dict[tuple[str, str], list[Placed]] = defaultdict(list)
    for one in placed:
        sections[one.region, one.topic].append(one)
    # One section after the other: all cuts of 20,000 items made ready at once would take 200 MB.
    settled = (settle(sections[key], words, model, editor) for key in sorted(sections))
    return tuple(story for state in settled for story in stories(state, editor))


def stories(state: State, editor: Verdicts = NOTHING) -> tuple[Story, ...]:
    """The stories of one section, by their lead's date and id."""
    return tuple(sorted((_story(told, state.words, editor) for told in state.stories), key=_by_lead))


def _story(told: Told, words: Terms, editor: Verdicts) -> Story:
    placed = tuple(cut.placed for group in told for cut in group.cuts)
    found = voices(told)
    reasons = why(told, found, words, editor) if len(placed) > 1 else ()
    return Story(placed[0].region, placed[0].topic, placed, found.publishers, reasons, found.also_in)


def _by_lead(story: Story) -> tuple[float, str, tuple[str, ...]]:
    lead = story.cuts[0]
    return lead.item.published.timestamp(), lead.item.id, tuple(passage.key for passage in lead.passages)
