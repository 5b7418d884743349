"""explain: why an item is here, why it is not there."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from digest.cli.context import Desk
from digest.errors import ConfigError

if TYPE_CHECKING:
    from digest.config.schema import Config, EditionTable
    from digest.models import Candidate, Item
    from digest.pipeline.choosing import Considered
    from digest.pipeline.why import Fate
    from digest.store import Store

_FOUND = 5  # items explained of one search
_TEXT = 160  # characters of a passage


@click.command()
@click.argument("item", required=False, metavar="ITEM")
@click.option("--unmatched", is_flag=True, help="List the items of which no passage found a place.")
@click.option("--edition", "name", default="", help="For this edition (default: the first).")
@click.pass_obj
def explain(desk: Desk, item: str | None, unmatched: bool, name: str) -> None:
    """Explain ITEM (its id, its address, or words of its title): rules, words, window, limits, earlier issues."""
    from digest import wiring
    from digest.config import edition
    from digest.pipeline.build import unissued

    if not item and not unmatched:
        raise ConfigError("explain: name an item (its id, address or words of its title), or give --unmatched")
    config = desk.config()
    if not config.editions:
        raise ConfigError("explain: feeds.toml has no edition to explain for; add an [[editions]] table")
    wanted = edition(config, name or config.editions[0].name)
    with wiring.store(config, desk.base) as store:
        considered = unissued(config, wanted, store, desk.now(), desk.watch)
        if unmatched:
            _tell_unmatched(desk, considered.unmatched)
            return
        found = store.find_items(item or "", _FOUND)
        fates = [_fate(one, config, wanted, considered, store, desk) for one in found]
    if not fates:
        raise ConfigError(f"explain: no item is called {item!r}; try an id, an address, or words of the title")
    desk.tell({"items": [asdict(one) for one in fates]}, "\n\n".join(_lines(one) for one in fates))


def _fate(item: Item, config: Config, edition: EditionTable, considered: Considered, store: Store, desk: Desk) -> Fate:
    from digest.config import max_age
    from digest.models import Candidate
    from digest.pipeline.build import edition_router
    from digest.pipeline.remembering import left_out
    from digest.pipeline.why import fate, oldest_admitted
    from digest.route import route

    now = desk.now()
    keys = tuple(dict.fromkeys(passage.key for passage in item.passages))
    routed = route(Candidate(item, keys, now), edition_router(config, edition))
    ages = {source.name: max_age(source) for source in config.sources}
    rows = [(row.issue, row.passage, row.piece) for row in store.history(item.id) if row.edition == edition.name]
    oldest, held = oldest_admitted(ages.get(item.source), now), store.why_held(item.id)
    return fate(item, routed, considered, edition, rows, oldest, held, left_out(store, edition, item.id))


def _lines(one: Fate) -> str:
    item = one.item
    head = [item.title, f"  {item.id}  {item.source}  {item.url}", f"  published {one.dated}", f"  text {one.text}"]
    if item.titled_from:
        head.append(f"  title from {item.titled_from}")
    for passage in one.passages:
        text = passage.text if len(passage.text) <= _TEXT else passage.text[:_TEXT] + " ..."
        head += [f"  {passage.number}. {text}", f"     -> {passage.place or 'matches nothing'}"]
        head += [f"        {judgement}" for judgement in passage.judgements]
    return "\n".join(head + [f"  {line}" for line in one.outcome])


def _tell_unmatched(desk: Desk, candidates: tuple[Candidate, ...]) -> None:
    rows = [{"id": one.item.id, "source": one.item.source, "title": one.item.title} for one in candidates]
    lines = [f"{row['id']}  {row['source']}: {row['title']}" for row in rows]
    desk.tell({"unmatched": rows}, "\n".join(lines) or "every item found a place")
