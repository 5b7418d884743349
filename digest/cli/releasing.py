"""release: the editor's word on held items."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from digest.cli.context import Desk
from digest.errors import ConfigError
from digest.language.counted import counted

if TYPE_CHECKING:
    from digest.store import Released


@click.command()
@click.argument("source")
@click.option("--drop", is_flag=True, help="Never print them, instead of letting them in.")
@click.pass_obj
def release(desk: Desk, source: str, drop: bool) -> None:
    """Let the held items of SOURCE into the next issue, those too that are older than its max_age."""
    from digest import wiring
    from digest.config import max_age

    config, now = desk.config(), desk.now()
    ages = {one.name: max_age(one) for one in config.sources}
    with wiring.store(config, desk.base) as store:
        waiting = sorted({one.source for one in store.held()})
        source = _spelt(source, waiting)
        if source in waiting and source not in ages and not drop:
            raise ConfigError(
                f"release: {source!r} is in feeds.toml no more, so nothing of it is printed; list it again, or --drop"
            )
        age = ages.get(source)
        freed = store.release(source, now, oldest=None if age is None else now - age, drop=drop)
    if not freed.items:
        raise ConfigError(_nothing(source, waiting, known=source in ages))
    desk.tell(
        {
            "source": source,
            "released": 0 if drop else freed.items,
            "dropped": freed.items if drop else 0,
            "old": freed.old,
        },
        _said(source, freed, age, drop=drop),
    )


def _nothing(source: str, waiting: list[str], *, known: bool) -> str:
    listed = f"; held are items of: {', '.join(waiting)}" if waiting else ""
    if not known:
        return f"release: there is no source {source!r} in feeds.toml{listed}"
    return f"release: no item of {source!r} is held{listed or '; nothing is held'}"


def _said(source: str, freed: Released, age: timedelta | None, *, drop: bool) -> str:
    line = f"{source}: {counted(freed.items, 'item')} "
    if drop:
        return line + "will not be printed"
    line += "may be printed in the next issue"
    if not freed.old or age is None:
        return line
    some = counted(freed.old, "of them is", "of them are")
    which = "it is" if freed.items == 1 else "all are" if freed.old == freed.items else some
    return f"{line}; {which} older than the {counted(age.days, 'day')} of its max_age"


def _spelt(given: str, names: list[str]) -> str:
    """The source as it is written in feeds.toml, whatever its case."""
    return next((name for name in names if name.casefold() == given.casefold()), given)
