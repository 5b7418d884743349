"""check: is feeds.toml right, what do its sources give, and what is read from one address or file?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from digest.cli.context import Desk
from digest.cli.making import failure_line
from digest.cli.table import table
from digest.errors import ConfigError
from digest.language.counted import counted

if TYPE_CHECKING:
    from digest.config.schema import Config
    from digest.models import Fetched, Item
    from digest.pipeline.examining import Examined, Findings
    from digest.sources.web import Heard

_TITLE, _AUTHOR, _LINK = 60, 20, 90  # characters of a table's cells
_TABLES = ("source", "region", "topic", "edition")
_NONE = {
    "source": "no [[sources]]: nothing is gathered; `digest opml import` takes a list of feeds",
    "region": "no [[regions]]: only what a topic's rule takes is printed",
    "topic": "no [[topics]]: what is printed is parted by regions alone",
    "edition": "no [[editions]]: nothing is built",
}
_HEADS = ("date", "by", "title", "author", "words", "text", "picture", "files", "link")
_TEXTS = {"source": "full", "page": "page", "stub": "stub"}


@click.command()
@click.argument("what", required=False, metavar="[URL|FILE]")
@click.option("--offline", is_flag=True, help="Check the words of feeds.toml only; fetch nothing.")
@click.pass_obj
def check(desk: Desk, what: str | None, offline: bool) -> None:
    """Check feeds.toml and try every source; or show what is read from one URL or FILE. Nothing is kept."""
    if what is not None:
        _one(desk, what)
        return
    from digest.config.brand import remarks as brand_remarks

    config = desk.config()
    missing = _missing(config)
    remarks = brand_remarks(config.brand, config.brand.logo or config.digest.logo)
    tables = ", ".join(counted(len(getattr(config, f"{noun}s")), noun) for noun in _TABLES)
    verdict = "no mistake found, but it is not complete:" if missing else "no mistake found"
    head = "\n  ".join([f"{desk.path.name}: {tables}: {verdict}", *missing, *remarks])
    said = {"config": "ok", "missing": missing, "remarks": remarks}
    if offline or not config.sources:
        desk.tell(said | {"sources": []}, head)
        return
    rows = _tried(desk)
    shown = [(row["source"], str(row["items"]), row["newest"], row["trouble"]) for row in rows]
    desk.tell(said | {"sources": rows}, f"{head}\n\n{table(('source', 'items', 'newest', 'trouble'), shown)}")


def _missing(config: Config) -> list[str]:
    """What feeds.toml has none of, and what comes of that, a sentence each."""
    said = {noun: why for noun, why in _NONE.items() if not getattr(config, f"{noun}s")}
    if {"region", "topic"} <= said.keys():
        del said["region"]
        said["topic"] = "no [[topics]] and no [[regions]]: nothing that is gathered finds a place in print"
    return [said[noun] for noun in _TABLES if noun in said]


def _tried(desk: Desk) -> list[dict[str, Any]]:
    """Every source, read once: how many items, the newest one's date, the first trouble."""
    from digest import wiring
    from digest.config import redact
    from digest.pipeline.brief import read_all

    config = desk.config()
    at = desk.now()
    web = wiring.web(config, at, desk.environment)
    finder = wiring.finder(config, desk.base, at, web)
    with wiring.engine() as engine:
        fetch = wiring.fetch(config, desk.base, at, web)
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


# -- one address or file -------------------------------------------------------------------------------------------


def _one(desk: Desk, what: str) -> None:
    """Show what is read from it; raises ConfigError when nothing is."""
    heard: list[Heard] = []
    found = _found(desk, what, heard)
    steps = [_step(one) for one in heard]
    if not found.read:
        reasons = [failure_line(one) for one in found.failures] or [f"{what}: nothing came"]
        raise ConfigError(*steps, *reasons)
    said = {
        "what": what,
        "reached": [{"url": one.url, "status": one.status, "headers": _telling(one)} for one in heard],
        "feeds": list(dict.fromkeys(link for page in found.pages for link in page.links)),
        "notes": found.notes,
        "read": [_read(fetched, one) for fetched, one in found.read],
        "problems": [asdict(one) for one in found.failures],
    }
    desk.tell(said, "\n".join([*steps, *_parts(found)]).lstrip("\n"))


