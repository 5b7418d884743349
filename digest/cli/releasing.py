"""release: the editor's word on held items."""

from __future__ import annotations

import click

from digest.cli.context import Desk
from digest.errors import ConfigError


@click.command()
@click.argument("source")
@click.option("--drop", is_flag=True, help="Never print them, instead of letting them in.")
@click.pass_obj
def release(desk: Desk, source: str, drop: bool) -> None:
    """Let the held items of SOURCE into the next issue."""
    from digest import wiring

    config = desk.config()
    with wiring.store(config, desk.base) as store:
        waiting = sorted({one.source for one in store.held()})
        source = _spelt(source, waiting)
        freed = store.release(source, drop=drop)
    if not freed and source not in {*waiting, *(one.name for one in config.sources)}:
        listed = f"; held are items of: {', '.join(waiting)}" if waiting else ""
        raise ConfigError(f"release: there is no source {source!r} in feeds.toml{listed}")
    if not freed:
        known = f"; held are items of: {', '.join(waiting)}" if waiting else "; nothing is held"
        raise ConfigError(f"release: no item of {source!r} is held{known}")
    said = "will not be printed" if drop else "may be printed in the next issue"
    desk.tell(
        {"source": source, "released": 0 if drop else freed, "dropped": freed if drop else 0},
        f"{source}: {freed} items {said}",
    )


def _spelt(given: str, names: list[str]) -> str:
    """The source as it is written in feeds.toml, whatever its case."""
    return next((name for name in names if name.casefold() == given.casefold()), given)
