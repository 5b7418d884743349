"""status and manual: how things stand, and what may be configured."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from digest.cli.context import Desk
from digest.cli.making import failure_line
from digest.cli.table import table

if TYPE_CHECKING:
    from digest.models import Failure


@click.command()
@click.pass_obj
def status(desk: Desk) -> None:
    """Show every source, the troubles that stand, and the issues made."""
    from digest import wiring
    from digest.pipeline.build import current_failures
    from digest.pipeline.finding import told

    config = desk.config()
    with wiring.store(config, desk.base) as store:
        sources = store.status(desk.now())
        failures = current_failures(config, store)
        pages = wiring.pages_of(config)
        found = [one for one in store.found_feeds() if pages.get(one.source) == one.page and one.feed]
        issues = [one for edition in config.editions for one in store.issues(edition.name)]
    known = {one.source: one for one in sources}
    rows = [
        (name, *_source_row(known[name])) if name in known else (name, "never", "0", "0")
        for name in (source.name for source in config.sources)
    ]
    parts = [table(("source", "last success", "items", "last 7 days"), rows)]
    parts.append("\n".join(told(one) for one in found if one.feed != one.page))
    parts.append(_failure_part(failures))
    made = [(one.id, f"No. {one.number}", one.state, one.until.isoformat(timespec="minutes")) for one in issues]
    parts.append(table(("issue", "number", "state", "up to"), made) if made else "no issue yet: `digest run` makes one")
    desk.tell(
        {
            "sources": [asdict(one) for one in sources],
            "found": [asdict(one) for one in found],
            "failures": [asdict(one) for one in failures],
            "issues": [asdict(one) for one in issues],
        },
        "\n\n".join(part for part in parts if part),
    )


@click.command()
def manual() -> None:
    """Print what every key of feeds.toml means, its default and its range, as Markdown."""
    from digest.config import manual as text

    click.echo(text())


def _source_row(row: Any) -> tuple[str, str, str]:
    last = row.last_success.isoformat(timespec="minutes") if row.last_success else "never"
    return last, str(row.items), str(row.recent)


def _failure_part(failures: list[Failure]) -> str:
    lines = [f"  {failure_line(one)}" for one in failures]
    return "\n".join(["troubles that stand:", *lines]) if lines else "no troubles"
