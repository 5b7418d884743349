"""Stories of labelled texts as the program makes them: python -m bench.stories IN.jsonl[.gz] OUT.jsonl [--slices 10]

A row of IN: {id, title, text?, publisher?, ts?}; a row of OUT: {id, cluster}, the cluster named by its lead's id. With
--slices the rows are fed in that many parts, in the order of their moments. --show N prints N stories of several
reports, with their reasons.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

if __package__ in {None, ""}:  # run as a file
    sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.rows import Row, placed, read, write
from digest.cluster import State, cluster, grow, stories
from digest.language.meaning import Meaning
from digest.models import Placed, Story


def main() -> None:
    """Group the rows."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("rows")
    words.add_argument("out")
    words.add_argument("--slices", type=int, default=1)
    words.add_argument("--show", type=int, default=0)
    given = words.parse_args()
    rows = read(given.rows)
    names, cuts = ready(rows)
    begun, cpu = time.perf_counter(), time.process_time()
    found = at_once(cuts) if given.slices == 1 else in_slices(cuts, given.slices)
    print(f"{len(rows)} rows, {len(found)} stories: {time.perf_counter() - begun:.2f} s wall, "
          f"{time.process_time() - cpu:.2f} s CPU", file=sys.stderr)  # fmt: skip
    leads = {cut.item.id: names[story.cuts[0].item.id] for story in found for cut in story.cuts}
    write(given.out, ({"id": row["id"], "cluster": leads.get(ids, str(row["id"]))}
                      for row, ids in zip(rows, _ids(rows, names), strict=True)))  # fmt: skip
    show(found, given.show)


def ready(rows: Sequence[Row]) -> tuple[dict[str, str], list[Placed]]:
    """The rows' names by item id, and their cuts."""
    pairs = [(str(row["id"]), placed(row)) for row in rows]
    return {cut.item.id: name for name, cut in pairs if cut}, [cut for _, cut in pairs if cut]


def at_once(cuts: Sequence[Placed]) -> tuple[Story, ...]:
    """As a build does it."""
    return cluster(cuts, Meaning())


def in_slices(cuts: Sequence[Placed], slices: int) -> tuple[Story, ...]:
    """As they come in."""
    ordered = sorted(cuts, key=lambda one: (one.item.published, one.item.id))
    size = -(-len(ordered) // slices)
    state, model = State(), Meaning()
    for at in range(0, len(ordered), size):
        state = grow(state, ordered[at : at + size], model)
    return stories(state)


def show(found: Sequence[Story], number: int) -> None:
    """Print some stories of several reports, evenly spread, with their reasons."""
    several = [story for story in found if len(story.cuts) > 1]
    for story in several[:: max(1, len(several) // number)][:number] if number else ():
        print("\n--", "; ".join(story.why))
        for cut in story.cuts:
            print(f"   {cut.item.published:%m-%d %H:%M} {cut.item.publisher[:20]:20} {cut.item.title[:110]}")


def _ids(rows: Sequence[Row], names: dict[str, str]) -> list[str]:
    back = {name: item for item, name in names.items()}
    return [back.get(str(row["id"]), "") for row in rows]


if __name__ == "__main__":
    main()
