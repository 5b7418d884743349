"""Recall: which stories were told before, and what is new in them; a room, pure.

A story that a closed issue told comes back only with something new, as its development; without it is a Repeat,
and stays out of print. Whether it is the same story is judged within its section, by the article itself, by its text,
or by the words of the event. Where in doubt it is printed: a story left out wrongly is worse than one told twice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from digest.models import Bond, Development, Fresh, Placed, Repeat, Story, Told
from digest.recall.likeness import Likeness
from digest.recall.memory import Memory, printing, remember
from digest.recall.newness import Said, heads_news, new_in

__all__ = ["Memory", "Recalled", "SameStory", "printing", "recall", "remember"]

_COPY = 0.5  # strength of a bond at which the texts are the same, or nearly

SameStory = Callable[[Told, Story], Bond | None]
"""A second judge of whether a story is one that was told, asked where the words do not say so."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """The stories that may be printed, in the order given, and what is left out as told before."""

    stories: tuple[Story, ...]
    repeats: tuple[Repeat, ...]


@dataclass(frozen=True, slots=True)
class _Link:
    """The piece that a story follows, and why."""

    old: Told
    bond: Bond


def recall(
    stories: Sequence[Story], memory: Memory, pinned: Collection[str] = (), also: SameStory | None = None
) -> Recalled:
    """Compare each story with what was told. What the editor `pinned`, by item id, is printed whatever it says."""
    if not memory.told:
        return Recalled(tuple(stories), ())
    finder = _Finder(memory, stories, also)
    printed: list[Story] = []
    repeats: list[Repeat] = []
    for story in stories:
        link = finder.link(story)
        if link is None:
            printed.append(story)
            continue
        developed = _developed(story, link, memory)
        assert developed.development is not None
        if developed.development.new or _wanted(story, pinned) or _headed(story, link, memory):
            printed.append(developed)
        else:
            repeats += [_repeat(cut, developed.development) for cut in story.cuts]
    return Recalled(tuple(printed), tuple(repeats))


def _wanted(story: Story, pinned: Collection[str]) -> bool:
    return any(cut.item.id in pinned or cut.note for cut in story.cuts)


def _headed(story: Story, link: _Link, memory: Memory) -> bool:
    """Whether the title has the news. A paper that prints another's text may head it as it likes; but of one source, or
    where only the event is the same, another title over a teaser that says nothing is another day's.
    """
    lead = story.cuts[0]
    if link.bond.strength >= _COPY and lead.item.publisher != link.old.source:
        return False
    return heads_news(lead, _said(link, memory))


class _Finder:
    """Finds the piece that a story follows."""

    def __init__(self, memory: Memory, stories: Sequence[Story], also: SameStory | None) -> None:
        self._memory = memory
        self._recent = [one for one in memory.told if memory.since is None or one.printing.day >= memory.since]
        self._likeness = Likeness(self._recent, stories)
        self._also = also

    def link(self, story: Story) -> _Link | None:
        """The article's own last piece, else the one of the strongest bond, the latest of equals."""
        own = self._own(story)
        if own is not None:
            return own
        bonds = self._likeness.bonds(story) or self._judged(story)
        return max((_Link(*bond) for bond in bonds), key=_strength, default=None)

    def _own(self, story: Story) -> _Link | None:
        """The piece that told this very article here; or anywhere, when the words are of a later day than its issue."""
        for cut in story.cuts:
            told = self._memory.by_item.get(cut.item.id, ())
            here = [one for one in told if (one.region, one.topic) == (story.region, story.topic)]
            later = [one for one in told if cut.first_seen > one.printing.day]
            if here or later:
                return _Link((here or later)[-1], Bond(1.0, "the same article, with words that were not printed"))
        return None

    def _judged(self, story: Story) -> list[tuple[Told, Bond]]:
        """What the second judge says of the pieces of the story's section."""
        if self._also is None:
            return []
        here = (one for one in self._recent if (one.region, one.topic) == (story.region, story.topic))
        bonds = ((one, self._also(one, story)) for one in here)
        return [(one, bond) for one, bond in bonds if bond is not None]


def _strength(link: _Link) -> tuple[float, datetime, str]:
    return link.bond.strength, link.old.printing.day, link.old.printing.piece


def _developed(story: Story, link: _Link, memory: Memory) -> Story:
    """The story with what is new in it, led by the cut that has the most of it."""
    thread = memory.threads[link.old.first]
    said = _said(link, memory)
    known = {item for one in thread for item in one.items}
    new = {cut.item.id: new_in(cut, said, own=cut.item.id in known) for cut in story.cuts}
    cuts = sorted(story.cuts, key=lambda cut: -_length(new[cut.item.id]))
    families = tuple(dict.fromkeys(cut.item.publisher for cut in cuts))
    fresh = tuple(one for cut in cuts for one in new[cut.item.id])
    found = Development(link.old.first, thread[-1].printing, fresh, link.bond.why)
    return replace(story, cuts=tuple(cuts), publishers=families, development=found)


def _said(link: _Link, memory: Memory) -> Said:
    """All that was told of the story that is linked to."""
    return Said((text for one in memory.threads[link.old.first] for text in one.texts), link.old.language)


def _length(new: Sequence[Fresh]) -> int:
    return sum(one.span[1] - one.span[0] for one in new)


def _repeat(cut: Placed, told: Development) -> Repeat:
    item = cut.item
    keys = tuple(passage.key for passage in cut.passages)
    return Repeat(item.id, keys, item.publisher, item.title, item.url, told.last, told.why)
