"""opml: lists of feeds from other readers, and for them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli.context import Desk
from digest.errors import ConfigError
from digest.language.counted import counted

if TYPE_CHECKING:
    from digest.models.lists import FeedList
    from digest.pipeline.subscribing import Plan

_SHOWN = 20  # lines of one sort


@click.group()
def opml() -> None:
    """Import a list of feeds into feeds.toml, or export its feeds."""


@opml.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would be added; change nothing.")
@click.pass_obj
def import_(desk: Desk, file: Path, dry_run: bool) -> None:
    """Add the feeds of FILE (OPML, a list of addresses, Planet's or rss2email's configuration) to feeds.toml.

    What is there stays as it is. Folders and categories that mean a region or a topic of feeds.toml become hints.
    """
    from digest.config.additions import with_sources
    from digest.pipeline.subscribing import plan

    config, text = desk.config(), _written(desk)
    listed = _read(file)
    made = plan(listed, config, _addresses(text))
    if made.added:
        new = with_sources(text, made.added)
        desk.checked(new)  # the strict loader reads it before it replaces anything
        if not dry_run:
            _replace(desk.path, new)
    said = {"file": str(file), "kind": listed.kind, "notices": listed.notices, "dry_run": dry_run, **asdict(made)}
    desk.tell(said, "\n".join(_lines(listed, made, desk.path.name, dry_run=dry_run)))


@opml.command()
@click.argument("file", required=False)
@click.option("-o", "--output", default="", help="The file to write, as FILE.")
@click.pass_obj
def export(desk: Desk, file: str | None, output: str) -> None:
    """Write feeds.toml's feeds as OPML 2.0 to FILE (default: -, standard output).

    Regions become folders, topics categories; passwords are left out.
    """
    from digest import wiring
    from digest.pipeline.exporting import as_opml

    if file and output:
        raise ConfigError("opml export: give FILE or -o, not both")
    output = file or output or "-"
    config = desk.config()
    text, left = as_opml(config, _addresses(_written(desk)))
    count = text.count("xmlUrl=")
    notes = [f"{one.what}: {one.why}" for one in left]
    if output == "-" and not desk.as_json:
        click.echo(text, nl=False)
        click.echo("\n".join(notes), err=True, nl=bool(notes))
        return
    if output != "-":
        wiring.write(Path(output), text.encode())
    said = {"file": output, "feeds": count, "left_out": [asdict(one) for one in left]}
    desk.tell(
        said | ({"opml": text} if output == "-" else {}), "\n".join([f"{output}: {counted(count, 'feed')}", *notes])
    )


def _read(file: Path) -> FeedList:
    """The list, read in a child process with limits: it may hold anything. Raises ConfigError."""
    from digest import wiring
    from digest.cli.making import failure_line
    from digest.models import Failure
    from digest.parse.feedlists import read_list
    from digest.protocols import Limits

    body = file.read_bytes()
    with wiring.engine() as engine:
        name = Failure("", str(file), "parse", "")
        (outcome,) = engine.run(read_list, [body], Limits(cpu=10, memory=512, wall=30), lambda _: name)
    if isinstance(outcome, Failure):
        raise ConfigError(failure_line(outcome))
    return outcome


def _written(desk: Desk) -> str:
    """feeds.toml as it lies there, its line ends and byte order mark too."""
    return desk.path.read_bytes().decode("utf-8")


def _addresses(text: str) -> list[str]:
    from digest.config.additions import raw_urls

    return raw_urls(tomllib.loads(text.removeprefix("\ufeff")))


def _replace(path: Path, text: str) -> None:
    """Put the new feeds.toml in the old one's place, whole or not at all, with its permissions."""
    from digest import wiring

    real = path.resolve()  # where it is a link, what it leads to is replaced
    mode = real.stat().st_mode & 0o7777
    wiring.write(real, text.encode(), mode)


def _lines(listed: FeedList, made: Plan, name: str, *, dry_run: bool) -> list[str]:
    verb = "would be added to" if dry_run else "added to"
    added = f"{listed.kind}: {counted(len(made.added), 'feed')} {verb} {name}"
    return [
        f"{added}, {len(made.known)} known, {len(made.refused)} refused",
        *_some([f"  + {one.name}: {one.url}{_hint(one.region, one.topics)}" for one in made.added]),
        *_some([f"  refused: {one.what}: {one.why}" for one in made.refused]),
        *(f"  {notice}" for notice in listed.notices),
        *([f"  folders that mean no region and no topic of {name}: {', '.join(made.folders)}"] if made.folders else []),
    ]


def _hint(region: str, topics: Sequence[str]) -> str:
    meant = [*([region] if region else []), *topics]
    return f"  [{', '.join(meant)}]" if meant else ""


def _some(lines: Sequence[str]) -> list[str]:
    left = len(lines) - _SHOWN
    return [*lines[:_SHOWN], f"  ... and {left} more"] if left > 0 else list(lines)
