"""Finding the pieces that a layout fails on: two rounds of trials, whatever the number of pieces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isqrt

Trial = Callable[[Sequence[Sequence[str]]], Sequence[bool]]


def sieve(pieces: Sequence[str], fail: Trial) -> frozenset[str]:
    """Return which of `pieces` (ids) fail when they are laid out alone.

    `fail` tells of each group of ids whether its layout fails. It is called at most twice: with about sqrt(n) groups
    of about sqrt(n) neighbours, then with the members of the groups that failed, each alone. So 60 pieces cost 8
    trials and 8 more for each group with a guilty one, in place of 60, and several guilty ones are all found.
    """
    size = max(1, isqrt(len(pieces)))
    groups = [tuple(pieces[at : at + size]) for at in range(0, len(pieces), size)]
    suspects = [(one,) for group in _failing(groups, fail) for one in group]
    return frozenset(one for (one,) in _failing(suspects, fail))


def _failing(groups: Sequence[tuple[str, ...]], fail: Trial) -> list[tuple[str, ...]]:
    if not groups:
        return []
    return [group for group, failed in zip(groups, fail(groups), strict=True) if failed]
