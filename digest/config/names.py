"""Names: unique where they are given, listed where they are used."""

from __future__ import annotations

from collections.abc import Iterator

from digest.config.document import ANY, Document, texts
from digest.config.findings import Finding, shown
from digest.config.locator import Path
from digest.config.nearby import advise
from digest.config.values import wrong_line

GLOBAL = "Global"
"""The region of topics that have no other home; built in."""
BRIEF = "brief"
"""The edition name under which one-off briefs are filed; not free for others."""


def bad_names(document: Document) -> Iterator[Finding]:
    """Names that are blank, taken or kept for something else."""
    for kind in ("sources", "regions", "topics", "editions"):
        first: dict[str, Path] = {}
        for path, name in texts(document, (kind, ANY, "name")):
            if kind != "editions" and name and (trouble := wrong_line(name)):
                yield Finding(path, trouble)
            if name.strip() and first.setdefault(name.strip().casefold(), path) != path:
                earlier = shown(first[name.strip().casefold()][:-1])
                yield Finding(path, f'"{name}" is the name of {earlier} already; write another')
            yield from _reserved(kind, path, name)


def _reserved(kind: str, path: Path, name: str) -> Iterator[Finding]:
    if kind == "regions" and name.strip().casefold() == GLOBAL.casefold():
        yield Finding(path, f'"{GLOBAL}" is built in; write another name, or take the table out')
    if kind == "editions" and name == BRIEF:
        yield Finding(path, f'"{BRIEF}" is kept for one-off briefs; write another name')


def bad_references(document: Document) -> Iterator[Finding]:
    """Regions and topics that are named and not listed, or named twice."""
    regions = [GLOBAL, *(name for _, name in texts(document, ("regions", ANY, "name")))]
    topics = [name for _, name in texts(document, ("topics", ANY, "name"))]
    for pattern, what, known in (
        (("sources", ANY, "region"), "region", regions),
        (("sources", ANY, "topics", ANY), "topic", topics),
        (("topics", ANY, "region"), "region", regions),
        (("editions", ANY, "regions", ANY), "region", regions),
        (("editions", ANY, "topics", ANY), "topic", topics),
    ):
        named: set[Path] = set()
        for path, name in texts(document, pattern):
            if name not in known:
                listed = ", ".join(f'"{one}"' for one in known) or "none yet"
                yield Finding(path, f'unknown {what} "{name}"; {advise(name, known, f"listed: {listed}")}')
            elif isinstance(path[-1], int) and (*path[:-1], name) in named:
                yield Finding(path, f'"{name}" is in this list already; take it out')
            named.add((*path[:-1], name))
