"""check and manual: what is configured, what works, what every key means."""

from __future__ import annotations

from typing import Any

import click

from digest.cli.context import Desk
from digest.cli.table import table


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

    config, at = desk.config(), desk.now()
    web = wiring.web(config, at, desk.environment)
    with wiring.engine() as engine:
        fetch = wiring.fetch(config, desk.base, at, web)
        finder = wiring.finder(config, desk.base, at, web)
        readings, failures = read_all(fetch, wiring.facts(config), engine, desk.watch, finder)
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
def manual() -> None:
    """Print what every key of feeds.toml means, its default and its range, as Markdown."""
    from digest.config import manual as text

    click.echo(text())
