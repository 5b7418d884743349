"""Recall: which stories were told before, and what is new in them; a room, pure.

A story that a closed issue told comes back only with something new, as its development; without it is a Repeat,
and stays out of print. Whether it is the same story is judged within its section, by the article itself, by its text,
or by the words of the event. Where in doubt it is printed: a story left out wrongly is worse than one told twice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from digest.models import Bond, Development, Fresh, Placed, Repeat, Story, Told
from digest.recall.likeness import Likeness
from digest.recall.memory import Memory, printing, remember
from digest.recall.newness import Said, new_in

__all__ = ["Memory", "Recalled", "SameStory", "printing", "recall", "remember"]

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
        wanted = any(cut.item.id in pinned or cut.note for cut in story.cuts)
        if developed.development.new or wanted:
            printed.append(developed)
        else:
            repeats += [_repeat(cut, developed.development) for cut in story.cuts]
    return Recalled(tuple(printed), tuple(repeats))


class _Finder:
    """Finds the piece that a story follows."""

    def __init__(self, memory: Memory, stories: Sequence[Story], also: SameStory | None) -> None:
        self._memory = memory
        self._likeness = Likeness(memory.told, stories)
        self._also = also
        self._sections: dict[tuple[str, str], list[Told]] = {}
        recent = (one for one in memory.told if memory.since is None or one.printing.day >= memory.since)
        for one in recent:
            self._sections.setdefault((one.region, one.topic), []).append(one)

    def link(self, story: Story) -> _Link | None:
        """The article's own last piece, else the one of the strongest bond, the latest of equals."""
        own = self._own(story)
        if own is not None:
            return own
        if any(cut.item.id in self._memory.by_item for cut in story.cuts):
            return None  # a part of an article that another section printed, and that waited until now
        words = self._likeness.vector(story)
        bonds = [(one, self._bond(one, story, words)) for one in self._sections.get((story.region, story.topic), ())]
        found = [_Link(one, bond) for one, bond in bonds if bond is not None]
        return max(
            found, key=lambda link: (link.bond.strength, link.old.printing.day, link.old.printing.piece), default=None
        )

    def _own(self, story: Story) -> _Link | None:
        """The piece that told this very article here; or anywhere, when the words are of a later day than its issue."""
        for cut in story.cuts:
            told = self._memory.by_item.get(cut.item.id, ())
            here = [one for one in told if (one.region, one.topic) == (story.region, story.topic)]
            later = [one for one in told if cut.first_seen > one.printing.day]
            if here or later:
                return _Link((here or later)[-1], Bond(1.0, "the same article, with more in it"))
        return None

    def _bond(self, old: Told, story: Story, words: object) -> Bond | None:
        found = self._likeness.bond(old, story, words)  # type: ignore[arg-type]
        return found or (self._also(old, story) if self._also else None)


def _developed(story: Story, link: _Link, memory: Memory) -> Story:
    """The story with what is new in it, led by the cut that has the most of it."""
    thread = memory.threads[link.old.first]
    said = Said((text for one in thread for text in one.texts), link.old.language)
    known = {item for one in thread for item in one.items}
    new = {cut.item.id: new_in(cut, said, own=cut.item.id in known) for cut in story.cuts}
    cuts = sorted(story.cuts, key=lambda cut: -_length(new[cut.item.id]))
    families = tuple(dict.fromkeys(cut.item.publisher for cut in cuts))
    fresh = tuple(one for cut in cuts for one in new[cut.item.id])
    found = Development(link.old.first, thread[-1].printing, fresh, link.bond.why)
    return replace(story, cuts=tuple(cuts), publishers=families, development=found)


def _length(new: Sequence[Fresh]) -> int:
    return sum(one.span[1] - one.span[0] for one in new)


def _repeat(cut: Placed, told: Development) -> Repeat:
    item = cut.item
    keys = tuple(passage.key for passage in cut.passages)
    return Repeat(item.id, keys, item.publisher, item.title, item.url, told.last, told.why)
