"""coverage: what an issue prints of each region and topic, against the issues before it, and who is silent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from digest.cli.context import Desk
from digest.cli.overview import quiet
from digest.cli.table import table
from digest.errors import ConfigError

if TYPE_CHECKING:
    from digest.config.schema import Config
    from digest.models import Coverage, CoverageRow, CoverageShare, Issue
    from digest.store import Store

_HEADS = ("stories", "usually", "one source", "waiting")
_LEADERS = 8  # publishers that are named
_BLOCK = 5  # remarks after a build; the command tells them all


@click.command()
@click.argument("edition", required=False)
@click.pass_obj
def coverage(desk: Desk, edition: str | None) -> None:
    """Show what the latest issue of EDITION (default: every edition) prints, against the issues before it."""
    from digest import wiring

    config = desk.config()
    names = [one.name for one in config.editions]
    if edition is not None and edition not in names:
        raise ConfigError(f"{edition}: there is no such edition; feeds.toml has {', '.join(names) or 'none'}")
    with wiring.store(config, desk.base) as store:
        issues = latest(config, store, [edition] if edition else names)
        silent = [str(one) for one in quiet(config, store.status(desk.now()), desk.now())]
    parts = ["\n".join(_report(one)) for one in issues] or ["no issue yet: `digest run` makes one"]
    if silent:
        parts.append("\n".join(["gone quiet:", *(f"  {line}" for line in silent)]))
    desk.tell({"issues": rows(issues), "quiet": silent}, "\n\n".join(parts))


def latest(config: Config, store: Store, names: Iterable[str]) -> list[Issue]:
    """The latest issue of each edition, draft or closed; counted now where its plan has no coverage."""
    from dataclasses import replace

    from digest import wiring
    from digest.config import edition
    from digest.pipeline.covering import LOOK_BACK, cover

    load, found = wiring.read_plan, []
    for name in names:
        stored = store.issues(name)
        if not stored:
            continue
        issue = load(store.plan(stored[-1].id))
        if issue.coverage is None:
            closed = [one for one in stored[:-1] if one.state == "closed"][: -LOOK_BACK - 1 : -1]
            before = [load(store.plan(one.id)) for one in closed]
            issue = replace(issue, coverage=cover(issue, before, edition(config, name)))
        found.append(issue)
    return found


def rows(issues: Sequence[Issue]) -> list[dict[str, Any]]:
    """The numbers for a program, with what an editor should look at."""
    from digest.pipeline.covering import remarks

    return [
        {"issue": one.id, "coverage": asdict(one.coverage), "look_at": list(remarks(one.coverage))}
        for one in issues
        if one.coverage
    ]


def block(one: Coverage) -> list[str]:
    """A few lines after a build: the sum, and what to look at first."""
    from digest.pipeline.covering import remarks, summary

    found = remarks(one)
    more = [f"  ... and {len(found) - _BLOCK} more: `digest coverage`"] if len(found) > _BLOCK else []
    return [f"  coverage: {summary(one)}", *(f"  look at: {line}" for line in found[:_BLOCK]), *more]


def _report(issue: Issue) -> Iterable[str]:
    from digest.pipeline.covering import remarks, summary

    one = issue.coverage
    assert one is not None
    yield f"{issue.id}, No. {issue.number}: {summary(one)}"
    over = "1 issue" if one.issues == 1 else f"{one.issues} issues"
    yield f"usual is the mean of the {over} before" if one.issues else "it is the first: nothing is usual yet"
    yield from (f"  look at: {line}" for line in remarks(one))
    yield ""
    yield table(("region", *_HEADS), [_row(row) for row in one.regions])
    if one.topics:
        yield ""
        yield table(("topic", *_HEADS), [_row(row) for row in one.topics])
    yield ""
    yield f"leading publishers: {_shares(one.publishers[:_LEADERS])}"
    yield f"languages: {_shares(one.languages)}"


def _row(row: CoverageRow) -> tuple[str, ...]:
    from digest.pipeline.covering import said

    return row.name, str(row.count or "-"), said(row.mean), str(row.single or ""), str(row.waiting or "")


def _shares(shares: Sequence[CoverageShare]) -> str:
    from digest.pipeline.covering import said

    usual = ((one, f" (usually {said(one.mean)})" if one.mean is not None else "") for one in shares)
    return ", ".join(f"{one.name} {one.count}{often}" for one, often in usual)
