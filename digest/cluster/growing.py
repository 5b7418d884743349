"""Growing: stories day by day. What arrives joins a story or opens one, and what it touches is put in order again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from digest.cluster.copies import Group, copies
from digest.cluster.cuts import Cut, ready
from digest.cluster.events import NEAR, bare, events, may_meet
from digest.cluster.nearness import NONE_OF, nearness, says
from digest.cluster.verdicts import NOTHING, Verdicts
from digest.language.terms import Terms
from digest.models import Placed
from digest.protocols import Encoder

_TOGETHER: Final = 3_000  # cuts that are looked at at once; more are fed in the order of their dates, in smaller parts
_PART: Final = 1_000

Told = tuple[Group, ...]
"""One story: groups of copies, the lead's first."""


@dataclass(frozen=True, slots=True)
class State:
    """Stories so far. Nothing arrives any more for those that are closed: too old for what comes now."""

    words: Terms = field(default_factory=Terms)
    open: tuple[Told, ...] = ()
    closed: tuple[Told, ...] = ()

    @property
    def stories(self) -> tuple[Told, ...]:
        """All of them."""
        return self.closed + self.open


def grow(state: State, arrivals: Sequence[Placed], model: Encoder | None, editor: Verdicts = NOTHING) -> State:
    """The stories with what has arrived, all of one section. Nothing is changed: a new state is made.

    A story that nothing near arrives for is left as it is, with its lead. Of many arrivals at once, those of a few
    days are looked at together.
    """
    for part in _parts(arrivals):
        state = _step(replace(state, words=state.words.counted(says(one) for one in part)), part, model, editor)
    return state


def settle(placed: Sequence[Placed], words: Terms, model: Encoder | None, editor: Verdicts = NOTHING) -> State:
    """The stories of one section, from nothing. `words` have been counted before, over all sections."""
    state = State(words)
    for part in _parts(placed):
        state = _step(state, part, model, editor)
    return state


def _parts(arrivals: Sequence[Placed]) -> Iterator[Sequence[Placed]]:
    ordered = sorted(arrivals, key=_in_time)
    size = len(ordered) if len(ordered) <= _TOGETHER else _PART
    return (ordered[at : at + size] for at in range(0, len(ordered), max(1, size)))


def _in_time(placed: Placed) -> tuple[float, str, tuple[str, ...]]:
    return placed.item.published.timestamp(), placed.item.id, tuple(passage.key for passage in placed.passages)


def _step(state: State, part: Sequence[Placed], model: Encoder | None, editor: Verdicts) -> State:
    since = part[0].item.published.timestamp() - NONE_OF
    fresh = [story for story in state.open if _latest(story) > since or _awaited(story, part, editor)]
    kept = {id(story) for story in fresh}
    closed = tuple(story for story in state.open if id(story) not in kept)
    known = [cut.placed for story in fresh for group in story for cut in group.cuts]
    cuts = ready(part, [*known, *part], state.words, model)
    touched, pairs = _touched(cuts, fresh, editor)
    pool = sorted([*cuts, *(cut for story in touched for group in story for cut in group.cuts)], key=_order)
    groups = (group for story in touched for group in story)
    pairs += [(group.cuts[0], cut) for group in groups for cut in group.cuts[1:]]
    stories = events(copies(pool, pairs, cuts, editor), editor)
    made = tuple(_led(some) for some in stories)
    moved = {id(story) for story in touched}
    left = tuple(story for story in fresh if id(story) not in moved)
    return State(state.words, left + made, state.closed + closed)


def _led(groups: Sequence[Group]) -> Told:
    """The story with its lead first: of those with a text the one that is nearest to the others, then the fullest."""
    if len(groups) < 3:
        return tuple(sorted(groups, key=lambda group: (group.cuts[0].bare, group.cuts[0].order)))
    leads = [group.cuts[0] for group in groups]
    centre = nearness(leads, leads).astype(float).round(3).sum(axis=1).round(1)
    ranked = sorted(range(len(groups)), key=lambda n: (leads[n].bare, -centre[n], leads[n].order))
    rest = sorted(ranked[1:], key=lambda n: leads[n].order)
    return tuple(groups[number] for number in (ranked[0], *rest))


def _latest(story: Told) -> float:
    return max(cut.placed.item.published.timestamp() for group in story for cut in group.cuts)


def _awaited(story: Told, part: Sequence[Placed], editor: Verdicts) -> bool:
    """Whether the editor put something that arrives together with it."""
    if not editor.homes:
        return False
    homes = {editor.home(one.item.id) for one in part} - {""}
    return any(editor.home(cut.placed.item.id) in homes for group in story for cut in group.cuts)


def _touched(
    cuts: Sequence[Cut], stories: Sequence[Told], editor: Verdicts
) -> tuple[list[Told], list[tuple[Cut, Cut]]]:
    """The stories that something near arrives for, and the pairs of cuts that may be copies."""
    import numpy as np

    members = [(number, cut) for number, story in enumerate(stories) for group in story for cut in group.cuts]
    if not members or not cuts:
        return [], []
    old = [cut for _, cut in members]
    near = nearness(cuts, old)
    hit = may_meet(near, bare([Group((cut,)) for cut in cuts]), bare([Group((cut,)) for cut in old]))
    found = {members[column][0] for column in np.nonzero(hit.any(axis=0))[0].tolist()}
    rows, columns = np.nonzero(near >= NEAR)
    pairs = [(cuts[row], old[column]) for row, column in zip(rows.tolist(), columns.tolist(), strict=True)]
    addresses = {cut.address: cut for cut in cuts if cut.address}
    pairs += [(addresses[cut.address], cut) for cut in old if cut.address in addresses]
    arriving = {id(cut) for cut in cuts}
    chosen = {id(other) for one, other in pairs if id(one) in arriving}
    found.update(number for number, cut in members if id(cut) in chosen)
    homes = {editor.home(cut.placed.item.id) for cut in cuts} - {""}
    found.update(number for number, cut in members if editor.home(cut.placed.item.id) in homes)
    return [stories[number] for number in sorted(found)], pairs


def _order(cut: Cut) -> tuple[int, float, str, tuple[str, ...]]:
    return cut.order
