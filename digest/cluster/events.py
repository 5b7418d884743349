"""Events: which articles tell of one event in their own words.

Average linkage: two stories are put together while the reports of the one are, on average, near enough to those of
the other. What is near enough is set so that unrelated ones stay apart. Of bare headlines it is measured by how near
each story's own are among themselves, and what many publishers tell may be wider: a headline has a dozen words, and two
of one event share two or three.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from digest.cluster.copies import Group
from digest.cluster.cuts import Cut
from digest.cluster.nearness import nearness, strangers
from digest.cluster.verdicts import Verdicts

if TYPE_CHECKING:
    from numpy import bool_, float32, float64, int64
    from numpy.typing import NDArray

# On 126 pairs of one week's news, read by hand, .50 is right in 94 of 100 and finds 67 of 100, in batches of 20 to
# 2,000 texts; at .44 it is right in 74 to 95 of 100, as the batch is small or large.
NEAR: Final = 0.50
# Average linkage: of what many publishers tell. On 2,258 reports of a week with three large themes, the largest story
# has 17 reports at .42, and is one event; were stories measured by their centres, as headlines are, it would have 127.
_NEAR_TO_MANY: Final = 0.42
_NEAR_AT_HOME: Final = 0.65  # of what one publisher tells alone: it follows its own stories, and writes in forms
# Of bare headlines that many publishers tell. On 2,945 headlines of 43 large stories BCubed F is .89 at .16 to .20,
# .88 at .24, .70 without; on a week of mixed headlines it changes nothing but the two largest themes.
_WIDE: Final = 0.18
_MANY: Final = 6  # publishers beyond the first at which half of the way to _WIDE is gone
_FAINT: Final = 0.1  # nearness that counts as none: F .885 with it and without it, and P .91 instead of .87
_LOOK: Final = 0.35  # nearness at which two reports may come to be one story, by way of others
_LOOK_BARE: Final = 0.2  # ... two bare headlines
_AT_ONCE: Final = 1_000  # reports that are compared with all others at once; 40 MB for 10,000
_LARGEST: Final = 3_000  # reports that are looked at together; 70 MB
_STEP: Final = 0.05
_EPSILON: Final = 1e-9
_NEVER: Final = -9.0


def events(groups: Sequence[Group], editor: Verdicts) -> list[list[Group]]:
    """Put groups of copies together that tell of one event; each group in exactly one, in the order of `groups`."""
    found: list[list[Group]] = []
    for some in _neighbourhoods(groups, editor):
        members = [groups[number] for number in some]
        found += [members] if len(members) == 1 else _Merging(members, editor).stories()
    return found


def may_meet(near: NDArray[float32], one: NDArray[bool_], other: NDArray[bool_]) -> NDArray[bool_]:
    """Which pairs are worth a look, by their nearness and whether each is a bare headline."""
    import numpy as np

    found: NDArray[bool_] = near >= np.where(one[:, None] & other[None, :], _LOOK_BARE, _LOOK)
    return found


def bare(groups: Sequence[Group]) -> NDArray[bool_]:
    """Which groups are bare headlines."""
    import numpy as np

    return np.array([group.cuts[0].bare for group in groups], dtype=bool)


# -- neighbourhoods ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Pairs of numbers that are worth a look, with their nearness; `told` are those that the editor put together."""

    one: NDArray[int64]
    other: NDArray[int64]
    near: NDArray[float32]
    told: Sequence[tuple[int, int]]


def _neighbourhoods(groups: Sequence[Group], editor: Verdicts) -> list[list[int]]:
    """Numbers of groups that may come to be one story, none more than can be looked at together."""
    import numpy as np

    pairs = _pairs(groups, editor)
    waiting = [(np.arange(len(groups)), 0.0)]
    done: list[list[int]] = []
    while waiting:
        some, least = waiting.pop()
        for part in _linked(some, pairs, least, len(groups)):
            if len(part) <= _LARGEST or least > NEAR:
                done.append(part.tolist())
            else:
                waiting.append((part, max(least, _LOOK_BARE) + _STEP))
    return sorted(done)


