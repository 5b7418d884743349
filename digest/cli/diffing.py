"""diff: what moved from one issue to another, and what sources changed since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from digest.cli.context import Desk
from digest.errors import ConfigError

if TYPE_CHECKING:
    from digest.pipeline.comparing import Line, Moved
    from digest.pipeline.corrections import Correction
    from digest.store import Store, StoredIssue

_OTHER = "other news"


@click.command()
@click.argument("issues", nargs=-1, required=True, metavar="ISSUE [ISSUE]")
@click.pass_obj
def diff(desk: Desk, issues: tuple[str, ...]) -> None:
    """Compare two issues, or ISSUE (e.g. weekly/2026-W47) with the one before it.

    new: not told before; developed: told before, with something new; quiet: in the earlier issue and not again; gone:
    with their whole section. Then the articles of both whose sources changed what was printed.
    """
    from digest import wiring
    from digest.pipeline.comparing import compare
    from digest.pipeline.corrections import corrections, items_of
    from digest.pipeline.remembering import thawed

    if len(issues) > 2:
        raise ConfigError("diff: give one issue or two; `digest status` lists them")
    config = desk.config()
    with wiring.store(config, desk.base) as store:
        old, new = _pair(store, issues)
        plans = {
            **store.closed_plans(old.edition, old.until, new.until),
            old.id: store.plan(old.id),
            new.id: store.plan(new.id),
        }
        known = {one.id: one for one in thawed(plans)}
        first, second = known.pop(old.id), known.pop(new.id)
        now = store.current_texts([*items_of(first), *items_of(second)])
    moved = compare(first, second, sorted(known.values(), key=lambda one: (one.slot, one.id)))
    changed = [*corrections(first, now), *corrections(second, now)]
    said = {**asdict(moved), "changed": [asdict(one) for one in changed]}
    desk.tell(said, "\n".join(_lines(moved, changed, first.number, second.number)))


def _pair(store: Store, names: Sequence[str]) -> tuple[StoredIssue, StoredIssue]:
    """The two issues, the earlier first."""
    found = [_issue(store, name) for name in names]
    if len(found) == 1:
        before = [one for one in store.issues(found[0].edition) if one.state == "closed" and one.slot < found[0].slot]
        if not before:
            raise ConfigError(f"{found[0].id}: there is no closed issue before it; name two issues")
        found.append(before[-1])
    old, new = sorted(found, key=lambda one: (one.slot, one.id))
    if old.edition != new.edition:
        raise ConfigError(f"{old.id} and {new.id} are of two editions; compare issues of one")
    return old, new


def _issue(store: Store, name: str) -> StoredIssue:
    stored = store.issue_by_id(name)
    if stored is None:
        raise ConfigError(f"{name}: there is no such issue; `digest status` lists them")
    return stored


def _lines(moved: Moved, changed: Sequence[Correction], old: int, new: int) -> list[str]:
    counts = ", ".join(f"{len(getattr(moved, name))} {name}" for name in ("new", "developed", "quiet", "gone"))
    made = [f"{moved.new_issue} (No. {new}) against {moved.old} (No. {old}): {counts}"]
    heads = {
        "new": "new",
        "developed": "developed",
        "quiet": "quiet: told then, not again",
        "gone": "gone with their section",
    }
    for name, head in heads.items():
        made += _group(head, getattr(moved, name))
    if changed:
        made += ["", "source text changed since it was printed"]
        made += [line for one in changed for line in correction_lines(one)]
    return made


def _group(head: str, lines: Sequence[Line]) -> list[str]:
    if not lines:
        return []
    made = ["", head]
    place = ""
    for one in lines:
        here = f"{one.region} > {one.topic or _OTHER}"
        made += [f"  {here}"] if here != place else []
        place = here
        made.append(f"    {one.headline}")
        if one.earlier:
            made.append(f"      follows “{one.earlier}” in {one.earlier_issue}; {one.why}")
        if one.again:
            made.append(f"      told again with nothing new by {', '.join(one.again)}")
    return made


def correction_lines(one: Correction) -> list[str]:
    """What a source changed in one printed piece: the old words and the new."""
    made = [f"  No. {one.number}: {one.headline} ({one.publisher}{', ' + one.url if one.url else ''})"]
    if one.title:
        made.append(f"    title now: {one.title}")
    for each in one.changed:
        made.append(f"    printed: {each.printed}")
        made.append(f"    now:     {each.now or 'nothing in its place'}")
    return made
