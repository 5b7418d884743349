"""trace: every printed sentence with its source, and the proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli.context import Desk
from digest.errors import ConfigError

if TYPE_CHECKING:
    from digest.pipeline.tracing import Traced
    from digest.store import Store

UNPROVED = 5


@click.command()
@click.argument("issue")
@click.pass_obj
def trace(desk: Desk, issue: str) -> None:
    """List every printed sentence of ISSUE (e.g. weekly/2026-W47, or the path of an issue.json) with its source.

    Each is proved: its characters are cut from the text as it was read, whose hash is computed anew. Exit code 5 when
    something does not hold.
    """
    from digest import wiring
    from digest.pipeline.tracing import snapshots_of
    from digest.pipeline.tracing import trace as traced

    config = desk.config()
    with wiring.store(config, desk.base) as store:
        plan = wiring.read_plan(_bytes(issue, store))
        rows = traced(plan, store.snapshots(snapshots_of(plan)))
    failed = [one for one in rows if one.trouble]
    sourceless = sum(one.sourceless for one in rows)
    summary = {"issue": plan.id, "printed": len(rows), "without_source": sourceless, "failed": len(failed)}
    desk.tell(summary | {"sentences": [asdict(one) for one in rows]}, _lines(plan.id, rows, failed, sourceless))
    if failed:
        raise click.exceptions.Exit(UNPROVED)


def _bytes(issue: str, store: Store) -> bytes:
    """The plan of a stored issue, or what a file holds."""
    path = Path(issue)
    if path.suffix == ".json":
        try:
            return path.read_bytes()
        except OSError as error:
            raise ConfigError(f"{issue}: cannot be read: {error.strerror}") from error
    if store.issue_by_id(issue) is None:
        raise ConfigError(f"{issue}: there is no such issue; `digest status` lists them")
    return store.plan(issue)


def _lines(name: str, rows: Sequence[Traced], failed: Sequence[Traced], sourceless: int) -> str:
    said: list[str] = []
    place = None
    for one in rows:
        if one.place != place:
            place = one.place
            said += ["", place or "Opening lines"]
        said += _entry(one)
    items = len({one.item for one in rows if one.item})
    verdict = f"{name}: {len(rows)} printed texts of {items} articles; {sourceless} without a source; " + (
        f"{len(failed)} DO NOT HOLD" if failed else "each was found in its source, word for word"
    )
    culprits = [f"  {one.kind} of {one.piece}, “{one.text}”: {one.trouble}" for one in failed]
    return "\n".join([*said[1:], "", verdict, *culprits])


def _entry(one: Traced) -> list[str]:
    mark = "FAILS" if one.trouble else "ok"
    head = f"  {mark:5} {one.kind}: {one.text}"
    if one.origin == "editor":
        return [head, "        the editor's own words"]
    credit = f"{one.agency}, through {one.publisher}" if one.agency not in {"", one.publisher} else one.publisher
    spans = " ".join(f"{start}-{end}" for start, end in one.spans)
    written = "written by a model from: " if one.origin == "model" else ""
    where = [credit, one.url, f"item {one.item}", f"text {one.snapshot}", spans]
    lines = [head, "        " + written + "  ".join(part for part in where if part)]
    return [*lines, f"        {one.trouble}"] if one.trouble else lines
