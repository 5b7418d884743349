"""check and status: what is configured, what works, what was made."""

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
@click.option("--offline", is_flag=True, help="Check the words of feeds.toml only; fetch nothing.")
@click.pass_obj
def check(desk: Desk, offline: bool) -> None:
    """Check feeds.toml and try every source; nothing is kept."""
    config = desk.config()
    head = (
        f"{desk.path.name}: {len(config.sources)} sources, {len(config.regions)} regions, "
        f"{len(config.topics)} topics, {len(config.editions)} editions: no mistake found"
    )
    if offline:
        desk.tell({"config": "ok", "sources": []}, head)
        return
    rows = _tried(desk)
    shown = [(row["source"], str(row["items"]), row["newest"], row["trouble"]) for row in rows]
    desk.tell({"config": "ok", "sources": rows}, f"{head}\n\n{table(('source', 'items', 'newest', 'trouble'), shown)}")


def _tried(desk: Desk) -> list[dict[str, Any]]:
    """Every source, read once: how many items, the newest one's date, the first trouble."""
    from digest import wiring
    from digest.config import redact
    from digest.pipeline.brief import read_all

    config = desk.config()
    with wiring.engine() as engine:
        fetch = wiring.fetch(config, desk.base, desk.now(), desk.environment)
        readings, failures = read_all(fetch, wiring.facts(config), engine, desk.watch)
    rows = []
    for source in config.sources:
        dates = [one.item.published for one in readings if one.item.source == source.name]
        troubles = [one.what for one in failures if one.source == source.name]
        rows.append(
            {
                "source": source.name,
                "items": len(dates),
                "newest": max(dates).date().isoformat() if dates else "",
                "trouble": redact(troubles[0], config.secrets) if troubles else "",
            }
        )
    return rows


@click.command()
@click.pass_obj
def status(desk: Desk) -> None:
    """Show every source, the troubles that stand, and the issues made."""
    from digest import wiring
    from digest.pipeline.build import current_failures

    config = desk.config()
    with wiring.store(config, desk.base) as store:
        sources = store.status(desk.now())
        failures = current_failures(config, store)
        issues = [one for edition in config.editions for one in store.issues(edition.name)]
    known = {one.source: one for one in sources}
    rows = [
        (name, *_source_row(known[name])) if name in known else (name, "never", "0", "0")
        for name in (source.name for source in config.sources)
    ]
    parts = [table(("source", "last success", "items", "last 7 days"), rows)]
    parts.append(_failure_part(failures))
    made = [(one.id, f"No. {one.number}", one.state, one.until.isoformat(timespec="minutes")) for one in issues]
    parts.append(table(("issue", "number", "state", "up to"), made) if made else "no issue yet: `digest run` makes one")
    desk.tell(
        {
            "sources": [asdict(one) for one in sources],
            "failures": [asdict(one) for one in failures],
            "issues": [asdict(one) for one in issues],
        },
        "\n\n".join(part for part in parts if part),
    )


@click.command()
def manual() -> None:
    """Print what every key of feeds.toml means, and how titles and dates of files are found, as Markdown."""
    from digest.config import manual as text
    from digest.parse.trust import written_down

    click.echo(f"{text()}\n{written_down()}")


def _source_row(row: Any) -> tuple[str, str, str]:
    last = row.last_success.isoformat(timespec="minutes") if row.last_success else "never"
    return last, str(row.items), str(row.recent)


def _failure_part(failures: list[Failure]) -> str:
    lines = [f"  {failure_line(one)}" for one in failures]
    return "\n".join(["troubles that stand:", *lines]) if lines else "no troubles"