def _found(desk: Desk, what: str, heard: list[Heard]) -> Findings:
    """Read it as the source of feeds.toml that it is, if it is one: by its name or address, with its settings."""
    from digest import wiring
    from digest.pipeline.examining import examine_all
    from digest.pipeline.finding import Finder

    config, at = desk.config_or_starter(), desk.now()
    alone = _alone(config, what)
    web = wiring.web(alone, at, desk.environment, heard.append)
    with wiring.engine() as engine:
        if not alone.sources:
            fetch = wiring.fetch_loose([what], config, Path.cwd(), at, desk.environment)
            return examine_all(fetch, {}, engine, Finder())
        fetch = wiring.fetch(alone, desk.base, at, web)
        finder = wiring.finder(alone, desk.base, at, web)
        return examine_all(fetch, wiring.facts(alone), engine, finder)


def _alone(config: Config, what: str) -> Config:
    """The configuration with one source: the one that is meant, or one for an address; none for a file."""
    from digest.config import SourceTable

    mine = [one for one in config.sources if what in {one.url, one.name}][:1]
    if not mine and what.lower().startswith(("http://", "https://")):
        mine = [SourceTable(name=urlsplit(what).hostname or what, url=what)]
    return config.model_copy(update={"sources": tuple(mine)})


def _step(one: Heard) -> str:
    """One answer of a server, in a line."""
    known = {status.value: status.phrase for status in HTTPStatus}
    line = f"{one.url}\n  {one.status} {known.get(one.status, '')}".rstrip()
    if place := one.headers.get("location"):
        line += f" → {place}"
    rest = [f"{name}: {value}" for name, value in _telling(one).items() if name != "location"]
    return "\n  ".join([line, *rest])


def _telling(one: Heard) -> dict[str, str]:
    """The headers that say something of the feed or of when to come again."""
    names = ("location", "content-type", "content-encoding", "etag", "last-modified", "cache-control", "retry-after")
    return {name: one.headers[name] for name in names if one.headers.get(name)}


def _read(fetched: Fetched, one: Examined) -> dict[str, Any]:
    """What was read of one body, for a program."""
    return {
        "url": fetched.url,
        "media_type": fetched.media_type,
        "format": one.format,
        "encoding": one.encoding,
        "bytes": len(fetched.body),
        "entries": list(one.entries),
        "items": [_facts(reading.item) for reading in one.readings],
        "problems": [asdict(failure) for failure in one.failures],
    }


def _facts(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.title,
        "published": item.published.isoformat(),
        "dated_by": item.dated_from or item.dated_by,
        "author": item.author,
        "link": item.url,
        "words": sum(len(passage.text.split()) for passage in item.passages),
        "text": _TEXTS[item.text_from],
        "picture": item.picture.url if item.picture else "",
        "enclosures": [file.url for file in item.enclosures],
        "language": item.language,
    }


def _parts(found: Findings) -> Iterator[str]:
    """What was found, for a person."""
    for page in found.pages:
        if page.links:
            yield f"{page.url} names these feeds:"
            yield from (f"  {link}" for link in page.links)
    yield from found.notes
    for fetched, one in found.read:
        yield ""
        kind = ", ".join(filter(None, (one.format, one.encoding, counted(len(fetched.body), "byte"))))
        counts = f"{counted(len(one.readings), 'item')}, {counted(len(one.failures), 'problem')}"
        yield f"{fetched.url.removeprefix('file:')}: {kind}; {counts}"
        yield table(_HEADS, [_row(_facts(reading.item)) for reading in one.readings]) if one.readings else "no items"
        yield from (f"  {failure_line(failure)}" for failure in one.failures)
    yield from (f"  {failure_line(one)}" for one in found.failures)


def _row(facts: dict[str, Any]) -> Sequence[str]:
    return (
        facts["published"][:16].replace("T", " "),
        facts["dated_by"],
        _cut(facts["title"], _TITLE),
        _cut(facts["author"], _AUTHOR),
        str(facts["words"]),
        facts["text"],
        "yes" if facts["picture"] else "",
        str(len(facts["enclosures"]) or ""),
        _cut(facts["link"], _LINK),
    )


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
