"""What is wrong in feeds.toml: where, and in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from digest.config.document import at
from digest.config.locator import Path, Place, line_of


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem. `offset` is the position inside a text value that it is about, or -1."""

    path: Path
    message: str
    offset: int = -1


def shown(path: Path) -> str:
    """A path as a reader writes it, tables counted from 1: `sources[2].url`, `aliases."Islamic State"[1]`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            key = part if re.fullmatch(r"[A-Za-z0-9_-]+", part) else '"' + part.replace('"', '\\"') + '"'
            text += f".{key}" if text else key
    return text


def lines(findings: Iterable[Finding], places: Mapping[Path, Place], values: object, name: str) -> tuple[str, ...]:
    """`feeds.toml:LINE: key: what is wrong`, in the order of the file, each once.

    `feeds.toml:LINE:COLUMN: ...` where it is about a word inside a text.
    """
    placed = {(*_spot(finding, places, values), shown(finding.path), finding.message) for finding in findings}
    return tuple(
        f"{name}:{line}{f':{column}' if column else ''}: {key}: {message}"
        for line, column, key, message in sorted(placed, key=_natural)
    )


def _natural(row: tuple[int, int, str, str]) -> tuple[int, list[tuple[int, str]], int, str]:
    """Sort by line, then by key with its numbers as numbers: sources[2] comes before sources[10]."""
    parts = [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", row[2])]
    return row[0], parts, row[1], row[3]


def _spot(finding: Finding, places: Mapping[Path, Place], values: object) -> tuple[int, int]:
    """The line of the key, and 0; of a finding inside a text the very line and column."""
    place = places.get(finding.path)
    if finding.offset < 0 or place is None or not place.column:
        return line_of(places, finding.path), 0
    text = str(at(values, finding.path))
    if "${" in text:  # the offset is one in the text that the reference stands for
        return place.line, 0
    before = text[: finding.offset]
    first = place.inside or place.line
    if "\n" not in before:
        return first, place.column + len(before)
    return first + before.count("\n"), len(before) - before.rindex("\n")