def _pairs(groups: Sequence[Group], editor: Verdicts) -> _Pairs:
    import numpy as np

    leads, naked = [group.cuts[0] for group in groups], bare(groups)
    found: tuple[list[NDArray[Any]], ...] = (
        [np.zeros(0, np.int64)],
        [np.zeros(0, np.int64)],
        [np.zeros(0, np.float32)],
    )
    for at in range(0, len(leads), _AT_ONCE):
        some = slice(at, at + _AT_ONCE)
        near = nearness(leads[some], leads[at:])
        rows, columns = np.nonzero(np.triu(may_meet(near, naked[some], naked[at:]), 1))
        parts: tuple[NDArray[Any], ...] = rows + at, columns + at, near[rows, columns]
        for kept, new in zip(found, parts, strict=True):
            kept.append(new)
    one, other, nearnesses = map(np.concatenate, found)
    return _Pairs(one, other, nearnesses, _told_together(groups, editor))


def _told_together(groups: Sequence[Group], editor: Verdicts) -> list[tuple[int, int]]:
    """The pairs that hold items which the editor put together."""
    homes: dict[str, list[int]] = defaultdict(list)
    for number, group in enumerate(groups) if editor.homes else ():
        for home in sorted({editor.home(cut.placed.item.id) for cut in group.cuts} - {""}):
            homes[home].append(number)
    return [pair for numbers in homes.values() for pair in pairwise(numbers)]


def _linked(some: NDArray[int64], pairs: _Pairs, least: float, size: int) -> list[NDArray[int64]]:
    """`some` in parts that no pair of at least that nearness connects, each sorted."""
    import numpy as np

    inside = np.zeros(size, bool)
    inside[some] = True
    kept = (pairs.near >= least) & inside[pairs.one] & inside[pairs.other]
    told = np.array([pair for pair in pairs.told if inside[list(pair)].all()], np.int64).reshape(-1, 2)
    one = np.concatenate([pairs.one[kept], told[:, 0]])
    other = np.concatenate([pairs.other[kept], told[:, 1]])
    least_of = np.arange(size)  # the least number that each is known to be linked with
    while True:
        before = least_of.copy()
        low = np.minimum(least_of[one], least_of[other])
        np.minimum.at(least_of, one, low)
        np.minimum.at(least_of, other, low)
        least_of = least_of[least_of]
        if np.array_equal(before, least_of):
            break
    order = some[np.argsort(least_of[some], kind="stable")]
    return np.split(order, np.nonzero(np.diff(least_of[order]))[0] + 1) if len(order) else []


# -- merging -------------------------------------------------------------------------------------------------------


