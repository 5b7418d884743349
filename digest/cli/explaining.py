"""explain: why an item is here, why it is not there."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from digest.cli.context import Desk
from digest.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from digest.models import Candidate
    from digest.pipeline.why import Fate

_FOUND = 5  # items explained of one search
_TEXT = 160  # characters of a passage


@click.command()
@click.argument("item", required=False, metavar="ITEM")
@click.option("--unmatched", is_flag=True, help="List the items of which no passage found a place.")
@click.option("--edition", "name", default="", help="For this edition (default: the first).")
@click.option("--next", "anew", is_flag=True, help="Judge all as the next build would, not as the latest one did.")
@click.pass_obj
def explain(desk: Desk, item: str | None, unmatched: bool, name: str, anew: bool) -> None:
    """Explain ITEM (its id, its address, or words of its title): rules, words, story, score, limits, earlier issues."""
    from digest import wiring
    from digest.config import edition
    from digest.pipeline.inquiry import Inquiry

    if not item and not unmatched:
        raise ConfigError("explain: name an item (its id, address or words of its title), or give --unmatched")
    config = desk.config()
    if not config.editions:
        raise ConfigError("explain: feeds.toml has no edition to explain for; add an [[editions]] table")
    wanted = edition(config, name or config.editions[0].name)
    with wiring.store(config, desk.base) as store:
        inquiry = Inquiry(config, wanted, store, desk.now(), desk.watch, wiring.read_plan, wiring.model(), anew)
        if unmatched:
            _tell_unmatched(desk, inquiry.considered().unmatched)
            return
        fates = inquiry.fates(store.find_items(item or "", _FOUND))
    if not fates:
        raise ConfigError(f"explain: no item is called {item!r}; try an id, an address, or words of the title")
    desk.tell({"items": [asdict(one) for one in fates]}, "\n\n".join(lines(one) for one in fates))


def lines(one: Fate) -> str:
    """A fate, room by room."""
    return "\n".join([*_head(one), *_passages(one), *_missed(one), *(f"  {line}" for line in one.outcome)])


def _head(one: Fate) -> Iterable[str]:
    item = one.item
    yield item.title
    yield f"  {item.id}  {item.url}".rstrip()
    yield f"  gathered {one.gathered}"
    yield f"  published {one.dated}"
    yield f"  text {one.text}"
    if item.titled_from:
        yield f"  title from {item.titled_from}"


def _passages(one: Fate) -> Iterable[str]:
    for passage in one.passages:
        text = passage.text if len(passage.text) <= _TEXT else passage.text[:_TEXT] + " ..."
        yield f"  {passage.number}. {text}"
        yield f"     -> {passage.place or 'matches nothing'}"
        yield from (f"        {judgement}" for judgement in passage.judgements)


def _missed(one: Fate) -> Iterable[str]:
    return (f"  not {miss.topic}: {miss.said}" for miss in one.missed)


def _tell_unmatched(desk: Desk, candidates: tuple[Candidate, ...]) -> None:
    rows = [{"id": one.item.id, "source": one.item.source, "title": one.item.title} for one in candidates]
    shown = [f"{row['id']}  {row['source']}: {row['title']}" for row in rows]
    desk.tell({"unmatched": rows}, "\n".join(shown) or "every item found a place")
