"""Copies among texts as the program finds them: python -m bench.neardup IN.jsonl[.gz] OUT.jsonl

A row of IN: {id, text}; a row of OUT: {a, b}, two ids of one article.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

if __package__ in {None, ""}:  # run as a file
    sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.rows import read, write
from bench.stories import ready
from digest.cluster.growing import settle
from digest.cluster.nearness import says
from digest.language.meaning import Meaning
from digest.language.terms import Terms
from digest.models import Placed


def pairs(cuts: Sequence[Placed]) -> Iterator[tuple[str, str]]:
    """The items of each group of copies, two by two."""
    words = Terms().counted(map(says, cuts))
    for told in settle(cuts, words, Meaning()).stories:
        for group in told:
            yield from combinations((cut.placed.item.id for cut in group.cuts), 2)


def main() -> None:
    """Find the copies."""
    rows = read(sys.argv[1])
    names, cuts = ready(rows)
    write(sys.argv[2], ({"a": names[one], "b": names[other]} for one, other in pairs(cuts)))


if __name__ == "__main__":
    main()
