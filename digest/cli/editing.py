"""merge, split, stories: the editor's word on which reports tell one story, and what stands together now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from digest.cli.context import Desk
from digest.errors import ConfigError

if TYPE_CHECKING:
    from digest.config.schema import Config
    from digest.models import Item, Ruling, Scored, Story
    from digest.pipeline.judging import Judged
    from digest.store import Store

_FOUND = 5  # items named where words mean several


@click.command()
@click.argument("items", nargs=-1, required=True, metavar="ITEM ITEM...")
@click.option("--undo", is_flag=True, help="Take it back: what they have in common decides again.")
@click.pass_obj
def merge(desk: Desk, items: tuple[str, ...], undo: bool) -> None:
    """Print the ITEMs (ids, addresses, or words of titles) as one story, in this issue and later ones."""
    from digest import wiring
    from digest.pipeline.judging import put_together, taken_back

    config = desk.config()
    with wiring.store(config, desk.base) as store:
        found = [_item(one, store, "merge") for one in items]
        ids = list(dict.fromkeys(one.id for one in found))
        if len(ids) < 2 and not undo:
            raise ConfigError("merge: name two items or more; `digest stories` lists them")
        if undo:
            judged = taken_back(ids, store.rulings(), "together")
            _settle(store, judged)
            _tell(desk, judged, _undone(len(judged.dropped), "merge"))
            return
        scored = _scored(desk, config, store)
        judged = put_together(ids, scored, store.rulings(), desk.now())
        _settle(store, judged)
    titles = "; ".join(f"“{one.title}”" for one in found)
    _tell(desk, judged, "\n".join([f"one story from now on: {titles}", *_elsewhere(found, scored)]))


@click.command()
@click.argument("item")
@click.option("--undo", is_flag=True, help="Take it back: what it has in common with others decides again.")
@click.pass_obj
def split(desk: Desk, item: str, undo: bool) -> None:
    """Take ITEM (its id, its address, or words of its title) out of its story, in this issue and later ones."""
    from digest import wiring
    from digest.pipeline.judging import put_apart, taken_back

    config = desk.config()
    with wiring.store(config, desk.base) as store:
        found = _item(item, store, "split")
        rulings = store.rulings()
        if undo:
            judged = taken_back([found.id], rulings, "apart")
            _settle(store, judged)
            _tell(desk, judged, _undone(len(judged.dropped), "split"))
            return
        judged = put_apart(found.id, _scored(desk, config, store), rulings, desk.now())
        if not judged.made:
            raise ConfigError(f"split: “{found.title}” stands alone; `digest stories` lists what stands together")
        _settle(store, judged)
        others = _titles(store, [one for ruling in judged.made for one in (ruling.one, ruling.other)])
    names = "; ".join(f"“{title}”" for key, title in others.items() if key != found.id)
    _tell(desk, judged, f"“{found.title}” is a story of its own from now on, apart from: {names}")


@click.command()
@click.option("--edition", "name", default="", help="For this edition (default: the first).")
@click.pass_obj
def stories(desk: Desk, name: str) -> None:
    """List the stories of the next issue that several reports tell, why they are one, and the editor's words."""
    from digest import wiring

    config = desk.config()
    with wiring.store(config, desk.base) as store:
        scored = _scored(desk, config, store, name)
        rulings = store.rulings()
        titles = _titles(store, [one for ruling in rulings for one in (ruling.one, ruling.other)])
    several = [one.story for one in scored if len(one.story.cuts) > 1]
    parts = ["\n".join(_lines(story)) for story in several] or ["no story of the next issue has several reports"]
    words = [_ruling(one, titles) for one in rulings]
    if words:
        parts.append("\n".join(["the editor's words:", *(f"  {line}" for line in words)]))
    desk.tell({"stories": [_row(story) for story in several], "rulings": words}, "\n\n".join(parts))


def _item(words: str, store: Store, command: str) -> Item:
    """The one item that is meant."""
    found = store.find_items(words, _FOUND)
    if not found:
        raise ConfigError(f"{command}: no item is called {words!r}; try an id, an address, or words of the title")
    if len(found) > 1 and words not in (found[0].id, found[0].url):
        listed = "\n".join(f"  {one.id}  {one.source}: {one.title}" for one in found)
        raise ConfigError(f"{command}: {words!r} means several items; name one by its id:\n{listed}")
    return found[0]


def _scored(desk: Desk, config: Config, store: Store, name: str = "") -> list[Scored]:
    """The stories of an edition's next issue, best first; without a name those of all editions."""
    from digest import wiring
    from digest.config import edition
    from digest.pipeline.build import unissued

    names = [name] if name else [one.name for one in config.editions]
    editions = [edition(config, one) for one in names]
    model = wiring.model()
    return [one for some in editions for one in unissued(config, some, store, desk.now(), desk.watch, model).scored]


def _settle(store: Store, judged: Judged) -> None:
    if judged.dropped:
        store.unrule(judged.dropped)
    if judged.made:
        store.rule(judged.made)


def _elsewhere(found: Sequence[Item], scored: Sequence[Scored]) -> list[str]:
    """What keeps the items from one story in the next issue all the same."""
    from digest.pipeline.judging import sections

    places = {one.id: sections(one.id, scored) for one in found}
    lines = [f"  “{one.title}” is not for the next issue; the word is kept" for one in found if not places[one.id]]
    known = [one for one in found if places[one.id]]
    if len(known) > 1 and not set.intersection(*(set(places[one.id]) for one in known)):
        where = "; ".join(f"“{one.title}” in {', '.join(places[one.id])}" for one in known)
        lines.append(f"  they stand in different sections, and are printed in each: {where}")
    return lines


def _undone(count: int, command: str) -> str:
    return f"taken back: {count} {'pair' if count == 1 else 'pairs'}" if count else f"no {command} was there to undo"


def _titles(store: Store, ids: Sequence[str]) -> dict[str, str]:
    return {one.id: one.title for one in store.whole_items(ids)}


def _tell(desk: Desk, judged: Judged, text: str) -> None:
    pairs = {"made": judged.made, "dropped": judged.dropped}
    desk.tell({name: [[one.one, one.other, one.verdict] for one in some] for name, some in pairs.items()}, text)


def _lines(story: Story) -> list[str]:
    from digest.pipeline.judging import place

    head = [f"{place(story)}: {story.cuts[0].item.title}", *(f"  {line}" for line in story.why)]
    return [*head, *(f"  {cut.item.id}  {cut.item.publisher}: {cut.item.title}" for cut in story.cuts)]


def _row(story: Story) -> dict[str, object]:
    items = [{"id": cut.item.id, "publisher": cut.item.publisher, "title": cut.item.title} for cut in story.cuts]
    told = {"publishers": story.publishers, "also_in": story.also_in, "why": story.why}
    return {"region": story.region, "topic": story.topic, **told, "items": items}


def _ruling(one: Ruling, titles: Mapping[str, str]) -> str:
    names = f"“{titles.get(one.one, one.one)}” ({one.one}) and “{titles.get(one.other, one.other)}” ({one.other})"
    return f"{one.verdict}: {names}, since {one.at.date().isoformat()}"
