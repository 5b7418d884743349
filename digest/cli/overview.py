"""status: what an editor wants to know before an issue: who speaks, who is silent, what waits, what fails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from digest.cli.context import Desk
from digest.cli.making import failure_line
from digest.cli.table import table
from digest.language.counted import counted

if TYPE_CHECKING:
    from datetime import datetime

    from digest.config.schema import Config
    from digest.models import DeliveryState, Receipt
    from digest.pipeline.corrections import Correction
    from digest.pipeline.silence import Silence
    from digest.store import Held, SourceStatus, Store, StoredIssue

_SHOWN_DOUBTS = 20
_HEADS = ("source", "last success", "this week", "usually", "newest", "full text", "held")


@click.command()
@click.pass_obj
def status(desk: Desk) -> None:
    """Show every source and its rhythm, who is silent, what is held, the troubles that stand, and the issues made."""
    from digest import wiring
    from digest.pipeline.build import current_failures
    from digest.pipeline.finding import told
    from digest.pipeline.polling import plan_turns, remarks
    from digest.pipeline.remembering import changed_since

    config, now = desk.config(), desk.now()
    with wiring.store(config, desk.base) as store:
        sources = store.status(now)
        asked = remarks(plan_turns(config, store.polls(), now, due_only=False))
        held = store.held()
        failures = current_failures(config, store)
        pages = wiring.pages_of(config)
        found = [one for one in store.found_feeds() if pages.get(one.source) == one.page and one.feed]
        deliveries = store.ledger.counts()
        doubts = [row for one in deliveries for row in store.ledger.receipts(one, "unknown", "failed", "retry")]
        issues = [one for edition in config.editions for one in store.issues(edition.name)]
        covered = _covered(config, store) if desk.as_json else []
        changed = [one for edition in config.editions for one in changed_since(store, edition, now)]
    silent = quiet(config, sources, now)
    parts = [
        table(_HEADS, _rows(config, sources)),
        _listed("found by their pages:", [told(one) for one in found if one.feed != one.page]),
        _listed("asked otherwise than feeds.toml says:", [f"{name}: {text}" for name, text in asked]),
        _listed("gone quiet:", [str(one) for one in silent]),
        _listed("held:", [_held_line(one, config.digest.timezone) for one in held]),
        _listed("troubles that stand:", [failure_line(one) for one in failures]) or "no troubles",
        _issue_part(issues, config),
        _listed("source text changed since it was printed:", [_change_line(one) for one in changed]),
        _listed("deliveries:", [f"{issue}: {_states(found)}" for issue, found in deliveries.items()]),
        _listed("not delivered, or not known to be:", [_doubt_line(one) for one in doubts[:_SHOWN_DOUBTS]]),
    ]
    said: dict[str, Sequence[Any]] = {
        "sources": sources,
        "quiet": silent,
        "found": found,
        "held": held,
        "failures": failures,
        "issues": issues,
        "changed": changed,
        "undelivered": doubts,
    }
    rows = {name: [asdict(one) for one in found] for name, found in said.items()}
    more = {"polls": dict(asked), "coverage": covered, "deliveries": deliveries}
    desk.tell({**rows, **more}, "\n\n".join(part for part in parts if part))


def _covered(config: Config, store: Store) -> list[dict[str, Any]]:
    from digest.cli.covering import latest, rows

    return rows(latest(config, store, [edition.name for edition in config.editions]))


def _rows(config: Config, sources: Sequence[SourceStatus]) -> list[tuple[str, ...]]:
    known = {one.source: one for one in sources}
    names = [source.name for source in config.sources]
    zone = config.digest.timezone
    return [_row(known[name], zone) if name in known else (name, "never", "0", "", "", "", "") for name in names]


def _row(one: SourceStatus, zone: str) -> tuple[str, ...]:
    return (
        one.source,
        _local(one.last_success, zone).isoformat(timespec="minutes") if one.last_success else "never",
        str(one.week),
        "" if one.usual is None else f"{one.usual:.0f}" if one.usual >= 1 else f"{one.usual:.1f}",
        _local(one.newest, zone).date().isoformat() if one.newest else "",
        f"{one.whole / one.items:.0%}" if one.items else "",
        str(one.held or ""),
    )


def _states(found: Mapping[DeliveryState, int]) -> str:
    return ", ".join(f"{number:,} {state}" for state, number in found.items())


def _doubt_line(one: Receipt) -> str:
    again = (
        f", tried again at {one.next_try.isoformat(timespec='minutes')}"
        if one.state == "retry" and one.next_try
        else ""
    )
    return f"{one.issue}: {one.address}: {one.state}: {one.reply}{again}"


def quiet(config: Config, sources: Sequence[SourceStatus], now: datetime) -> list[Silence]:
    """Who has gone quiet, by the group that an editor thinks in."""
    from digest.pipeline.silence import silences

    return silences(config.sources, {one.source: one.newest for one in sources if one.quiet and one.newest}, now)


def _held_line(one: Held, zone: str) -> str:
    since = _local(one.since, zone).date().isoformat()
    held = counted(one.items, "item")
    return f'{one.source}: {held} since {since}, {one.why}; `digest release "{one.source}"` lets them in'


def _change_line(one: Correction) -> str:
    count = len(one.changed)
    parts = ["its title"] * bool(one.title) + [f"{count} {'sentence' if count == 1 else 'sentences'}"] * bool(count)
    said = " and ".join(parts)
    return (
        f"{one.issue} (No. {one.number}): {one.headline} ({one.publisher}): {said}; `digest diff {one.issue}` shows it"
    )


def _listed(head: str, lines: Sequence[str]) -> str:
    return "\n".join([head, *(f"  {line}" for line in lines)]) if lines else ""


def _local(moment: datetime, zone: str) -> datetime:
    """As the editor's wall clock shows it, by which issues are named and dated too."""
    from zoneinfo import ZoneInfo

    return moment.astimezone(ZoneInfo(zone))


def _issue_part(issues: Sequence[StoredIssue], config: Config) -> str:
    from digest.config import edition

    zones = {one.name: edition(config, one.name).timezone for one in config.editions}
    made = [
        (one.id, f"No. {one.number}", one.state, _local(one.until, zones[one.edition]).isoformat(timespec="minutes"))
        for one in issues
    ]
    return table(("issue", "number", "state", "up to"), made) if made else "no issue yet: `digest run` makes one"