class _Merging:
    """One neighbourhood while its stories grow: row n is the story that began with member n, while it is alive."""

    def __init__(self, members: Sequence[Group], editor: Verdicts) -> None:
        import numpy as np

        self.members = members
        leads = [group.cuts[0] for group in members]
        self.sums: NDArray[float64] = _similarities(leads)
        self.own = self.sums.diagonal().copy()  # sums of each story within itself
        self.stories_of = [[number] for number in range(len(members))]
        self.publishers = [frozenset(cut.placed.item.publisher for cut in group.cuts) for group in members]
        self.size = np.ones(len(members))
        self.many = np.array([float(len(some)) for some in self.publishers])
        self.house = self._houses()
        self.naked = bare(members).astype(float)  # the share of bare headlines
        self.alive = np.ones(len(members), bool)
        self.parted = _parted(members, editor)
        self.best = np.full(len(members), _NEVER)
        self.nearest = np.zeros(len(members), int)
        self.stale = np.zeros(len(members), bool)
        self.told = _told_together(members, editor)
        if self.parted is not None:
            self._obey()  # first of all, where the editor parted others: these may not come between

    def stories(self) -> list[list[Group]]:
        """Merge while two stories are near enough, the nearest first, and give what is left."""
        for row in range(len(self.members)):
            if self.alive[row]:
                self._look(row)
        while True:
            row = int(self.best.argmax())
            if self.best[row] < 0:
                break
            if self.stale[row]:
                self._look(row)
            else:
                self._merge(row, int(self.nearest[row]))
                self._refresh(row)
        self._obey()
        rows = (number for number, alive in enumerate(self.alive) if alive)
        return [[self.members[number] for number in sorted(self.stories_of[row])] for row in rows]

    def _obey(self) -> None:
        """Put together what the editor wants together."""
        for one, other in self.told:
            first, second = sorted((self._row_of(one), self._row_of(other)))
            if first != second and (self.parted is None or not self.parted[first, second]):
                self._merge(first, second)

    def _row_of(self, member: int) -> int:
        return next(row for row, some in enumerate(self.stories_of) if self.alive[row] and member in some)

    def _houses(self) -> NDArray[int64]:
        """A number for the publisher of what one publisher tells alone, and another negative one for all else."""
        import numpy as np

        numbers: dict[str, int] = {}
        return np.array(
            [
                numbers.setdefault(next(iter(some)), len(numbers)) if len(some) == 1 else -1 - row
                for row, some in enumerate(self.publishers)
            ]
        )

    def _margins(self, row: int) -> NDArray[float64]:
        """By how much a story is near enough to each other one; negative where it is not."""
        import numpy as np

        naked = np.minimum(self.naked[row], self.naked)
        near = self.sums[row] / (self.size[row] * self.size)
        own = self.own / (self.size * self.size)  # 1 for one report, less the more a story's own differ
        near = near / np.where(naked > 0, np.sqrt(own[row] * own), 1) ** naked
        most = np.maximum(self.many[row], self.many)
        least = _NEAR_TO_MANY - (_NEAR_TO_MANY - _WIDE) * naked
        needed = least + (NEAR - least) / (1 + (most - 1) / _MANY)
        needed = np.where(self.house == self.house[row], _NEAR_AT_HOME, needed)
        found: NDArray[float64] = np.where(self.alive, near - needed, _NEVER)
        if self.parted is not None:
            found[self.parted[row]] = _NEVER
        found[row] = _NEVER
        return found

    def _look(self, row: int) -> None:
        """Find the story that is nearest to this one."""
        margins = self._margins(row)
        self.nearest[row] = margins.argmax()
        self.best[row] = margins[self.nearest[row]]
        self.stale[row] = False

    def _merge(self, row: int, other: int) -> None:
        """Put the other story into this one."""
        size, more = self.size[row], self.size[other]
        self.naked[row] = (self.naked[row] * size + self.naked[other] * more) / (size + more)
        self.size[row] = size + more
        self.stories_of[row] += self.stories_of[other]
        self.publishers[row] |= self.publishers[other]
        self.many[row] = len(self.publishers[row])
        if self.house[row] != self.house[other]:
            self.house[row] = -1 - row
        self.sums[row] += self.sums[other]
        self.sums[:, row] += self.sums[:, other]
        self.own[row] = self.sums[row, row]
        if self.parted is not None:
            self.parted[row] |= self.parted[other]
            self.parted[:, row] |= self.parted[:, other]
        self.alive[other], self.best[other] = False, _NEVER

    def _refresh(self, row: int) -> None:
        """After a merge into this row. Where what was nearest is gone or has changed, the old margin stands as one
        that is not surpassed, until its turn comes.
        """
        margins = self._margins(row)
        self.stale |= ~self.alive[self.nearest] | (self.nearest == row)
        nearer = self.alive & (margins >= self.best)
        self.best[nearer], self.nearest[nearer], self.stale[nearer] = margins[nearer], row, False
        self._look(row)


def _similarities(leads: Sequence[Cut]) -> NDArray[float64]:
    """The nearness of all pairs, shape (n, n), 1 on the diagonal, 0 where it is faint or says nothing."""
    import numpy as np

    near = nearness(leads, leads).astype(np.float64)
    near[near < _FAINT] = 0
    told = np.array([not cut.bare for cut in leads])
    near[strangers(leads) & told[:, None] & told[None, :]] = 0
    series: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
    for number, cut in enumerate(leads):
        if cut.series:
            series[cut.placed.item.source, cut.series].append(number)
    for numbers in series.values():
        near[np.ix_(numbers, numbers)] = 0  # one source's "Public schedule, 3 May" and "4 May"
    np.fill_diagonal(near, 1)
    return near


def _parted(members: Sequence[Group], editor: Verdicts) -> NDArray[bool_] | None:
    """Which members the editor wants apart; None when there are none."""
    import numpy as np

    items = {cut.placed.item.id: number for number, group in enumerate(members) for cut in group.cuts}
    pairs = [(items[a], items[b]) for a, b in sorted(editor.parted) if a in items and b in items]
    if not pairs:
        return None
    found = np.zeros((len(members), len(members)), bool)
    for one, other in pairs:
        found[one, other] = found[other, one] = one != other
    return found
