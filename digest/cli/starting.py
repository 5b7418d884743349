"""init and add: a new folder, and one more thing for the next issue."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from digest.cli.context import CONFIG, Desk
from digest.cli.making import failure_line
from digest.errors import ConfigError
from digest.language.counted import counted


@click.command()
@click.argument("folder", default=".")
@click.pass_obj
def init(desk: Desk, folder: str) -> None:
    """Make FOLDER (default: here) ready: feeds.toml, inbox/, out/. Nothing that exists is overwritten."""
    from digest.cli.starter import starter

    target = Path(folder).absolute()
    if (target / CONFIG).exists():
        raise ConfigError(f"{target / CONFIG}: exists already; choose another folder, nothing was changed")
    target.mkdir(parents=True, exist_ok=True)
    made = [CONFIG]
    shutil.copyfile(starter() / CONFIG, target / CONFIG)
    for sample in sorted((starter() / "inbox").iterdir()):
        if sample.is_file() and not (target / "inbox" / sample.name).exists():
            (target / "inbox").mkdir(exist_ok=True)
            shutil.copyfile(sample, target / "inbox" / sample.name)
            made.append(f"inbox/{sample.name}")
    (target / "out").mkdir(exist_ok=True)
    lines = f"{target}: feeds.toml and {counted(len(made) - 1, 'sample item')}; now run `digest run` there"
    desk.tell({"folder": str(target), "made": made}, lines)


@click.command()
@click.argument("what", metavar="URL|FILE")
@click.option("--topic", default="", help="Print it under this topic, whatever its words are.")
@click.option("--note", default="", help="A line of yours, printed with it.")
@click.pass_obj
def add(desk: Desk, what: str, topic: str, note: str) -> None:
    """Put one feed, page or file into the next issue."""
    from digest import wiring
    from digest.pipeline.brief import read_all

    config = desk.config()
    topic = topic_name(topic, [one.name for one in config.topics])
    with wiring.store(config, desk.base) as store, wiring.engine() as engine:
        at = desk.now()
        fetch = wiring.fetch_loose([what], config, Path.cwd(), at, desk.environment)
        readings, failures = read_all(fetch, {}, engine, desk.watch)
        for reading in readings:
            store.add(reading, topic, note, at)
    if not readings:
        raise ConfigError(*(failure_line(one) for one in failures))
    lines = "\n".join(f"added {one.item.id}: {one.item.title}" for one in readings)
    desk.tell({"added": [{"id": one.item.id, "title": one.item.title} for one in readings]}, lines)


def topic_name(given: str, names: list[str]) -> str:
    """The topic as feeds.toml spells it; raises ConfigError with the list when there is no such topic."""
    if not given:
        return ""
    for name in names:
        if name.casefold() == given.casefold():
            return name
    if not names:
        raise ConfigError(
            f"--topic: there is no topic {given!r}; feeds.toml has no topics: add a [[topics]] table to it"
        )
    raise ConfigError(f"--topic: there is no topic {given!r}; feeds.toml has: {', '.join(names)}")
