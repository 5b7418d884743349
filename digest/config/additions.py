"""New sources for the text of feeds.toml: written behind the last one, and not one byte elsewhere is changed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from digest.config.locator import locate
from digest.errors import DigestError

_PASSED = re.compile(r"[ \t]*(?:#.*)?\r?\n?")


@dataclass(frozen=True, slots=True)
class NewSource:
    """One feed that is to be added; "" and () are left out. Texts are taken as they are: `${` in them means `${`."""

    name: str
    url: str
    language: str = ""
    region: str = ""
    topics: tuple[str, ...] = ()


def with_sources(text: str, added: Sequence[NewSource]) -> str:
    """`text` with these sources behind its last one, in its own line ends.

    `text` must be valid TOML whose `sources`, if any, are a list of tables. Raises DigestError when the result would
    not say what it should: then nothing of it may be kept.
    """
    if not added:
        return text
    before = tomllib.loads(text.removeprefix("\ufeff"))
    ends = "\r\n" if "\r\n" in text else "\n"
    inline = "sources" in before and not _has_header(text)
    made = _inlined(text, added) if inline else _spliced(text, added, ends)
    wanted = {**before, "sources": [*before.get("sources", []), *map(_keys, added)]}
    if tomllib.loads(made.removeprefix("\ufeff")) != wanted:
        raise DigestError("the sources could not be added to feeds.toml as it is laid out; nothing was changed")
    return made


def _keys(one: NewSource) -> dict[str, object]:
    """The keys of its table, as TOML has them: a literal `${` is written `$${`."""
    keys: dict[str, object] = {"name": one.name, "url": one.url, "language": one.language, "region": one.region}
    kept: dict[str, object] = {name: _literal(str(value)) for name, value in keys.items() if value}
    return kept | ({"topics": [_literal(topic) for topic in one.topics]} if one.topics else {})


def _literal(text: str) -> str:
    return text.replace("${", "$${")


# -- [[sources]] ---------------------------------------------------------------------------------------------------


def _spliced(text: str, added: Sequence[NewSource], ends: str) -> str:
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)  # as TOML has them: nothing but a line feed ends one
    at = _behind_the_last(text, lines)
    head, tail = "".join(lines[:at]), "".join(lines[at:])
    if head and not head.endswith("\n"):
        head += ends
    block = ends.join(_table(one, ends) for one in added)
    gap = ends if head.strip("\ufeff \t\r\n") else ""
    return f"{head}{gap}{block}{ends if tail.strip() and lines[at].strip() else ''}{tail}"


def _table(one: NewSource, ends: str) -> str:
    return "".join(line + ends for line in ("[[sources]]", *(_pair(*pair) for pair in _keys(one).items())))


def _pair(name: str, value: object) -> str:
    import tomlkit

    return f"{name} = {tomlkit.item(value).as_string()}"


def _behind_the_last(text: str, lines: Sequence[str]) -> int:
    """The number of lines before the place for new sources: behind the last one's keys and what is noted under them."""
    places = locate(text.removeprefix("\ufeff"))
    last = max((place.line for path, place in places.items() if path[0] == "sources"), default=0)
    if not last:
        return len(lines)
    later = [place.line for path, place in places.items() if path[0] != "sources" and place.line > last]
    end = min(later, default=len(lines) + 1) - 1  # lines before the next table's header
    start = end
    while start > last and _PASSED.fullmatch(lines[start - 1]):
        start -= 1  # blanks and comments before that header
    noted = start
    while noted < end and lines[noted].lstrip().startswith("#"):
        noted += 1  # a comment right under the last source is its own, unless it runs on to the header
    return noted if noted == len(lines) or (noted < end and not lines[noted].strip()) else start


def _has_header(text: str) -> bool:
    """Whether sources stand as [[sources]] tables, rather than in one line as a list."""
    import tomlkit
    from tomlkit.items import AoT

    return isinstance(tomlkit.parse(text.removeprefix("\ufeff").replace("\r\n", "\n")).get("sources"), AoT)


# -- sources = [{...}] ---------------------------------------------------------------------------------------------


def _inlined(text: str, added: Sequence[NewSource]) -> str:
    import tomlkit
    from tomlkit.items import Array

    mark = "\ufeff" if text.startswith("\ufeff") else ""
    document = tomlkit.parse(text.removeprefix("\ufeff"))
    listed = document["sources"]
    if not isinstance(listed, Array):
        raise DigestError("`sources` of feeds.toml is no list that can be added to; nothing was changed")
    for one in added:
        table = tomlkit.inline_table()
        table.update(_keys(one))
        listed.append(table)
    return mark + tomlkit.dumps(document)


def raw_urls(document: Mapping[str, object]) -> list[str]:
    """The `url` of each source as written, "" where it has none; references are not resolved."""
    listed = document.get("sources")
    tables = [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []
    return [str(one.get("url", "")) for one in tables]
