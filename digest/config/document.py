"""Ways into a parsed TOML document that skip whatever has another shape than expected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from digest.config.locator import Path

Document = Mapping[str, object]
ANY = "*"
"""In a pattern: any index or key."""


def at(values: object, path: Path) -> object:
    """The value at `path` of a document, or None."""
    for part in path:
        if isinstance(part, str) and isinstance(values, Mapping):
            values = values.get(part)
        elif isinstance(part, int) and isinstance(values, list | tuple) and part < len(values):
            values = values[part]
        else:
            return None
    return values


def texts(value: object, pattern: Path, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """The texts of a document whose path fits `pattern`, in which `*` stands for any index or key."""
    if not pattern:
        if isinstance(value, str):
            yield path, value
        return
    steps: Iterator[tuple[str | int, object]] = iter(())
    if isinstance(value, Mapping):
        steps = iter(value.items())
    elif isinstance(value, list):
        steps = enumerate(value)
    for step, inner in steps:
        if pattern[0] in {ANY, step}:
            yield from texts(inner, pattern[1:], (*path, step))


def tables(document: Document, kind: str) -> Iterator[tuple[Path, Mapping[str, object]]]:
    """The tables of a list of tables, `[[sources]]`, with their paths."""
    listed = document.get(kind)
    for index, table in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(table, Mapping):
            yield (kind, index), table
